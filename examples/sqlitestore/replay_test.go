package sqlitestore_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/simulate"
)

// TestReplayFromACopy states that what came after a copy of the database was made is replayed
// from it to the byte, with messages that were under way and reports that came too early.
func TestReplayFromACopy(t *testing.T) {
	s, start, settings := fresh(t), time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), simulate.StandardSettings()
	end := start.AddDate(0, 0, 6)
	var records []simulate.Record
	var since time.Time
	var copied string
	var want []string
	world := simulate.Random{
		Seed: 5, Start: start, Days: 6, TicketsPerDay: 8, Settings: settings, Store: s, Faults: simulate.RoughFaults(),
		Desk: socialticket.Config{Watch: func(_ context.Context, h socialticket.Handled) {
			if h.At.Before(end) {
				records = append(records, simulate.RecordOf(h))
			}
		}},
		Watch: func(c *socialticket.Commit) {
			switch {
			case since.IsZero() && c.At.Sub(start) > 80*time.Hour:
				since, copied = c.At, photograph(t, s.path)
			case !since.IsZero() && c.At.Before(end):
				want = append(want, asJSON(t, c))
			}
		},
	}
	_, err := world.Run()
	require.NoError(t, err)
	require.NotEmpty(t, want)
	for _, exact := range []bool{true, false} {
		var got []string
		played, err := simulate.Replay(t.Context(), records, simulate.ReplayConfig{
			Settings: func(int64) *socialticket.Settings { return settings }, Exact: exact,
			From: open(t, copied), Since: since, Until: end.Add(-1), Each: func(c *socialticket.Commit) { got = append(got, asJSON(t, c)) },
		})
		require.NoError(t, err)
		require.Empty(t, played.Lost)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("exact %t (-recorded +replayed):\n%s", exact, diff)
		}
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return string(text)
}
