package identity

import (
	"slices"

	"github.com/socialticket/socialticket/channel"
)

// Index finds users by address in memory: for tests, imports and small hosts. The
// zero Index is empty and works. One goroutine uses it at a time.
type Index struct {
	// Phones reads the numbers in [User.Phone]. Set it before the first Put.
	Phones Phones

	users   map[string]User
	owners  map[channel.Address]string
	byPhone map[string][]string // canonical number to the users it was typed for
}

// Put stores u in place of the user of that id. If an address of u belongs to
// another user, nothing is stored and the conflicts are returned.
func (x *Index) Put(u User) []Conflict {
	var taken []Conflict
	for _, a := range u.Addresses {
		if id := x.owners[a]; id != "" && id != u.ID {
			taken = append(taken, Conflict{Address: a, Owner: id})
		}
	}
	if taken == nil {
		x.remove(x.users[u.ID])
		x.add(u)
	}
	return taken
}

// User returns the user of an id, and whether there is one.
func (x *Index) User(id string) (User, bool) {
	u, ok := x.users[id]
	return u, ok
}

// Owner returns the id of the user who has the address, "" if no user has it. It
// is made for [Phones.Match]. A number that in none of its forms is a user's
// address finds the user who has it as [User.Phone] only, typed by hand, if there
// is exactly one.
func (x *Index) Owner(a channel.Address) string {
	if id, ok := x.owners[a]; ok || len(x.byPhone) == 0 || !isNumber(a.Account.Kind, a.Handle) {
		return id
	}
	if x.known(a) {
		return ""
	}
	_, digits, _ := cutNumber(a.Handle)
	if ids := x.byPhone[string(numberOf(digits).Standard())]; len(ids) == 1 {
		return ids[0]
	}
	return ""
}

// known reports whether a user has the address in any form.
func (x *Index) known(a channel.Address) bool {
	var room [maxForms]channel.Address
	return slices.ContainsFunc(x.Phones.appendForms(room[:0], a), func(form channel.Address) bool {
		return x.owners[form] != ""
	})
}

func (x *Index) add(u User) {
	if x.users == nil {
		x.users, x.owners, x.byPhone = map[string]User{}, map[channel.Address]string{}, map[string][]string{}
	}
	x.users[u.ID] = u
	for _, a := range u.Addresses {
		x.owners[a] = u.ID
	}
	if key := x.typedNumber(u); key != "" {
		x.byPhone[key] = append(x.byPhone[key], u.ID)
	}
}

func (x *Index) remove(u User) {
	for _, a := range u.Addresses {
		delete(x.owners, a)
	}
	if key := x.typedNumber(u); key != "" {
		x.byPhone[key] = slices.DeleteFunc(x.byPhone[key], func(id string) bool { return id == u.ID })
	}
}

// typedNumber returns the canonical phone of u, "" if an address of u is that
// number: then it finds u on that account and nowhere else.
func (x *Index) typedNumber(u User) string {
	_, phone := cutScheme(u.Phone)
	key := x.Phones.Canonical(phone)
	told := slices.ContainsFunc(u.Addresses, func(a channel.Address) bool {
		return isNumber(a.Account.Kind, a.Handle) && same(a.Handle, key)
	})
	if told {
		return ""
	}
	return key
}
