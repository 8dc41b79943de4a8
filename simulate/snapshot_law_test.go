package simulate_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// Law: what a desk held at any instant, and the records after it, make the commits after it
// again to the byte, as the records from the beginning do.
func TestReplayFromASnapshot(t *testing.T) {
	t.Parallel()
	for seed := range uint64(25) {
		snapshotLaw(t, seed)
	}
}

func FuzzReplayFromASnapshot(f *testing.F) {
	f.Add(uint64(1000))
	f.Fuzz(func(t *testing.T, seed uint64) { snapshotLaw(t, seed) })
}

// snapshotLaw cuts one story in two.
func snapshotLaw(t *testing.T, seed uint64) {
	t.Helper()
	records, store, w := tale(t, seed, nil)
	cut := rand.New(rand.NewPCG(seed, 2)).IntN(len(records) + 1)
	made := 0
	first, err := simulate.Replay(t.Context(), records[:cut], simulate.ReplayConfig{
		Settings: same(t, nil), Exact: true, Each: func(*socialticket.Commit) { made++ },
	})
	require.NoError(t, err)
	require.Empty(t, first.Lost)
	before := contents(t, first.Store)
	copied, err := simulate.Snapshot(t.Context(), first.Store)
	require.NoError(t, err)
	require.Equal(t, before, contents(t, copied))
	for name, from := range map[string]socialticket.Store{
		"a store": first.Store,
		"a copy":  copied,
		"a store that nobody can read": struct {
			socialticket.Store
			socialticket.Queue
		}{first.Store, first.Store},
	} {
		for _, exact := range []bool{true, false} {
			for _, rest := range [][]simulate.Record{records[cut:], records} {
				var again []string
				cfg := simulate.ReplayConfig{
					Settings: same(t, nil), Exact: exact, Until: w.Now(), From: from, Each: func(c *socialticket.Commit) {
						text, err := json.Marshal(c)
						require.NoError(t, err)
						again = append(again, string(text))
					},
				}
				if cut < len(records) {
					cfg.Since = records[cut].At
				} else {
					cfg.Since = w.Now()
				}
				played, err := simulate.Replay(t.Context(), rest, cfg)
				require.NoError(t, err)
				require.Empty(t, played.Lost, "seed %d, cut at %d of %d, from %s, exact %t", seed, cut, len(records), name, exact)
				if diff := cmp.Diff(store.commits[made:], append([]string{}, again...)); diff != "" {
					t.Fatalf("seed %d, cut at %d of %d, from %s, exact %t (-recorded +replayed):\n%s", seed, cut, len(records), name, exact, diff)
				}
				if name == "a store" {
					alike(t, &store.Store, played.Store)
				}
			}
		}
	}
	require.Equal(t, before, contents(t, first.Store), "the store that a replay begins from is only read")
}

// alike checks that all that is in the store of a replay is as it is in the other one.
func alike(t *testing.T, want, got *memory.Store) {
	t.Helper()
	for one, err := range got.Tickets(t.Context()) {
		require.NoError(t, err)
		if diff := cmp.Diff(about(t, want, one.ID), about(t, got, one.ID)); diff != "" {
			t.Fatalf("ticket %s (-recorded +replayed):\n%s", one.ID, diff)
		}
	}
	for one, err := range got.Contacts(t.Context()) {
		require.NoError(t, err)
		was, err := want.Load(t.Context(), socialticket.Ref{Account: one.Account, Key: one.Key})
		require.NoError(t, err)
		is, err := got.Load(t.Context(), socialticket.Ref{Account: one.Account, Key: one.Key})
		require.NoError(t, err)
		if diff := cmp.Diff(asJSON(t, was), asJSON(t, is)); diff != "" {
			t.Fatalf("contact %s (-recorded +replayed):\n%s", one.Key, diff)
		}
	}
}

// about returns all that a store tells of a ticket.
func about(t *testing.T, s *memory.Store, id ticket.ID) string {
	t.Helper()
	head, err := s.Load(t.Context(), socialticket.Ref{Ticket: id, First: true})
	require.NoError(t, err)
	comments, err := s.Comments(t.Context(), id, socialticket.Page{Limit: 10_000})
	require.NoError(t, err)
	events, err := s.Events(t.Context(), id, socialticket.Page{Limit: 10_000})
	require.NoError(t, err)
	return asJSON(t, head) + asJSON(t, comments) + asJSON(t, events)
}

// contents returns all that a store tells of its tickets.
func contents(t *testing.T, s *memory.Store) string {
	t.Helper()
	var ids []string
	for one, err := range s.Tickets(t.Context()) {
		require.NoError(t, err)
		ids = append(ids, about(t, s, one.ID))
	}
	slices.Sort(ids)
	return asJSON(t, ids)
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.MarshalIndent(v, "", " ")
	require.NoError(t, err)
	return string(text)
}
