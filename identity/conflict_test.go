package identity_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
)

// TestConflict has two known users and one event that names both: it is applied to one,
// the other is reported, and the addresses stay where they are.
func TestConflict(t *testing.T) {
	number, id := on(shop, "447700900031")[0], on(shop, "GB.A1")[0]
	twins := on(shop, "5541988887777", "554188887777")
	tests := []struct {
		name     string
		ann, bob channel.Address
		event    channel.Event
		want     identity.Match
	}{
		{"a message from the number", number, id, wrote(shop, "447700900031", "GB.A1"),
			identity.Match{User: "ann", Address: number, Conflicts: []identity.Conflict{{Address: id, Owner: "bob"}}}},
		{"a message from the id", number, id, wrote(shop, "GB.A1", "447700900031"),
			identity.Match{User: "ann", Address: number, Conflicts: []identity.Conflict{{Address: id, Owner: "bob"}}}},
		{"a new id beside is added", number, id, wrote(shop, "447700900031", "GB.A1", "GB.ENT.7"),
			identity.Match{User: "ann", Address: number, Add: on(shop, "GB.ENT.7"), Conflicts: []identity.Conflict{{Address: id, Owner: "bob"}}}},
		{"told in both forms, reported once", on(shop, "BR.1")[0], twins[0], wrote(shop, "BR.1", "554188887777", "5541988887777"),
			identity.Match{User: "bob", Address: twins[0], Conflicts: []identity.Conflict{{Address: on(shop, "BR.1")[0], Owner: "ann"}}}},
		{"two writings of one number", number, on(shop, "+447700900031")[0], wrote(shop, "447700900031"),
			identity.Match{User: "ann", Address: number, Conflicts: []identity.Conflict{{Address: on(shop, "+447700900031")[0], Owner: "bob"}}}},
		{"a rename from the id to the number", number, id, renamed(shop, "GB.A1", "447700900031"),
			identity.Match{User: "bob", Address: id, Conflicts: []identity.Conflict{{Address: number, Owner: "ann"}}}},
		{"a rename from the number to the id", number, id, renamed(shop, "447700900031", "GB.A1"),
			identity.Match{User: "ann", Address: number, Conflicts: []identity.Conflict{{Address: id, Owner: "bob"}}}},
		{"a rename from an unknown handle", number, id, renamed(shop, "GB.OLD", "447700900031", "GB.A1"),
			identity.Match{User: "ann", Address: number, Conflicts: []identity.Conflict{{Address: id, Owner: "bob"}}}},
		{"a rename of a number that both have", twins[0], twins[1], renamed(shop, "554188887777", "5541988880002"),
			identity.Match{User: "ann", Address: twins[0], Add: on(shop, "5541988880002"), Conflicts: []identity.Conflict{{Address: twins[1], Owner: "bob"}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var x identity.Index
			require.Empty(t, x.Put(identity.User{ID: "ann", Addresses: []channel.Address{tt.ann}}))
			require.Empty(t, x.Put(identity.User{ID: "bob", Addresses: []channel.Address{tt.bob}}))
			if diff := cmp.Diff(tt.want, x.Phones.Match(tt.event, x.Owner)); diff != "" {
				t.Errorf("match mismatch (-want +got):\n%s", diff)
			}
			id, _ := take(t, &x, tt.event, "new")
			require.Equal(t, tt.want.User, id, "applied to another user")
			require.Equal(t, "ann", x.Owner(tt.ann))
			require.Equal(t, "bob", x.Owner(tt.bob))
		})
	}
}

// TestLawConflicts states that a match reports each candidate of another user, once,
// and nothing else.
func TestLawConflicts(t *testing.T) {
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 13))
		e := randomEvent(r)
		owners := map[channel.Address]string{}
		for _, a := range (identity.Phones{}).Candidates(e) {
			owners[a] = []string{"", "ann", "bob"}[r.IntN(3)]
		}
		m := identity.Phones{}.Match(e, func(a channel.Address) string { return owners[a] })
		want := map[identity.Conflict]int{}
		for a, owner := range owners {
			if owner != "" && owner != m.User {
				want[identity.Conflict{Address: a, Owner: owner}] = 1
			}
		}
		got := map[identity.Conflict]int{}
		for _, c := range m.Conflicts {
			got[c]++
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: %+v: conflicts mismatch (-want +got):\n%s", seed, e, diff)
		}
	}
}

