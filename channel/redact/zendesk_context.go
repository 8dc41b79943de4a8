package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// exempt reports whether the run found is a phone number or part of an address. Within
// the address of a token, as tel:4111… is one, the search goes on behind its last run.
func (s *cardScanner) exempt() bool {
	if from := s.address(); from >= 0 && s.leave(from) {
		return true
	}
	before := s.before()
	return strings.HasSuffix(before, "+") || strings.HasSuffix(before, "/") || strings.HasSuffix(before, "&#43;")
}

// before returns the text before the run found, from the last date on.
func (s *cardScanner) before() string { return s.text[max(s.date.to, 0):s.start] }

// leave goes to the end of the last run that begins in the token of the run found, at or
// after from. It reports false and does nothing if there is none.
func (s *cardScanner) leave(from int) bool {
	for i := s.start + tokenLen(s.text[s.start:]) - 1; i >= from; i-- {
		if !isDigit(s.text[i]) {
			continue
		}
		run := *s
		if run.walk(i); run.n >= minRun {
			s.at = run.end
			return true
		}
	}
	return false
}

// tokenLen returns how much of text is before the first blank or >.
func tokenLen(text string) int {
	n := strings.IndexFunc(text, func(r rune) bool { return r < utf8.RuneSelf && endsToken(byte(r)) })
	if n < 0 {
		return len(text)
	}
	return n
}

func endsToken(c byte) bool { return isBlank(c) || c == '>' }

// address looks for a scheme in the token before the run found and returns where a
// number that belongs to the address may begin, or -1.
func (s *cardScanner) address() int {
	colon := -1
	for i := s.start - 1; i >= s.free && !endsToken(s.text[i]); i-- {
		if s.text[i] == ':' && s.isScheme(i) {
			colon = i
		}
	}
	s.free = s.start
	switch {
	case colon < 0:
		return -1
	case colon+1 == s.date.to: // the fence is the character that must come first
		return colon + 1
	}
	return colon + 2
}

// isScheme reports whether a scheme's name ends at i: a letter and at most nine letters,
// digits, -, + and . after it. The fences of a date are letters.
func (s *cardScanner) isScheme(i int) bool {
	for range 10 {
		if i == s.date.from || i == s.date.to {
			return true
		}
		if i--; i < 0 {
			return false
		}
		switch c := s.text[i]; {
		case isLetter(c):
			return true
		case !isDigit(c) && c != '-' && c != '+' && c != '.':
			return false
		}
	}
	return false
}

// flanked reports whether the run found touches a letter or a digit and no word excuses it.
func (s *cardScanner) flanked() bool {
	return s.start == s.date.to || flanked(s.before(), s.text[s.end:])
}

// flanked is [Config.ParseFlanking], for a number between before and after.
func flanked(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	return isWordRune(last) && !endsInCard(before) || isWordRune(first) && !hasPrefixFold(after, "ex")
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func endsInCard(text string) bool {
	for _, word := range [...]string{"cc", "card", "visa", "amex"} {
		if n := len(text) - len(word); n >= 0 && hasPrefixFold(text[n:], word) {
			return true
		}
	}
	return false
}

// hasPrefixFold is strings.HasPrefix without regard to the case of ASCII letters.
func hasPrefixFold(text, word string) bool {
	if len(text) < len(word) {
		return false
	}
	for i := range len(word) {
		if text[i]|0x20 != word[i] {
			return false
		}
	}
	return true
}
