package worker_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/channeltest"
	"github.com/socialticket/socialticket/worker"
)

func TestNew(t *testing.T) {
	w := newWorld(t, mock())
	tests := []struct {
		name   string
		change func(*worker.Config)
		text   string // in the error; empty: there is none
	}{
		{"as it is", func(*worker.Config) {}, ""},
		{"no desk", func(c *worker.Config) { c.Desk = nil }, "desk"},
		{"no queue", func(c *worker.Config) { c.Queue = nil }, "queue"},
		{"no transport", func(c *worker.Config) { c.Transport = nil }, "transport"},
		{"a handler in its place", func(c *worker.Config) {
			c.Transport = nil
			c.Handlers = map[socialticket.EffectKind]worker.Handler{socialticket.EffectMessage: worker.HandlerFunc(nothing)}
		}, ""},
		{"a nil handler", func(c *worker.Config) {
			c.Handlers = map[socialticket.EffectKind]worker.Handler{socialticket.EffectWebhook: nil}
		}, "handlers"},
		{"goroutines", func(c *worker.Config) { c.Goroutines = -1 }, "goroutines"},
		{"calls of any length", func(c *worker.Config) { c.Timeout = -1 }, ""},
		{"lease", func(c *worker.Config) { c.Lease = -1 }, "lease"},
		{"a lease too short for a call", func(c *worker.Config) { c.Lease, c.Timeout = time.Minute, 31*time.Second }, "lease"},
		{"a long timeout makes the lease longer", func(c *worker.Config) { c.Timeout = time.Hour }, ""},
		{"wait", func(c *worker.Config) { c.Wait = -1 }, "wait"},
		{"feed", func(c *worker.Config) { c.KeepFeed = -1 }, "feed"},
		{"pauses", func(c *worker.Config) { c.Retry.Pauses = []time.Duration{-1} }, "retry"},
		{"doubt", func(c *worker.Config) { c.Doubt = "maybe" }, "doubt"},
		{"redact", func(c *worker.Config) { c.Redact.ExposeFirst = -2 }, "redact"},
		{"no poll, nothing forgotten", func(c *worker.Config) { c.Poll, c.Keep = -1, -1 }, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cfg := worker.Config{Desk: w.Desk, Queue: w.store, Transport: w.platform}
			tt.change(&cfg)
			_, err := worker.New(cfg)
			if tt.text == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, socialticket.ErrInvalid)
			require.ErrorContains(t, err, tt.text)
		})
	}
}

func nothing(context.Context, socialticket.Claimed) error { return nil }

// TestMessage lets a worker look at some instants after a reply on a platform that
// answers as the script says.
func TestMessage(t *testing.T) {
	refuse := func(class channel.Class, wait time.Duration) channeltest.Step {
		return channeltest.Step{Act: channeltest.Refuse, Error: channel.Error{Code: "1", Class: class}, After: wait}
	}
	later := refuse(channel.ClassRetry, 0)
	paced := refuse(channel.ClassRetry, time.Minute)
	tests := []struct {
		name    string
		script  []channeltest.Step
		seconds []int // when the worker looks, since the reply
		sends   int
		want    channel.DeliveryState
		code    string
	}{
		{"taken", nil, []int{0, 1, 2}, 1, channel.StateAccepted, ""},
		{"held by the platform", []channeltest.Step{{Act: channeltest.Hold}}, []int{0, 1}, 1, channel.StateAccepted, ""},
		{"refused for good", []channeltest.Step{refuse(channel.ClassNever, 0)}, []int{0, 1, 2}, 1, channel.StateFailed, "1"},
		{"of a class that is unknown", []channeltest.Step{refuse("", 0)}, []int{0, 1, 2}, 1, channel.StateFailed, "1"},
		{"later, then taken", []channeltest.Step{later}, []int{0, 0, 1, 2}, 2, channel.StateAccepted, ""},
		{"not before its pause is over", []channeltest.Step{later, later}, []int{0, 1, 2}, 2, channel.StateQueued, ""},
		{"the platform is down", []channeltest.Step{{Act: channeltest.Down}}, []int{0, 1}, 2, channel.StateAccepted, ""},
		{"at the end of the plan", []channeltest.Step{later, later, later}, []int{0, 1, 3, 7, 15}, 3, channel.StateFailed, "1"},
		{"as long as the platform asks", []channeltest.Step{paced}, []int{0, 59}, 1, channel.StateQueued, ""},
		{"a pace is no failure", []channeltest.Step{paced, paced, paced, paced, later, later}, []int{0, 60, 120, 180, 240, 241, 243}, 7, channel.StateAccepted, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := mock()
			w := newWorld(t, c)
			require.NoError(t, w.platform.Script(tt.script...))
			does := w.worker(t, func(c *worker.Config) {
				c.Retry.Pauses = []time.Duration{time.Second, 2 * time.Second}
			})
			id := w.talk(t, channel.WhatsApp)
			comment := w.reply(t, id, "hi")
			for _, s := range tt.seconds {
				c.Set(start().Add(time.Duration(s) * time.Second))
				w.once(t, does)
			}
			if got := w.arrived(); got != tt.sends {
				t.Errorf("sent %d times, want %d", got, tt.sends)
			}
			if d := w.delivery(t, comment, id); d.State != tt.want || d.Error.Code != tt.code || d.Doubt {
				t.Errorf("delivery %+v, want %s %q", d, tt.want, tt.code)
			}
			if got, want := w.waits(t), tt.want == channel.StateQueued; got != want {
				t.Errorf("in the queue: %v, want %v", got, want)
			}
		})
	}
}

// TestPaceIsBounded paces a message for ever: after a day each refusal counts.
func TestPaceIsBounded(t *testing.T) {
	c := mock()
	w := newWorld(t, c)
	calls := 0
	does := w.worker(t, func(cfg *worker.Config) {
		cfg.Transport = channel.TransportFunc(func(context.Context, channel.Outbound) (channel.Accepted, error) {
			calls++
			return channel.Accepted{}, &channel.SendError{Reason: channel.Error{Code: "429", Class: channel.ClassRetry}, RetryAfter: time.Hour}
		})
	})
	id := w.talk(t, channel.Telegram)
	comment := w.reply(t, id, "hi")
	for range 100 {
		w.once(t, does)
		c.Add(time.Hour)
	}
	require.Equal(t, 24+8, calls)
	require.Equal(t, "429", w.delivery(t, comment, id).Failure().Code)
	require.False(t, w.waits(t))
}

// TestCheck lets a message wait until its window has ended: it is not sent, and the
// comment tells why.
func TestCheck(t *testing.T) {
	c := mock()
	w := newWorld(t, c)
	var failed []channel.Error
	does := w.worker(t, func(cfg *worker.Config) {
		cfg.Hooks.Failed = func(_ socialticket.Claimed, why channel.Error) { failed = append(failed, why) }
	})
	id := w.talk(t, channel.WhatsApp)
	comment := w.reply(t, id, "hi")
	c.Add(24 * time.Hour)
	w.once(t, does)
	require.Zero(t, w.arrived())
	require.Equal(t, "window_closed", w.delivery(t, comment, id).Failure().Code)
	require.Len(t, failed, 1)
	require.False(t, w.waits(t))
}
