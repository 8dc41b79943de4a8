package identity_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
)

var (
	shop   = channel.Account{Kind: channel.WhatsApp, ID: "100000000000001"}
	office = channel.Account{Kind: channel.WhatsApp, ID: "100000000000002"}
	sms    = channel.Account{Kind: channel.SMS, ID: "100000000000003"}
	bot    = channel.Account{Kind: channel.Telegram, ID: "5550001"}
	noon   = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
)

// wrote returns a message from the first handle that tells the others too.
func wrote(a channel.Account, handles ...string) channel.Event {
	return channel.Event{
		ID: "e1", Type: channel.EventMessage, Account: a, From: handles[0], Sent: noon,
		Profile: channel.Profile{Handles: handles[1:]},
	}
}

// renamed returns the platform's word that a handle has become others.
func renamed(a channel.Account, former string, now ...string) channel.Event {
	return channel.Event{
		ID: "e2", Type: channel.EventHandle, Account: a, From: former, Sent: noon,
		Profile: channel.Profile{Handles: now},
	}
}

// take applies an event as a host does and returns the user's id, "" if the event
// is about an unknown user, and whether anything changed.
func take(t testing.TB, x *identity.Index, e channel.Event, newID string) (id string, changed bool) {
	t.Helper()
	if len(x.Phones.Candidates(e)) == 0 {
		return "", false
	}
	m := x.Phones.Match(e, x.Owner)
	u, known := x.User(m.User)
	if !known {
		if e.Type == channel.EventHandle {
			return "", false
		}
		u = identity.FirstContact(e, newID, noon)
	}
	u, changed = u.Seen(e, m, noon)
	require.Empty(t, x.Put(u), "a match gave another user's address away")
	return u.ID, changed || !known
}

// TestLawNothingStolen throws random events at random users: no address of a user
// is ever another user's afterwards, and the same event at once again changes
// nothing.
func TestLawNothingStolen(t *testing.T) {
	for seed := range uint64(1000) {
		r := rand.New(rand.NewPCG(seed, 7))
		x := &identity.Index{Phones: identity.Phones{ExactFirst: seed%2 == 0}}
		if seed%4 < 2 {
			x.Put(identity.User{ID: "typed 1", Phone: "+55 41 8888-7777"})
			x.Put(identity.User{ID: "typed 2", Phone: "+44 7700 900123"})
		}
		owners := map[channel.Address]string{}
		for i := range 12 {
			e := randomEvent(r)
			id, _ := take(t, x, e, string(rune('a'+i)))
			if again, changed := take(t, x, e, "again"); changed || e.Type == channel.EventMessage && again != id {
				t.Fatalf("seed %d: %+v again: user %q after %q, changed %v", seed, e, again, id, changed)
			}
			for a, owner := range owners {
				if now := x.Owner(a); now != owner {
					t.Fatalf("seed %d: %v went from %q to %q by %+v", seed, a, owner, now, e)
				}
			}
			u, _ := x.User(id)
			for _, a := range u.Addresses {
				owners[a] = id
			}
		}
	}
}

// randomEvent returns a message or a rename that tells one number at most, as
// platforms do, and up to two ids, all out of a small pool.
func randomEvent(r *rand.Rand) channel.Event {
	numbers := []string{
		"5541988887777", "554188887777", "525512345678", "5215512345678", "5491112345678", "541112345678", "447700900123", "+447700900123",
	}
	ids := []string{"BR.1A", "BR.2B", "BR.ENT.3C", "MX.4D", ""}
	r.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	told := append([]string{numbers[r.IntN(len(numbers))]}, ids[:r.IntN(3)]...)
	r.Shuffle(len(told), func(i, j int) { told[i], told[j] = told[j], told[i] })
	account := []channel.Account{shop, office, bot}[r.IntN(3)]
	if r.IntN(3) == 0 {
		former := append(numbers, ids...)
		return renamed(account, former[r.IntN(len(former))], told...)
	}
	return wrote(account, told[r.IntN(len(told)):]...)
}

