package rules

import (
	"strings"
	"unicode/utf8"
)

// said reports whether a text holds what the step asks for, in letters of either size.
func (st *step) said(s *Subject, text string) bool {
	for _, v := range st.values {
		switch {
		case st.op == opWords && (contains(text, v) || s.capitals(st.field, text) && holdsFold(text, v)),
			st.op == opEdge && st.compare == beginning && len(text) >= len(v) && strings.EqualFold(text[:len(v)], v),
			st.op == opEdge && st.compare == ending && len(text) >= len(v) && strings.EqualFold(text[len(text)-len(v):], v):
			return true
		}
	}
	return false
}

// capitals reports whether a text, that of a field of the subject, has capitals or letters
// beyond ASCII. It looks once for each field.
func (s *Subject) capitals(f *Field, text string) bool {
	for i := range s.looked {
		if s.looked[i].field == f {
			return s.looked[i].capitals
		}
	}
	found := hasCapitals(text)
	s.looked = append(s.looked, looked{f, found})
	return found
}

// hasCapitals reports whether a text has capitals or letters beyond ASCII.
func hasCapitals(text string) bool {
	for ; len(text) >= 32; text = text[32:] {
		if large(text[:8])|large(text[8:16])|large(text[16:24])|large(text[24:32]) != 0 {
			return true
		}
	}
	for i := range len(text) {
		if c := text[i]; c-'A' < 26 || c >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

// large returns high bits if one of eight bytes is a capital or beyond ASCII: what is added
// to each brings those from 'A' on to 0x80, and those behind 'Z'.
func large(eight string) uint64 {
	const each = 0x0101010101010101
	_ = eight[7]
	x := uint64(eight[0]) | uint64(eight[1])<<8 | uint64(eight[2])<<16 | uint64(eight[3])<<24 |
		uint64(eight[4])<<32 | uint64(eight[5])<<40 | uint64(eight[6])<<48 | uint64(eight[7])<<56
	return (x | (x+(0x80-'A')*each)&^(x+(0x80-'Z'-1)*each)) & (0x80 * each)
}

// looked is what is known of the text of a field.
type looked struct {
	field    *Field
	capitals bool
}

// holdsFold reports whether a text holds a word, which is in small letters, in letters of
// either size. It allocates nothing unless the text has letters beyond ASCII.
func holdsFold(text, word string) bool {
	if strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return strings.Contains(strings.ToLower(text), word)
	}
	for i := 0; i+len(word) <= len(text); i++ {
		if strings.EqualFold(text[i:i+len(word)], word) {
			return true
		}
	}
	return false
}

// rarities are how rare each letter is in English, from 'a', which is the most common, on.
const rarities = "ctljapqhewvknfdsyigbmuoxrz"

// rarest returns the place of the byte of a word that texts have the least often.
func rarest(word string) (at int) {
	worth := byte(0)
	for i := range len(word) {
		w := byte('z') // digits, marks and what is beyond ASCII
		if c := word[i] - 'a'; c < 26 {
			w = rarities[c]
		} else if word[i] == ' ' {
			w = 1
		}
		if w > worth {
			at, worth = i, w
		}
	}
	return at
}

// contains is [strings.Contains], faster where the word has a rare letter: it looks for
// that one. Where it finds it often without the word it is given up.
func contains(text, word string) bool {
	if word == "" {
		return true
	}
	at := rarest(word)
	for i, misses := at, 0; i < len(text); misses++ {
		if misses == 6 {
			return strings.Contains(text[i-at:], word)
		}
		next := strings.IndexByte(text[i:], word[at])
		if next < 0 {
			return false
		}
		if i += next; strings.HasPrefix(text[i-at:], word) {
			return true
		}
		i++
	}
	return false
}
