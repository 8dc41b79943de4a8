package sqlitestore_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// parks returns the commit that parks an event about an unknown message.
func parks(n int) socialticket.Commit {
	e := channel.Event{ID: fmt.Sprint("e", n), Type: channel.EventStatus, Account: business(), Status: channel.Status{MessageID: fmt.Sprint("m", n)}}
	return socialticket.Commit{Account: business(), Cause: e.ID, At: start().Add(time.Duration(n) * time.Second), Park: e}
}

// TestPruneSteps forgets more than one step takes, and lets commits in between.
func TestPruneSteps(t *testing.T) {
	const all = 500
	s := fresh(t)
	for n := range all {
		require.NoError(t, s.Commit(t.Context(), parks(n)))
	}
	left := func(table string) any {
		return column(t, raw(t, s.path), "SELECT count(*) FROM "+table)[0]
	}
	before := s.Transactions()
	n, err := s.Prune(t.Context(), socialticket.Prune{Causes: start().Add(450 * time.Second), Limit: 420})
	require.NoError(t, err)
	require.Equal(t, 420, n)
	require.GreaterOrEqual(t, s.Transactions()-before, int64(3), "steps are small")
	require.Equal(t, int64(all-420), left("cause"))
	require.Equal(t, int64(all), left("parked"))

	n, err = s.Prune(t.Context(), socialticket.Prune{
		Causes: start().Add(450 * time.Second), Parked: start().Add(20 * time.Second), Feed: start().Add(400 * time.Second), Limit: 100,
	})
	require.NoError(t, err)
	require.Equal(t, 100, n)
	require.Equal(t, []any{int64(50), int64(480), int64(450)}, []any{left("cause"), left("parked"), left("feed")})

	n, err = s.Prune(t.Context(), socialticket.Prune{Feed: start().Add(400 * time.Second), Limit: 10_000})
	require.NoError(t, err)
	require.Equal(t, 350, n)
	for e, err := range s.Feed(t.Context(), 0) {
		require.NoError(t, err)
		require.Equal(t, int64(401), e.Place)
		break
	}
	for _, limit := range []int{0, -1} {
		n, err = s.Prune(t.Context(), socialticket.Prune{Causes: start().Add(time.Hour), Limit: limit})
		require.NoError(t, err)
		require.Zero(t, n)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = s.Prune(ended, socialticket.Prune{Causes: start().Add(time.Hour), Limit: 10})
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, int64(50), left("cause"))
}

// TestFeedPages tells more commits than are read at once, in their order.
func TestFeedPages(t *testing.T) {
	s := fresh(t)
	for n := range 230 {
		require.NoError(t, s.Commit(t.Context(), begins(fmt.Sprint(n))))
	}
	for _, after := range []int64{0, 100, 229, 230, 1000} {
		next := after
		for e, err := range s.Feed(t.Context(), after) {
			require.NoError(t, err)
			require.Equal(t, next+1, e.Place)
			require.Equal(t, fmt.Sprint("cause ", e.Place-1), e.Commit.Cause)
			next = e.Place
		}
		require.Equal(t, max(after, 230), next)
	}
}
