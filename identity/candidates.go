package identity

import (
	"slices"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity/phone"
)

// Candidates returns the addresses under which the user of e may be known, the
// most trusted first: phone numbers, each in the forms it may be stored in, then
// other handles in the order told. For [channel.EventHandle] the former handle
// comes before all. An event without a user has no candidates. A number with one form
// only, and without a user id beside it, has two: with and without "+".
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

// maxForms is how many forms one handle has at most: three writings of two numbers.
const maxForms = 6

// appendForms appends the forms of a that are not in the list yet, in the order in
// which they are tried: first all writings of the form that decides, then those of
// the other.
func (p Phones) appendForms(list []channel.Address, a channel.Address) []channel.Address {
	if !isNumber(a.Account.Kind, a.Handle) {
		return appendHandles(list, a.Account, a.Handle)
	}
	prefix, digits, _ := cutNumber(a.Handle)
	n := numberOf(digits)
	other := n.Other()
	if other == "" {
		return appendWritings(roomy(list, 2), a.Account, prefix, n)
	}
	list = roomy(list, 4)
	if !p.ExactFirst && n != n.Standard() {
		n, other = other, n
	}
	return appendWritings(appendWritings(list, a.Account, prefix, n), a.Account, prefix, other)
}

// appendWritings appends the ways in which one number may be stored: as the
// platform wrote it, with "+" and without. An import may have written it otherwise
// than the platform does. Digits too short for a number have one writing.
func appendWritings(list []channel.Address, on channel.Account, prefix string, n phone.Number) []channel.Address {
	digits := string(n[1:])
	if len(digits) < minDigits {
		return appendHandles(list, on, prefix+digits)
	}
	return appendHandles(list, on, prefix+digits, string(n), digits)
}

// roomy returns the list, one with room for n addresses if there is none yet.
func roomy(list []channel.Address, n int) []channel.Address {
	if list == nil {
		return make([]channel.Address, 0, n)
	}
	return list
}

// appendHandles appends the handles that are not in the list yet, as addresses.
func appendHandles(list []channel.Address, on channel.Account, handles ...string) []channel.Address {
	for _, h := range handles {
		a := channel.Address{Account: on, Handle: h}
		if h != "" && !slices.Contains(list, a) {
			list = append(list, a)
		}
	}
	return list
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
