package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/socialticket/socialticket"
)

// business has the settings that hold now.
type business struct {
	db      *sql.DB
	base    socialticket.Settings // of the file of settings
	changed func()                // the desk's tickets may have other timers now

	mu      sync.Mutex // of one change at a time
	chosen  atomic.Pointer[choices]
	present atomic.Pointer[socialticket.Settings]
}

// openBusiness reads the choices that hold; first are those of a new helpdesk.
func openBusiness(ctx context.Context, db *sql.DB, base socialticket.Settings, first func() (choices, error)) (*business, error) {
	b := &business{db: db, base: base, changed: func() {}}
	version, _, err := value[int64](ctx, db, "SELECT version FROM helpdesk_choices ORDER BY version DESC LIMIT 1")
	if err != nil {
		return nil, fmt.Errorf("choices: %w", err)
	}
	c, err := first()
	if version > 0 {
		c, err = b.at(ctx, version)
	}
	if err != nil {
		return nil, err
	}
	s, err := c.settings(base, version+1)
	if err != nil {
		return nil, fmt.Errorf("choices, version %d: %w", version, err)
	}
	b.chosen.Store(&c)
	b.present.Store(s)
	return b, nil
}

// at returns the choices of a version; 0 is how a helpdesk begins.
func (b *business) at(ctx context.Context, version int64) (c choices, err error) {
	if version == 0 {
		return firstChoices(), nil
	}
	text, found, err := value[string](ctx, b.db, "SELECT document FROM helpdesk_choices WHERE version = ?", version)
	if err == nil && !found {
		return c, errNoVersion
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &c)
	}
	if err != nil {
		return c, fmt.Errorf("choices, version %d: %w", version, err)
	}
	return c, nil
}

// Settings returns what holds now, for [socialticket.Config].
func (b *business) Settings() *socialticket.Settings { return b.present.Load() }

// Choices returns what the administrator has chosen. It must not be changed.
func (b *business) Choices() choices { return *b.chosen.Load() }

// edit says who changes the choices, and why.
type edit struct {
	By   string
	At   time.Time
	Seen int64    // the version of the settings that the form was made of; 0: any
	What []string // a key of the sentences, and what stands in it
}

// staleChoices tells that others have changed the choices since the form was made.
type staleChoices struct{ seen, now int64 }

func (e staleChoices) Error() string {
	return fmt.Sprintf("settings are version %d, not %d", e.now, e.seen)
}

// change keeps other choices and lets them hold, unless they cannot be carried out. The
// change must not write into what it gets: it makes other lists. The error is a staleChoices
// if the settings are not those that the edit has seen.
func (b *business) change(ctx context.Context, e edit, change func(*choices) error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	version := b.present.Load().Version // versions begin with 1 for the first choices, which are not kept
	if e.Seen != 0 && e.Seen != version {
		return staleChoices{e.Seen, version}
	}
	c := *b.chosen.Load()
	if err := change(&c); err != nil {
		return err
	}
	s, err := c.settings(b.base, version+1)
	if err != nil {
		return refusedError{err}
	}
	if err := b.keep(ctx, version, e, c); err != nil {
		return fmt.Errorf("choices: %w", err)
	}
	b.chosen.Store(&c)
	b.present.Store(s)
	b.changed()
	return nil
}

func (b *business) keep(ctx context.Context, version int64, e edit, c choices) error {
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	what, err := json.Marshal(e.What)
	if err != nil {
		return err
	}
	_, err = b.db.ExecContext(ctx, "INSERT INTO helpdesk_choices (version, at, by, what, document) VALUES (?, ?, ?, ?, ?)",
		version, e.At.UnixMilli(), e.By, string(what), string(text))
	return err
}

// refusedError tells that settings cannot be carried out.
type refusedError struct{ error }

// Unwrap returns the reason.
func (e refusedError) Unwrap() error { return e.error }
