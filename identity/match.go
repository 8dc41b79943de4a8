package identity

import (
	"slices"

	"github.com/socialticket/socialticket/channel"
)

// Match tells whom an event belongs to. The zero Match knows nothing.
type Match struct {
	// User is the id of the user, empty when nobody has any of the handles.
	User string `json:"user,omitzero"`
	// Address is the one under which the user was found, which may be another
	// form of the number that wrote, or a user id; if there is no user, it is the
	// event's own.
	Address channel.Address `json:"address"`
	// Add are addresses that the event tells and nobody has.
	Add []channel.Address `json:"add,omitzero"`
	// Conflicts are addresses that the event tells and somebody else has. They
	// stay where they are; the two users may be one person.
	Conflicts []Conflict `json:"conflicts,omitzero"`
}

// Conflict is an address that belongs to another user than expected. It is
// comparable.
type Conflict struct {
	Address channel.Address `json:"address"`
	Owner   string          `json:"owner"` // the id of the user who has it
}

// Match finds whom e belongs to. The host's owner returns the id of the user who
// has an address, "" if nobody has it; it is asked for [Phones.Candidates] only,
// for some of them twice. An owner that also finds users by a phone typed by
// hand makes those users match; one that knows of joined users returns the one
// they are joined to. An event without a user matches nobody.
//
// The first candidate that somebody has decides, so a phone number decides over
// a user id. No address is ever taken from somebody. For [channel.EventHandle]
// the new numbers are added all or none, and so are the new user ids, for half
// of a rename would tear a person in two; of somebody unknown nothing is added.
func (p Phones) Match(e channel.Event, owner func(channel.Address) string) Match {
	m := Match{Address: e.Address()}
	for _, a := range p.Candidates(e) {
		if id := owner(a); id != "" {
			m.User, m.Address = id, a
			break
		}
	}
	if e.Type == channel.EventHandle {
		p.claimRename(&m, e, owner)
		return m
	}
	for _, h := range told(&e) {
		p.claim(&m, e.Account, []string{h}, owner)
	}
	return m
}

// claimRename claims the handles that the user of m has from now on.
func (p Phones) claimRename(m *Match, e channel.Event, owner func(channel.Address) string) {
	if m.User == "" {
		return
	}
	e.From = "" // that one was
	handles := told(&e)
	n := numbers(e.Account.Kind, handles)
	p.claim(m, e.Account, handles[:n], owner)
	p.claim(m, e.Account, handles[n:], owner)
}

// claim adds the handles that nobody has to m, or none of them if one is
// somebody else's: that is reported then.
func (p Phones) claim(m *Match, on channel.Account, handles []string, owner func(channel.Address) string) {
	add, conflicts := m.Add, len(m.Conflicts)
	for _, h := range handles {
		a := channel.Address{Account: on, Handle: h}
		if !p.owned(m, a, owner) && !contains(add, a) {
			add = append(add, a)
		}
	}
	if len(m.Conflicts) == conflicts {
		m.Add = add
	}
}

// owned reports whether the user of m has a form of a, and notes in m whoever
// else has one.
func (p Phones) owned(m *Match, a channel.Address, owner func(channel.Address) string) bool {
	mine := false
	for _, form := range p.forms(a) {
		if form.IsZero() {
			continue
		}
		switch id := owner(form); id {
		case "":
		case m.User:
			mine = true
		default:
			m.Conflicts = append(m.Conflicts, Conflict{Address: form, Owner: id})
		}
	}
	return mine
}

// adds returns the addresses that e gives u: those of m, and the one that e came
// from if u does not have it and nobody else has. A former handle counts if u was
// found by it: u had a phone typed by hand until now.
func (m Match) adds(u User, e channel.Event) []channel.Address {
	from := e.Address()
	former := e.Type == channel.EventHandle && !sameAddress(from, m.Address)
	if from.Handle == "" || former || u.has(from) || m.taken(from) {
		return m.Add
	}
	return append([]channel.Address{from}, m.Add...)
}

// taken reports whether somebody else has the address, in any form.
func (m Match) taken(a channel.Address) bool {
	return slices.ContainsFunc(m.Conflicts, func(c Conflict) bool { return sameAddress(c.Address, a) })
}
