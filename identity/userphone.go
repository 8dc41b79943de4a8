package identity

import (
	"cmp"
	"slices"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity/phone"
)

// phoneAfter returns the phone of u, whose addresses are up to date, once e is
// known.
func (u User) phoneAfter(e channel.Event, m Match) string {
	if u.Phone != "" && e.Type != channel.EventHandle {
		return u.Phone
	}
	number, kept := toldNumber(e)
	switch {
	case m.taken(number) && !u.has(number):
		return "" // the old one is stale
	case u.Phone == "", u.outdated(number, e.From, m):
		return cmp.Or(kept, u.Phone)
	}
	return u.Phone
}

// outdated reports whether the number that a rename tells takes the place of the
// phone of u. It does if it is new, or if it follows the phone. The number may be
// known from an earlier message, and the former handle may be a user id: then it
// counts if anything in the rename is new, or if the phone was known first. The
// remaining case is an old rename that comes again, which changes nothing.
func (u User) outdated(number channel.Address, former string, m Match) bool {
	switch {
	case number.Handle == "", same(u.Phone, number.Handle):
		return false
	case contains(m.Add, number), same(u.Phone, former):
		return true
	case isNumber(number.Account.Kind, former), !u.has(number):
		return false // the number that changed is not the phone
	}
	return len(m.Add) > 0 || u.firstSeen(number.Account, u.Phone) < u.firstSeen(number.Account, number.Handle)
}

// firstSeen returns the place among the addresses of u where a number of the
// account first stands, -1 if it is not there: a phone typed by hand.
func (u User) firstSeen(on channel.Account, number string) int {
	a := channel.Address{Account: on, Handle: number}
	return slices.IndexFunc(u.Addresses, func(have channel.Address) bool { return sameAddress(have, a) })
}

// toldNumber returns the number that the user of e has now, as an address where
// it is one, and as it is kept. A handle decides over the number of the profile,
// which may be the one before a rename or that of a person beside.
func toldNumber(e channel.Event) (number channel.Address, kept string) {
	if e.Type == channel.EventHandle {
		e.From = "" // that one was
	}
	handles := told(&e)
	if numbers(e.Account.Kind, handles) == 0 {
		return number, toldPhone(e)
	}
	number = channel.Address{Account: e.Account, Handle: handles[0]} // numbers come first
	if same(e.Profile.Phone, number.Handle) {
		return number, dialable(e.Profile.Phone)
	}
	return number, dialable(number.Handle)
}

// toldPhone returns the number that the profile of e tells, "" if it is none: a
// platform may write a user id in its place. Where handles are numbers it is
// international like them; elsewhere it stays as it was told.
func toldPhone(e channel.Event) string {
	told := e.Profile.Phone
	switch {
	case isNumber(e.Account.Kind, told):
		return dialable(told)
	case isDialable(told):
		return told
	}
	return ""
}

// dialable returns the number that a platform tells, with "+", "" if it is a short code.
func dialable(handle string) string {
	if _, digits, ok := cutNumber(handle); ok && len(digits) >= minDigits {
		return string(numberOf(digits))
	}
	return Phones{}.E164(handle)
}

// isDialable reports whether a person may read s as a phone number, of any country
// or of their own: it has as many digits as one and no letter.
func isDialable(s string) bool {
	digits, _ := phone.Scan(s)
	return minDigits <= len(digits) && len(digits) <= maxDigits
}
