package identity

import (
	"strings"
	"unicode"
)

// A number of E.164 has at most fifteen digits, country code included; the
// shortest that a person can have is eight.
const (
	minDigits = 8
	maxDigits = 15
)

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
// them. A "(0)" is left out, and so is an extension; other letters make it no
// number, and so does a "+" between digits.
//
// Source: https://support.zendesk.com/hc/en-us/articles/4408823756570 for extensions.
func scan(raw string) (digits string, plus bool) {
	raw = strings.Replace(strings.TrimSpace(raw), "(0)", "", 1)
	if i := strings.IndexAny(raw, "xXeE"); i > 0 && isExtension(raw[i:]) {
		raw = raw[:i]
	}
	first := strings.IndexAny(raw, "0123456789")
	if first < 0 || strings.ContainsFunc(raw, isForeign) || strings.Contains(raw[first:], "+") {
		return "", false
	}
	return Digits(raw), strings.Contains(raw[:first], "+")
}

// isForeign reports whether r has no place in a phone number.
func isForeign(r rune) bool {
	return unicode.IsLetter(r) || r > unicode.MaxASCII && unicode.IsDigit(r)
}

// isExtension reports whether s is "x12", "ext 12" or "ext. 12".
func isExtension(s string) bool {
	letters := strings.TrimRight(s, "0123456789 .")
	return strings.EqualFold(letters, "x") || strings.EqualFold(letters, "ext")
}
