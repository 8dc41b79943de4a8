package identity

import (
	"slices"

	"github.com/socialticket/socialticket/channel"
)

// Match tells which user an event belongs to. The zero Match knows nothing.
type Match struct {
	// User is the id of the user, empty when no user has any of the handles.
	User string `json:"user,omitzero"`
	// Address is the one under which the user was found, which may be another
	// form of the number that wrote, or a user id; if there is no user, it is the
	// event's own.
	Address channel.Address `json:"address"`
	// Add are addresses that the event tells and no user has.
	Add []channel.Address `json:"add,omitzero"`
	// Conflicts are addresses that the event tells and another user has, each
	// once. They stay where they are. The two users may be one person: that is
	// for people to decide.
	Conflicts []Conflict `json:"conflicts,omitzero"`
}

// Conflict is an address that belongs to another user than expected. It is
// comparable.
type Conflict struct {
	Address channel.Address `json:"address"`
	Owner   string          `json:"owner"` // the id of the user who has it
}

// Match finds the user of e. The host's owner returns the id of the user who has
// an address, "" if no user has it; it is asked for [Phones.Candidates] only, for
// some of them twice. An owner that also finds users by a phone typed by hand
// makes those users match; one that knows of joined users returns the one they
// are joined to. An event without a user matches none.
//
// The first candidate that a user has decides, so a phone number decides over a
// user id. No address ever moves from one user to another. For
// [channel.EventHandle] the new numbers are added all or none, and so are the new
// user ids, for half of a rename would tear a person in two. The rename of an
// unknown user adds nothing.
func (p Phones) Match(e channel.Event, owner func(channel.Address) string) Match {
	m := Match{Address: e.Address()}
	candidates := p.Candidates(e)
	for _, a := range candidates {
		if id := owner(a); id != "" {
			m.User, m.Address = id, a
			break
		}
	}
	switch {
	case e.Type == channel.EventHandle:
		p.claimRename(&m, e, owner)
	case len(e.Profile.Handles) == 0 && e.From != "": // all candidates are forms of From
		if mine, taken := m.note(candidates, owner); !mine && !taken {
			m.Add = []channel.Address{e.Address()}
		}
	default:
		for _, h := range told(&e) {
			p.claim(&m, e.Account, []string{h}, owner)
		}
	}
	return m
}

// claimRename claims the handles that the user of m has from now on. The former
// handle is not claimed, but another user may have a form of it.
func (p Phones) claimRename(m *Match, e channel.Event, owner func(channel.Address) string) {
	if m.User == "" {
		return
	}
	p.owned(m, e.Address(), owner)
	e.From = ""
	handles := told(&e)
	n := numbers(e.Account.Kind, handles)
	p.claim(m, e.Account, handles[:n], owner)
	p.claim(m, e.Account, handles[n:], owner)
}

// claim adds the handles that no user has to m, or none of them if another user
// has one: that is reported then.
func (p Phones) claim(m *Match, on channel.Account, handles []string, owner func(channel.Address) string) {
	add, free := m.Add, true
	for _, h := range handles {
		a := channel.Address{Account: on, Handle: h}
		mine, taken := p.owned(m, a, owner)
		if free = free && !taken; !mine && !contains(add, a) {
			add = append(add, a)
		}
	}
	if free {
		m.Add = add
	}
}

// owned reports whether the user of m has a form of a, and whether another user
// has one.
func (p Phones) owned(m *Match, a channel.Address, owner func(channel.Address) string) (mine, taken bool) {
	var room [maxForms]channel.Address
	return m.note(p.appendForms(room[:0], a), owner)
}

// note reports whether the user of m has one of the forms, and whether another
// user has one: that is a conflict, which it keeps in m.
func (m *Match) note(forms []channel.Address, owner func(channel.Address) string) (mine, taken bool) {
	for _, form := range forms {
		switch id := owner(form); id {
		case "":
		case m.User:
			mine = true
		default:
			taken = true
			if c := (Conflict{Address: form, Owner: id}); !slices.Contains(m.Conflicts, c) {
				m.Conflicts = append(m.Conflicts, c)
			}
		}
	}
	return mine, taken
}

// adds returns the addresses that e gives u: those of m, and the one that e came
// from if neither u nor another user has it. A former handle counts if u was
// found by it: u had a phone typed by hand until now.
func (m Match) adds(u User, e channel.Event) []channel.Address {
	from := e.Address()
	former := e.Type == channel.EventHandle && !sameAddress(from, m.Address)
	if from.Handle == "" || former || u.has(from) || m.taken(from) {
		return m.Add
	}
	return append([]channel.Address{from}, m.Add...)
}

// taken reports whether another user has the address, in any form.
func (m Match) taken(a channel.Address) bool {
	return slices.ContainsFunc(m.Conflicts, func(c Conflict) bool { return sameAddress(c.Address, a) })
}
