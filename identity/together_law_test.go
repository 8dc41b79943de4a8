package identity_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
)

// anyone returns a contact of random values, with or without a record.
func anyone(r *rand.Rand, id string) identity.Member {
	pick := func(texts ...string) string { return texts[r.IntN(len(texts))] }
	kinds := []channel.Kind{channel.WhatsApp, channel.LINE, channel.X}
	m := identity.Member{User: identity.User{
		ID: id, Name: pick("", "Ana", "A. Souza"), Phone: pick("", "+5511987654321", "+551187654321"), Email: pick("", "ana@example.com"),
		Addresses: []channel.Address{{Account: channel.Account{Kind: kinds[r.IntN(3)], ID: "1"}, Handle: "handle of " + id}},
		CreatedAt: noon.Add(time.Duration(r.IntN(3)) * time.Hour), Tags: []string{pick("a", "b")},
	}}
	if r.IntN(3) > 0 {
		m.Record = identity.Person{
			ID: id, Name: pick("", "Ana S."), Email: pick("", "ANA@example.com", "souza@example.com"), Organization: pick("", "o1", "o2"),
			Tags: slices.Sorted(slices.Values([]string{pick("gold", "vip"), pick("x", "y")})), Notes: []string{pick("likes tea", "note of "+id)},
			Fields:    []identity.Field{{ID: pick("1", "2"), Value: pick("red", "blue")}},
			Handles:   []identity.Handle{{Kind: identity.HandlePhone, Value: pick("+331", "+332"), Label: pick("", "work", "mobile"), Verified: r.IntN(2) == 0}},
			CreatedAt: noon, Zone: pick("", "Europe/Paris"), ExternalID: pick("", "e"+id),
		}
	}
	return m
}

// TestLawTogether merges contacts in random orders and trees that end at the same winner:
// agents see the same person, and nothing that a contact has is lost.
func TestLawTogether(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 7))
		all := map[string]identity.Member{}
		var names []string
		for i := range 3 + r.IntN(3) {
			id := fmt.Sprint("u", i)
			all[id], names = anyone(r, id), append(names, id)
		}
		var first identity.Joined
		for round := range 6 {
			stored := records{}
			for id, m := range all {
				if !m.Record.IsZero() {
					stored[id] = m.Record
				}
			}
			order := slices.Clone(names[1:]) // all are merged into another, in the end into the first
			r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
			for i, from := range order {
				rest := append([]string{names[0]}, order[i+1:]...)
				require.True(t, stored.merge(t, from, rest[r.IntN(len(rest))]))
			}
			end, err := identity.Resolve(names[r.IntN(len(names))], stored.lookup)
			require.NoError(t, err)
			require.Equal(t, names[0], end.ID)
			var members []identity.Member
			for _, i := range r.Perm(len(names)) {
				m := all[names[i]]
				m.Record = stored[names[i]]
				members = append(members, m)
			}
			got := identity.Merging{}.Together(identity.Phones{}, end, members)
			if round == 0 {
				first = got
				nothingLost(t, got, members)
			}
			if diff := cmp.Diff(first, got, cmpopts.IgnoreFields(identity.Person{}, "UpdatedAt")); diff != "" {
				t.Fatalf("seed %d: another order of merges looks another way (-first +this):\n%s", seed, diff)
			}
		}
	}
}

// nothingLost states that all that can be joined of the contacts is in what is seen.
func nothingLost(t *testing.T, j identity.Joined, members []identity.Member) {
	t.Helper()
	for _, m := range members {
		for _, a := range m.User.Addresses {
			require.Contains(t, j.Addresses, a)
		}
		for _, tag := range m.Record.Tags {
			require.Contains(t, j.Person.Tags, tag)
		}
		for _, n := range m.Record.Notes {
			require.Contains(t, j.Person.Notes, n)
		}
		for _, f := range m.Record.Fields {
			require.NotEmpty(t, j.Person.Get(identity.CustomField+identity.FieldName(f.ID)))
		}
		for _, phone := range []string{m.User.Phone, m.Record.Phone} {
			require.True(t, phone == "" || slices.ContainsFunc(j.Phones(), func(p string) bool { return identity.Phones{}.Same(p, phone) }), phone)
		}
		require.Contains(t, j.Members, m.User.ID)
	}
	require.True(t, slices.IsSorted(j.Person.Tags))
}

// TestTogetherLossy hides of the others what Zendesk loses, and shows it again after parting.
func TestTogetherLossy(t *testing.T) {
	winner := identity.Member{User: identity.User{ID: "w", CreatedAt: noon}, Record: identity.Person{ID: "w", Tags: []string{"vip"}}}
	loser := identity.Member{
		User: identity.User{ID: "l", Name: "Lea", Phone: "+33612345678"},
		Record: identity.Person{
			ID: "l", Email: "lea@example.com", Organization: "o", Tags: []string{"gold"}, Notes: []string{"n"}, ExternalID: "e",
			Fields: []identity.Field{{ID: "1", Value: "x"}},
		},
	}
	got := identity.ZendeskMerging().Together(identity.Phones{}, winner.Record, []identity.Member{loser, winner})
	want := identity.Joined{Members: []string{"w", "l"}, Person: identity.Person{
		ID: "w", Name: "Lea", Email: "lea@example.com", Phone: "+33612345678", Organization: "o", Tags: []string{"vip"}, CreatedAt: noon,
		Handles: []identity.Handle{{Kind: identity.HandleEmail, Value: "lea@example.com"}, {Kind: identity.HandlePhone, Value: "+33612345678"}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lossy (-want +got):\n%s", diff)
	}
	alone := identity.ZendeskMerging().Together(identity.Phones{}, loser.Record, []identity.Member{loser})
	require.Equal(t, []string{"gold"}, alone.Person.Tags)
	require.Equal(t, []string{"n"}, alone.Person.Notes)
}
