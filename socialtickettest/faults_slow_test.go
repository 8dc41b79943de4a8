package socialtickettest_test

import (
	"context"
	"errors"
	"testing"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/socialtickettest"
)

// gate is what the calls of a slow store wait for.
type gate chan struct{}

// waitFor waits as it should: until the gate is open, or ctx has ended.
func waitFor(ctx context.Context, _ *faulty, g gate, _ socialticket.Commit) error {
	select {
	case <-g:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// stalling returns a change of how the commits of a slow store wait. What wait has no error
// for is written.
func stalling(wait func(context.Context, *faulty, gate, socialticket.Commit) error) func(*socialtickettest.Config) {
	return func(cfg *socialtickettest.Config) {
		cfg.Stall = func(_ *testing.T, s socialticket.Store) func() {
			f, g := s.(*faulty), make(gate)
			f.commit = func(ctx context.Context, c socialticket.Commit) error {
				if err := wait(ctx, f, g, c); err != nil {
					return err
				}
				return f.Store.Commit(context.WithoutCancel(ctx), c)
			}
			f.load = func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
				if err := waitFor(ctx, f, g, socialticket.Commit{}); err != nil {
					return socialticket.Head{}, err
				}
				return f.Store.Load(ctx, ref)
			}
			return func() { close(g) }
		}
	}
}

var errTimeout = errors.New("the database did not answer in time")

// cutOff returns a change of what is done when a wait is cut off.
func cutOff(instead func(*faulty, gate, socialticket.Commit) error) func(*socialtickettest.Config) {
	return stalling(func(ctx context.Context, f *faulty, g gate, c socialticket.Commit) error {
		err := waitFor(ctx, f, g, c)
		if err == nil {
			return nil
		}
		if other := instead(f, g, c); other != nil {
			return other
		}
		return err
	})
}

func faultsOfSlowness() []fault {
	half := func(f *faulty, c socialticket.Commit) { _ = f.Store.Commit(context.Background(), effectsOnly(f, c)) }
	return []fault{
		{name: "is_sound_and_does_what_was_cut_off", change: cutOff(func(f *faulty, _ gate, c socialticket.Commit) error {
			return f.Store.Commit(context.Background(), c)
		})},
		{name: "is_sound_and_does_later_what_was_cut_off", change: cutOff(func(f *faulty, g gate, c socialticket.Commit) error {
			go func() {
				<-g
				_ = f.Store.Commit(context.Background(), c)
			}()
			return nil
		})},
		{name: "is_deaf_while_it_waits", breaks: "SlowEnds SlowWhole SlowOthers", change: stalling(
			func(_ context.Context, _ *faulty, g gate, _ socialticket.Commit) error { <-g; return nil },
		)},
		{name: "is_deaf_while_it_reads", breaks: "SlowReads", change: func(cfg *socialtickettest.Config) {
			cfg.Stall = func(_ *testing.T, s socialticket.Store) func() {
				f, g := s.(*faulty), make(gate)
				f.load = func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
					<-g
					return f.Store.Load(context.WithoutCancel(ctx), ref)
				}
				return func() { close(g) }
			}
		}},
		{name: "has_an_error_of_its_own_for_an_end", breaks: "SlowEnds SlowOthers", change: cutOff(func(*faulty, gate, socialticket.Commit) error { return errTimeout })},
		{name: "is_always_canceled", breaks: "SlowEnds", change: cutOff(func(*faulty, gate, socialticket.Commit) error { return context.Canceled })},
		{name: "takes_what_was_cut_off_for_written", breaks: "SlowEnds SlowOthers", change: stalling(func(ctx context.Context, f *faulty, g gate, c socialticket.Commit) error {
			if waitFor(ctx, f, g, c) == nil {
				return nil
			}
			return nil
		})},
		{name: "writes_half_of_what_was_cut_off", breaks: "SlowWhole", change: cutOff(func(f *faulty, _ gate, c socialticket.Commit) error {
			half(f, c)
			return nil
		})},
		{name: "remembers_what_was_cut_off", breaks: "SlowWhole", change: cutOff(func(f *faulty, _ gate, c socialticket.Commit) error {
			_ = f.Store.Commit(context.Background(), causeOnly(f, c))
			return nil
		})},
		{name: "waits_with_a_lock", breaks: "SlowOthers", change: func(cfg *socialtickettest.Config) {
			stalling(func(ctx context.Context, f *faulty, g gate, c socialticket.Commit) error {
				f.lock() <- struct{}{} // a channel, for time stands still behind a mutex
				defer func() { <-f.lock() }()
				return waitFor(ctx, f, g, c)
			})(cfg)
		}},
		{name: "never_frees_what_was_cut_off", breaks: "SlowOthers", change: func(cfg *socialtickettest.Config) {
			stalling(func(ctx context.Context, f *faulty, g gate, c socialticket.Commit) error {
				if f.counter.Add(1) > 2 { // of two connections
					return errTimeout
				}
				if err := waitFor(ctx, f, g, c); err != nil {
					return err
				}
				f.counter.Add(-1)
				return nil
			})(cfg)
		}},
	}
}
