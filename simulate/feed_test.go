package simulate_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/simulate"
)

// Law: what is made of commits, replayed under the same settings, comes to the same
// outcome, as long as people do what a commit holds.
func TestRecordsOfAFeed(t *testing.T) {
	for seed := range uint64(40) {
		_, store, w := tale(t, seed, nil)
		records, lost, err := simulate.RecordsOf(t.Context(), store, 0)
		require.NoError(t, err)
		require.NotEmpty(t, records)
		was, err := simulate.OutcomeOf(t.Context(), store, 0)
		require.NoError(t, err)
		played, err := simulate.Replay(t.Context(), records, simulate.ReplayConfig{Settings: same(t, nil), Until: w.Now()})
		require.NoError(t, err)
		c := simulate.Compare(was, played.Outcome)
		c.Lost = append(lost, played.Lost...)
		if !c.IsZero() {
			t.Errorf("seed %d:\n%s", seed, c)
		}
	}
}

// What commits do not hold is told.
func TestRecordsOfAFeedTellWhatIsLost(t *testing.T) {
	_, w, was := recordedStory(t, "ana says \"Hello\"\npass 1m", nil)
	first := was.Results()[0].Ticket
	store, is := w.Store().(socialticket.Feed)
	require.True(t, is)
	_, err := w.Do(socialticket.UpdatePerson{Person: first.Requester, By: simulate.Agent("ada"), Changes: []identity.Change{{Field: identity.FieldFullName, Value: "Ana B."}}})
	require.NoError(t, err)
	_, lost, err := simulate.RecordsOf(t.Context(), store, 0)
	require.NoError(t, err)
	require.Len(t, lost, 1)
	require.Equal(t, "update_person", lost[0].What)
}
