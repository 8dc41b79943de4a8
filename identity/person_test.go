package identity_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/identity"
)

// records are the persons that a host stored.
type records map[string]identity.Person

func (r records) lookup(id string) (identity.Person, error) { return r[id], nil }

// link makes a record with a link and nothing else.
func (r records) link(from, into string) { r[from] = identity.Person{ID: from, Into: into} }

// merge does what a host does for "from is the same as into": it merges from into the
// winner of into, unless that would close a circle.
func (r records) merge(t testing.TB, from, into string) (done bool) {
	t.Helper()
	circle, err := identity.Closes(from, into, r.lookup)
	require.NoError(t, err)
	winner, err := identity.Resolve(into, r.lookup)
	require.NoError(t, err)
	p := r[from]
	p.ID = from
	merged, err := p.MergedInto(winner, "agent/1", "", noon)
	if p.Into != "" {
		require.ErrorIs(t, err, identity.ErrMerged, "%s into %s", from, into)
		return false
	}
	require.Equal(t, circle, errors.Is(err, identity.ErrCircle), "%s into %s", from, into)
	if err == nil {
		r[from] = merged
	}
	return err == nil
}

// winner returns the id of the person at the end of the links from id.
func (r records) winner(t testing.TB, id string) string {
	t.Helper()
	p, err := identity.Resolve(id, r.lookup)
	require.NoError(t, err)
	return p.ID
}

// ada returns a person with a value in each field but those of a merge.
func ada() identity.Person {
	return identity.Person{
		ID: "ada", Version: 3, Name: "Ada Lovelace", Email: "ada@example.org", Phone: "+447700900001", Locale: "en_GB",
		Organization: "engines", Tags: []string{"early", "vip"}, Fields: []identity.Field{{ID: "7", Value: "red"}, {ID: "9", Value: "x"}},
		CreatedAt: noon, UpdatedAt: noon.Add(time.Minute),
	}
}

func TestMergedInto(t *testing.T) {
	later := noon.Add(time.Hour)
	before, winner := ada(), identity.Person{ID: "ann", Name: "Ann"}
	want := ada()
	want.Into, want.MergedBy, want.Reason = "ann", "agent/1", "the same address"
	want.MergedAt, want.UpdatedAt = later, later
	want.Merges = []identity.Merged{{Into: "ann", At: later, By: "agent/1", Reason: "the same address"}}
	got, err := before.MergedInto(winner, "agent/1", "the same address", later.In(time.FixedZone("", 3600)))
	require.NoError(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("merged (-want +got):\n%s", diff)
	}
	got.Tags[0], got.Fields[0].Value = "changed", "changed"
	if diff := cmp.Diff(ada(), before); diff != "" {
		t.Errorf("the receiver changed (-want +got):\n%s", diff)
	}
	want = ada()
	want.UpdatedAt = later.Add(time.Hour)
	want.Merges = []identity.Merged{{
		Into: "ann", At: later, By: "agent/1", Reason: "the same address", PartedAt: later.Add(time.Hour), PartedBy: "agent/2",
	}}
	got, err = got.Parted("agent/2", later.Add(time.Hour))
	require.NoError(t, err)
	got.Tags[0], got.Fields[0].Value = "early", "red"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("parted (-want +got):\n%s", diff)
	}
}

func TestMergeRefused(t *testing.T) {
	person := func(id, into string) identity.Person { return identity.Person{ID: id, Into: into} }
	tests := []struct {
		name      string
		p, winner identity.Person
		want      error // nil: any
	}{
		{"with itself", person("a", ""), person("a", ""), identity.ErrCircle},
		{"merged already", person("a", "b"), person("c", ""), identity.ErrMerged},
		{"merged into the same already", person("a", "b"), person("b", ""), identity.ErrMerged},
		{"the winner is merged", person("a", ""), person("b", "c"), identity.ErrMerged},
		{"the winner points back", person("a", ""), person("b", "a"), identity.ErrMerged},
		{"without an id", person("", ""), person("b", ""), nil},
		{"into a person without an id", person("a", ""), person("", ""), nil},
		{"both without an id", person("", ""), person("", ""), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.p.MergedInto(tt.winner, "agent/1", "", noon)
			require.Error(t, err)
			require.Contains(t, err.Error(), "identity: ")
			require.True(t, got.IsZero())
			for _, e := range []error{identity.ErrCircle, identity.ErrMerged, identity.ErrNotMerged} {
				require.Equal(t, errors.Is(tt.want, e), errors.Is(err, e), "%v is %v", err, e)
			}
		})
	}
	got, err := person("a", "").Parted("agent/1", noon)
	require.ErrorIs(t, err, identity.ErrNotMerged)
	require.True(t, got.IsZero())
}

