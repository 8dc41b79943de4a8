package sqlitestore_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// What lies ahead of a ticket, and what a feed tells of a desk, is the same whichever store
// it is in.
func TestWhatIfIsTheSameAsInMemory(t *testing.T) {
	type told struct {
		Line    simulate.Timeline
		Results []simulate.Result
		Lost    []simulate.Lost
		Differ  []simulate.Difference
	}
	settings := &socialticket.Settings{
		Version: 1, Warn: time.Hour, Sessions: session.Policy{Release: session.Release{After: 5 * time.Minute, Reminders: session.DefaultReminders()}},
	}
	tell := func(store simulate.Store) (all told) {
		w, err := simulate.New(simulate.Config{Store: store, Settings: settings})
		require.NoError(t, err)
		require.NoError(t, w.Play(`
			ana says "Where is my bike?"
			ben says "Hello"
			ada sets ana assignee_id ada
			ada sets ben snoozed_until 2026-03-03T09:00:00Z
			ada replies ana "Which one?"
		`))
		a, err := w.Head("ana")
		require.NoError(t, err)
		b, err := w.Head("ben")
		require.NoError(t, err)
		_, err = w.Do(socialticket.Merge{Person: b.Conversation.User.ID, Into: a.Conversation.User.ID, By: simulate.Agent("ada")})
		require.NoError(t, err)
		require.NoError(t, w.Pass(time.Minute))
		all.Line, err = simulate.Ahead(t.Context(), store, simulate.Config{Settings: settings}, a.Ticket.ID, w.Now(), w.Now().Add(48*time.Hour))
		require.NoError(t, err)
		require.NoError(t, w.Pass(48*time.Hour))
		feed, is := store.(socialticket.Feed)
		require.True(t, is)
		was, err := simulate.OutcomeOf(t.Context(), feed, 0)
		require.NoError(t, err)
		all.Results = was.Results()
		records, lost, err := simulate.RecordsOf(t.Context(), feed, 0)
		require.NoError(t, err)
		played, err := simulate.Replay(t.Context(), records, simulate.ReplayConfig{
			Settings: func(int64) *socialticket.Settings { return settings }, Until: w.Now(),
		})
		require.NoError(t, err)
		all.Lost, all.Differ = append(lost, played.Lost...), simulate.Compare(was, played.Outcome).Differences
		return all
	}
	inMemory, inSQL := tell(&memory.Store{}), tell(fresh(t))
	if diff := cmp.Diff(inMemory, inSQL); diff != "" {
		t.Errorf("(-memory +sqlite):\n%s", diff)
	}
	require.Empty(t, inSQL.Lost)
	require.Empty(t, inSQL.Differ)
	require.Equal(t, ticket.Solved, inSQL.Line.After.Status, "its reminders are told")
}
