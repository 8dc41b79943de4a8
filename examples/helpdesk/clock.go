package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/benbjohnson/clock"
)

// travelClock is the system's clock, ahead of it by what the demo has skipped. That
// is kept in a table of its own beside the store's, for a clock must not go back
// when the program is started again.
type travelClock struct {
	clock.Clock
	db    *sql.DB
	ahead atomic.Int64
}

// openClock returns the clock that is kept in the side tables.
func openClock(ctx context.Context, db *sql.DB) (*travelClock, error) {
	c := &travelClock{Clock: clock.New(), db: db}
	ahead, _, err := value[int64](ctx, db, "SELECT ahead FROM helpdesk_clock ORDER BY rowid DESC LIMIT 1")
	if err != nil {
		return nil, fmt.Errorf("clock: %w", err)
	}
	c.ahead.Store(ahead)
	return c, nil
}

// Now returns the demo's time, in UTC.
func (c *travelClock) Now() time.Time { return c.Clock.Now().UTC().Add(c.Ahead()) }

// Since returns how long ago t was.
func (c *travelClock) Since(t time.Time) time.Duration { return c.Now().Sub(t) }

// Until returns how far off t is.
func (c *travelClock) Until(t time.Time) time.Duration { return t.Sub(c.Now()) }

// Ahead returns what has been skipped.
func (c *travelClock) Ahead() time.Duration { return time.Duration(c.ahead.Load()) }

// set makes the clock be ahead by so much, or behind: for a new demo, whose story begins in
// the past.
func (c *travelClock) set(ahead time.Duration) error {
	if _, err := c.db.Exec("INSERT INTO helpdesk_clock (ahead) VALUES (?)", int64(ahead)); err != nil {
		return fmt.Errorf("clock: %w", err)
	}
	c.ahead.Store(int64(ahead))
	return nil
}

// advance moves the clock to t, unless it is there already. One goroutine may do so
// at a time.
func (c *travelClock) advance(t time.Time) error {
	by := c.Until(t)
	if by <= 0 {
		return nil
	}
	if by > maxAhead-c.Ahead() {
		return httpError{http.StatusUnprocessableEntity, "time cannot be skipped any further"}
	}
	return c.set(c.Ahead() + by)
}
