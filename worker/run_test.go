package worker_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/benbjohnson/clock"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/worker"
)

// bubble runs a test with a world whose time passes while all its goroutines wait.
func bubble(t *testing.T, test func(*testing.T, world)) {
	synctest.Test(t, func(t *testing.T) { test(t, newWorld(t, clock.New())) })
}

// run lets a worker run, and returns what stops it and tells how Run ended.
func run(t *testing.T, does *worker.Worker) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- does.Run(ctx) }()
	return func() error {
		cancel()
		return <-ended
	}
}

// pass lets time pass, and what happens at its end.
func (w world) pass(d time.Duration) {
	w.clock.Sleep(d)
	synctest.Wait()
}

// sending makes a worker send through a function.
func sending(f channel.TransportFunc) func(*worker.Config) {
	return func(cfg *worker.Config) { cfg.Transport = f }
}

// TestRun sends what is there, what is told by a nudge and what another process set.
func TestRun(t *testing.T) {
	bubble(t, func(t *testing.T, w world) {
		does := w.worker(t)
		id := w.talk(t, channel.WhatsApp)
		w.reply(t, id, "one")
		stop := run(t, does)
		synctest.Wait()
		require.Equal(t, 1, w.arrived())
		w.reply(t, id, "two")
		does.Nudge()
		synctest.Wait()
		require.Equal(t, 2, w.arrived())
		w.reply(t, id, "three")
		synctest.Wait()
		require.Equal(t, 2, w.arrived())
		w.pass(time.Second)
		require.Equal(t, 3, w.arrived())
		require.ErrorContains(t, does.Run(t.Context()), "runs already")
		require.NoError(t, stop())
	})
}

// TestPatient lets a call take an hour: one of a bounded worker ends after its Timeout, one
// of a worker without a bound goes on.
func TestPatient(t *testing.T) {
	for _, tt := range []struct {
		timeout time.Duration
		ended   error
	}{{30 * time.Second, context.DeadlineExceeded}, {-time.Hour, nil}} {
		bubble(t, func(t *testing.T, w world) {
			ended := errors.New("nothing was sent")
			does := w.worker(t, func(cfg *worker.Config) { cfg.Timeout, cfg.Lease = tt.timeout, 2*time.Hour }, sending(func(ctx context.Context, _ channel.Outbound) (channel.Accepted, error) {
				w.clock.Sleep(time.Hour)
				ended = context.Cause(ctx)
				return channel.Accepted{MessageID: "taken"}, nil
			}))
			w.reply(t, w.talk(t, channel.WhatsApp), "one")
			w.once(t, does)
			require.ErrorIs(t, ended, tt.ended)
		})
	}
}

// TestStop stops a worker during a call (R1): the call goes on to its end and its answer
// is recorded. Nothing else is begun.
func TestStop(t *testing.T) {
	bubble(t, func(t *testing.T, w world) {
		begun, answer := make(chan context.Context, 9), make(chan struct{})
		does := w.worker(t, func(cfg *worker.Config) { cfg.Goroutines = 1 }, sending(func(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
			begun <- ctx
			<-answer
			return channel.Accepted{MessageID: "taken"}, ctx.Err()
		}))
		var talks []ticket.ID
		var comments []string
		for range 3 {
			talks = append(talks, w.talk(t, channel.Telegram))
			comments = append(comments, w.reply(t, talks[len(talks)-1], "hi"))
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- does.Run(ctx) }()
		call := <-begun
		cancel()
		synctest.Wait()
		require.Empty(t, ended, "it stopped during a call")
		require.NoError(t, call.Err(), "the call was cut off")
		close(answer)
		require.NoError(t, <-ended)
		require.Empty(t, begun, "a call was begun after the stop")
		states := map[channel.DeliveryState]int{}
		for i := range talks {
			states[w.delivery(t, comments[i], talks[i]).State]++
		}
		require.Equal(t, map[channel.DeliveryState]int{channel.StateAccepted: 1, channel.StateQueued: 2}, states)
		w.unclaimed(t, 2)
	})
}

// unclaimed wants a number of effects in the queue that are neither claimed nor in doubt.
func (w world) unclaimed(t *testing.T, n int) {
	t.Helper()
	claimed, _, err := w.store.Store.Claim(t.Context(), socialticket.Claim{Now: w.clock.Now(), Lease: time.Minute, Limit: 100})
	require.NoError(t, err)
	require.Len(t, claimed, n)
	for _, c := range claimed {
		require.False(t, c.InDoubt())
	}
}

// late ends the context of a worker as soon as its effects are claimed.
type late struct {
	*store
	stop func()
}

