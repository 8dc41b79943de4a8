package simulate_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/simulate"
)

// Law: a busy desk whose platforms repeat, delay, refuse and lose things is replayed to the
// byte by its records alone, and by a desk that acts by itself it comes to the same.
func TestReplayOfRandomWorlds(t *testing.T) {
	start := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	end := start.AddDate(0, 0, 9) // what was under way is handed in after it, in no time
	for seed := range uint64(3) {
		var records []simulate.Record
		var commits, again []string
		keep := func(list *[]string) func(c *socialticket.Commit) {
			return func(c *socialticket.Commit) {
				text, err := json.Marshal(c)
				require.NoError(t, err)
				*list = append(*list, string(text))
			}
		}
		was, save := &simulate.Outcome{}, keep(&commits)
		settings := simulate.StandardSettings()
		world := simulate.Random{
			Seed: seed, Days: 9, TicketsPerDay: 15, Settings: settings, Faults: simulate.RoughFaults(), Store: &memory.Store{History: -1},
			Start: start, Watch: func(c *socialticket.Commit) {
				if c.At.Before(end) {
					was.Add(c)
				}
				save(c)
			},
			Desk: socialticket.Config{Watch: recordingUntil(end.AddDate(1, 0, 0), &records)},
		}
		_, err := world.Run()
		require.NoError(t, err)
		under := func(int64) *socialticket.Settings { return settings }
		exact, err := simulate.Replay(t.Context(), records, simulate.ReplayConfig{Settings: under, Exact: true, Each: keep(&again)})
		require.NoError(t, err)
		require.Empty(t, exact.Lost)
		if diff := cmp.Diff(commits, again); diff != "" {
			t.Fatalf("seed %d (-was +again):\n%s", seed, diff)
		}
		records = slices.DeleteFunc(records, func(r simulate.Record) bool { return !r.At.Before(end) })
		played, err := simulate.Replay(t.Context(), records, simulate.ReplayConfig{Settings: under, Until: end.Add(-1)})
		require.NoError(t, err)
		require.Empty(t, played.Lost)
		if c := simulate.Compare(was, played.Outcome); !c.IsZero() {
			t.Errorf("seed %d:\n%s", seed, c.Text(5))
		}
	}
}

// recordingUntil returns a watch that keeps what is handed in before an instant.
func recordingUntil(end time.Time, list *[]simulate.Record) func(context.Context, socialticket.Handled) {
	return func(_ context.Context, h socialticket.Handled) {
		if h.At.Before(end) {
			*list = append(*list, simulate.RecordOf(h))
		}
	}
}
