package phone

import "strings"

// Parse returns the number that a text means to people in a country, and whether it
// means one. The country is two capital letters of ISO 3166 ("DE"). It counts for a text
// without its calling code. Empty: every text has its calling code, with or without "+"
// or "00" before it. An unknown country reads a text with "+" only.
//
// The text is read in every way in which people of the country write numbers: with the
// calling code, after the prefix for calls abroad, with the trunk prefix, without it. It
// is a number if exactly one comes of that which is possible. Without "+" or a prefix for
// calls abroad, that is always a number of the country's calling code. The digits may be
// of any script. Digits that a renumbering has put in or taken out since are left as they
// are typed: see [Number.Standard].
func Parse(text, country string) (Number, bool) {
	text = ascii(text)
	var m meanings
	m.read(text, country)
	if before, after, found := strings.Cut(text, "(0)"); found && strings.Contains(before, "+") {
		m.read(before+after, country) // the zero is for calls inside the country
	}
	if m.several {
		return "", false
	}
	return m.number, m.number != ""
}

// Known reports whether the table has a country: two capital letters of ISO 3166.
func Known(country string) bool { return codeOf(country) != "" }

// meanings are the possible numbers that a text means.
type meanings struct {
	number  Number // the first
	several bool
}

// read adds what a text means.
func (m *meanings) read(text, country string) {
	digits, plus := Scan(text)
	switch {
	case plus:
		m.international(digits)
	case country == "":
		m.international(digits)
		m.afterPrefix("00", digits)
	case Known(country):
		m.typedIn(country, digits)
	}
}

// typedIn adds what digits mean to people in a known country. In an open plan a short
// text without a prefix may be a number without its area, which means nothing elsewhere.
func (m *meanings) typedIn(country, digits string) {
	code := codeOf(country)
	p := planOf(code)
	m.afterPrefix(p.abroad, digits)
	m.afterTrunk(code, digits, p)
	if home := areaOf(country); begins(home.numbers, digits) {
		m.add(code, home.code+digits)
	}
	if p.open && len(digits) < minOpen {
		return
	}
	own, hasCode := strings.CutPrefix(digits, code)
	if hasCode {
		m.national(code, own, p)
	}
	if !hasCode || len(digits) < minAbroad {
		m.add(code, digits)
	}
}

const (
	// minOpen is the fewest digits of a national number without its trunk prefix in an
	// open plan.
	minOpen = 9
	// minAbroad is how many digits that begin with the country's calling code are an
	// international number for sure: national ones of twelve digits are rare.
	minAbroad = 12
)

// international adds a number with its calling code. People put the trunk prefix behind
// it where it does not belong: "+44 020 …".
func (m *meanings) international(digits string) {
	if code, national, p := Number(digits).split(); code != "" {
		m.national(code, national, p)
	}
}

// national adds a number of a calling code, which may have its trunk prefix.
func (m *meanings) national(code, digits string, p plan) {
	m.add(code, digits)
	m.afterTrunk(code, digits, p)
}

// afterPrefix adds the international numbers after the prefixes of a list.
func (m *meanings) afterPrefix(list, digits string) {
	for rest := range prefixes(list, digits) {
		m.international(rest)
	}
}

// afterTrunk adds the national numbers after the trunk prefixes of a plan.
func (m *meanings) afterTrunk(code, digits string, p plan) {
	for rest := range prefixes(p.trunk, digits) {
		m.add(code, rest)
	}
	for rest := range prefixes(formerTrunk(code), digits) {
		m.add(code, rest)
	}
}

// add adds a number if it is possible.
func (m *meanings) add(code, national string) {
	n := Number("+" + code + fromAbroad(code, national))
	switch {
	case n == m.number, !n.Possible():
	case m.number == "":
		m.number = n
	default:
		m.several = true
	}
}
