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

// contact is what a change tells of one user.
type contact struct {
	names
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
		c.list = append(c.list, contact{
			names:    names{item.Get("wa_id").Str(), item.Get("user_id").Str(), item.Get("parent_user_id").Str()},
			name:     profile.Get("name").Str(),
			username: profile.Get("username").Str(),
		})
	}
	if len(c.list) < 2 {
		return c
	}
	c.by = make(map[string][]int, 2*len(c.list))
	for i, one := range c.list {
		for _, key := range one.keys() {
			c.by[key] = append(c.by[key], i)
		}
	}
	return c
}

// find returns the contact of the user with those names, the zero contact if there is
// none: it has one of them, and no other in the place of another. A sole contact is
// that of an item that names its user in no way.
func (c contacts) find(n names) contact {
	if n == (names{}) && len(c.list) == 1 {
		return c.list[0]
	}
	if c.by == nil {
		if len(c.list) == 1 && c.list[0].is(n) {
			return c.list[0]
		}
		return contact{}
	}
	for _, key := range n.keys() {
		places := c.by[key]
		for j := len(places) - 1; j >= 0; j-- { // the newest word
			if one := c.list[places[j]]; one.is(n) {
				return one
			}
		}
	}
	return contact{}
}

// is reports whether two sets of names are those of one user.
func (n names) is(o names) bool {
	if n.phone != "" && n.phone == o.phone {
		return agree(n.id, o.id) >= 0
	}
	phones := agree(n.number(), o.number())
	ids := agree(n.userID(), o.userID())
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

// number returns the phone number in its standard form, which all its forms share: the
// platform writes some with the digit that a renumbering has put in, and some without.
func (n names) number() string {
	if digits := phone.Digits(phoneOf(n.phone)); digits != "" {
		return string(phone.Number("+" + digits).Standard())
	}
	return ""
}

// userID returns the user id, which may stand in the place of the number.
func (n names) userID() string {
	if n.id == "" && n.number() == "" {
		return n.phone
	}
	return n.id
}

// keys returns what a contact is found by.
func (n names) keys() []string {
	var keys []string
	for _, key := range []string{cmp.Or(n.number(), n.phone), n.userID()} {
		if key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}
