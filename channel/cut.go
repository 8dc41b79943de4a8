package channel

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// cutAll cuts a text into pieces that most holds each; the last one is held by all of
// last, too. Pieces of blanks are left out.
func cutAll(text string, most Limit, last []Limit) []string {
	last = append(slices.Clip(last), most)
	var pieces []string
	add := func(piece string) {
		if !blank(piece) {
			pieces = append(pieces, piece)
		}
	}
	body := strings.TrimRightFunc(text, unicode.IsSpace)
	tail := text[len(body):]
	for !holdAll(last, body) {
		limit, whole := most, most
		if most.Holds(body) {
			whole = last[slices.IndexFunc(last, func(l Limit) bool { return !l.Holds(body) })]
			limit = whole.leave(body)
		}
		n := cut(body, limit, whole)
		add(body[:n])
		body = body[n:]
	}
	if end := text[len(text)-len(body)-len(tail):]; holdAll(last, end) {
		body = end
	}
	add(body)
	return pieces
}

// leave returns how much to cut off a text that l does not hold, so that about half of l
// is left at least: a question should not stand under a single word.
func (l Limit) leave(text string) Limit {
	return Limit{Most: max(1, l.Unit.Count(text)-max(1, l.Most/2)), Unit: l.Unit}
}

// cut returns how many bytes of a text, which limit does not hold, make its first
// piece: at least one rune. A word stays whole if a piece of the length of whole holds
// it.
func cut(text string, limit, whole Limit) int {
	s := walk{text: text, unit: limit.Unit}
	cluster, word := 0, 0
	ink := false
	for s.next() {
		if s.start > 0 && !s.joined {
			cluster = s.start
			if s.word && ink {
				word = s.start
			}
		}
		if s.units > limit.Most {
			break
		}
		ink = ink || !breakable(s.rune)
	}
	switch {
	case word > 0 && (word == cluster || wordFits(text[word:], whole)):
		return word
	case cluster > 0:
		return cluster
	case s.start > 0:
		return s.start
	}
	return s.end
}

// wordFits reports whether the first word of a text is short enough for one piece.
func wordFits(text string, limit Limit) bool {
	s := walk{text: text, unit: limit.Unit}
	for s.next() {
		switch {
		case s.start > 0 && s.word && !s.joined, breakable(s.rune):
			return true
		case s.units > limit.Most:
			return false
		}
	}
	return true
}

// walk goes through a text rune by rune.
type walk struct {
	text string
	unit Unit

	start, end int  // of the rune, in bytes
	units      int  // up to end
	rune       rune // of text[start:end]
	joined     bool // the rune belongs to the one before
	word       bool // a word begins here
	flags      int  // letters of flags in a row, up to end
}

func (w *walk) next() bool {
	if w.end == len(w.text) {
		return false
	}
	before := w.rune
	r, size := utf8.DecodeRuneInString(w.text[w.end:])
	w.start, w.end = w.end, w.end+size
	w.rune, w.units = r, w.units+w.unit.of(r, size)
	w.joined = joins(before, r) || isFlag(r) && w.flags%2 == 1
	w.word = begins(before, r)
	if isFlag(r) {
		w.flags++
	} else {
		w.flags = 0
	}
	return true
}

const (
	joiner    = '\u200d' // makes one emoji of two
	nonJoiner = '\u200c'
)

// joins reports whether a rune is seen as a part of the one before: an accent, a sign of
// a vowel, a colour of skin, the second half of a joined emoji, a part of a syllable.
// It is what matters of the rules for grapheme clusters. Source:
// https://www.unicode.org/reports/tr29/ (read 2026-11-27).
func joins(before, r rune) bool {
	switch {
	case r < 0x300:
		return r == '\n' && before == '\r' || before == joiner && !breakable(r)
	case before == joiner, r == joiner, r == nonJoiner, unicode.Is(unicode.M, r):
		return true
	case 0x1f3fb <= r && r <= 0x1f3ff, 0xe0020 <= r && r <= 0xe007f:
		return true
	case 0x1160 <= r && r <= 0x11ff: // vowels and ends of Hangul syllables
		return true
	}
	begin := 0x1100 <= before && before <= 0x115f
	return begin && (0x1100 <= r && r <= 0x115f || 0xac00 <= r && r <= 0xd7a3)
}

// isFlag reports whether r is one of the letters of which two make a flag.
func isFlag(r rune) bool { return 0x1f1e6 <= r && r <= 0x1f1ff }

// begins reports whether a word begins at r: after a blank, and between characters of
// the scripts that write no blanks, but not before what closes or lengthens, nor after
// what opens.
func begins(before, r rune) bool {
	switch {
	case breakable(r):
		return false
	case breakable(before):
		return true
	case r < 0x2e80 && before < 0x2e80, !ideographic(r) && !ideographic(before):
		return false
	case unicode.In(before, unicode.Ps, unicode.Pi), unicode.Is(unicode.Lm, r):
		return false
	}
	return !unicode.IsPunct(r) || unicode.In(r, unicode.Ps, unicode.Pi)
}

func ideographic(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// breakable reports whether a line may be broken behind r.
func breakable(r rune) bool {
	switch r {
	case '\u00a0', '\u2007', '\u202f': // blanks that hold words together
		return false
	}
	return unicode.IsSpace(r)
}
