package worker

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/socialticket/socialticket"
)

// shift is one call of Run or Once: the worker and the instant that it goes by.
type shift struct {
	*Worker
	now func() time.Time
}

// Run works until ctx ends. It then claims nothing more, gives back what was claimed and
// not begun, finishes each call that has begun and records its answer: a clean stop
// returns nil. An answer that cannot be recorded is tried again until the lease of its
// effect is over; the error tells of those that were lost so. One Run at a time is
// possible; a second one returns an error at once.
func (w *Worker) Run(ctx context.Context) error {
	if !w.running.CompareAndSwap(false, true) {
		return errors.New("worker: it runs already")
	}
	defer w.running.Store(false)
	s := &shift{w, w.cfg.Clock.Now}
	var others sync.WaitGroup
	others.Go(func() { s.runTimers(ctx) })
	others.Go(func() { s.runPrune(ctx) })
	err := s.runEffects(ctx)
	others.Wait()
	return err
}

// Once does everything that can be done at now, and returns the first instant at which
// there may be more, zero if there is none that is known. With one goroutine the order is
// the queue's, so that a simulation repeats itself. The error joins what could not be
// read or recorded and is tried again; a refused or failed message is none. If ctx ends,
// Once finishes what it has begun.
//
// The desk should tell the same time.
func (w *Worker) Once(ctx context.Context, now time.Time) (next time.Time, err error) {
	s := &shift{w, func() time.Time { return now }}
	failed := s.pruneOnce(ctx)
	for {
		timers, err := s.wake(ctx)
		failed = errors.Join(failed, err)
		again, err := s.rewrite(ctx)
		failed = errors.Join(failed, err)
		claimed, effects, err := s.claim(ctx, w.cfg.Goroutines)
		failed = errors.Join(failed, err)
		if len(claimed) == 0 {
			return first(timers, first(again, effects)), failed
		}
		failed = errors.Join(failed, each(w.cfg.Goroutines, claimed, func(c socialticket.Claimed) error { return s.do(ctx, c) }))
		if ctx.Err() != nil {
			return time.Time{}, errors.Join(failed, fmt.Errorf("worker: %w", context.Cause(ctx)))
		}
	}
}

// each calls do for the elements of a list, at most n at once, and joins the errors in
// the order of the list.
func each[T any](n int, list []T, do func(T) error) error {
	failed := make([]error, len(list))
	if n == 1 || len(list) == 1 { // without goroutines, whose stacks would grow anew each time
		for i, v := range list {
			failed[i] = do(v)
		}
		return errors.Join(failed...)
	}
	slots := make(chan struct{}, n)
	var calls sync.WaitGroup
	for i, v := range list {
		slots <- struct{}{}
		calls.Go(func() {
			defer func() { <-slots }()
			failed[i] = do(v)
		})
	}
	calls.Wait()
	return errors.Join(failed...)
}

// first returns the earlier of two instants; a zero one does not count.
func first(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
