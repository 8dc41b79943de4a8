package words

import (
	"strings"
	"unicode"
)

// Fold returns a text in small letters and without the accents of Latin, Greek and Cyrillic
// letters, whether they are part of a letter or stand behind it. "ß" becomes "ss", "æ"
// "ae". Other scripts stay as they are. Fold of a folded text is that text.
func Fold(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range text {
		if !accent(r) {
			fold(&b, r)
		}
	}
	return b.String()
}

// accent reports whether r is an accent that stands behind its letter.
func accent(r rune) bool { return r >= '\u0300' && r <= '\u036f' }

// fold writes a letter.
func fold(b *strings.Builder, r rune) {
	if r < 0x80 {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		b.WriteByte(byte(r))
		return
	}
	r = unicode.ToLower(r)
	if r < 0x250 || r >= 0x370 && r < 0x460 || r >= 0x1e00 && r < 0x1f00 {
		if plain := base(r); plain != "" {
			b.WriteString(plain)
			return
		}
	}
	if r >= '\uff41' && r <= '\uff5a' || r >= '\uff10' && r <= '\uff19' { // as wide as a Chinese letter
		r -= '\uff01' - '!'
	}
	b.WriteRune(r)
}

// latin has the letters from U+00E0 to U+017F without their accents, one byte a letter; a dot
// for what has none, or becomes two letters.
const latin = "" +
	"aaaaaa.ceeeeiiiidnooooo.ouuuuy.y" +
	"aaaaaaccccccccdd.deeeeeeeeeegggg" +
	"gggghh.hiiiiiiiiii..jjkkkllllll." +
	"l.lnnnnnnn.noooooo..rrrrrrssssss" +
	"sstttt.tuuuuuuuuuuuuwwyyyzzzzzzs"

// base returns a small letter without its accent, "" if it has none.
func base(r rune) string {
	switch {
	case r >= 0xe0 && r < 0x180 && latin[r-0xe0] != '.':
		return latin[r-0xe0 : r-0xe0+1]
	case r == 'ơ', r == 'ǒ', r == 'ǿ', r == 'ọ', r >= 'ọ' && r <= 'ợ':
		return "o"
	case r == 'ư', r == 'ǔ', r >= 'ụ' && r <= 'ự':
		return "u"
	case r == 'ǎ', r >= 'ạ' && r <= 'ặ':
		return "a"
	case r >= 'ẹ' && r <= 'ệ':
		return "e"
	case r == 'ǐ', r == 'ỉ', r == 'ị':
		return "i"
	case r >= 'ỳ' && r <= 'ỹ':
		return "y"
	case r == 'ș':
		return "s"
	case r == 'ț':
		return "t"
	}
	return others(r)
}

// others returns what becomes two letters, and the base of a letter of Greek or Cyrillic.
func others(r rune) string {
	switch r {
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'þ':
		return "th"
	case 'ĳ':
		return "ij"
	case 'ά':
		return "α"
	case 'έ':
		return "ε"
	case 'ή':
		return "η"
	case 'ί', 'ϊ', 'ΐ':
		return "ι"
	case 'ό':
		return "ο"
	case 'ύ', 'ϋ', 'ΰ':
		return "υ"
	case 'ώ':
		return "ω"
	case 'ς':
		return "σ"
	case 'ё':
		return "е"
	}
	return ""
}
