package whatsapp

import (
	"cmp"
	"strings"

	"github.com/socialticket/socialticket/identity/phone"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// names are what an item calls a user: a number, a user id and a parent's id, of
// which any may be missing. The place of the number may hold a user id.
type names struct{ phone, id, parent string }

// phoneOf returns what a user is called by if it is a phone number, else "".
func phoneOf(name string) string {
	if !strings.ContainsAny(name, "0123456789") || strings.Trim(name, "0123456789+-.() ") != "" {
		return ""
	}
	return name
}

// key is what tells one user from another: the number in its standard form, which all its
// forms share, for the platform writes some with the digit that a renumbering has put in
// and some without; and the user id, which may stand in the place of the number. Either may be missing.
type key struct{ phone, number, id string }

func (n names) key() key {
	k := key{phone: n.phone, id: n.id}
	if digits := phone.Digits(phoneOf(n.phone)); digits != "" {
		k.number = string(phone.Number("+" + digits).Standard())
	}
	if k.id == "" && k.number == "" {
		k.id = n.phone
	}
	return k
}

// is reports whether two keys are those of one user.
func (k key) is(o key) bool {
	if k.phone != "" && k.phone == o.phone {
		return k.id == "" || o.id == "" || k.id == o.id
	}
	phones, ids := agree(k.number, o.number), agree(k.id, o.id)
	return phones+ids > 0 && phones >= 0 && ids >= 0
}

// agree returns 1 for one name, -1 for two, 0 if one is missing.
func agree(a, b string) int {
	switch {
	case a == "" || b == "":
		return 0
	case a == b:
		return 1
	}
	return -1
}

// contact is what a change tells of one user.
type contact struct {
	names
	key            key
	tel            string // the number, "" if phone is none
	name, username string
}

// contacts are the users of one change.
type contacts struct {
	list []contact
	by   map[string][]int // places in list by number, in its standard form, and by id; nil for a short list
}

func readContacts(v loosejson.Value) contacts {
	var c contacts
	for item := range v.Items() {
		profile := item.Get("profile")
		n := names{item.Get("wa_id").Str(), item.Get("user_id").Str(), item.Get("parent_user_id").Str()}
		c.list = append(c.list, contact{
			names: n, key: n.key(), tel: phoneOf(n.phone),
			name: profile.Get("name").Str(), username: profile.Get("username").Str(),
		})
	}
	if len(c.list) < 2 {
		return c
	}
	c.by = make(map[string][]int, 2*len(c.list))
	for i, one := range c.list {
		for _, name := range one.key.names() {
			c.by[name] = append(c.by[name], i)
		}
	}
	return c
}

// names returns what a contact is found by.
func (k key) names() []string {
	var names []string
	for _, name := range []string{cmp.Or(k.number, k.phone), k.id} {
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}

// sameName is how many of the contacts that share a name are asked whether they are the
// user. The platform tells of each user once; a few may share a number that one of them
// had before.
const sameName = 8

// find returns the contact of the user with those names, else the zero contact: it has one of them, and no other in the place of another. A sole contact is
// that of an item that names its user in no way.
func (c contacts) find(n names) contact {
	if n == (names{}) && len(c.list) == 1 {
		return c.list[0]
	}
	k := n.key()
	if c.by == nil {
		if len(c.list) == 1 && c.list[0].key.is(k) {
			return c.list[0]
		}
		return contact{}
	}
	for _, name := range k.names() {
		places := c.by[name]
		for j := len(places) - 1; j >= max(0, len(places)-sameName); j-- { // the newest word
			if one := c.list[places[j]]; one.key.is(k) {
				return one
			}
		}
	}
	return contact{}
}
