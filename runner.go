package socialticket

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/benbjohnson/clock"

	"github.com/socialticket/socialticket/ticket"
)

// Runner wakes the tickets whose time has come, in one process. Several may run
// at once: waking twice changes nothing.
type Runner struct {
	Desk  *Desk
	Queue Queue
	// Clock waits. Nil: the system's.
	Clock clock.Clock
	// Every is the longest pause between two looks at the queue, which bounds how
	// late a timer is noticed that was set meanwhile. 0: a second.
	Every time.Duration
	// Report is told of every ticket that could not be woken; it is tried again
	// at the next look. Nil: nobody is told.
	Report func(error)
}

// Run wakes tickets until ctx ends, and returns the cause of that.
func (r *Runner) Run(ctx context.Context) error {
	clk, every := waiting(r.Clock, r.Every, time.Second)
	for {
		next, err := r.Once(ctx, clk.Now())
		pause := every
		if until := next.Sub(clk.Now()); err == nil && !next.IsZero() && until < every {
			pause = max(0, until)
		}
		if err := sleep(ctx, clk, pause); err != nil {
			return err
		}
	}
}

// Once wakes what is due at now and returns the first instant at which there is
// more to do, zero if there is none that is known. The error joins what failed,
// which is to be tried again.
func (r *Runner) Once(ctx context.Context, now time.Time) (time.Time, error) {
	const batch = 100
	for {
		ids, next, err := r.Queue.Due(ctx, now, batch)
		if err != nil {
			return time.Time{}, r.report(fmt.Errorf("socialticket: due: %w", err))
		}
		if len(ids) == 0 {
			return next, nil
		}
		moved, err := r.wake(ctx, ids)
		if err != nil || !moved {
			return time.Time{}, err
		}
	}
}

// wake wakes tickets, and reports whether any of them moved: none does while the
// desk's clock is behind.
func (r *Runner) wake(ctx context.Context, ids []ticket.ID) (moved bool, failed error) {
	for _, id := range ids {
		receipt, err := r.Desk.Wake(ctx, id)
		if err != nil {
			failed = errors.Join(failed, r.report(fmt.Errorf("socialticket: wake %s: %w", id, err)))
		}
		moved = moved || receipt.Outcome == Applied
	}
	return moved, failed
}

func (r *Runner) report(err error) error {
	if r.Report != nil {
		r.Report(err)
	}
	return err
}

// waiting returns what to wait with.
func waiting(c clock.Clock, every, standard time.Duration) (clock.Clock, time.Duration) {
	if c == nil {
		c = clock.New()
	}
	if every <= 0 {
		every = standard
	}
	return c, every
}

// sleep pauses, or returns why ctx ended.
func sleep(ctx context.Context, c clock.Clock, pause time.Duration) error {
	timer := c.Timer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
