package loosejson

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// unquote returns what a JSON string says, as encoding/json reads it: bytes and
// halves of pairs that are no character come as U+FFFD. Most strings say what is
// written; theirs is the memory of the text.
func unquote(text []byte) []byte {
	inner := text[1 : len(text)-1]
	if plain(inner) {
		return inner
	}
	out := make([]byte, 0, len(inner))
	for i := 0; i < len(inner); {
		r, n := utf8.DecodeRune(inner[i:])
		if r == '\\' {
			r, n = escaped(inner[i:])
		}
		out = utf8.AppendRune(out, r)
		i += n
	}
	return out
}

// plain reports whether a JSON string is written as what it says.
func plain(text []byte) bool { return bytes.IndexByte(text, '\\') < 0 && utf8.Valid(text) }

// escaped returns the character that an escape at the beginning of s stands for,
// and the length of the escape, which was scanned before.
func escaped(s []byte) (r rune, length int) {
	switch s[1] {
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
	default:
		return rune(s[1]), 2
	}
	r = hexRune(s[2:6])
	if len(s) >= 12 && s[6] == '\\' && s[7] == 'u' {
		if pair := utf16.DecodeRune(r, hexRune(s[8:12])); pair != utf8.RuneError {
			return pair, 12
		}
	}
	return r, 6 // half a pair becomes U+FFFD when it is appended
}

// hexRune returns the number that four hex digits stand for.
func hexRune(digits []byte) rune {
	n, _ := strconv.ParseUint(string(digits), 16, 32) // they were scanned before
	return rune(n)
}
