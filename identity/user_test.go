package identity_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
)

func on(a channel.Account, handles ...string) []channel.Address {
	var all []channel.Address
	for _, h := range handles {
		all = append(all, channel.Address{Account: a, Handle: h})
	}
	return all
}

func TestFirstContact(t *testing.T) {
	e := wrote(shop, "12065550001", "US.1")
	e.Profile.Name, e.Profile.Locale = "Ada", "en_US"
	want := identity.User{
		ID: "u1", Name: "Ada", Phone: "+12065550001", Locale: "en_US",
		Addresses: on(shop, "12065550001"), CreatedAt: noon, UpdatedAt: noon,
	}
	got := identity.FirstContact(e, "u1", noon.In(time.FixedZone("", 3600)))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	want = identity.User{ID: "u2", Name: "@bob", Addresses: on(bot, "42"), CreatedAt: noon, UpdatedAt: noon}
	e = wrote(bot, "42")
	e.Profile.Username = "@bob"
	if diff := cmp.Diff(want, identity.FirstContact(e, "u2", noon)); diff != "" {
		t.Errorf("without a number: mismatch (-want +got):\n%s", diff)
	}
}

func TestSeen(t *testing.T) {
	later := noon.Add(time.Hour)
	ada := identity.User{ID: "ada", Name: "Ada (VIP)", Phone: "+1 206 555 0001", Addresses: on(shop, "12065550001"), CreatedAt: noon, UpdatedAt: noon}
	bob := identity.Conflict{Address: on(shop, "12065550002")[0], Owner: "bob"}
	told := wrote(shop, "12065550001", "US.1")
	told.Profile.Name, told.Profile.Locale, told.Profile.Phone = "ada lovelace", "en", "12065550009"
	tests := []struct {
		name  string
		event channel.Event
		match identity.Match
		want  func(u *identity.User) // nil: no change
	}{
		{"nothing new", wrote(shop, "12065550001"), identity.Match{}, nil},
		{"what an agent set stays, blanks are filled", told, identity.Match{Add: on(shop, "US.1")}, func(u *identity.User) {
			u.Locale, u.Addresses = "en", on(shop, "12065550001", "US.1")
		}},
		{"a handle that another user has is left there", told, identity.Match{Conflicts: []identity.Conflict{{on(shop, "US.1")[0], "bob"}}}, func(u *identity.User) {
			u.Locale = "en"
		}},
		{"the first message on another account, of a user joined by hand", wrote(bot, "42"), identity.Match{}, func(u *identity.User) {
			u.Addresses = append(on(shop, "12065550001"), on(bot, "42")...)
		}},
		{"a new number", renamed(shop, "12065550001", "12065550002"), identity.Match{Add: on(shop, "12065550002")}, func(u *identity.User) {
			u.Phone, u.Addresses = "+12065550002", on(shop, "12065550001", "12065550002")
		}},
		{"a new number that a message told before", renamed(shop, "12065550001", "12065550002"), identity.Match{}, func(u *identity.User) {
			u.Phone = "+12065550002"
		}},
		{"a new number that is another user's", renamed(shop, "12065550001", "12065550002"), identity.Match{Conflicts: []identity.Conflict{bob}}, func(u *identity.User) {
			u.Phone = ""
		}},
		{"a new user id leaves the phone alone", renamed(shop, "US.1", "US.2"), identity.Match{Add: on(shop, "US.2")}, func(u *identity.User) {
			u.Addresses = on(shop, "12065550001", "US.2")
		}},
		{"an old rename again leaves a newer phone alone", renamed(shop, "12065550003", "12065550004"), identity.Match{}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := ada
			if tt.want != nil {
				tt.want(&want)
				want.UpdatedAt = later
			}
			before := ada.With()
			got, changed := ada.Seen(tt.event, tt.match, later)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
			require.Equal(t, tt.want != nil, changed)
			require.Equal(t, before, ada, "the receiver changed")
		})
	}
}

// TestWithKeepsTheOriginal guards against two copies that share an array.
func TestWithKeepsTheOriginal(t *testing.T) {
	u := identity.User{Addresses: append(make([]channel.Address, 0, 8), on(shop, "1")...)}
	a, b := u.With(on(shop, "2")...), u.With(on(shop, "3", "1")...)
	if diff := cmp.Diff([][]channel.Address{on(shop, "1"), on(shop, "1", "2"), on(shop, "1", "3")},
		[][]channel.Address{u.Addresses, a.Addresses, b.Addresses}); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// TestJSON holds the form that hosts store.
func TestJSON(t *testing.T) {
	e := wrote(shop, "554188887777", "BR.1A2B")
	e.Profile.Name = "Ana"
	full := identity.FirstContact(e, "u1", noon).With(on(bot, "42")...)
	full.Email, full.Locale, full.Tags = "ana@example.org", "pt_BR", []string{"vip"}
	match := identity.Match{
		User: "u1", Address: full.Addresses[0], Add: on(shop, "BR.1A2B"),
		Conflicts: []identity.Conflict{{Address: on(shop, "BR.ENT.9")[0], Owner: "u2"}},
	}
	for name, v := range map[string]any{"user": full, "user_empty": identity.User{}, "match": match} {
		got, err := json.MarshalIndent(v, "", "  ")
		require.NoError(t, err)
		want, err := os.ReadFile(filepath.Join("testdata", name+".golden.json"))
		require.NoError(t, err)
		if diff := cmp.Diff(string(want), string(got)+"\n"); diff != "" {
			t.Errorf("%s mismatch (-want +got):\n%s", name, diff)
		}
	}
	text, err := json.Marshal(full)
	require.NoError(t, err)
	var back identity.User
	require.NoError(t, json.Unmarshal(text, &back))
	if diff := cmp.Diff(full, back); diff != "" {
		t.Errorf("stored and read again (-want +got):\n%s", diff)
	}
}
