package identity_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
)

// TestPhoneAfterRename gives one user a row of events and compares the phone.
func TestPhoneAfterRename(t *testing.T) {
	first := wrote(shop, "447700900041", "GB.A1")
	beside := wrote(shop, "447700900042", "GB.A1")
	byID := renamed(shop, "GB.A1", "447700900042", "GB.B2")
	old := byID
	old.Profile.Phone = "447700900041" // what the item was sent from
	typed := identity.User{ID: "ada", Phone: "+44 7700 900041", Addresses: on(shop, "GB.A1")}
	tests := []struct {
		name   string
		user   identity.User // zero: the first event makes the user
		events []channel.Event
		want   string
	}{
		{"a message told the number before", identity.User{}, []channel.Event{first, beside, byID}, "+447700900042"},
		{"no message told it", identity.User{}, []channel.Event{first, byID}, "+447700900042"},
		{"the message comes after", identity.User{}, []channel.Event{first, byID, beside}, "+447700900042"},
		{"several messages told it", identity.User{}, []channel.Event{first, beside, wrote(shop, "447700900042", "GB.B2"), byID}, "+447700900042"},
		{"the id stays", identity.User{}, []channel.Event{first, beside, renamed(shop, "GB.A1", "447700900042")}, "+447700900042"},
		{"the former handle is the number", identity.User{}, []channel.Event{first, beside, renamed(shop, "447700900041", "447700900042", "GB.B2")}, "+447700900042"},
		{"the profile has the old number", identity.User{}, []channel.Event{first, beside, old}, "+447700900042"},
		{"a phone typed by hand", typed, []channel.Event{beside, byID}, "+447700900042"},
		{"a phone typed by hand, and the id stays", typed, []channel.Event{beside, renamed(shop, "GB.A1", "447700900042")}, "+447700900042"},
		{"the other form of the number", identity.User{}, []channel.Event{
			wrote(shop, "5541988880001", "BR.A1"), wrote(shop, "5541988880002", "BR.A1"), renamed(shop, "BR.A1", "554188880002", "BR.B2"),
		}, "+554188880002"},
		{"back to the first number", identity.User{}, []channel.Event{first, byID, renamed(shop, "GB.B2", "447700900041", "GB.C3")}, "+447700900041"},
		{"an old rename again", identity.User{}, []channel.Event{first, byID, renamed(shop, "GB.B2", "447700900043", "GB.C3"), byID}, "+447700900043"},
		{"the new number as an agent writes it", identity.User{ID: "ada", Phone: "+44 7700 900042", Addresses: on(shop, "GB.A1")},
			[]channel.Event{byID}, "+44 7700 900042"},
		{"another number of the user changes", identity.User{ID: "ada", Phone: "+447700900041", Addresses: on(shop, "447700900041", "447700900040", "447700900042")},
			[]channel.Event{renamed(shop, "447700900040", "447700900042")}, "+447700900041"},
		{"the id alone changes", identity.User{}, []channel.Event{first, renamed(shop, "GB.A1", "GB.B2")}, "+447700900041"},
		{"a message alone replaces nothing", identity.User{}, []channel.Event{first, beside}, "+447700900041"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var x identity.Index
			if tt.user.ID != "" {
				require.Empty(t, x.Put(tt.user))
			}
			for _, e := range tt.events {
				id, _ := take(t, &x, e, "ada")
				require.Equal(t, "ada", id)
				_, changed := take(t, &x, e, "again")
				require.False(t, changed, "the same event at once again changed something")
			}
			u, _ := x.User("ada")
			if diff := cmp.Diff(tt.want, u.Phone); diff != "" {
				t.Errorf("phone mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestToldPhone states which phone a first contact gets.
func TestToldPhone(t *testing.T) {
	tests := []struct {
		name    string
		account channel.Account
		handles []string
		phone   string // of the profile
		want    string
	}{
		{"a number", shop, []string{"447700900041"}, "", "+447700900041"},
		{"a user id", shop, []string{"GB.A1"}, "", ""},
		{"a user id, told as the phone too", shop, []string{"GB.A1"}, "GB.A1", ""},
		{"a parent's id", shop, []string{"GB.ENT.11815799212886844830"}, "GB.ENT.11815799212886844830", ""},
		{"a user id behind the scheme", shop, []string{"whatsapp:GB.A1"}, "whatsapp:GB.A1", ""},
		{"an id of a form to come", shop, []string{"GB.A-1"}, "GB.A-1", ""},
		{"a row of digits too long for a number", shop, []string{"13491208655302741918"}, "13491208655302741918", ""},
		{"a user id, a number beside", shop, []string{"GB.A1", "447700900041"}, "GB.A1", "+447700900041"},
		{"a user id, the number in the profile alone", shop, []string{"GB.A1"}, "447700900041", "+447700900041"},
		{"a number, a user id as the phone", shop, []string{"447700900041"}, "GB.A1", "+447700900041"},
		{"the profile is of a person beside", shop, []string{"447700900011"}, "447700900022", "+447700900011"},
		{"the profile has the other form", shop, []string{"554188887777"}, "5541988887777", "+5541988887777"},
		{"a short code", sms, []string{"82025"}, "", ""},
		{"an id that looks like a number", bot, []string{"447700900041"}, "", ""},
		{"a number that the user shared", bot, []string{"42"}, "447700900041", "447700900041"},
		{"a number as people write it at home", bot, []string{"42"}, "(41) 98888-7777", "(41) 98888-7777"},
		{"a name in its place", bot, []string{"42"}, "@ada", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := wrote(tt.account, tt.handles...)
			e.Profile.Phone = tt.phone
			if got := identity.FirstContact(e, "ada", noon).Phone; got != tt.want {
				t.Errorf("first contact: phone %q, want %q", got, tt.want)
			}
			known := identity.User{ID: "ada", Addresses: on(tt.account, tt.handles...)}
			if u, _ := known.Seen(e, identity.Match{User: "ada"}, noon); u.Phone != tt.want {
				t.Errorf("known without a phone: phone %q, want %q", u.Phone, tt.want)
			}
		})
	}
}

// TestLawPhone states that the phone is a number or empty, and that it is the new
// number after a rename that adds one.
func TestLawPhone(t *testing.T) {
	for seed := range uint64(1000) {
		r := rand.New(rand.NewPCG(seed, 11))
		var x identity.Index
		for i := range 12 {
			e := randomEvent(r)
			if r.IntN(2) == 0 {
				e.Profile.Phone = e.From
			}
			m := x.Phones.Match(e, x.Owner)
			id, _ := take(t, &x, e, string(rune('a'+i)))
			u, _ := x.User(id)
			if u.Phone != "" && (identity.IsUserID(u.Phone) || x.Phones.E164(u.Phone) == "") {
				t.Fatalf("seed %d: phone %q after %+v", seed, u.Phone, e)
			}
			for _, a := range m.Add {
				number := a.Account.Kind == channel.WhatsApp && !identity.IsUserID(a.Handle)
				if e.Type == channel.EventHandle && number && !x.Phones.Same(u.Phone, a.Handle) {
					t.Fatalf("seed %d: phone %q after the new number %q of %+v", seed, u.Phone, a.Handle, e)
				}
			}
		}
	}
}