func TestCandidates(t *testing.T) {
	tests := []struct {
		name   string
		phones identity.Phones
		event  channel.Event
		want   []string
	}{
		{"no user", identity.Phones{}, channel.Event{Account: shop}, nil},
		{"a plain number", identity.Phones{}, wrote(shop, "447700900123"), []string{"447700900123", "+447700900123"}},
		{"Benin before 2024", identity.Phones{}, wrote(shop, "22997123456"), []string{"2290197123456", "+2290197123456", "22997123456", "+22997123456"}},
		{"Brazil without the ninth digit", identity.Phones{}, wrote(shop, "554188887777"), []string{"5541988887777", "+5541988887777", "554188887777", "+554188887777"}},
		{"the exact form first", identity.Phones{ExactFirst: true}, wrote(shop, "554188887777"), []string{"554188887777", "+554188887777", "5541988887777", "+5541988887777"}},
		{"a Brazilian landline", identity.Phones{}, wrote(shop, "555133224455"), []string{"555133224455", "+555133224455"}},
		{"a freephone number has no area code", identity.Phones{}, wrote(shop, "558007654321"), []string{"558007654321", "+558007654321"}},
		{"Mexico", identity.Phones{}, wrote(shop, "5215512345678"), []string{"525512345678", "+525512345678", "5215512345678", "+5215512345678"}},
		{"Argentina", identity.Phones{}, wrote(shop, "541112345678"), []string{"541112345678", "+541112345678", "5491112345678", "+5491112345678"}},
		{"a number decides over ids", identity.Phones{}, wrote(shop, "US.1", "US.ENT.2", "12065550001"), []string{"12065550001", "+12065550001", "US.1", "US.ENT.2"}},
		{"told twice, tried once", identity.Phones{}, wrote(shop, "554188887777", "554188887777", "5541988887777", "BR.1"), []string{"5541988887777", "+5541988887777", "554188887777", "+554188887777", "BR.1"}},
		{"a former handle comes first", identity.Phones{}, renamed(shop, "US.1", "US.2", "12065550001"), []string{"US.1", "12065550001", "+12065550001", "US.2"}},
		{"a prefix stays", identity.Phones{}, wrote(shop, "whatsapp:+554188887777"), []string{
			"whatsapp:+5541988887777", "+5541988887777", "5541988887777", "whatsapp:+554188887777", "+554188887777", "554188887777",
		}},
		{"a number with plus", identity.Phones{}, wrote(sms, "+447700900123"), []string{"+447700900123", "447700900123"}},
		{"a short code has one form", identity.Phones{}, wrote(sms, "82025"), []string{"82025"}},
		{"digits are no number on Telegram", identity.Phones{}, wrote(bot, "554188887777"), []string{"554188887777"}},
		{"the country is not for handles", identity.Phones{Country: "BR"}, wrote(shop, "4188887777"), []string{"4188887777", "+4188887777"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, a := range tt.phones.Candidates(tt.event) {
				require.Equal(t, tt.event.Account, a.Account)
				got = append(got, a.Handle)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCandidatesAllocate allows the list, and for a number its form with plus.
func TestCandidatesAllocate(t *testing.T) {
	for _, tt := range []struct {
		event channel.Event
		most  float64
	}{{wrote(shop, "447700900123"), 2}, {wrote(bot, "42"), 1}} {
		if n := testing.AllocsPerRun(100, func() { identity.Phones{}.Candidates(tt.event) }); n > tt.most {
			t.Errorf("%v allocations for %v, want at most %v", n, tt.event.Address(), tt.most)
		}
	}
}

func TestMatch(t *testing.T) {
	at := func(h string) channel.Address { return channel.Address{Account: shop, Handle: h} }
	ada, bob := "ada", "bob"
	tests := []struct {
		name   string
		owners map[string]string
		event  channel.Event
		want   identity.Match
	}{
		{"unknown", nil, wrote(shop, "12065550001", "US.1"),
			identity.Match{Address: at("12065550001"), Add: on(shop, "12065550001", "US.1")}},
		{"told in both forms, added in one", nil, wrote(shop, "554188887777", "5541988887777"),
			identity.Match{Address: at("554188887777"), Add: on(shop, "554188887777")}},
		{"known in the other form: nothing to add", map[string]string{"5541988887777": ada}, wrote(shop, "554188887777"),
			identity.Match{User: ada, Address: at("5541988887777")}},
		{"known by the user id: the number is added", map[string]string{"US.1": ada}, wrote(shop, "12065550001", "US.1"),
			identity.Match{User: ada, Address: at("US.1"), Add: on(shop, "12065550001")}},
		{"number and id are two users'", map[string]string{"12065550001": ada, "US.1": bob}, wrote(shop, "12065550001", "US.1"),
			identity.Match{User: ada, Address: at("12065550001"), Conflicts: []identity.Conflict{{at("US.1"), bob}}}},
		{"both forms are stored, for two users", map[string]string{"5541988887777": ada, "554188887777": bob}, wrote(shop, "554188887777"),
			identity.Match{User: ada, Address: at("5541988887777"), Conflicts: []identity.Conflict{{at("554188887777"), bob}}}},
		{"another account's handle is another's", map[string]string{"12065550001": ada}, wrote(office, "12065550001"),
			identity.Match{Address: channel.Address{Account: office, Handle: "12065550001"},
				Add: []channel.Address{{Account: office, Handle: "12065550001"}}}},
		{"a rename", map[string]string{"US.1": ada}, renamed(shop, "US.1", "US.2", "US.ENT.2"),
			identity.Match{User: ada, Address: at("US.1"), Add: on(shop, "US.2", "US.ENT.2")}},
		{"a rename of an unknown user", nil, renamed(shop, "US.1", "US.2"), identity.Match{Address: at("US.1")}},
		{"half of a rename is another user's: no id moves, the number does", map[string]string{"US.1": ada, "US.ENT.2": bob},
			renamed(shop, "US.1", "US.2", "US.ENT.2", "12065550001"),
			identity.Match{User: ada, Address: at("US.1"), Add: on(shop, "12065550001"), Conflicts: []identity.Conflict{{at("US.ENT.2"), bob}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := identity.Phones{}.Match(tt.event, func(a channel.Address) string {
				if a.Account != shop {
					return ""
				}
				return tt.owners[a.Handle]
			})
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestMatchAsksForCandidatesOnly is the promise that lets a host look all
// addresses up in one call.
func TestMatchAsksForCandidatesOnly(t *testing.T) {
	for seed := range uint64(500) {
		e := randomEvent(rand.New(rand.NewPCG(seed, 3)))
		allowed := map[channel.Address]bool{}
		for _, a := range (identity.Phones{}).Candidates(e) {
			allowed[a] = true
		}
		identity.Phones{}.Match(e, func(a channel.Address) string {
			require.True(t, allowed[a], "%v is not among %v", a, slices.Collect(maps.Keys(allowed)))
			return []string{"", "ada", "bob"}[len(a.Handle)%3]
		})
	}
}
