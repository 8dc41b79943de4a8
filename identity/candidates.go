package identity

import (
	"slices"

	"github.com/socialticket/socialticket/channel"
)

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
	if !hasNumbers(a.Account.Kind) {
		return [2]channel.Address{a}
	}
	prefix, digits, _ := cutNumber(a.Handle)
	other := twin(digits)
	if other == "" {
		return [2]channel.Address{a}
	}
	b := channel.Address{Account: a.Account, Handle: prefix + other}
	if !p.ExactFirst && filedUnder(other, digits) {
		return [2]channel.Address{b, a}
	}
	return [2]channel.Address{a, b}
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