func TestResolve(t *testing.T) {
	r := records{"c": {ID: "c", Name: "Cid"}}
	r.link("a", "b")
	r.link("b", "c")
	r.link("d", "bare")
	r.link("x", "y")
	r.link("y", "z")
	r.link("z", "y")
	r.link("self", "self")
	tests := []struct {
		id     string
		want   identity.Person
		circle bool
	}{
		{id: "a", want: r["c"]},
		{id: "b", want: r["c"]},
		{id: "c", want: r["c"]},
		{id: "d", want: identity.Person{ID: "bare"}},
		{id: "bare", want: identity.Person{ID: "bare"}},
		{id: ""},
		{id: "x", circle: true},
		{id: "z", circle: true},
		{id: "self", circle: true},
	}
	for _, tt := range tests {
		got, err := identity.Resolve(tt.id, r.lookup)
		require.Equal(t, tt.circle, errors.Is(err, identity.ErrCircle), "%q: %v", tt.id, err)
		require.Equal(t, tt.circle, err != nil, "%q: %v", tt.id, err)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q mismatch (-want +got):\n%s", tt.id, diff)
		}
	}
}

func TestResolveFails(t *testing.T) {
	down := errors.New("the database is down")
	_, err := identity.Resolve("a", func(string) (identity.Person, error) { return identity.Person{}, down })
	require.ErrorIs(t, err, down)
	_, err = identity.Closes("a", "b", func(string) (identity.Person, error) { return identity.Person{}, down })
	require.ErrorIs(t, err, down)

	asked := 0
	endless := func(string) (identity.Person, error) {
		asked++
		return identity.Person{ID: "p", Into: fmt.Sprint("p", asked)}, nil
	}
	_, err = identity.Resolve("p", endless)
	require.ErrorIs(t, err, identity.ErrCircle, "a host that makes links up is stopped")
	require.LessOrEqual(t, asked, 10_001)
}

func TestResolveLongChain(t *testing.T) {
	r := records{}
	for i := range 10_000 {
		r.link(fmt.Sprint(i), fmt.Sprint(i+1))
	}
	require.Equal(t, "10000", r.winner(t, "0"))
	r.link("10000", "10001")
	_, err := identity.Resolve("0", r.lookup)
	require.ErrorIs(t, err, identity.ErrCircle)
}

// TestResolveAllocatesNothing for the common case: a person who was not merged.
func TestResolveAllocatesNothing(t *testing.T) {
	r := records{"c": {ID: "c", Name: "Cid"}}
	lookup := r.lookup
	if n := testing.AllocsPerRun(100, func() { _, _ = identity.Resolve("c", lookup) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestCloses(t *testing.T) {
	r := records{}
	r.link("a", "b")
	r.link("b", "c")
	r.link("x", "y")
	r.link("y", "x")
	tests := []struct {
		from, into   string
		want, circle bool
	}{
		{"a", "a", true, false},
		{"c", "a", true, false},
		{"c", "b", true, false},
		{"b", "a", true, false},
		{"d", "a", false, false},
		{"c", "d", false, false},
		{"a", "c", false, false},
		{"", "a", false, false},
		{"a", "", false, false},
		{"", "", false, false},
		{"d", "x", false, true}, // they are a circle already
		{"x", "y", true, false},
	}
	for _, tt := range tests {
		got, err := identity.Closes(tt.from, tt.into, r.lookup)
		require.Equal(t, tt.circle, errors.Is(err, identity.ErrCircle), "%q into %q: %v", tt.from, tt.into, err)
		require.Equal(t, tt.want, got, "%q into %q", tt.from, tt.into)
	}
}

// TestLawRandomLinks follows links that may hold circles: the search ends after at
// most a look at each person and one more, it agrees with Closes, and a winner is its
// own winner.
func TestLawRandomLinks(t *testing.T) {
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 17))
		names, stored := []string{"a", "b", "c", "d", "e", "f"}, records{}
		pick := func() string { return names[r.IntN(len(names))] }
		for range r.IntN(8) {
			stored.link(pick(), pick())
		}
		asked := 0
		lookup := func(id string) (identity.Person, error) {
			asked++
			return stored[id], nil
		}
		for _, id := range names {
			asked = 0
			p, err := identity.Resolve(id, lookup)
			require.LessOrEqual(t, asked, len(names)+1, "seed %d", seed)
			if err != nil {
				require.ErrorIs(t, err, identity.ErrCircle)
				continue
			}
			again, err := identity.Resolve(p.ID, lookup)
			require.NoError(t, err)
			if diff := cmp.Diff(p, again); diff != "" {
				t.Fatalf("seed %d: the winner of %q has another winner (-first +again):\n%s", seed, id, diff)
			}
			from := pick()
			closes, err := identity.Closes(from, id, lookup)
			require.NoError(t, err, "seed %d", seed)
			linked := maps.Clone(stored)
			linked.link(from, id)
			_, err = identity.Resolve(from, linked.lookup)
			require.Equal(t, closes, errors.Is(err, identity.ErrCircle), "seed %d: %q into %q", seed, from, id)
		}
	}
}