// TestImportedWritings stores a handle as an import wrote it and lets the user
// write: it is the same user, without a second address.
func TestImportedWritings(t *testing.T) {
	tests := []struct {
		name             string
		account          channel.Account
		stored, incoming string
		same             bool
	}{
		{"with plus", shop, "+447700900123", "447700900123", true},
		{"without plus", sms, "447700900123", "+447700900123", true},
		{"with plus, the other form in Brazil", shop, "+5541988887777", "554188887777", true},
		{"with plus, the old form in Brazil", shop, "+554188887777", "5541988887777", true},
		{"with plus, Mexico", shop, "+5215512345678", "525512345678", true},
		{"with plus, Argentina", shop, "+541112345678", "5491112345678", true},
		{"the gateway writes a scheme", shop, "+447700900123", "whatsapp:+447700900123", true},
		{"the gateway writes a scheme, stored without plus", shop, "447700900123", "whatsapp:+447700900123", true},
		{"another number", shop, "+447700900124", "447700900123", false},
		{"a short code", sms, "+82025", "82025", false},
		{"digits are an id", bot, "+447700900123", "447700900123", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var x identity.Index
			known := identity.User{ID: "known", Phone: "+12065550001", Addresses: on(tt.account, tt.stored)}
			require.Empty(t, x.Put(known))
			id, changed := take(t, &x, wrote(tt.account, tt.incoming), "new")
			require.Equal(t, tt.same, id == "known")
			require.Equal(t, tt.same, !changed)
			got, _ := x.User("known")
			if diff := cmp.Diff(known, got); diff != "" {
				t.Errorf("the known user changed (-want +got):\n%s", diff)
			}
			other := tt.account
			other.ID = "100000000000009"
			id, _ = take(t, &x, wrote(other, tt.incoming), "elsewhere")
			require.Equal(t, "elsewhere", id, "a handle counts on one account only")
		})
	}
}

// TestTypedPhoneYields states that a phone typed by hand finds a user only where the
// number is not an address in another form.
func TestTypedPhoneYields(t *testing.T) {
	var x identity.Index
	require.Empty(t, x.Put(identity.User{ID: "ann", Addresses: on(shop, "447700900123", "554188887777")}))
	require.Empty(t, x.Put(identity.User{ID: "bob", Phone: "+44 7700 900123"}))
	require.Empty(t, x.Put(identity.User{ID: "cid", Phone: "+55 41 98888-7777"}))
	for _, handle := range []string{"447700900123", "554188887777"} {
		want := identity.Match{User: "ann", Address: on(shop, handle)[0]}
		if diff := cmp.Diff(want, x.Phones.Match(wrote(shop, handle), x.Owner)); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", handle, diff)
		}
	}
	require.Equal(t, "bob", x.Owner(on(sms, "447700900123")[0]))
}

// TestNoticesAddNothing has events that tell no new handle, of every type but the
// rename: such as that a device was linked, or that a user's identity was confirmed.
func TestNoticesAddNothing(t *testing.T) {
	types := []channel.EventType{
		channel.EventMessage, channel.EventEcho, channel.EventStatus, channel.EventHistory, channel.EventEdit, channel.EventRevoke,
		channel.EventRead, channel.EventOpen, channel.EventLeave, channel.EventPreference, channel.EventTemplate,
		channel.EventAccount, channel.EventControl, channel.EventUnknown, "notice of a later version",
	}
	known := identity.User{ID: "ann", Name: "Ann", Phone: "+447700900011", Locale: "en", Addresses: on(shop, "447700900011", "GB.A1")}
	for _, typ := range types {
		for _, e := range []channel.Event{
			wrote(shop, "447700900011"), wrote(shop, "GB.A1"), wrote(shop, "447700900011", "GB.A1"), wrote(shop, "+447700900011"),
			{Account: shop}, // about the account
		} {
			e.Type = typ
			e.Profile.Phone = "447700900099" // the device's
			e.Notice = channel.Notice{Name: "user_linked_device", Subject: "447700900099"}
			var x identity.Index
			require.Empty(t, x.Put(known))
			m := x.Phones.Match(e, x.Owner)
			require.Empty(t, m.Add, "%s from %q", typ, e.From)
			require.Empty(t, m.Conflicts, "%s from %q", typ, e.From)
			if e.From == "" {
				require.Empty(t, m.User)
				continue
			}
			require.Equal(t, "ann", m.User)
			got, changed := known.Seen(e, m, noon)
			require.False(t, changed, "%s from %q", typ, e.From)
			if diff := cmp.Diff(known, got); diff != "" {
				t.Errorf("%s from %q changed the user (-want +got):\n%s", typ, e.From, diff)
			}
		}
	}
}
