package main

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/benbjohnson/clock"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// travelClock is the system's clock, ahead of it by what the demo has skipped. That
// is kept in a table of its own beside the store's, for a clock must not go back
// when the program is started again.
type travelClock struct {
	clock.Clock
	db    *sql.DB
	ahead atomic.Int64
}

// openClock returns the clock that is kept in a file of the store.
func openClock(file string) (*travelClock, error) {
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: file}).EscapedPath()+"?_pragma=busy_timeout(10000)")
	if err != nil {
		return nil, fmt.Errorf("clock: %w", err)
	}
	c := &travelClock{Clock: clock.New(), db: db}
	var ahead int64
	_, err = db.Exec("CREATE TABLE IF NOT EXISTS helpdesk_clock (ahead INTEGER NOT NULL) STRICT")
	if err == nil {
		err = db.QueryRow("SELECT coalesce(max(ahead), 0) FROM helpdesk_clock").Scan(&ahead)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("clock: %w", err), db.Close())
	}
	c.ahead.Store(ahead)
	return c, nil
}

// Close closes the file. The clock goes on.
func (c *travelClock) Close() error { return c.db.Close() }

// Now returns the demo's time, in UTC.
func (c *travelClock) Now() time.Time { return c.Clock.Now().UTC().Add(c.Ahead()) }

// Since returns how long ago t was.
func (c *travelClock) Since(t time.Time) time.Duration { return c.Now().Sub(t) }

// Until returns how far off t is.
func (c *travelClock) Until(t time.Time) time.Duration { return t.Sub(c.Now()) }

// Ahead returns what has been skipped.
func (c *travelClock) Ahead() time.Duration { return time.Duration(c.ahead.Load()) }

// advance moves the clock to t, unless it is there already. One goroutine may do so
// at a time.
func (c *travelClock) advance(t time.Time) error {
	by := c.Until(t)
	if by <= 0 {
		return nil
	}
	ahead := int64(c.Ahead() + by)
	if _, err := c.db.Exec("INSERT INTO helpdesk_clock (ahead) VALUES (?)", ahead); err != nil {
		return fmt.Errorf("clock: %w", err)
	}
	c.ahead.Store(ahead)
	return nil
}