// TestLawMergePart merges and parts persons at random. No circle comes about, and once
// all are parted each is as it was.
func TestLawMergePart(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 19))
		names, stored := []string{"a", "b", "c", "d", "e"}, records{}
		for _, id := range names[:3] { // the others are bare contacts
			p := ada()
			p.ID = id
			stored[id] = p
		}
		before := maps.Clone(stored)
		for range 20 {
			from, into := names[r.IntN(len(names))], names[r.IntN(len(names))]
			if p := stored[from]; p.Into != "" && r.IntN(2) == 0 {
				parted, err := p.Parted("agent/2", noon)
				require.NoError(t, err)
				stored[from] = parted
			} else {
				stored.merge(t, from, into)
			}
			for _, id := range names {
				stored.winner(t, id)
			}
		}
		for id, p := range stored {
			if p.Into != "" {
				p, _ = p.Parted("agent/2", noon)
			}
			want := before[id]
			want.ID = id
			if diff := cmp.Diff(want, p, cmpopts.IgnoreFields(identity.Person{}, "UpdatedAt", "Merges")); diff != "" {
				t.Fatalf("seed %d: %q after merging and parting (-before +after):\n%s", seed, id, diff)
			}
		}
	}
}

// TestLawMergeOrder does three merges in each of their six orders: all persons end
// with the same winners.
func TestLawMergeOrder(t *testing.T) {
	orders := [][3]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}
	names := []string{"a", "b", "c", "d", "e"}
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 23))
		r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		var merges [3][2]string // each loses once, to a person later in the row
		for i := range merges {
			merges[i] = [2]string{names[i], names[i+1+r.IntN(len(names)-i-1)]}
		}
		var first []string
		for _, order := range orders {
			stored := records{}
			for _, i := range order {
				require.True(t, stored.merge(t, merges[i][0], merges[i][1]))
			}
			var winners []string
			for _, id := range slices.Sorted(slices.Values(names)) {
				winners = append(winners, id+" is "+stored.winner(t, id))
			}
			if first == nil {
				first = winners
			}
			if diff := cmp.Diff(first, winners); diff != "" {
				t.Fatalf("seed %d: merges %v in the order %v (-first +now):\n%s", seed, merges, order, diff)
			}
		}
	}
}

// TestCircleRefused merges three persons in a ring: in each order the last is refused
// and one winner is left.
func TestCircleRefused(t *testing.T) {
	ring := [][2]string{{"a", "b"}, {"b", "c"}, {"c", "a"}}
	for _, order := range [][3]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		stored := records{}
		var done []bool
		for _, i := range order {
			done = append(done, stored.merge(t, ring[i][0], ring[i][1]))
		}
		require.Equal(t, []bool{true, true, false}, done, "%v", order)
		require.Equal(t, stored.winner(t, "a"), stored.winner(t, "b"))
		require.Equal(t, stored.winner(t, "a"), stored.winner(t, "c"))
	}
}

// TestPersonJSON holds the form that hosts store.
func TestPersonJSON(t *testing.T) {
	merged, err := ada().MergedInto(identity.Person{ID: "ann"}, "agent/1", "the same address", noon.Add(time.Hour))
	require.NoError(t, err)
	for name, p := range map[string]identity.Person{"person": merged, "person_empty": {}} {
		got, err := json.MarshalIndent(p, "", "  ")
		require.NoError(t, err)
		want, err := os.ReadFile(filepath.Join("testdata", name+".golden.json"))
		require.NoError(t, err)
		if diff := cmp.Diff(string(want), string(got)+"\n"); diff != "" {
			t.Errorf("%s mismatch (-want +got):\n%s", name, diff)
		}
		var back identity.Person
		require.NoError(t, json.Unmarshal(want, &back))
		if diff := cmp.Diff(p, back); diff != "" {
			t.Errorf("%s stored and read again (-want +got):\n%s", name, diff)
		}
	}
	text, err := os.ReadFile(filepath.Join("testdata", "person_before.json")) // written before persons had a history
	require.NoError(t, err)
	var old identity.Person
	require.NoError(t, json.Unmarshal(text, &old))
	if diff := cmp.Diff(merged, old, cmpopts.IgnoreFields(identity.Person{}, "Merges")); diff != "" {
		t.Errorf("an old record (-want +got):\n%s", diff)
	}
	require.True(t, identity.Person{}.IsZero())
	require.False(t, merged.IsZero())
}