func (l late) Claim(ctx context.Context, c socialticket.Claim) ([]socialticket.Claimed, time.Time, error) {
	claimed, next, err := l.store.Claim(ctx, c)
	l.stop()
	return claimed, next, err
}

// TestStopUnbegun gives back what was claimed and not begun.
func TestStopUnbegun(t *testing.T) {
	bubble(t, func(t *testing.T, w world) {
		ctx, cancel := context.WithCancel(t.Context())
		for range 3 {
			w.reply(t, w.talk(t, channel.Telegram), "hi")
		}
		does := w.worker(t, func(cfg *worker.Config) { cfg.Queue = late{w.store, cancel} })
		require.NoError(t, does.Run(ctx))
		require.Zero(t, w.arrived())
		w.unclaimed(t, 3)
	})
}

// TestDiskFull lets neither claims be kept (R5): nothing is sent until they are.
func TestDiskFull(t *testing.T) {
	bubble(t, func(t *testing.T, w world) {
		w.reply(t, w.talk(t, channel.WhatsApp), "hi")
		w.store.noClaim.Store(true)
		stop := run(t, w.worker(t))
		w.pass(time.Hour)
		require.Zero(t, w.arrived())
		require.Less(t, w.store.claims.Load(), int64(5000), "it tries without a pause")
		w.store.noClaim.Store(false)
		w.pass(time.Second)
		require.Equal(t, 1, w.arrived())
		require.NoError(t, stop())
	})
}

// TestAnswerIsKept lets no answer be recorded for a while, longer than a lease: the message
// is not sent again, and is not in doubt in the end.
func TestAnswerIsKept(t *testing.T) {
	for _, kind := range []channel.Kind{told, silent, harmless} {
		bubble(t, func(t *testing.T, w world) {
			id := w.talk(t, kind)
			comment := w.reply(t, id, "hi")
			w.store.noCommit.Store(true)
			stop := run(t, w.worker(t))
			w.pass(10 * time.Minute)
			require.Equal(t, 1, w.arrived())
			require.Equal(t, channel.StateQueued, w.delivery(t, comment, id).State)
			w.store.noCommit.Store(false)
			w.pass(30 * time.Second)
			d := w.delivery(t, comment, id)
			require.Equal(t, channel.StateAccepted, d.State)
			require.False(t, d.Doubt)
			require.Equal(t, 1, w.arrived())
			require.False(t, w.waits(t))
			require.NoError(t, stop())
		})
	}
}

// TestUnsentIsKept lets neither the policy be asked nor an effect be given back, longer than
// a lease: this process knows that the message was not sent, so it is not in doubt.
func TestUnsentIsKept(t *testing.T) {
	bubble(t, func(t *testing.T, w world) {
		id := w.talk(t, silent)
		comment := w.reply(t, id, "hi")
		w.store.noLoad.Store(true)
		w.store.noReturn.Store(true)
		stop := run(t, w.worker(t))
		w.pass(10 * time.Minute)
		require.Zero(t, w.arrived())
		w.store.noLoad.Store(false)
		w.store.noReturn.Store(false)
		w.pass(time.Minute)
		require.Equal(t, 1, w.arrived())
		d := w.delivery(t, comment, id)
		require.Equal(t, channel.StateAccepted, d.State)
		require.False(t, d.Doubt)
		require.NoError(t, stop())
	})
}

// TestStopUnrecorded stops a worker whose answer cannot be recorded: it tries until the
// lease is over, and says what was lost.
func TestStopUnrecorded(t *testing.T) {
	bubble(t, func(t *testing.T, w world) {
		w.reply(t, w.talk(t, channel.WhatsApp), "hi")
		w.store.noCommit.Store(true)
		stop := run(t, w.worker(t))
		w.pass(time.Second)
		began := w.clock.Now()
		require.ErrorContains(t, stop(), "not recorded")
		require.InDelta(t, 2*time.Minute, w.clock.Since(began), float64(31*time.Second))
	})
	bubble(t, func(t *testing.T, w world) {
		id := w.talk(t, channel.WhatsApp)
		comment := w.reply(t, id, "hi")
		w.store.noCommit.Store(true)
		stop := run(t, w.worker(t))
		w.pass(time.Second)
		w.clock.AfterFunc(time.Minute, func() { w.store.noCommit.Store(false) })
		require.NoError(t, stop())
		require.Equal(t, channel.StateAccepted, w.delivery(t, comment, id).State)
	})
}

