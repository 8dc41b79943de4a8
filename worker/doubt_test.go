package worker_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/channeltest"
	"github.com/socialticket/socialticket/worker"
)

// platforms that treat a repeated message differently.
const (
	harmless = channel.LINE
	told     = channel.WhatsApp
	silent   = channel.Telegram
)

// die claims what there is as a worker that is killed: after the platform took the
// messages, or before.
func (w world) die(t *testing.T, after bool) {
	t.Helper()
	claimed, _, err := w.store.Claim(t.Context(), socialticket.Claim{Now: w.clock.Now(), Lease: 2 * time.Minute, Limit: 100})
	require.NoError(t, err)
	require.NotEmpty(t, claimed)
	for _, c := range claimed {
		if after {
			_, err := w.platform.Send(t.Context(), c.Message)
			require.NoError(t, err)
		}
	}
}

// TestCrash kills a worker between the acceptance and its record (R2), and lets another
// one look at some instants.
func TestCrash(t *testing.T) {
	const lease, wait = 120, 300 // seconds
	tests := []struct {
		name    string
		kind    channel.Kind
		doubt   worker.Doubt
		quiet   bool // the platform reports nothing
		seconds []int
		sends   int
		want    channel.DeliveryState
		code    string
		marked  bool // Doubt
		waits   bool
	}{
		{"the lease holds", told, "", true, []int{0, lease - 1}, 1, channel.StateQueued, "", false, true},
		{"harmless: again with the same id", harmless, "", true, []int{lease}, 2, channel.StateAccepted, "", false, false},
		{"told: it waits, and says so", told, "", true, []int{lease, wait - 1}, 1, channel.StateDoubt, "", false, true},
		{"told: the report comes", told, "", false, []int{lease, wait, 2 * wait}, 1, channel.StateDelivered, "", false, false},
		{"told: the report comes, perhaps twice", told, worker.PerhapsTwice, false, []int{lease, wait, 2 * wait}, 1, channel.StateDelivered, "", false, false},
		{"told: nothing comes", told, "", true, []int{lease, wait, 2 * wait}, 1, channel.StateDoubt, channel.CodeDoubt, false, false},
		{"told: nothing comes, perhaps twice", told, worker.PerhapsTwice, true, []int{lease, wait, 2 * wait}, 2, channel.StateAccepted, "", true, false},
		{"silent: perhaps never", silent, "", true, []int{lease, wait}, 1, channel.StateDoubt, channel.CodeDoubt, false, false},
		{"silent: perhaps twice", silent, worker.PerhapsTwice, true, []int{lease, wait}, 2, channel.StateAccepted, "", true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := mock()
			w := newWorld(t, c)
			if tt.quiet {
				w.platform.Reports = []channeltest.Report{}
			}
			id := w.talk(t, tt.kind)
			comment := w.reply(t, id, "hi")
			w.die(t, true)
			does := w.worker(t, func(c *worker.Config) { c.Doubt = tt.doubt })
			for _, s := range tt.seconds {
				c.Set(start().Add(time.Duration(s) * time.Second))
				if s > lease {
					w.report(t)
				}
				w.once(t, does)
			}
			arrivals := w.platform.Arrivals()
			if len(arrivals) != tt.sends {
				t.Errorf("sent %d times, want %d", len(arrivals), tt.sends)
			}
			for _, a := range arrivals {
				if a.Reference != arrivals[0].Reference {
					t.Errorf("sent as %s, then as %s", arrivals[0].Reference, a.Reference)
				}
			}
			d := w.delivery(t, comment, id)
			if d.State != tt.want || d.Error.Code != tt.code || d.Doubt != tt.marked {
				t.Errorf("delivery %+v, want %s %q, marked %v", d, tt.want, tt.code, tt.marked)
			}
			if got := w.waits(t); got != tt.waits {
				t.Errorf("in the queue: %v, want %v", got, tt.waits)
			}
		})
	}
}

