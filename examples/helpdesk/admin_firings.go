package main

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// firings counts how often rules have fired. It is written down now and then: what is countedStore
// in the seconds before a crash is lost, as it is only there to be looked at.
type firings struct {
	db *sql.DB

	mu     sync.Mutex
	counts map[firing]fired // since it was written down
	total  int              // of counts
}

// firing names a rule that fires.
type firing struct {
	Kind string // trigger, automation, macro
	Rule string
}

// fired is how often a rule has fired, and when last.
type fired struct {
	Count int64
	At    time.Time
}

// tallyEvery is after how many firings they are written down.
const tallyEvery = 200

func newFirings(db *sql.DB) *firings { return &firings{db: db, counts: map[firing]fired{}} }

// watch counts the rules that fired in a decision. A command that is handed in again
// decides nothing, and so counts once.
func (t *firings) watch(done socialticket.Handled) error {
	var rules []firing
	for _, e := range done.Receipt.Commit.Events {
		switch {
		case e.Type == ticket.EventRule && e.Reason.Code == "":
			rules = append(rules, firing{string(e.By.Kind), e.By.ID})
		case e.Type == ticket.EventMacro:
			rules = append(rules, firing{"macro", e.To})
		}
	}
	if len(rules) == 0 || done.Err != nil {
		return nil
	}
	t.mu.Lock()
	for _, rule := range rules {
		t.counts[rule] = fired{t.counts[rule].Count + 1, done.At}
	}
	t.total += len(rules)
	full := t.total >= tallyEvery
	t.mu.Unlock()
	if full {
		return t.keep(context.Background())
	}
	return nil
}

// keep writes down what was countedStore.
func (t *firings) keep(ctx context.Context) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.counts) == 0 {
		return nil
	}
	tx, err := t.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for rule, f := range t.counts {
		_, err := tx.ExecContext(ctx, `INSERT INTO helpdesk_fired (kind, rule, count, at) VALUES (?, ?, ?, ?)
			ON CONFLICT (kind, rule) DO UPDATE SET count = count + excluded.count, at = max(at, excluded.at)`,
			rule.Kind, rule.Rule, f.Count, f.At.UnixMilli())
		if err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	clear(t.counts)
	t.total = 0
	return nil
}

// all returns what was countedStore.
func (t *firings) all(ctx context.Context) (map[firing]fired, error) {
	if err := t.keep(ctx); err != nil {
		return nil, err
	}
	rows, err := t.db.QueryContext(ctx, "SELECT kind, rule, count, at FROM helpdesk_fired")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	list := map[firing]fired{}
	for rows.Next() {
		var rule firing
		var f fired
		var at int64
		if err := rows.Scan(&rule.Kind, &rule.Rule, &f.Count, &at); err != nil {
			return nil, err
		}
		f.At = time.UnixMilli(at).UTC()
		list[rule] = f
	}
	return list, rows.Err()
}

// settle ends what is done in the background for the administrator.
func (s *server) settle() error {
	s.waking.end()
	return s.firings.keep(context.Background())
}
