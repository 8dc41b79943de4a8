package redact

import "unicode/utf8"

// An expiry date is a blank, a month of one or two digits, / or -, a year of two or four,
// and then a character that is no digit, or the end of the text. It is fenced off: no run
// goes into or out of it, and for what is beside it each fence is a letter.

// dateAt returns where the expiry date ends whose month starts with the digit at i, or 0 if
// there is none. The blank must not have been the last character of another date.
func (s *cardScanner) dateAt(i int) int {
	rest := s.text[i:]
	month := 1
	if len(rest) > 1 && isDigit(rest[1]) {
		month = 2
	}
	if month == len(rest) || rest[month] != '/' && rest[month] != '-' {
		return 0
	}
	if i == 0 || !isBlank(s.text[i-1]) || i == s.date.to || !isMonth(rest[:month]) {
		return 0
	}
	year := digitsLen(rest[month+1:])
	if year != 2 && year != 4 {
		return 0
	}
	end := i + month + 1 + year
	_, size := utf8.DecodeRuneInString(s.text[end:])
	return end + size
}

// isMonth reports whether digits, one or two, are 1 to 12 or 01 to 09.
func isMonth(digits string) bool {
	if len(digits) == 1 {
		return digits[0] != '0'
	}
	return digits[0] == '0' && digits[1] != '0' || digits[0] == '1' && digits[1] <= '2'
}

// digitsLen returns how many digits text starts with, five at most.
func digitsLen(text string) int {
	n := 0
	for n < min(len(text), 5) && isDigit(text[n]) {
		n++
	}
	return n
}
