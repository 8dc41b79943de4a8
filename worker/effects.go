package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
)

// runEffects claims effects and does them until ctx ends, then waits for those that have
// begun.
func (s *shift) runEffects(ctx context.Context) (lost error) {
	c := crew{shift: s, free: s.cfg.Goroutines, finished: make(chan struct{}, s.cfg.Goroutines), ended: ctx.Done()}
	for {
		next, gone := s.rewriteUntil(ctx)
		lost = errors.Join(lost, gone)
		switch {
		case ctx.Err() == nil && c.free > 0:
			next = first(next, c.begin(ctx))
		case ctx.Err() != nil && c.free == s.cfg.Goroutines && s.written():
			return lost
		}
		c.wait(next)
	}
}

// crew is the goroutines that do the effects of one Run.
type crew struct {
	*shift
	free     int           // how many have nothing to do
	finished chan struct{} // sent to by each that has done its effect
	failures int           // claims that failed in a row
	ended    <-chan struct{}
}

// begin claims an effect for each free goroutine, and returns when to claim again.
func (c *crew) begin(ctx context.Context) (next time.Time) {
	claimed, next, err := c.claim(ctx, c.free)
	for _, one := range claimed {
		c.free--
		go func() {
			_ = c.do(ctx, one) // logged, and kept to be tried again
			c.finished <- struct{}{}
		}()
	}
	if c.failures++; err == nil {
		c.failures = 0
	} else {
		next = c.now().Add(storePause(c.failures))
	}
	return c.look(c.now(), next)
}

// wait waits for an instant, a nudge, the end, or a goroutine that has done its effect.
func (c *crew) wait(until time.Time) {
	rings, stop := c.alarm(until)
	defer stop()
	select {
	case <-c.ended:
		c.ended = nil
	case <-c.finished:
		c.free++
	case <-c.effects:
	case <-rings:
	}
	for c.free < c.cfg.Goroutines {
		select {
		case <-c.finished:
			c.free++
		default:
			return
		}
	}
}

// claim claims effects, at most so many. Next is when there may be more.
func (s *shift) claim(ctx context.Context, limit int) (claimed []socialticket.Claimed, next time.Time, err error) {
	if ctx.Err() != nil {
		return nil, time.Time{}, nil
	}
	now := s.now()
	call, done := s.limited(ctx) // a claim that is cut off would leave effects in doubt
	defer done()
	claimed, next, err = s.cfg.Queue.Claim(call, socialticket.Claim{Now: now, Lease: s.cfg.Lease, Limit: limit, Kinds: s.kinds})
	if err != nil {
		err = fmt.Errorf("worker: claim: %w", err)
		s.log(ctx, slog.LevelError, "effects cannot be claimed", slog.String("error", s.text(err)))
		return nil, now.Add(storePause(1)), err
	}
	if !next.IsZero() && !next.After(now) {
		next = now.Add(storePause(1)) // against the contract: do not run hot
	}
	return slices.DeleteFunc(claimed, s.busy), next, nil
}

// do does one effect and records what became of it.
func (s *shift) do(ctx context.Context, c socialticket.Claimed) error {
	defer s.finish(c)
	var o outcome
	known := s.recall(&c, &o)
	if !known {
		o = s.act(ctx, c)
	}
	s.renew(&o)
	err := s.write(ctx, &o)
	if err != nil {
		s.log(ctx, slog.LevelError, "what became of an effect cannot be recorded", about(o.claim), slog.String("error", s.text(err)))
		s.keep(&o, s.now())
		nudge(s.effects)
	} else if known {
		s.forget(&o)
	}
	return err
}

// act does an effect.
func (s *shift) act(ctx context.Context, c socialticket.Claimed) outcome {
	if h := s.cfg.Handlers[c.Kind]; h != nil {
		return s.handle(ctx, c, h)
	}
	if c.Kind == socialticket.EffectMessage {
		return s.message(ctx, c)
	}
	return s.handle(ctx, c, HandlerFunc(s.decide))
}

// late reports that c should not be begun any more: the worker stops, or what is left of
// the lease is too short for a call.
func (s *shift) late(ctx context.Context, c socialticket.Claimed) bool {
	return ctx.Err() != nil || s.now().Add(max(0, s.cfg.Timeout)).After(c.Until)
}

// unbegun gives c back as it was. A reason is not counted: the effect was not tried.
func (s *shift) unbegun(c socialticket.Claimed, after time.Time) outcome {
	return s.back(c, socialticket.Return{After: after, Doubt: c.InDoubt()})
}
