package whatsapp

import "github.com/socialticket/socialticket/internal/loosejson"

// contact is what a change tells of one user.
type contact struct {
	names
	name, username string
}

// contacts are the users of one change.
type contacts struct {
	list []contact
	by   map[string]int // place in list by phone and by id; nil for a short list
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
	c.by = make(map[string]int, 2*len(c.list))
	for i, one := range c.list {
		c.by[one.phone], c.by[one.id] = i, i
	}
	return c
}

// find returns the contact of the user with those names. A sole contact beside a
// sole item is its user, even under another name: the platform hides numbers,
// and writes some in two ways. Otherwise one that does not match is somebody
// else.
func (c contacts) find(n names, alone bool) contact {
	if len(c.list) == 1 && (alone || c.list[0].matches(n)) {
		return c.list[0]
	}
	for _, name := range []string{n.phone, n.id} {
		if i, ok := c.by[name]; ok && name != "" {
			return c.list[i]
		}
	}
	return contact{}
}

// matches reports whether n names c, or names nobody.
func (c contact) matches(n names) bool {
	return n == names{} || n.phone != "" && n.phone == c.phone || n.id != "" && n.id == c.id
}
