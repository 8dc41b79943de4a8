package worker_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/worker"
)

// recorder notes what is asked to be forgotten.
type recorder struct {
	*store
	mu    sync.Mutex
	asked []socialticket.Prune
}

func (r *recorder) list() []socialticket.Prune {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.asked)
}

func (r *recorder) Prune(ctx context.Context, p socialticket.Prune) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = append(r.asked, p)
	return r.store.Prune(ctx, p)
}

// park hands in reports about messages of another system.
func (w world) park(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		id := fmt.Sprint(w.clock.Now().Unix(), " ", i)
		r, err := w.Receive(t.Context(), channel.Event{
			ID: id, Type: channel.EventStatus, Account: account(channel.WhatsApp), From: "15550199", Sent: w.clock.Now(), Received: w.clock.Now(),
			Status: channel.Status{MessageID: "other " + id, State: channel.StateSent},
		})
		require.NoError(t, err)
		require.Equal(t, socialticket.Parked, r.Outcome)
	}
}

// TestPrune lets causes and reports about messages of another system grow old (R10): they
// are forgotten after thirty days, in small steps, once a day.
func TestPrune(t *testing.T) {
	c := mock()
	w := newWorld(t, c)
	q := &recorder{store: w.store}
	does := w.worker(t, func(cfg *worker.Config) { cfg.Queue = q })
	w.park(t, 600)
	w.once(t, does)
	c.Add(23 * time.Hour)
	w.once(t, does)
	require.Len(t, q.asked, 1, "it looked more than once a day")
	c.Set(start().AddDate(0, 0, 31))
	w.park(t, 7)
	w.once(t, does)
	for _, p := range q.asked {
		require.LessOrEqual(t, p.Limit, 500)
		require.Zero(t, p.Feed)
	}
	require.Len(t, q.asked, 4, "600 reports and their 600 causes are three steps")
	want := c.Now().AddDate(0, 0, -30)
	if diff := cmp.Diff(socialticket.Prune{Causes: want, Parked: want, Limit: 500}, q.asked[3]); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	far := c.Now().Add(time.Hour)
	left, err := w.store.Store.Prune(t.Context(), socialticket.Prune{Causes: far, Parked: far, Limit: 10_000})
	require.NoError(t, err)
	require.Equal(t, 14, left)
}

// TestPruneSettings keeps for ever, or the feed for a time.
func TestPruneSettings(t *testing.T) {
	c := mock()
	w := newWorld(t, c)
	for _, tt := range []struct {
		keep, feed time.Duration
		want       []socialticket.Prune
	}{
		{-1, 0, nil},
		{-1, time.Hour, []socialticket.Prune{{Feed: start().Add(-time.Hour), Limit: 500}}},
		{time.Hour, 2 * time.Hour, []socialticket.Prune{{
			Causes: start().Add(-time.Hour), Parked: start().Add(-time.Hour), Feed: start().Add(-2 * time.Hour), Limit: 500,
		}}},
	} {
		q := &recorder{store: w.store}
		w.once(t, w.worker(t, func(cfg *worker.Config) { cfg.Queue, cfg.Keep, cfg.KeepFeed = q, tt.keep, tt.feed }))
		if diff := cmp.Diff(tt.want, q.asked); diff != "" {
			t.Errorf("keep %v, feed %v (-want +got):\n%s", tt.keep, tt.feed, diff)
		}
	}
}

// TestPruneRuns forgets at the start of a run and then once a day, with pauses between the
// steps.
func TestPruneRuns(t *testing.T) {
	bubble(t, func(t *testing.T, w world) {
		w.park(t, 600)
		w.pass(31 * 24 * time.Hour)
		q := &recorder{store: w.store}
		stop := run(t, w.worker(t, unpolled, func(cfg *worker.Config) { cfg.Queue = q }))
		w.pass(time.Minute)
		asked := q.list()
		require.Len(t, asked, 3)
		require.True(t, asked[2].Causes.After(asked[1].Causes), "without a pause")
		w.pass(3 * 24 * time.Hour)
		require.Len(t, q.list(), 6)
		require.NoError(t, stop())
	})
}
