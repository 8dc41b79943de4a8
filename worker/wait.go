package worker

import (
	"context"
	"time"
)

// alarm returns a channel that is sent to at an instant, and what stops it. A zero instant
// never comes.
func (w *Worker) alarm(at time.Time) (<-chan time.Time, func()) {
	if at.IsZero() {
		return nil, func() {}
	}
	for {
		pause := max(0, at.Sub(w.cfg.Clock.Now()))
		timer := w.cfg.Clock.Timer(pause)
		// A clock set by hand may have moved since it was asked; then the timer is late.
		if moved := pause - max(0, at.Sub(w.cfg.Clock.Now())); moved < time.Millisecond {
			return timer.C, func() { timer.Stop() }
		}
		timer.Stop()
	}
}

// look returns when to look again: at next, or after Config.Poll.
func (w *Worker) look(now, next time.Time) time.Time {
	if w.cfg.Poll < 0 {
		return next
	}
	return first(next, now.Add(w.cfg.Poll))
}

// sleep waits for an instant, a nudge or the end of ctx.
func (w *Worker) sleep(ctx context.Context, until time.Time, nudged <-chan struct{}) {
	rings, stop := w.alarm(until)
	defer stop()
	select {
	case <-ctx.Done():
	case <-nudged:
	case <-rings:
	}
}

// pauseAfter returns how long to wait after a number of failures that are not a
// platform's: of the store, of a timer. A second, twice as long each time, half an hour
// at most.
func pauseAfter(failures int) time.Duration {
	const most = 30 * time.Minute
	if failures > 12 {
		return most
	}
	return min(most, time.Second<<max(0, failures-1))
}

// storePause is pauseAfter for calls of the store: half a minute at most.
func storePause(failures int) time.Duration { return min(pauseAfter(failures), 30*time.Second) }
