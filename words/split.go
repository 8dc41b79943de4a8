package words

import (
	"strings"
	"unicode"
)

// Split returns the words of a text, in their order: rows of letters and digits, in small
// letters and without accents, as [Fold] writes them. A letter of a script that is written
// without blanks, such as Chinese, Japanese or Thai, is a word of its own.
func Split(text string) []string {
	var list []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			list = append(list, word.String())
			word.Reset()
		}
	}
	for _, r := range text {
		switch {
		case accent(r):
		case unbroken(r):
			end()
			list = append(list, string(r))
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			fold(&word, r)
		default:
			end()
		}
	}
	end()
	return list
}

// unbroken reports whether a letter belongs to a script that puts no blanks between words.
func unbroken(r rune) bool {
	return r >= '\u0e00' && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
