package identity

import (
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity/phone"
)

// The fewest and the most digits of a handle that is a phone number. A shorter row of
// digits is a short code, which has one form.
const (
	minDigits = 8
	maxDigits = 15
)

// hasNumbers reports whether the handles of a kind of channel may be phone
// numbers. On other channels a row of digits is an id like any other.
func hasNumbers(k channel.Kind) bool { return k == channel.WhatsApp || k == channel.SMS }

// isNumber reports whether a handle of a kind of channel is a phone number.
func isNumber(k channel.Kind, handle string) bool {
	if !hasNumbers(k) {
		return false
	}
	_, _, ok := cutNumber(handle)
	return ok
}

// same reports whether two handles are forms of one number, or one handle. Either may
// be a phone as it was typed, with its calling code.
func same(a, b string) bool {
	if a == b {
		return a != ""
	}
	_, one, ok := cutNumber(a)
	_, two, both := cutNumber(b)
	if ok && both {
		return numberOf(one).Standard() == numberOf(two).Standard()
	}
	return Phones{}.Same(a, b)
}

// contains reports whether the list has the address, in any form.
func contains(list []channel.Address, a channel.Address) bool {
	return slices.ContainsFunc(list, func(have channel.Address) bool { return sameAddress(have, a) })
}

// sameAddress reports whether two addresses are one account's forms of one
// number, or equal.
func sameAddress(a, b channel.Address) bool {
	return a == b || a.Account == b.Account && hasNumbers(a.Account.Kind) && same(a.Handle, b.Handle)
}

// numberOf returns the number of a handle's digits. A platform knows better than any
// table which numbers exist.
func numberOf(digits string) phone.Number { return phone.Number("+" + digits) }

// cutNumber divides a number as platforms write it, "5541988887777",
// "+5541988887777" or "whatsapp:+5541988887777", before its digits.
func cutNumber(handle string) (prefix, digits string, ok bool) {
	scheme, digits := cutScheme(handle)
	prefix = scheme
	if rest, plus := strings.CutPrefix(digits, "+"); plus {
		prefix, digits = handle[:len(scheme)+1], rest
	}
	if digits == "" || digits[0] == '0' || len(digits) > maxDigits || strings.Trim(digits, "0123456789") != "" {
		return "", "", false
	}
	return prefix, digits, true
}

// cutScheme divides "whatsapp:+5541988887777" after the colon. The scheme is
// kept as it is written, "" if there is none.
func cutScheme(handle string) (scheme, rest string) {
	const whatsApp = "whatsapp:"
	if n := len(whatsApp); len(handle) >= n && strings.EqualFold(handle[:n], whatsApp) {
		return handle[:n], handle[n:]
	}
	return "", handle
}
