package identity_test

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
)

// A host asks its database for the candidates; here an index in memory answers.
func ExamplePhones_Match() {
	var users identity.Index
	var phones identity.Phones
	now := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	account := channel.Account{Kind: channel.WhatsApp, ID: "100000000000001"}

	receive := func(e channel.Event) {
		m := phones.Match(e, users.Owner)
		u, known := users.User(m.User)
		if !known {
			u = identity.FirstContact(e, "user-1", now)
		}
		u, _ = u.Seen(e, m, now)
		users.Put(u)
		fmt.Println(known, u.ID, u.Name, len(u.Addresses))
	}
	// The first message comes from the number alone, the second has the ninth
	// digit and a user id, the third the user id alone.
	receive(channel.Event{Account: account, From: "554188887777", Profile: channel.Profile{Name: "Ana"}})
	receive(channel.Event{Account: account, From: "5541988887777", Profile: channel.Profile{Handles: []string{"BR.1A2B"}}})
	receive(channel.Event{Account: account, From: "BR.1A2B"})
	// Output:
	// false user-1 Ana 1
	// true user-1 Ana 2
	// true user-1 Ana 2
}

func ExamplePhones_Candidates() {
	account := channel.Account{Kind: channel.WhatsApp, ID: "100000000000001"}
	e := channel.Event{Account: account, From: "5215512345678", Profile: channel.Profile{Handles: []string{"MX.7C8D"}}}
	for _, a := range (identity.Phones{}).Candidates(e) {
		fmt.Println(a.Handle)
	}
	// Output:
	// 525512345678
	// +525512345678
	// 5215512345678
	// +5215512345678
	// MX.7C8D
}

// The platform says that a user changed the number. No user has the new one.
func ExampleUser_Seen() {
	var users identity.Index
	account := channel.Account{Kind: channel.WhatsApp, ID: "100000000000001"}
	now := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	users.Put(identity.FirstContact(channel.Event{Account: account, From: "12065550001"}, "user-1", now))

	e := channel.Event{
		Type: channel.EventHandle, Account: account, From: "12065550001",
		Profile: channel.Profile{Handles: []string{"12065550002"}},
	}
	m := identity.Phones{}.Match(e, users.Owner)
	u, _ := users.User(m.User)
	u, changed := u.Seen(e, m, now)
	fmt.Println(changed, u.Phone, len(u.Addresses))
	_, changed = u.Seen(e, m, now)
	fmt.Println("again:", changed)
	// Output:
	// true +12065550002 2
	// again: false
}

// Two contacts turn out to be one human being. All that agents know of Ann counts for
// both until the two are parted.
func ExampleResolve() {
	now := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	records := map[string]identity.Person{"ann": {ID: "ann", Name: "Ann", Tags: []string{"vip"}}}
	lookup := func(id string) (identity.Person, error) { return records[id], nil }

	ann, _ := identity.Resolve("ann", lookup)
	bare, _ := identity.Resolve("user-2", lookup) // there is no record yet
	records["user-2"], _ = bare.MergedInto(ann, "agent/7", "the same voice", now)
	p, _ := identity.Resolve("user-2", lookup)
	fmt.Println(p.Name, p.Tags)

	circle, _ := identity.Closes("ann", "user-2", lookup)
	fmt.Println("the other way round is a circle:", circle)

	records["user-2"], _ = records["user-2"].Parted("agent/7", now)
	p, _ = identity.Resolve("user-2", lookup)
	fmt.Println(p.ID, len(p.Tags))
	// Output:
	// Ann [vip]
	// the other way round is a circle: true
	// user-2 0
}

func ExamplePhones_Canonical() {
	desk := identity.Phones{Country: "BR"} // numbers are typed as people in Brazil do
	fmt.Println(desk.Canonical("(41) 8888-7777"))
	fmt.Println(desk.Canonical("whatsapp:+554188887777"))
	fmt.Println(desk.Canonical("+44 7700 900123"))
	fmt.Printf("%q\n", desk.Canonical("ask Ana"))
	// Output:
	// +5541988887777
	// whatsapp:+5541988887777
	// +447700900123
	// ""
}

func ExamplePhones_Same() {
	var phones identity.Phones
	fmt.Println(phones.Same("5215512345678", "+52 55 1234 5678"))
	fmt.Println(phones.Same("MX.7C8D", "+52 55 1234 5678"))
	// Output:
	// true
	// false
}
