package phone

import (
	"strings"
	"unicode"
)

// Digits returns the digits of s in ASCII, of whatever script they are, and nothing
// else.
func Digits(s string) string {
	return strings.Map(func(r rune) rune {
		if value := digit(r); value >= 0 {
			return '0' + value
		}
		return -1
	}, s)
}

// Scan returns the digits that a person typed, in ASCII, and whether "+" stands before
// them. An extension ("x12", "ext. 12") is left out. A text has no digits at all if it
// holds what has no place in a phone number: a letter, a "+" further on, or a sign other
// than spaces, dashes, tildes, points, slashes and brackets.
//
// Source: https://support.zendesk.com/hc/en-us/articles/4408823756570 for extensions
// (read 2026-11-27).
func Scan(text string) (digits string, plus bool) {
	text = strings.TrimSpace(ascii(text))
	if i := strings.IndexAny(text, "xXeE"); i > 0 && isExtension(text[i:]) {
		text = text[:i]
	}
	first := strings.IndexAny(text, "0123456789")
	if first < 0 || strings.ContainsFunc(text, isForeign) || strings.Contains(text[first:], "+") {
		return "", false
	}
	return Digits(text), strings.Contains(text[:first], "+")
}

// ascii returns a text with its digits, plus signs and brackets in ASCII.
func ascii(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '＋':
			return '+'
		case r == '（':
			return '('
		case r == '）':
			return ')'
		case digit(r) >= 0:
			return '0' + digit(r)
		}
		return r
	}, text)
}

// isForeign reports whether r has no place in a phone number. Signs that are not seen,
// such as the marks for a direction of writing, have one: they come along with a copy.
func isForeign(r rune) bool {
	if r <= unicode.MaxASCII {
		return strings.IndexByte("0123456789 \t\r\n+-~./()[]", byte(r)) < 0
	}
	return !strings.ContainsRune("·・．／ー", r) && !unicode.In(r, unicode.White_Space, unicode.Dash, unicode.Cf)
}

// isExtension reports whether s is "x12", "ext 12" or "ext. 12".
func isExtension(s string) bool {
	letters := strings.TrimRight(s, "0123456789 .")
	return strings.EqualFold(letters, "x") || strings.EqualFold(letters, "ext")
}

// digit returns the value of a decimal digit of any script, -1 for another rune.
// Unicode has the digits of a script in a row, zero first.
func digit(r rune) rune {
	if r <= unicode.MaxASCII {
		if '0' <= r && r <= '9' {
			return r - '0'
		}
		return -1
	}
	for _, row := range unicode.Nd.R16 {
		if rune(row.Lo) <= r && r <= rune(row.Hi) {
			return (r - rune(row.Lo)) % 10
		}
	}
	for _, row := range unicode.Nd.R32 {
		if rune(row.Lo) <= r && r <= rune(row.Hi) {
			return (r - rune(row.Lo)) % 10
		}
	}
	return -1
}
