package redact

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What stands between two blocks of digits is a gap: one to five characters that are
// neither letters nor digits, without a plus sign or a mask. Its kind is its first
// character that is not blank; all dashes are one kind, and so are all line breaks.
const (
	blankGap = ' '
	dashGap  = '-'
	lineGap  = '\n'
	maskGap  = '▇' // a mask of any sort ends the run of blocks
)

// gap reads the gap that begins at i, behind a digit. It returns where the digit behind it
// is, or -1 if the run of blocks ends there; then the kind is maskGap if a mask ends it.
func (f *finder) gap(i int) (next int, kind rune) {
	if len(f.text)-i > 2 && f.cfg.Replacement == "" { // the most frequent
		c, d, e := f.text[i], f.text[i+1], f.text[i+2]
		switch {
		case isLetter(c):
			return -1, 0
		case c >= utf8.RuneSelf || c == '+':
		case isDigit(d):
			return i + 1, gapKind(rune(c))
		case isLetter(d), d == ' ' && isLetter(e):
			return -1, 0
		case d == ' ' && isDigit(e):
			return i + 2, gapKind(rune(c))
		}
	}
	for noise := 0; i < len(f.text); noise++ {
		r, size := rune(f.text[i]), 1
		switch c := f.text[i]; {
		case isDigit(c):
			return i, cmp.Or(kind, blankGap)
		case isLetter(c):
			return -1, f.ending(r)
		case c >= firstWide:
			if _, width := digitAt(f.text, i); width > 0 {
				return i, cmp.Or(kind, blankGap)
			}
			fallthrough
		case c >= utf8.RuneSelf:
			r, size = utf8.DecodeRuneInString(f.text[i:])
		}
		if noise == maxNoise || endsRun(r) || r == maskGap || f.cfg.Replacement != "" && f.isMask(r) {
			return -1, f.ending(r)
		}
		if k := gapKind(r); k != blankGap && (kind == 0 || k == lineGap) {
			kind = k
		}
		i += size
	}
	return -1, 0
}

// ending returns the kind of a gap that r ends.
func (f *finder) ending(r rune) rune {
	if f.isMask(r) {
		return maskGap
	}
	return 0
}

// endsRun reports whether r, not a digit, stands between two numbers rather than in one.
func endsRun(r rune) bool {
	if r < utf8.RuneSelf {
		return isLetter(byte(r)) || r == '+'
	}
	return unicode.IsLetter(r)
}

// gapKind returns the kind of a gap that consists of r.
func gapKind(r rune) rune {
	switch {
	case r == '\n' || r == '\r':
		return lineGap
	case ' ' < r && r < utf8.RuneSelf:
		return r
	case r <= ' ' || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r):
		return blankGap
	case unicode.Is(unicode.Pd, r):
		return dashGap
	}
	return r
}

// isMask reports whether r stands for a digit that was masked.
func (f *finder) isMask(r rune) bool {
	return r == maskGap || f.cfg.Replacement != "" && strings.ContainsRune(f.cfg.Replacement, r)
}

// maskBefore reports whether a mask stands before the digit at i, with at most a gap
// between.
func (f *finder) maskBefore(i int) bool {
	for range maxNoise + 1 {
		r, size := utf8.DecodeLastRuneInString(f.text[:i])
		switch _, digit := digitValue(r); {
		case size == 0 || digit:
			return false
		case f.isMask(r):
			return true
		case endsRun(r):
			return false
		}
		i -= size
	}
	return false
}

// touchesMask reports whether a mask stands directly before start or at end. A block that
// does is the rest of a number that was masked.
func (f *finder) touchesMask(start, end int) bool {
	before, n := utf8.DecodeLastRuneInString(f.text[:start])
	after, m := utf8.DecodeRuneInString(f.text[end:])
	return n > 0 && f.isMask(before) || m > 0 && f.isMask(after)
}

// gaps is what the gaps within a number have in common.
type gaps struct {
	kind  rune // of the first; 0: it has none
	mixed bool // not all are of that kind
	hard  bool // one is neither a blank, a dash nor a line break
	line  bool // one has a line break
	list  bool // one is a comma, a colon or a semicolon
}

// add notes another gap.
func (g *gaps) add(kind rune) {
	g.mixed = g.mixed || g.kind != 0 && g.kind != kind
	if g.kind == 0 {
		g.kind = kind
	}
	switch kind {
	case blankGap, dashGap:
	case lineGap:
		g.line = true
	default:
		g.hard = true
		g.list = g.list || strings.ContainsRune(",:;", kind)
	}
}

// alike reports whether one number can have such gaps: all of a kind, or a mixture of
// blanks, dashes and line breaks.
func (g gaps) alike() bool { return !g.mixed || !g.hard }
