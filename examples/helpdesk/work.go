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
// meanwhile.
func (s *server) keep(ctx context.Context, who string, work func(context.Context) error) {
	s.keepEvery(ctx, time.Second, who, work)
}

func (s *server) keepEvery(ctx context.Context, rest time.Duration, who string, work func(context.Context) error) {
	for ctx.Err() == nil {
		err := guarded(func() error { return work(ctx) })
		if ctx.Err() == nil {
			s.log.Error("stopped, starts again", "who", who, "error", err)
			_ = pause(ctx, s.clock, rest)
		}
	}
}

// pause waits, or returns why ctx ended.
func pause(ctx context.Context, c clock.Clock, length time.Duration) error {
	timer := c.Timer(length)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
