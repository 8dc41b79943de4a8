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

// Candidates returns the addresses under which the user of e may be known, the
// most trusted first: phone numbers, each in the forms it may be stored in, then
// other handles in the order told. For [channel.EventHandle] the former handle
// comes before all. An event without a user has no candidates; a number outside
// Brazil, Mexico and Argentina with no user id beside it has one.
func (p Phones) Candidates(e channel.Event) []channel.Address {
	if len(e.Profile.Handles) == 0 {
		return p.appendForms(nil, e.Address())
	}
	handles := told(&e)
	all := make([]channel.Address, 0, 2*len(handles))
	for _, h := range handles {
		all = p.appendForms(all, channel.Address{Account: e.Account, Handle: h})
	}
	return all
}

// appendForms appends the forms of a that are not in the list yet.
func (p Phones) appendForms(list []channel.Address, a channel.Address) []channel.Address {
	if a.Handle == "" {
		return list
	}
	for _, form := range p.forms(a) {
		if !form.IsZero() && !slices.Contains(list, form) {
			list = append(list, form)
		}
	}
	return list
}

// forms returns the forms of a in the order in which they are tried; the second
// is zero where there is one form only.
func (p Phones) forms(a channel.Address) [2]channel.Address {
	prefix, digits, ok := cutNumber(a.Handle)
	other := twin(digits)
	if !ok || other == "" || !hasNumbers(a.Account.Kind) {
		return [2]channel.Address{a}
	}
	b := channel.Address{Account: a.Account, Handle: prefix + other}
	if !p.ExactFirst && standard(digits) == other {
		return [2]channel.Address{b, a}
	}
	return [2]channel.Address{a, b}
}

// Match finds whom e belongs to. The host's owner returns the id of the user who
// has an address, "" if nobody has it; it is asked for [Phones.Candidates] only,
// for some of them twice. An owner that also finds users by a phone typed by
// hand makes those users match.
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
	var free []channel.Address
	known := len(m.Conflicts)
	for _, h := range handles {
		a := channel.Address{Account: on, Handle: h}
		if !p.owned(m, a, owner) {
			free = append(free, a)
		}
	}
	if len(m.Conflicts) == known {
		m.Add = append(m.Add, free...)
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

// told returns the handles of e, each once, in the order in which they decide.
func told(e *channel.Event) []string {
	all := make([]string, 0, 1+len(e.Profile.Handles))
	for _, h := range append([]string{e.From}, e.Profile.Handles...) {
		if h != "" && !slices.Contains(all, h) {
			all = append(all, h)
		}
	}
	rest := all
	if e.Type == channel.EventHandle && e.From != "" {
		rest = all[1:]
	}
	slices.SortStableFunc(rest, func(a, b string) int { return rank(e.Account.Kind, a) - rank(e.Account.Kind, b) })
	return all
}

// rank orders handles: phone numbers, then others.
func rank(k channel.Kind, handle string) int {
	if isNumber(k, handle) {
		return 0
	}
	return 1
}

// numbers returns how many of the handles, sorted by rank, are phone numbers.
func numbers(k channel.Kind, sorted []string) int {
	n := 0
	for n < len(sorted) && isNumber(k, sorted[n]) {
		n++
	}
	return n
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
