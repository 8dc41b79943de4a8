package redact

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// A candidate is a run of 11 to 31 digits with at most five characters of noise between
// two of them, from the leftmost digit on. The brands leave 12 to 19 digits of that, but
// what is cut off after 31 begins the next run.
const (
	minRun   = 11
	maxRun   = 31
	maxNoise = 5
)

// findZendesk appends the numbers in text that are to be masked by Zendesk's rule to cards.
func (r Redactor) findZendesk(text string, cards []card) []card {
	s := cardScanner{text: text}
	s.date.from, s.date.to = -1, -1
	for s.next() {
		found := r.isZendeskCard(&s)
		// An address is looked for last, as that costs most, but also around a run that may
		// have been cut off: there it decides where the next run begins.
		if (found || s.n == maxRun) && !s.exempt() && found {
			cards = append(cards, card{start: s.start, end: s.end, digits: s.n})
		}
	}
	return cards
}

// isZendeskCard reports whether the run found is a card number, apart from any address
// around it, that has something to hide.
func (r Redactor) isZendeskCard(s *cardScanner) bool {
	number := s.digits[:s.n]
	groups := brandOf(number)
	if groups == noBrand || !luhn(number) {
		return false
	}
	from, to := r.cfg.hidden(s.n)
	return from < to &&
		(!r.cfg.UseGroupings || groups.fit(groupSizes(s.text[s.start:s.end]))) &&
		(!r.cfg.ExcludeTrackingNumbers || !isTrackingNumber(number)) &&
		(!r.cfg.ParseFlanking || !s.flanked())
}

// groupSizes returns how many ASCII digits each group of number has, as a character.
func groupSizes(number string) []byte {
	sizes := make([]byte, 0, maxRun)
	for i := range len(number) {
		if !isDigit(number[i]) {
			continue
		}
		if i == 0 || !isDigit(number[i-1]) {
			sizes = append(sizes, '0')
		}
		sizes[len(sizes)-1]++
	}
	return sizes
}

// cardScanner goes through text once, from run to run.
type cardScanner struct {
	text string
	at   int                    // what lies before is decided
	date struct{ from, to int } // the last expiry date before at; -1: none
	free int                    // in its token, no address begins before it

	// The run found: text[start:end], and its digits, 0 to 9.
	start, end int
	n          int
	digits     [maxRun]byte
}

// next finds the next candidate.
func (s *cardScanner) next() bool {
	for {
		i := nextASCIIDigit(s.text, s.at)
		if len(s.text)-i < minRun {
			return false
		}
		if end := s.dateAt(i); end > 0 {
			s.date.from, s.date.to, s.at = i, end, end
			continue
		}
		s.walk(i)
		s.at = s.end
		if s.n >= minRun {
			return true
		}
	}
}

// walk takes the run that starts with the digit at i.
func (s *cardScanner) walk(i int) {
	s.start = i
	n := 0
	for i >= 0 && n < maxRun {
		for i < len(s.text) && n < maxRun && isDigit(s.text[i]) {
			s.digits[n] = s.text[i] - '0'
			n++
			i++
		}
		s.end = i
		i = s.following(i)
	}
	s.n = n
}

// following returns where the digit is that goes on with a run whose last digit ended at
// i, or -1 if the run ends there.
func (s *cardScanner) following(i int) int {
	text := s.text
	for noise := 0; i < len(text); noise++ {
		c := text[i]
		switch {
		case isDigit(c):
			if s.dateAt(i) > 0 {
				return -1
			}
			return i
		case noise == maxNoise || separates(c):
			return -1
		case c < utf8.RuneSelf:
			i++
		default:
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
		}
	}
	return -1
}

// separates reports whether c, no digit, ends a run: an ASCII letter, a line feed or one
// of _ , ( ) & . / : ; < > does.
func separates(c byte) bool {
	const marks uint64 = 1<<'\n' | 1<<',' | 1<<'(' | 1<<')' | 1<<'&' | 1<<'.' | 1<<'/' | 1<<':' | 1<<';' | 1<<'<' | 1<<'>'
	return c < 64 && marks>>c&1 != 0 || isLetter(c) || c == '_'
}

func isDigit(c byte) bool { return c-'0' < 10 }

func isLetter(c byte) bool { return c|0x20-'a' < 26 }

// isBlank tells the ASCII blanks: space, tab, line feed, vertical tab, form feed, return.
func isBlank(c byte) bool { return c == ' ' || c-'\t' < 5 }

// nextASCIIDigit returns where the first ASCII digit at or after i is, or len(text).
func nextASCIIDigit(text string, i int) int {
	rest := []byte(text[i:]) // no copy, as nobody writes to it
	for len(rest) >= 32 && nonDigits(rest[:8])&nonDigits(rest[8:16])&nonDigits(rest[16:24])&nonDigits(rest[24:32]) == topBits {
		rest = rest[32:]
	}
	for ; len(rest) >= 8; rest = rest[8:] {
		if others := nonDigits(rest); others != topBits {
			return len(text) - len(rest) + bits.TrailingZeros64(others^topBits)/8
		}
	}
	for len(rest) > 0 && !isDigit(rest[0]) {
		rest = rest[1:]
	}
	return len(text) - len(rest)
}

// eachByte times a byte has that byte eight times; topBits is the top bit of each.
const (
	eachByte = 0x0101010101010101
	topBits  = 0x80 * eachByte
)

// nonDigits looks at eight bytes at once and sets the top bit of those that are no digits.
// Without the bits of 0x30 only a digit is below 10, so that adding 0x76 leaves its top bit
// clear.
func nonDigits(text []byte) uint64 {
	x := binary.LittleEndian.Uint64(text) ^ 0x30*eachByte
	return (x&^topBits + 0x76*eachByte | x) & topBits
}
