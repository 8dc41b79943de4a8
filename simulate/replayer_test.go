package simulate_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/simulate"
)

// Law: handed its records one by one a replay comes to what it comes to with all of them at
// once, under the settings of then and under others.
func TestReplayerDoesAsReplay(t *testing.T) {
	t.Parallel()
	for seed := range uint64(25) {
		records, _, w := tale(t, seed, nil)
		for name, change := range map[string]func(*socialticket.Settings){
			"the same": nil,
			"closing":  func(s *socialticket.Settings) { s.Automations = automation(t, rules.CloseWhatsApp()) },
			"silent":   func(s *socialticket.Settings) { s.Warn, s.Automations = 0, nil },
		} {
			var all, again []string
			keep := func(list *[]string) func(*socialticket.Commit) {
				return func(c *socialticket.Commit) {
					text, err := json.Marshal(c)
					require.NoError(t, err)
					*list = append(*list, string(text))
				}
			}
			cfg := simulate.ReplayConfig{Settings: same(t, change), Until: w.Now(), Each: keep(&all)}
			want, err := simulate.Replay(t.Context(), records, cfg)
			require.NoError(t, err)

			cfg.Each = keep(&again)
			r, err := simulate.NewReplayer(cfg)
			require.NoError(t, err)
			for _, record := range records {
				require.NoError(t, r.Add(t.Context(), record))
			}
			got, err := r.End(t.Context())
			require.NoError(t, err)
			if diff := cmp.Diff(all, again); diff != "" {
				t.Fatalf("seed %d, %s (-at once +one by one):\n%s", seed, name, diff)
			}
			require.Equal(t, want.Lost, got.Lost)
			require.True(t, simulate.Compare(want.Outcome, got.Outcome).IsZero())
		}
	}
}

// Records that come a little late are put into order; a replayer need not wait for the last
// one to play the first.
func TestReplayerPlaysWhatIsBehindItsWindow(t *testing.T) {
	records, w, _ := recordedStory(t, longTalk, nil)
	require.Greater(t, len(records), 3)
	records[0], records[1] = records[1], records[0]
	made := 0
	r, err := simulate.NewReplayer(simulate.ReplayConfig{Settings: same(t, nil), Until: w.Now(), Each: func(*socialticket.Commit) { made++ }})
	require.NoError(t, err)
	for _, record := range records {
		require.NoError(t, r.Add(t.Context(), record))
	}
	require.NotZero(t, made, "the story is longer than the window")
	before := made
	played, err := r.End(t.Context())
	require.NoError(t, err)
	require.Empty(t, played.Lost)
	require.Greater(t, made, before)
}

// Law: a comparison that goes on beside a world comes to what one comes to whose records and
// outcomes were kept.
func TestRandomCompares(t *testing.T) {
	t.Parallel()
	other := *simulate.StandardSettings()
	other.Automations = automation(t, rules.CloseWhatsApp())
	for seed := range uint64(3) {
		world := simulate.Random{Seed: seed, Days: 14, TicketsPerDay: 12, Faults: simulate.RoughFaults()}
		for _, settings := range []*socialticket.Settings{simulate.StandardSettings(), &other} {
			want := keptComparison(t, world, settings)
			for _, most := range []int{-1, 3, 0} {
				sum, got, err := world.Compare(t.Context(), settings, most)
				require.NoError(t, err)
				require.NotZero(t, sum.Made)
				if settings != &other {
					require.True(t, got.IsZero(), "seed %d: under the same rules\n%s", seed, got.Text(3))
				} else {
					require.Greater(t, got.Tickets, 50)
				}
				whole := *want
				if most >= 0 {
					whole.Differences = first(whole.Differences, most)
				}
				if diff := cmp.Diff(&whole, got); diff != "" {
					t.Fatalf("seed %d, %d tickets (-kept +beside):\n%s", seed, most, diff)
				}
				require.Equal(t, want.Text(max(most, 0)), got.Text(max(most, 0)))
			}
		}
	}
}

// first returns the differences of the first tickets.
func first(list []simulate.Difference, tickets int) []simulate.Difference {
	for i := range list {
		if i == 0 || list[i].Ticket != list[i-1].Ticket {
			if tickets--; tickets < 0 {
				return append([]simulate.Difference(nil), list[:i]...)
			}
		}
	}
	return list
}

// keptComparison keeps everything, and compares at the end.
func keptComparison(t *testing.T, world simulate.Random, settings *socialticket.Settings) *simulate.Comparison {
	t.Helper()
	world.Start = time.Date(2026, time.March, 2, 0, 0, 0, 0, time.UTC)
	end := world.Start.AddDate(0, 0, world.Days)
	var records []simulate.Record
	world.Desk.Watch = recordingUntil(end, &records)
	was := &simulate.Outcome{}
	world.Watch = func(c *socialticket.Commit) {
		if c.At.Before(end) {
			was.Add(c)
		}
	}
	_, err := world.Run()
	require.NoError(t, err)
	would, err := simulate.Replay(t.Context(), records, simulate.ReplayConfig{
		Settings: func(int64) *socialticket.Settings { return settings }, Until: end.Add(-1), Forget: 72 * time.Hour,
	})
	require.NoError(t, err)
	require.Nil(t, would.Store)
	c := simulate.Compare(was, would.Outcome)
	c.Lost = would.Lost
	return &c
}
