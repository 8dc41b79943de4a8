package identity

import (
	"slices"
	"strings"
	"unicode"
)

// A number of E.164 has at most fifteen digits, country code included; the
// shortest that a person can have is eight.
const (
	minDigits = 8
	maxDigits = 15
)

// Phones says how phone numbers are read, compared and found. The zero Phones
// works: it reads international numbers, with or without "+".
//
// Its built-in rules know lengths and the three countries whose mobile numbers
// have two forms (Brazil, Mexico, Argentina), not every country's plan; set Parse
// to use a library that does.
type Phones struct {
	// Country is the calling code put before numbers that people write without
	// one: "55". What has no "+" and eight to ten digits is then a national
	// number (in Brazil and Argentina up to eleven). Empty: every number has its
	// calling code. The handles of events always have theirs.
	Country string `json:"country,omitzero"`

	// ExactFirst says what happens to a message when two users have one of the
	// two forms of its number each. False: the one with the standard form
	// gets it, so that from now on all of the person's messages meet. True: the
	// one with the form in which the message came.
	ExactFirst bool `json:"exact_first,omitzero"`

	// ShortIDs tells that WhatsApp is reached by a gateway that names Mexican
	// and Argentine accounts without the mobile digit. It changes WhatsAppID only.
	ShortIDs bool `json:"short_ids,omitzero"`

	// Parse reads a number in place of the built-in rules and returns it as
	// "+" and digits, "" if it is none. Many goroutines may call it at once. Nil:
	// the built-in rules, with Country. It is not called for handles.
	Parse func(raw string) string `json:"-"`
}

// E164 returns a number as "+" and digits, "" if it is none. No digit is changed;
// an extension ("x12") is dropped.
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
// Argentina. It is for comparing and filing; dial what was given. A
// "whatsapp:" before it stays, business-scoped user ids are returned as they are, and
// what is neither gives "". Canonical of a canonical form is that form.
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
// and "+", but without punctuation. A number without its calling code is the
// last of them. What is no number has one form, itself.
func (p Phones) Variants(raw string) []string {
	prefix, digits := p.written(raw)
	if digits == "" {
		return []string{raw}
	}
	all := []string{prefix + digits}
	if t := twin(digits); t != "" {
		all = append(all, prefix+t)
		if !p.ExactFirst && standard(digits) == t {
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
	if strings.HasPrefix(strings.TrimSpace(rest), "+") {
		prefix += "+"
	}
	return prefix, e164[1:]
}

// international returns the digits of a number with its calling code, "" if it
// is none.
func (p Phones) international(raw string) string {
	d, plus := scan(raw)
	if rest, ok := strings.CutPrefix(d, "00"); ok && !plus {
		d, plus = rest, true
	}
	if !plus && p.Country != "" {
		d = p.complete(d)
	}
	if len(d) < minDigits || len(d) > maxDigits || d[0] == '0' {
		return ""
	}
	return d
}

// complete puts the calling code before the digits of a national number. It
// returns "" for what is too short for any number.
func (p Phones) complete(d string) string {
	if p.Country == "7" && len(d) == 11 && d[0] == '8' {
		d = d[1:]
	}
	trunk := strings.HasPrefix(d, "0")
	d = strings.TrimPrefix(d, "0")
	switch {
	case p.isNational(d):
		return p.Country + d
	case trunk, len(d) <= 10:
		return ""
	}
	return d
}

// isNational reports whether digits have the form of a national number.
func (p Phones) isNational(d string) bool {
	switch p.Country {
	case "55":
		return len(d) == 10 || len(d) == 11 && d[2] == '9'
	case "54":
		return len(d) == 10 || len(d) == 11 && d[0] == '9'
	case "1", "7", "52", "91":
		return len(d) == 10
	}
	return minDigits <= len(d) && len(d) <= 10
}

// scan returns the digits of what a person typed and whether "+" stands before
// them. Letters make it no number, but for an extension.
func scan(raw string) (digits string, plus bool) {
	raw = strings.TrimSpace(raw)
	if i := strings.IndexAny(raw, "xXeE"); i > 0 && isExtension(raw[i:]) {
		raw = raw[:i]
	}
	if strings.ContainsFunc(raw, func(r rune) bool { return unicode.IsLetter(r) || r > unicode.MaxASCII && unicode.IsDigit(r) }) {
		return "", false
	}
	return Digits(raw), strings.HasPrefix(raw, "+")
}

// isExtension reports whether s is "x12", "ext 12" or "ext. 12".
func isExtension(s string) bool {
	letters := strings.TrimRight(s, "0123456789 .")
	return strings.EqualFold(letters, "x") || strings.EqualFold(letters, "ext")
}
