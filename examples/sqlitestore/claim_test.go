package sqlitestore_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
)

// claim claims for a minute, and returns the ids.
func claim(t testing.TB, s socialticket.Queue, now time.Time, kinds ...socialticket.EffectKind) []string {
	t.Helper()
	list, _, err := s.Claim(t.Context(), socialticket.Claim{Now: now, Lease: time.Minute, Limit: 10, Kinds: kinds})
	require.NoError(t, err)
	ids := []string{}
	for _, c := range list {
		ids = append(ids, c.ID)
	}
	return ids
}

// works returns the commit that begins a conversation with effects.
func works(name string, effects ...socialticket.Effect) socialticket.Commit {
	c := begins(name)
	c.Effects = effects
	return c
}

// TestClaimBehindClaimed has effects come in before one that a worker has: the lane is
// held all the same.
func TestClaimBehindClaimed(t *testing.T) {
	s := fresh(t)
	require.NoError(t, s.Commit(t.Context(), works("a", effect("fifth", "lane", 5))))
	require.Equal(t, []string{"fifth"}, claim(t, s, start()))
	require.NoError(t, s.Commit(t.Context(), works("b", effect("third", "lane", 3), effect("fourth", "lane", 4))))
	require.Empty(t, claim(t, s, start()))
	require.Equal(t, []string{"third"}, claim(t, s, start().Add(time.Minute)))
}

// TestClaimClockBack sets the clock back after lanes became ready: what may not be done
// yet is not handed out.
func TestClaimClockBack(t *testing.T) {
	s := fresh(t)
	later := effect("later", "a", 1)
	later.After = start().Add(time.Hour)
	require.NoError(t, s.Commit(t.Context(), works("a", later, effect("now", "b", 2))))
	require.Empty(t, claim(t, s, start().Add(2*time.Hour), "another kind"))

	list, next, err := s.Claim(t.Context(), socialticket.Claim{Now: start(), Lease: 2 * time.Hour, Limit: 10})
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Equal(t, "now", list[0].ID)
	require.Equal(t, later.After, next)
	require.Equal(t, []string{"later"}, claim(t, s, later.After))
}

// TestClaimUnreadable has an effect that a newer program may have written: it holds its
// own lane alone, and is told where there is nothing else.
func TestClaimUnreadable(t *testing.T) {
	s := fresh(t)
	require.NoError(t, s.Commit(t.Context(), works("a", effect("bad", "a", 1), effect("behind", "a", 2), effect("good", "b", 3))))
	_, err := raw(t, s.path).ExecContext(t.Context(), "UPDATE effect SET body = json_set(body, '$.number', 'a text') WHERE id = 'bad'")
	require.NoError(t, err)
	require.Equal(t, []string{"good"}, claim(t, s, start()))
	require.Empty(t, claim(t, s, start()))
	_, _, err = s.Claim(t.Context(), socialticket.Claim{Now: start().Add(time.Minute), Lease: time.Minute, Limit: 1})
	require.ErrorContains(t, err, "effect bad: stored *socialticket.Effect")
	require.Equal(t, []string{"good"}, claim(t, s, start().Add(time.Minute)), "the claim of the other has ended too")
}

// TestClaimLimits asks for nothing, and for all there is.
func TestClaimLimits(t *testing.T) {
	s := fresh(t)
	require.NoError(t, s.Commit(t.Context(), works("a", effect("a", "a", 1), effect("b", "b", 2))))
	for limit, want := range map[int]int{-1: 0, 0: 0, int(^uint(0) >> 1): 2} {
		list, _, err := s.Claim(t.Context(), socialticket.Claim{Now: start(), Lease: time.Minute, Limit: limit})
		require.NoError(t, err)
		require.Len(t, list, want, "limit %d", limit)
	}
	due, _, err := s.Due(t.Context(), start(), -1)
	require.NoError(t, err)
	require.Empty(t, due)
}

// TestClaimEnded claims and gives back with a context that has ended: nothing is written.
func TestClaimEnded(t *testing.T) {
	s := fresh(t)
	require.NoError(t, s.Commit(t.Context(), works("a", effect("a", "a", 1))))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for range 20 { // the writer may be ready before the context is looked at
		_, _, err := s.Claim(ended, socialticket.Claim{Now: start(), Lease: time.Minute, Limit: 1})
		require.ErrorIs(t, err, context.Canceled)
	}
	require.Equal(t, []string{"a"}, claim(t, s, start()))
	for range 20 {
		require.ErrorIs(t, s.Return(ended, socialticket.Return{Account: business(), ID: "a", Attempt: 1}), context.Canceled)
	}
	require.Empty(t, claim(t, s, start()))
}

// TestFlushes has 2,000 messages of one webhook handed in at once: they share
// transactions, each of which is one flush.
func TestFlushes(t *testing.T) {
	s := fresh(t)
	desk := newDesk(t, s)
	before := s.Transactions()
	var wait sync.WaitGroup
	for n := range 2000 {
		wait.Go(func() {
			if _, err := desk.Receive(context.Background(), says(fmt.Sprint(n), fmt.Sprint("m", n))); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	n := s.Transactions() - before
	t.Logf("2,000 messages cost %d flushes", n)
	if n > 50 {
		t.Errorf("2,000 messages cost %d flushes, want 50 at most", n)
	}
}

// TestOldest states that the oldest effect of a kind is found, whatever lane it is in, until it
// is done.
func TestOldest(t *testing.T) {
	s := fresh(t)
	oldest := func(kinds ...socialticket.EffectKind) time.Time {
		t.Helper()
		at, err := s.Oldest(t.Context(), kinds...)
		require.NoError(t, err)
		return at
	}
	require.Zero(t, oldest(socialticket.EffectMessage))
	first, second := effect("first", "a", 1), effect("second", "b", 1)
	first.At, second.At = start().Add(time.Minute), start()
	require.NoError(t, s.Commit(t.Context(), works("a", first, second)))
	require.Equal(t, second.At, oldest(first.Kind))
	require.Equal(t, second.At, oldest("another", first.Kind))
	require.Zero(t, oldest("another"))
	require.Zero(t, oldest())
	claim(t, s, start().Add(time.Hour))
	require.Equal(t, second.At, oldest(first.Kind), "what is under way waits still")
	later := effect("later", "c", 1)
	later.Kind, later.After = "another", start().Add(time.Hour)
	require.NoError(t, s.Commit(t.Context(), works("b", later)))
	require.Zero(t, oldest("another"), "it is not its time")
	claim(t, s, later.After)
	require.Equal(t, later.At, oldest("another"))
}
