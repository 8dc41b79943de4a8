package identity

import (
	"slices"
	"strings"
)

// Phones says how phone numbers are read, compared and found. The zero Phones
// works: it reads international numbers, with or without "+".
//
// Its built-in rules know lengths and the three countries whose mobile numbers
// have two forms (Brazil, Mexico, Argentina), not every country's plan; set Parse
// to use a library that does.
type Phones struct {
	// Country is the calling code put before numbers that people write without
	// one: "55". A text without "+" and of eight to ten digits is then a national
	// number (in Brazil and Argentina up to eleven). Empty: every number has its
	// calling code. The handles of events always have theirs.
	Country string `json:"country,omitzero"`

	// ExactFirst says which user gets a message when the two forms of its number are
	// two users'. False: the one with the standard form ([Phones.Canonical]), so
	// that all of the person's messages meet from now on. True: the one with the
	// form in which the message came.
	ExactFirst bool `json:"exact_first,omitzero"`

	// ShortIDs tells that WhatsApp is reached by a gateway that names Mexican
	// and Argentine accounts without the mobile digit. It changes WhatsAppID only.
	ShortIDs bool `json:"short_ids,omitzero"`

	// Parse reads a number in place of the built-in rules and returns it as
	// "+" and digits, "" if it is none. Many goroutines may call it at once. Nil:
	// the built-in rules, with Country. It is not called for handles.
	Parse func(raw string) string `json:"-"`
}

// E164 returns a number as "+" and 8 to 15 digits, "" if it is none. No digit is
// changed; an extension ("x12") is dropped.
func (p Phones) E164(raw string) string {
	_, raw = cutScheme(raw)
	if IsUserID(raw) {
		return ""
	}
	if p.Parse != nil {
		return p.Parse(raw)
	}
	if d := p.international(raw); d != "" {
		return "+" + d
	}
	return ""
}

// Canonical returns the one form in which all forms of a number are alike: E.164
// with the ninth digit in Brazil, without the mobile digit in Mexico and
// Argentina. It is for comparing and filing; dial what was given. A "whatsapp:"
// before it stays, business-scoped user ids are returned as they are, and what
// is neither gives "". Canonical of a canonical form is that form.
func (p Phones) Canonical(raw string) string {
	if IsUserID(raw) {
		return raw
	}
	e164 := p.E164(raw)
	if e164 == "" {
		return ""
	}
	scheme, _ := cutScheme(raw)
	return strings.ToLower(scheme) + "+" + standard(e164[1:])
}

// Legacy returns a number without the mobile digit that Brazil, Mexico and
// Argentina put in, written as before, and whether there was one.
func (p Phones) Legacy(raw string) (string, bool) {
	prefix, digits := p.written(raw)
	if t := twin(digits); t != "" && len(t) < len(digits) {
		return prefix + t, true
	}
	return raw, false
}

// Variants returns the forms in which a number may be stored, in the order in
// which [Phones.Match] tries them: written as raw is, with or without "whatsapp:"
// and "+", but without punctuation. [Phones.Candidates] has the other writings
// too. A number without its calling code is the last of them. A text that is not a
// number has one form, itself.
func (p Phones) Variants(raw string) []string {
	prefix, digits := p.written(raw)
	if digits == "" {
		return []string{raw}
	}
	all := []string{prefix + digits}
	if t := twin(digits); t != "" {
		all = append(all, prefix+t)
		if !p.ExactFirst && filedUnder(t, digits) {
			slices.Reverse(all)
		}
	}
	scheme, number := cutScheme(raw)
	if local, plus := scan(number); !plus && local != "" && local != digits {
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

// written returns the way in which a number is written, "whatsapp:" and "+" or
// less, and its international digits, "" if it is no number.
func (p Phones) written(raw string) (prefix, digits string) {
	e164 := p.E164(raw)
	if e164 == "" {
		return "", ""
	}
	prefix, rest := cutScheme(raw)
	if _, plus := scan(rest); plus {
		prefix += "+"
	}
	return prefix, e164[1:]
}
