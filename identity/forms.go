package identity

import (
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// A number's forms: three countries write their mobile numbers with a digit more
// or less, and WhatsApp names one account now by the one form, now by the other.
//
//	Brazil     55 DD 9NNNNNNNN  and  55 DD NNNNNNNN, if N does not begin as a landline
//	Mexico     52 NNNNNNNNNN    and  521 NNNNNNNNNN
//	Argentina  54 NNNNNNNNNN    and  549 NNNNNNNNNN
//
// The first of each line is the standard form, under which a person is filed.
//
// Source: https://github.com/chatwoot/chatwoot/pull/12655, /14174 and /14264.

// twin returns the other form of a number's digits, "" if it has one only.
func twin(d string) string {
	switch {
	case len(d) == 12 && brazilian(d) && !landline(d[4]):
		return d[:4] + "9" + d[4:]
	case len(d) == 13 && brazilian(d) && d[4] == '9' && !landline(d[5]):
		return d[:4] + d[5:]
	case len(d) == 12 && d[:2] == "52":
		return "521" + d[2:]
	case len(d) == 12 && d[:2] == "54":
		return "549" + d[2:]
	case len(d) == 13 && (d[:3] == "521" || d[:3] == "549"):
		return d[:2] + d[3:]
	}
	return ""
}

// brazilian reports whether digits are those of a number with a Brazilian area
// code: none has a zero in it.
func brazilian(d string) bool { return d[:2] == "55" && d[2] != '0' && d[3] != '0' }

// landline reports whether a Brazilian number of eight digits that begins with
// digit c is a landline. Those have no ninth digit.
func landline(c byte) bool { return '2' <= c && c <= '5' }

// standard returns the form of a number's digits under which a person is filed.
func standard(d string) string {
	if t := twin(d); filedUnder(t, d) {
		return t
	}
	return d
}

// filedUnder reports whether a number with digits d has the twin t, and that is
// the standard form: the longer one in Brazil, the shorter elsewhere.
func filedUnder(t, d string) bool {
	return t != "" && (len(t) > len(d)) == (d[:2] == "55")
}

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

// same reports whether two handles are forms of one number, or one handle.
func same(a, b string) bool { return Phones{}.Same(a, b) }

// contains reports whether the list has the address, in any form.
func contains(list []channel.Address, a channel.Address) bool {
	return slices.ContainsFunc(list, func(have channel.Address) bool { return sameAddress(have, a) })
}

// sameAddress reports whether two addresses are one account's forms of one
// number, or equal.
func sameAddress(a, b channel.Address) bool {
	return a == b || a.Account == b.Account && hasNumbers(a.Account.Kind) && same(a.Handle, b.Handle)
}

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

// Digits returns the ASCII digits of s and nothing else.
func Digits(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, s)
}
