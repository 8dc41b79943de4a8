package redact

import (
	"encoding/binary"
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// digitAt returns the value, 0 to 9, and the size in bytes of the decimal digit of any
// script at i. The size is 0 if another character is there, or the text ends.
func digitAt(text string, i int) (value byte, size int) {
	if i >= len(text) {
		return 0, 0
	}
	c := text[i]
	switch {
	case isDigit(c):
		return c - '0', 1
	case c < firstWide || !leadsDigit(c):
		return 0, 0
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	if value, ok := digitValue(r); ok {
		return value, size
	}
	return 0, 0
}

// digitValue returns the value of r if it is a decimal digit of any script. Scripts have
// theirs in a row, from zero on.
//
// Source: https://www.unicode.org/reports/tr44/#Numeric_Type (read 2026-11-27).
func digitValue(r rune) (byte, bool) {
	if r < utf8.RuneSelf {
		return byte(r - '0'), isDigit(byte(r))
	}
	if !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	if r <= 0xffff {
		for _, row := range unicode.Nd.R16 {
			if r <= rune(row.Hi) {
				return byte((r - rune(row.Lo)) % 10), true
			}
		}
	}
	for _, row := range unicode.Nd.R32 {
		if r <= rune(row.Hi) {
			return byte((r - rune(row.Lo)) % 10), true
		}
	}
	return 0, false
}

// firstWide is the least byte that begins a digit which is not ASCII: an Arabic one.
const firstWide = 0xd9

// leadsDigit reports whether a digit can begin with c, a byte from firstWide on: Arabic,
// Persian, N'Ko; India, Thailand, Tibet; Burma, Khmer; and those of the last planes.
func leadsDigit(c byte) bool {
	switch c {
	case 0xd9, 0xdb, 0xdf, 0xe0, 0xe1, 0xea, 0xef, 0xf0:
		return true
	}
	return false
}

// nextDigit returns where the first digit of any script at or after i is, or len(text).
func nextDigit(text string, i int) int {
	for {
		i = nextCandidate(text, i)
		if i == len(text) || isDigit(text[i]) {
			return i
		}
		if _, size := digitAt(text, i); size > 0 {
			return i
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
}

// nextCandidate returns where the first byte at or after i is that may begin a digit of
// any script, or len(text).
func nextCandidate(text string, i int) int {
	rest := []byte(text[i:])                            // not copied, as nothing writes to it
	for near := 0; near < 3 && len(rest) >= 8; near++ { // often it is
		if others := plain(rest); others != topBits {
			return i + 8*near + bits.TrailingZeros64(others^topBits)/8
		}
		rest = rest[8:]
	}
	for ; len(rest) >= 32; rest = rest[32:] {
		a, b := binary.LittleEndian.Uint64(rest), binary.LittleEndian.Uint64(rest[8:])
		c, d := binary.LittleEndian.Uint64(rest[16:]), binary.LittleEndian.Uint64(rest[24:])
		wide := overWide(a)&a | overWide(b)&b | overWide(c)&c | overWide(d)&d
		if (overDigit(a)|a)&(overDigit(b)|b)&(overDigit(c)|c)&(overDigit(d)|d)&^wide&topBits != topBits {
			break
		}
	}
	for ; len(rest) >= 8; rest = rest[8:] {
		if others := plain(rest); others != topBits {
			return len(text) - len(rest) + bits.TrailingZeros64(others^topBits)/8
		}
	}
	for len(rest) > 0 && !isDigit(rest[0]) && rest[0] < firstWide {
		rest = rest[1:]
	}
	return len(text) - len(rest)
}

// overDigit sets the top bit of each byte whose other bits are not those of an ASCII digit,
// overWide of each whose other bits are at least those of firstWide.
func overDigit(x uint64) uint64 { return x&^topBits ^ 0x30*eachByte + 0x76*eachByte }
func overWide(x uint64) uint64  { return x&^topBits + (0x80-(firstWide-0x80))*eachByte }

// plain looks at eight bytes at once and sets the top bit of those that begin no digit:
// neither an ASCII digit nor at least firstWide.
func plain(text []byte) uint64 {
	x := binary.LittleEndian.Uint64(text)
	return (overDigit(x) | x) &^ (overWide(x) & x) & topBits
}
