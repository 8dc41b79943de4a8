package identity

import (
	"cmp"
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// User is one contact: a human being as the addresses show them, which the
// platform or an agent has joined. [Person] holds what agents know beyond that.
// The zero User is not a contact.
type User struct {
	ID    string `json:"id"` // opaque; minted by the host
	Name  string `json:"name,omitzero"`
	Email string `json:"email,omitzero"`
	// Phone is as it was typed, or E.164 where a handle told it; compare it with
	// [Phones.Same]. It is for people and for finding: messages go to Addresses.
	Phone  string `json:"phone,omitzero"`
	Locale string `json:"locale,omitzero"`

	// Addresses are where the user writes from, in the order in which they
	// became known. None stands there twice.
	Addresses []channel.Address `json:"addresses,omitzero"`
	Tags      []string          `json:"tags,omitzero"`

	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// FirstContact returns the user that e makes at now, by writing to an account for
// the first time. It has the address that e came from. Further handles that e
// tells come with [User.Seen], once a [Match] has found that no other user has
// them. The rename of an unknown user is not a first contact.
func FirstContact(e channel.Event, id string, now time.Time) User {
	u, _ := User{ID: id, CreatedAt: now.UTC()}.Seen(e, Match{}, now)
	u.UpdatedAt = now.UTC()
	return u
}

// Seen returns u with what e tells at now, and whether that changes anything: the
// addresses that m adds, and a name, phone and locale where u has none. Values
// that are there already stay, for an agent may have set them. One thing alone is
// replaced: the phone, when the platform says that the number changed
// ([channel.EventHandle]), also if a message told the new number before. If the
// new number is another user's, the old one is removed, as it is stale. The same
// event at once again changes nothing.
func (u User) Seen(e channel.Event, m Match, now time.Time) (User, bool) {
	was := u
	u = u.With(m.adds(u, e)...)
	u.Name = cmp.Or(u.Name, e.Profile.Name, e.Profile.Username)
	u.Locale = cmp.Or(u.Locale, e.Profile.Locale)
	u.Phone = u.phoneAfter(e, m)
	changed := len(u.Addresses) != len(was.Addresses) ||
		u.Name != was.Name || u.Locale != was.Locale || u.Phone != was.Phone
	if changed {
		u.UpdatedAt = now.UTC()
	}
	return u, changed
}

// With returns u with the addresses that it does not have yet, at the end.
func (u User) With(addresses ...channel.Address) User {
	all := slices.Clip(u.Addresses)
	for _, a := range addresses {
		if !slices.Contains(all, a) {
			all = append(all, a)
		}
	}
	u.Addresses = all
	return u
}

// has reports whether u has the address, in any form.
func (u User) has(a channel.Address) bool { return contains(u.Addresses, a) }
