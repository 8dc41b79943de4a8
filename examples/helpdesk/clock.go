package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/benbjohnson/clock"
)

// travelClock is the system's clock, ahead of it by what the demo has skipped. What
// was skipped is kept in a file, for a clock must not go back when the program is
// started again.
type travelClock struct {
	clock.Clock
	file  string // empty: nothing is kept
	ahead atomic.Int64
}

// openClock returns the clock that is kept in a file, which need not exist yet.
func openClock(file string) (*travelClock, error) {
	c := &travelClock{Clock: clock.New(), file: file}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return nil, fmt.Errorf("clock: %w", err)
	}
	ahead, err := time.ParseDuration(strings.TrimSpace(string(text)))
	if err != nil || ahead < 0 {
		return nil, fmt.Errorf("clock: %s holds %q, not a duration: remove it to begin at the present", file, text)
	}
	c.ahead.Store(int64(ahead))
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

// advance moves the clock to t, unless it is there already. One goroutine may do so
// at a time.
func (c *travelClock) advance(t time.Time) error {
	by := c.Until(t)
	if by <= 0 {
		return nil
	}
	ahead := c.Ahead() + by
	if c.file != "" {
		next := c.file + ".new"
		if err := os.WriteFile(next, []byte(ahead.String()+"\n"), 0o600); err != nil {
			return fmt.Errorf("clock: %w", err)
		}
		if err := os.Rename(next, c.file); err != nil {
			return fmt.Errorf("clock: %w", err)
		}
	}
	c.ahead.Store(int64(ahead))
	return nil
}