// TestCut cuts the connection after the platform took the message (R3). The report comes
// a minute late.
func TestCut(t *testing.T) {
	late := []channeltest.Report{{State: channel.StateSent, After: time.Second, Late: time.Minute}}
	cut := channeltest.Step{Act: channeltest.Reset, Then: late}
	hung := channeltest.Step{Act: channeltest.Hang}
	tests := []struct {
		name    string
		kind    channel.Kind
		doubt   worker.Doubt
		script  []channeltest.Step
		seconds []int
		sends   int
		want    channel.DeliveryState
		code    string
		marked  bool
	}{
		{"told: it waits", told, "", []channeltest.Step{cut}, []int{0, 10, 60}, 1, channel.StateDoubt, "", false},
		{"told: the report comes", told, "", []channeltest.Step{cut}, []int{0, 61, 300}, 1, channel.StateSent, "", false},
		{"told: garbage, and the report comes", told, worker.PerhapsTwice, []channeltest.Step{{Act: channeltest.Garble, Then: late}}, []int{0, 61, 300}, 1, channel.StateSent, "", false},
		{"told: it never got it", told, "", []channeltest.Step{hung}, []int{0, 299, 300}, 1, channel.StateDoubt, channel.CodeDoubt, false},
		{"told: it never got it, perhaps twice", told, worker.PerhapsTwice, []channeltest.Step{hung}, []int{0, 299, 300}, 2, channel.StateAccepted, "", true},
		{"told: again and again", told, worker.PerhapsTwice, []channeltest.Step{hung, hung, hung, hung}, []int{0, 300, 600, 900, 1200}, 3, channel.StateFailed, channel.CodeGaveUp, true},
		{"harmless: soon again", harmless, "", []channeltest.Step{cut}, []int{0, 1}, 2, channel.StateAccepted, "", false},
		{"harmless: it waits for its pause", harmless, "", []channeltest.Step{hung}, []int{0, 0}, 1, channel.StateDoubt, "", false},
		{"harmless: given up", harmless, "", []channeltest.Step{hung, hung, hung, hung}, []int{0, 1, 3, 7, 15}, 3, channel.StateFailed, channel.CodeGaveUp, true},
		{"harmless: refused in the end", harmless, "", []channeltest.Step{hung, {Act: channeltest.Refuse, Error: channel.Error{Code: "1", Class: channel.ClassNever}}}, []int{0, 1, 3}, 2, channel.StateFailed, "1", true},
		{"silent: perhaps never", silent, "", []channeltest.Step{hung}, []int{0, 1, 300}, 1, channel.StateDoubt, channel.CodeDoubt, false},
		{"silent: perhaps twice", silent, worker.PerhapsTwice, []channeltest.Step{hung}, []int{0, 1, 300}, 2, channel.StateAccepted, "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := mock()
			w := newWorld(t, c)
			require.NoError(t, w.platform.Script(tt.script...))
			does := w.worker(t, func(cfg *worker.Config) {
				cfg.Doubt, cfg.Transport = tt.doubt, hanging(w.platform)
				cfg.Retry.Pauses = []time.Duration{time.Second, 2 * time.Second}
			})
			id := w.talk(t, tt.kind)
			comment := w.reply(t, id, "hi")
			for _, s := range tt.seconds {
				c.Set(start().Add(time.Duration(s) * time.Second))
				if tt.kind == told {
					w.report(t)
				}
				w.once(t, does)
			}
			if got := w.arrived(); got != tt.sends {
				t.Errorf("sent %d times, want %d", got, tt.sends)
			}
			d := w.delivery(t, comment, id)
			if d.State != tt.want || d.Error.Code != tt.code || d.Doubt != tt.marked {
				t.Errorf("delivery %+v, want %s %q, marked %v", d, tt.want, tt.code, tt.marked)
			}
			if got, want := w.waits(t), tt.want == channel.StateDoubt && tt.code == ""; got != want {
				t.Errorf("in the queue: %v, want %v", got, want)
			}
		})
	}
}

// hanging returns a transport whose calls that hang end at once, as after a time-out.
func hanging(p *channeltest.Platform) channel.Transport {
	return channel.TransportFunc(func(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
		ctx, cut := context.WithTimeout(ctx, time.Millisecond)
		defer cut()
		return p.Send(ctx, o)
	})
}

// TestNoAnswer takes the code of a transport that tells its failures apart for what it is.
func TestNoAnswer(t *testing.T) {
	w := newWorld(t, mock())
	var marks []bool
	does := w.worker(t, func(cfg *worker.Config) {
		cfg.Goroutines = 1
		cfg.Transport = channel.TransportFunc(func(context.Context, channel.Outbound) (channel.Accepted, error) {
			return channel.Accepted{}, &channel.SendError{Reason: channel.Error{Code: "no_answer", Class: channel.ClassRetry}, Err: errors.New("EOF")}
		})
		cfg.Hooks.Doubt = func(_ socialticket.Claimed, final bool) { marks = append(marks, final) }
	})
	one, two := w.talk(t, told), w.talk(t, silent)
	comment, other := w.reply(t, one, "hi"), w.reply(t, two, "hi")
	w.once(t, does)
	require.Equal(t, channel.StateDoubt, w.delivery(t, comment, one).State)
	require.Equal(t, channel.CodeDoubt, w.delivery(t, other, two).Error.Code)
	require.ElementsMatch(t, []bool{false, true}, marks)
}

// TestDoubtOutlivesWindow leaves a message in doubt whose window has ended meanwhile: it
// is neither sent again nor said to have been kept back.
func TestDoubtOutlivesWindow(t *testing.T) {
	c := mock()
	w := newWorld(t, c)
	w.platform.Reports = []channeltest.Report{}
	id := w.talk(t, told)
	comment := w.reply(t, id, "hi")
	w.die(t, true)
	c.Add(25 * time.Hour)
	w.once(t, w.worker(t, func(cfg *worker.Config) { cfg.Doubt = worker.PerhapsTwice }))
	require.Equal(t, 1, w.arrived())
	require.Equal(t, channel.CodeDoubt, w.delivery(t, comment, id).Error.Code)
	require.False(t, w.waits(t))
}

// TestWarned sends a message in doubt again: its comment is marked before, for the report of
// the platform may be quicker than its answer, and nothing is sent while that cannot be.
func TestWarned(t *testing.T) {
	c := mock()
	w := newWorld(t, c)
	w.platform.Reports = []channeltest.Report{}
	id := w.talk(t, told)
	comment := w.reply(t, id, "hi")
	w.die(t, true)
	require.NoError(t, w.platform.Script(channeltest.Step{Act: channeltest.Reset, Then: []channeltest.Report{{State: channel.StateSent}}}))
	does := w.worker(t, func(cfg *worker.Config) { cfg.Doubt = worker.PerhapsTwice })
	c.Add(10 * time.Minute)
	w.store.noCommit.Store(true)
	_, _ = does.Once(t.Context(), c.Now())
	require.Equal(t, 1, w.arrived())
	w.store.noCommit.Store(false)
	c.Add(time.Minute)
	w.once(t, does)
	require.Equal(t, 2, w.arrived())
	w.report(t)
	d := w.delivery(t, comment, id)
	require.Equal(t, channel.StateSent, d.State)
	require.True(t, d.Doubt)
	require.False(t, w.waits(t))
}
