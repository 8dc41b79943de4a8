package identity

import (
	"slices"
	"strings"
	"unicode"

	"github.com/socialticket/socialticket/identity/phone"
)

// Phones says how phone numbers are read, compared and found. The zero Phones works: it
// reads international numbers, with or without "+". Package phone has its rules.
type Phones struct {
	// Country is that of people who write numbers without a calling code, two capital
	// letters of ISO 3166: "BR". A text without "+" is then read as they write one.
	// Empty: every number has its calling code. The handles of events always have
	// theirs.
	Country string `json:"country,omitzero"`

	// ExactFirst says which user gets a message when the two forms of its number are
	// two users'. False: the one with the standard form ([Phones.Canonical]), so
	// that all of the person's messages meet from now on. True: the one with the
	// form in which the message came.
	ExactFirst bool `json:"exact_first,omitzero"`

	// ShortIDs tells that WhatsApp is reached by a gateway that names Mexican
	// and Argentine accounts without the mobile digit. It changes WhatsAppID only.
	ShortIDs bool `json:"short_ids,omitzero"`

	// Parse reads a number in place of [phone.Parse] and returns it as "+" and digits,
	// "" if it is none. Many goroutines may call it at once. Nil: phone.Parse, with
	// Country. It is not called for handles.
	Parse func(raw string) string `json:"-"`
}

// E164 returns a number as "+" and 7 to 15 digits, "" if it is none. Digits that a
// renumbering has put in or taken out are left as they are; an extension ("x12") is
// dropped.
func (p Phones) E164(raw string) string { return string(p.number(raw)) }

// number returns the number that a text is, after a "whatsapp:", "" if it is none.
func (p Phones) number(raw string) phone.Number {
	_, raw = cutScheme(raw)
	if IsUserID(raw) {
		return ""
	}
	if p.Parse != nil {
		return phone.Number(p.Parse(raw))
	}
	n, _ := phone.Parse(raw, p.Country)
	return n
}

// Canonical returns the one form in which all forms of a number are alike:
// [phone.Number.Standard]. It is for comparing and filing; dial what was given. A
// "whatsapp:" before it stays, business-scoped user ids are returned as they are, and
// what is neither gives "". Canonical of a canonical form is that form.
func (p Phones) Canonical(raw string) string {
	if IsUserID(raw) {
		return raw
	}
	n := p.number(raw)
	if n == "" {
		return ""
	}
	scheme, _ := cutScheme(raw)
	return strings.ToLower(scheme) + string(n.Standard())
}

// Legacy returns the shorter form of a number that has two, written as before, and
// whether raw was the longer one: without the mobile digit of Brazil, Mexico and
// Argentina, or the two digits that Benin and Ivory Coast have put in.
func (p Phones) Legacy(raw string) (string, bool) {
	n := p.number(raw)
	if other := n.Other(); other != "" && len(other) < len(n) {
		return prefixOf(raw) + string(other[1:]), true
	}
	return raw, false
}

// Variants returns the forms in which a number may be stored, in the order in
// which [Phones.Match] tries them: written as raw is, with or without "whatsapp:"
// and "+", but without punctuation. [Phones.Candidates] has the other writings
// too. A number without its calling code is the last of them. A text that is not a
// number has one form, itself.
func (p Phones) Variants(raw string) []string {
	n := p.number(raw)
	if n == "" {
		return []string{raw}
	}
	prefix := prefixOf(raw)
	all := []string{prefix + string(n[1:])}
	if other := n.Other(); other != "" {
		all = append(all, prefix+string(other[1:]))
		if !p.ExactFirst && n != n.Standard() {
			slices.Reverse(all)
		}
	}
	scheme, typed := cutScheme(raw)
	if local, plus := phone.Scan(typed); !plus && local != "" && local != string(n[1:]) {
		all = append(all, scheme+local)
	}
	return all
}

// Same reports whether a and b name one account: two forms of one number, or the
// same id.
func (p Phones) Same(a, b string) bool {
	_, a = cutScheme(a)
	_, b = cutScheme(b)
	if a == b {
		return a != ""
	}
	key := p.Canonical(a)
	return key != "" && key == p.Canonical(b)
}

// prefixOf returns what stands before the digits of a number: "whatsapp:" and "+", or
// less.
func prefixOf(raw string) string {
	scheme, rest := cutScheme(raw)
	if first := strings.IndexFunc(rest, unicode.IsDigit); first > 0 && strings.ContainsAny(rest[:first], "+\uff0b") {
		return scheme + "+"
	}
	return scheme
}