// TestHang lets the platform never answer: the call ends after its time, not the worker.
func TestHang(t *testing.T) {
	bubble(t, func(t *testing.T, w world) {
		does := w.worker(t, sending(func(ctx context.Context, _ channel.Outbound) (channel.Accepted, error) {
			<-ctx.Done()
			return channel.Accepted{}, context.Cause(ctx)
		}))
		id := w.talk(t, silent)
		comment := w.reply(t, id, "hi")
		stop := run(t, does)
		w.pass(29 * time.Second)
		require.Equal(t, channel.StateQueued, w.delivery(t, comment, id).State)
		w.pass(time.Second)
		require.Equal(t, channel.CodeDoubt, w.delivery(t, comment, id).Error.Code)
		require.NoError(t, stop())
	})
}

// TestHangTold waits for a report from the claim on, not from the end of the call.
func TestHangTold(t *testing.T) {
	bubble(t, func(t *testing.T, w world) {
		does := w.worker(t, sending(func(ctx context.Context, _ channel.Outbound) (channel.Accepted, error) {
			<-ctx.Done()
			return channel.Accepted{}, context.Cause(ctx)
		}))
		id := w.talk(t, told)
		comment := w.reply(t, id, "hi")
		stop := run(t, does)
		w.pass(30 * time.Second)
		require.Equal(t, channel.StateDoubt, w.delivery(t, comment, id).State)
		w.pass(5*time.Minute - 31*time.Second)
		require.Empty(t, w.delivery(t, comment, id).Error)
		w.pass(time.Second)
		require.Equal(t, channel.CodeDoubt, w.delivery(t, comment, id).Error.Code)
		require.NoError(t, stop())
	})
}

// TestUnknownAccount lets a worker claim what its desk does not answer for: the answer cannot
// be recorded, so the message is not sent again and again.
func TestUnknownAccount(t *testing.T) {
	bubble(t, func(t *testing.T, w world) {
		w.reply(t, w.talk(t, silent), "hi")
		other, err := socialticket.New(socialticket.Config{Store: w.store, Clock: w.clock, Accounts: []channel.Account{account(told)}})
		require.NoError(t, err)
		stop := run(t, w.worker(t, func(cfg *worker.Config) { cfg.Desk = other }))
		w.pass(10 * time.Hour)
		require.LessOrEqual(t, w.arrived(), 1)
		require.NoError(t, stop())
		require.True(t, w.waits(t))
	})
}

// leaping is a clock that can be put ahead while timers run on, as after the sleep of a
// machine.
type leaping struct {
	clock.Clock
	ahead atomic.Int64
}

func (l *leaping) Now() time.Time { return l.Clock.Now().Add(time.Duration(l.ahead.Load())) }

// TestLeap lets the clock leap past the lease during a call: the worker does not take its
// own message for one in doubt.
func TestLeap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &leaping{Clock: clock.New()}
		w := newWorld(t, c)
		answer, calls := make(chan error), 0
		does := w.worker(t, sending(func(_ context.Context, o channel.Outbound) (channel.Accepted, error) {
			calls++
			return channel.Accepted{MessageID: o.ID}, <-answer
		}))
		id := w.talk(t, silent)
		comment := w.reply(t, id, "hi")
		stop := run(t, does)
		for range 2 {
			synctest.Wait()
			c.ahead.Add(int64(time.Hour))
			w.pass(5 * time.Second)
			answer <- &channel.SendError{Reason: channel.Error{Code: "busy", Class: channel.ClassRetry}}
			w.pass(10 * time.Second)
		}
		require.Equal(t, 3, calls)
		answer <- nil
		synctest.Wait()
		d := w.delivery(t, comment, id)
		require.Equal(t, channel.StateAccepted, d.State)
		require.False(t, d.Doubt)
		require.NoError(t, stop())
	})
}

// slipping is a clock that moves between the question for the time and the setting of a
// timer, as one set by hand may.
type slipping struct {
	*clock.Mock
	slip time.Duration
}

func (s *slipping) Timer(d time.Duration) *clock.Timer {
	slip := s.slip
	s.slip = 0
	s.Add(slip)
	return s.Mock.Timer(d)
}

// TestSlip wakes a timer at its instant although the clock moves while the worker begins to
// wait.
func TestSlip(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &slipping{Mock: mock(), slip: time.Minute}
		w := newWorld(t, c)
		w.talk(t, silent)
		var woke []time.Duration
		stop := run(t, w.worker(t, unpolled, func(cfg *worker.Config) {
			cfg.Queue = struct{ socialticket.Queue }{w.store} // nothing is to be pruned
			cfg.Hooks.Woke = func(_ socialticket.Timer, r socialticket.Receipt) { woke = append(woke, r.Commit.At.Sub(start())) }
		}))
		clock.New().Sleep(time.Second) // a clock set by hand lets the bubble's time pass too
		c.Add(9 * time.Minute)
		synctest.Wait()
		require.Equal(t, []time.Duration{10 * time.Minute}, woke)
		require.NoError(t, stop())
	})
}

var errLine = errors.New("connection reset")
