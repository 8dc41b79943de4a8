package identity

import "strings"

// WhatsAppID returns the digits by which WhatsApp names the account of a number,
// "" if it is none; a business-scoped user id is returned as it is. It is a
// guess, for WhatsApp keeps the form under which an account once registered:
// compare with [Phones.Same], and take the platform's own word where it gives one.
//
// In Brazil the ninth digit is there up to area code 28 and elsewhere only if
// the rest begins below 7; Mexican numbers have 521 and Argentine ones 549, the
// 15 of their national form left out. With ShortIDs no digit is ever put in, and
// those of Mexico and Argentina are taken out.
//
// Source: WhatsApp's help on numbers of Mexico and Argentina as its providers
// (Green API, Whapi) give it; the jid rule of github.com/EvolutionAPI/evolution-api.
func (p Phones) WhatsAppID(raw string) string {
	if _, id := cutScheme(raw); IsUserID(id) {
		return id
	}
	d := strings.TrimPrefix(p.E164(raw), "+")
	switch {
	case strings.HasPrefix(d, "55"):
		return p.brazilianID(d)
	case p.ShortIDs && len(d) == 13 && (d[:2] == "52" || d[:2] == "54"):
		return d[:2] + d[3:]
	case p.ShortIDs:
		return d
	case len(d) == 12 && d[:2] == "52":
		return twin(d)
	case strings.HasPrefix(d, "54"):
		return argentineID(d)
	}
	return d
}

// brazilianID keeps or drops the ninth digit.
func (p Phones) brazilianID(d string) string {
	if !p.ShortIDs {
		d = standard(d)
	}
	if len(d) == 13 && twin(d) != "" && d[2:4] >= "31" && d[5] >= '7' {
		return twin(d)
	}
	return d
}

// argentineID puts the 9 of mobile numbers in and takes the 15 out, which
// stands behind an area code of two, three or four digits.
func argentineID(d string) string {
	for area := 4; len(d) == 14 && area <= 6; area++ {
		if d[area:area+2] == "15" {
			d = d[:area] + d[area+2:]
		}
	}
	if len(d) == 12 {
		return twin(d)
	}
	return d
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
