package worker_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/worker"
)

// unpolled makes a worker wait for nothing but what it knows of.
func unpolled(cfg *worker.Config) { cfg.Poll = -1 }

// TestWakeOnTime lets a session fall silent: at the instant, and not before.
func TestWakeOnTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := mock()
		w := newWorld(t, c)
		var woke []time.Duration
		does := w.worker(t, unpolled, func(cfg *worker.Config) {
			cfg.Hooks.Woke = func(_ socialticket.Timer, r socialticket.Receipt) {
				woke = append(woke, r.Commit.At.Sub(start()))
			}
		})
		stop := run(t, does)
		synctest.Wait()
		id := w.talk(t, channel.WhatsApp)
		does.Nudge()
		synctest.Wait()
		c.Add(session.DefaultIdle - 1)
		require.Empty(t, woke)
		c.Add(time.Hour)
		if diff := cmp.Diff([]time.Duration{session.DefaultIdle}, woke); diff != "" {
			t.Errorf("woken (-want +got):\n%s", diff)
		}
		head, err := w.store.Load(t.Context(), socialticket.Ref{Ticket: id})
		require.NoError(t, err)
		require.Equal(t, session.Inactive, head.Conversation.Session.State)
		require.NoError(t, stop())
	})
}

// TestLongPause lets 25 hours pass: nothing is looked at but when there is something to do.
func TestLongPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := mock()
		w := newWorld(t, c)
		does := w.worker(t, unpolled)
		stop := run(t, does)
		synctest.Wait()
		looks := func() int64 { return w.store.claims.Load() + w.store.dues.Load() + w.store.prunes.Load() }
		before := looks()
		c.Add(25 * time.Hour)
		if n := looks() - before; n > 3 {
			t.Errorf("%d looks at the queue in 25 hours without work", n)
		}
		id := w.talk(t, channel.Telegram)
		w.reply(t, id, "hi")
		does.Nudge()
		synctest.Wait()
		require.Equal(t, 1, w.arrived())
		before = looks()
		c.Add(25 * time.Hour)
		if n := looks() - before; n > 4 {
			t.Errorf("%d looks at the queue in 25 hours with one timer", n)
		}
		require.NoError(t, stop())
	})
}

// haunted is a queue with timers that stay due whatever is done.
type haunted struct {
	*store
	ghosts []socialticket.Timer
}

func (h haunted) Due(ctx context.Context, now time.Time, limit int) ([]socialticket.Timer, time.Time, error) {
	due, next, err := h.store.Due(ctx, now, limit)
	all := slices.Concat(h.ghosts, due)
	if len(all) > limit {
		return all[:limit], time.Time{}, err
	}
	return all, next, err
}

// TestStuckTimers lets 250 timers fail, which come before one that is well: it is woken all
// the same, the others later and less and less often.
func TestStuckTimers(t *testing.T) {
	c := mock()
	w := newWorld(t, c)
	q := haunted{store: w.store}
	for n := range 250 {
		q.ghosts = append(q.ghosts, socialticket.Timer{
			Account: account(channel.WhatsApp), Key: socialticket.Key("ghost " + string(rune('a'+n))), At: start().Add(-time.Hour),
		})
	}
	var woke int
	does := w.worker(t, func(cfg *worker.Config) {
		cfg.Queue = q
		cfg.Hooks.Woke = func(socialticket.Timer, socialticket.Receipt) { woke++ }
	})
	w.talk(t, channel.WhatsApp)
	c.Add(session.DefaultIdle)
	next, err := does.Once(t.Context(), c.Now())
	require.ErrorIs(t, err, socialticket.ErrNotFound)
	require.Equal(t, 1, woke)
	require.Equal(t, c.Now().Add(time.Second), next)
	require.LessOrEqual(t, w.store.dues.Load(), int64(12))

	again, err := does.Once(t.Context(), c.Now())
	require.NoError(t, err, "a stuck timer is woken without a pause")
	require.Equal(t, next, again)
	var pauses []time.Duration
	for range 4 {
		before := c.Now()
		c.Set(next)
		next, err = does.Once(t.Context(), c.Now())
		require.Error(t, err)
		pauses = append(pauses, c.Now().Sub(before))
	}
	if diff := cmp.Diff([]time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second}, pauses); diff != "" {
		t.Errorf("pauses (-want +got):\n%s", diff)
	}
}

// TestClockBehind wakes timers that the desk does not hold for due, because its clock is
// behind: the worker does not run hot, and they are woken later.
func TestClockBehind(t *testing.T) {
	c := mock()
	w := newWorld(t, c)
	does := w.worker(t)
	w.talk(t, channel.WhatsApp)
	ahead := start().Add(session.DefaultIdle)
	next, err := does.Once(t.Context(), ahead)
	require.NoError(t, err)
	require.Equal(t, ahead.Add(time.Second), next)
	require.LessOrEqual(t, w.store.dues.Load(), int64(4))
	c.Set(next)
	next = w.once(t, does)
	require.Zero(t, next, "the timer is due still")
}

// TestManyTimers wakes more timers than fit into one look.
func TestManyTimers(t *testing.T) {
	c := mock()
	w := newWorld(t, c)
	var talks []ticket.ID
	for range 350 {
		talks = append(talks, w.talk(t, channel.WhatsApp))
	}
	c.Add(session.DefaultIdle)
	require.Zero(t, w.once(t, w.worker(t)))
	for _, id := range talks {
		head, err := w.store.Load(t.Context(), socialticket.Ref{Ticket: id})
		require.NoError(t, err)
		require.Equal(t, session.Inactive, head.Conversation.Session.State)
	}
}
