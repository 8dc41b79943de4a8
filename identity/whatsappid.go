package identity

import (
	"cmp"
	"strings"

	"github.com/socialticket/socialticket/identity/phone"
)

// WhatsAppID returns the digits by which WhatsApp names the account of a number,
// "" if it is none; a business-scoped user id is returned as it is. It is a
// guess, for WhatsApp keeps the form under which an account once registered:
// compare with [Phones.Same], and take the platform's own word where it gives one.
//
// In Brazil the ninth digit is there up to area code 28 and elsewhere only if
// the rest begins below 7; Mexican numbers have 521 and Argentine ones 549. With ShortIDs
// no digit is ever put in, and those of Mexico and Argentina are taken out. Numbers of
// Benin and Ivory Coast have the form of today.
//
// Source: WhatsApp's help on numbers of Mexico and Argentina as its providers
// (Green API, Whapi) give it; the jid rule of github.com/EvolutionAPI/evolution-api.
func (p Phones) WhatsAppID(raw string) string {
	if _, id := cutScheme(raw); IsUserID(id) {
		return id
	}
	n := p.number(raw)
	if n == "" {
		return ""
	}
	switch code := n.Code(); {
	case code == "55":
		n = p.brazilian(n)
	case code == "52" && !p.ShortIDs, code == "54" && !p.ShortIDs:
		n = cmp.Or(n.Standard().Other(), n)
	default:
		n = n.Standard()
	}
	return string(n[1:])
}

// brazilian keeps or drops the ninth digit.
func (p Phones) brazilian(n phone.Number) phone.Number {
	if !p.ShortIDs {
		n = n.Standard()
	}
	if other := n.Other(); other != "" && len(other) < len(n) && n[3:5] >= "31" && n[6] >= '7' { // +55 DD 9N…
		return other
	}
	return n
}

// WhatsAppAddress returns [Phones.Canonical] of a number or business-scoped user
// id with "whatsapp:" before it, "" if raw is neither.
func (p Phones) WhatsAppAddress(raw string) string {
	_, raw = cutScheme(raw)
	if c := p.Canonical(raw); c != "" {
		return "whatsapp:" + c
	}
	return ""
}

// IsUserID reports whether s is an id that WhatsApp gives a user towards one
// business in place of the phone number: two letters for the country, a point,
// for the ids of a parent business "ENT.", then up to 128 letters and digits. A
// "whatsapp:" before it is allowed.
//
// Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids.
func IsUserID(s string) bool {
	_, s = cutScheme(s)
	if len(s) < 4 || !isLetter(s[0]) || !isLetter(s[1]) || s[2] != '.' {
		return false
	}
	id := strings.TrimPrefix(s[3:], "ENT.")
	for i := range len(id) {
		if !isLetter(id[i]) && (id[i] < '0' || id[i] > '9') {
			return false
		}
	}
	return 0 < len(id) && len(id) <= 128
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
