package channeltest_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/channeltest"
)

const secret = "EAAG-secret"

// TestPlatform runs the suite on the platform, which is a transport by itself.
func TestPlatform(t *testing.T) {
	channeltest.TestTransport(t, func(t *testing.T) channeltest.Subject {
		return subject(t.Context(), after(func(*channel.Accepted, *error) {}))
	})
}

// call is a Send; fault changes one. end is the end of the test.
type (
	call  = channel.TransportFunc
	fault func(end context.Context, next call) call
)

// subject is the platform behind a transport with a fault.
func subject(end context.Context, f fault) channeltest.Subject {
	p := &channeltest.Platform{}
	return channeltest.Subject{Transport: f(end, p.Send), Platform: p, Secret: secret}
}

// TestSuiteFails shows that the suite finds each transport that breaks a promise,
// by the checks that say so.
func TestSuiteFails(t *testing.T) {
	refusals := []string{"refused", "unknown code", "retry after", "down"}
	tests := []struct {
		name  string
		fault fault
		want  []string
	}{
		{"no fault", after(func(*channel.Accepted, *error) {}), nil},
		{"tells the secret", func(_ context.Context, next call) call { return next }, []string{"secret"}},
		{"no id", after(func(a *channel.Accepted, _ *error) { a.MessageID = "" }), []string{"takes", "goroutines"}},
		{"one id", after(func(a *channel.Accepted, _ *error) { a.MessageID = a.MessageID[:min(1, len(a.MessageID))] }), []string{"goroutines"}},
		{"no instant", after(func(a *channel.Accepted, _ *error) { a.At = time.Time{} }), []string{"takes"}},
		{"never held", after(func(a *channel.Accepted, _ *error) { a.Held = false }), []string{"held"}},
		{"always held", after(func(a *channel.Accepted, err *error) { a.Held = *err == nil }), []string{"takes"}},
		{"an id beside an error", after(func(a *channel.Accepted, _ *error) { a.MessageID += "x" }),
			[]string{"refused", "unknown code", "retry after", "down", "lost answer", "garbled answer", "ended context", "context ends", "secret"}},
		{"plain errors", after(func(_ *channel.Accepted, err *error) { *err = plain(*err) }), append(refusals, "secret")},
		{"no codes", refusal(func(e *channel.SendError) { e.Reason.Code = "" }), refusals[:2]},
		{"no classes", refusal(func(e *channel.SendError) { e.Reason.Class = "" }), []string{"refused", "down"}},
		{"all may go later", refusal(func(e *channel.SendError) { e.Reason.Class = channel.ClassRetry }), refusals[:2]},
		{"no patience", refusal(func(e *channel.SendError) { e.RetryAfter = 0 }), refusals[2:]},
		{"lost is never", after(pessimist), []string{"lost answer", "garbled answer", "ended context", "context ends", "late answer"}},
		{"all is taken", after(optimist),
			[]string{"refused", "unknown code", "retry after", "down", "lost answer", "garbled answer", "ended context", "context ends", "late answer", "secret"}},
		{"tries again", again, []string{"refused", "lost answer", "garbled answer"}},
		{"sends nothing", idle, []string{"takes", "reference", "held", "refused", "unknown code", "retry after", "down",
			"lost answer", "garbled answer", "ended context", "context ends", "late answer", "secret", "goroutines"}},
		{"another reference", before(func(o *channel.Outbound) { o.ID += "x" }), []string{"reference"}},
		{"another user", before(func(o *channel.Outbound) { o.To.Handle += "x" }), []string{"takes"}},
		{"another text", before(func(o *channel.Outbound) { o.Text = "" }), []string{"takes"}},
		{"forgets while busy", busy, []string{"goroutines"}},
		{"deaf to the context", deaf, []string{"ended context", "context ends", "late answer"}},
		{"one at a time", oneByOne, []string{"late answer"}},
		{"never frees what waited", leaky, []string{"late answer"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // so that patience takes no time
				got := channeltest.Broken(t.Context(), func() channeltest.Subject { return subject(t.Context(), tt.fault) })
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("broken promises mismatch (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// after changes what comes back, and keeps secrets.
func after(change func(*channel.Accepted, *error)) fault {
	return func(_ context.Context, next call) call {
		return func(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
			accepted, err := next(ctx, o)
			if refused, ok := errors.AsType[*channel.SendError](err); ok {
				refused.Reason.Title, refused.Reason.Detail = "", ""
			}
			change(&accepted, &err)
			return accepted, err
		}
	}
}

// refusal changes refusals.
func refusal(change func(*channel.SendError)) fault {
	return after(func(_ *channel.Accepted, err *error) {
		if refused, ok := errors.AsType[*channel.SendError](*err); ok {
			change(refused)
		}
	})
}

// before changes what is sent.
func before(change func(*channel.Outbound)) fault {
	return func(end context.Context, next call) call {
		return quiet(end, func(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
			change(&o)
			return next(ctx, o)
		})
	}
}

func quiet(end context.Context, next call) call {
	return after(func(*channel.Accepted, *error) {})(end, next)
}

func plain(err error) error {
	if refused, ok := errors.AsType[*channel.SendError](err); ok {
		return errors.New(refused.Error())
	}
	return err
}

func pessimist(_ *channel.Accepted, err *error) {
	if _, ok := errors.AsType[*channel.SendError](*err); !ok && *err != nil {
		*err = &channel.SendError{Reason: channel.Error{Class: channel.ClassNever}}
	}
}

func optimist(a *channel.Accepted, err *error) {
	if *err != nil {
		*a, *err = channel.Accepted{MessageID: "hope", At: time.Unix(0, 0)}, nil
	}
}

// again tries each failure twice.
func again(end context.Context, next call) call {
	return quiet(end, func(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
		accepted, err := next(ctx, o)
		if err == nil || ctx.Err() != nil {
			return accepted, err
		}
		_, _ = next(ctx, o)
		return accepted, err
	})
}

// idle claims to have sent.
func idle(context.Context, call) call {
	return func(_ context.Context, o channel.Outbound) (channel.Accepted, error) {
		return channel.Accepted{MessageID: o.ID, At: o.At}, nil
	}
}

// deaf listens to the end of the test only.
func deaf(end context.Context, next call) call {
	return quiet(end, func(_ context.Context, o channel.Outbound) (channel.Accepted, error) { return next(end, o) })
}

// oneByOne sends one message after the other.
func oneByOne(end context.Context, next call) call {
	free := make(chan struct{}, 1)
	return quiet(end, func(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
		select {
		case free <- struct{}{}:
		case <-ctx.Done():
			return channel.Accepted{}, ctx.Err()
		}
		defer func() { <-free }()
		return next(ctx, o)
	})
}

// leaky has one connection that it loses with a message whose wait is cut off: whoever comes
// after it waits.
func leaky(end context.Context, next call) call {
	var lost atomic.Int32
	return quiet(end, func(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
		if lost.Load() > 0 && ctx.Err() == nil {
			<-ctx.Done()
			return channel.Accepted{}, ctx.Err()
		}
		accepted, err := next(ctx, o)
		if errors.Is(err, context.Canceled) && ctx.Err() != nil {
			lost.Add(1)
		}
		return accepted, err
	})
}

// busy claims to have sent what came while it was sending.
func busy(end context.Context, next call) call {
	var at atomic.Int32
	return quiet(end, func(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
		defer at.Add(-1)
		if at.Add(1) > 1 {
			return channel.Accepted{MessageID: o.ID, At: o.At}, nil
		}
		synctest.Wait()
		return next(ctx, o)
	})
}
