package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/benbjohnson/clock"
)

// errPanic tells that something panicked.
var errPanic = errors.New("panic")

// guarded returns a panic of f as an error.
func guarded(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v\n%s", errPanic, p, debug.Stack())
		}
	}()
	return f()
}

// keep works until ctx ends, and again, after a second, if the work fails or panics
// meanwhile. It returns how the work ended at last.
func (s *server) keep(ctx context.Context, who string, work func(context.Context) error) error {
	return s.keepEvery(ctx, time.Second, who, work)
}

func (s *server) keepEvery(ctx context.Context, rest time.Duration, who string, work func(context.Context) error) error {
	for {
		err := guarded(func() error { return work(ctx) })
		if ctx.Err() != nil {
			return err
		}
		s.log.Error("stopped, starts again", "who", who, "error", err)
		pause(ctx.Done(), s.clock, rest)
	}
}

// pause waits, and reports whether it came to its end before done did.
func pause(done <-chan struct{}, c clock.Clock, length time.Duration) bool {
	timer := c.Timer(length)
	defer timer.Stop()
	select {
	case <-done:
		return false
	case <-timer.C:
		return true
	}
}
