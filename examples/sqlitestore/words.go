package sqlitestore

import (
	"encoding/hex"
	"strings"

	"github.com/socialticket/socialticket/words"
)

// token returns a word as the index has it: SQLite knows other letters than Go, so those
// beyond ASCII are written as digits. Words that begin alike are written so, too.
func token(word string) string {
	for i := range len(word) {
		if c := word[i]; c >= 0x80 || c == 'z' {
			return word[:i] + "z" + hex.EncodeToString([]byte(word[i:]))
		}
	}
	return word
}

// tokens returns the words of texts as the index has them. Between two texts stands what is
// no word, so that no phrase begins in one and ends in the other.
func tokens(texts []string) string {
	var b strings.Builder
	for _, text := range texts {
		for _, w := range words.Split(text) {
			b.WriteString(token(w) + " ")
		}
		b.WriteString("zz ")
	}
	return b.String()
}

// matching returns a query of the index for a phrase, "" if it has no words. What stands in
// quotes is never an operator, and a token has no quotes.
func matching(p words.Phrase) string {
	if len(p.Words) == 0 {
		return ""
	}
	list := make([]string, len(p.Words))
	for i, w := range p.Words {
		list[i] = token(w)
	}
	query := `"` + strings.Join(list, " ") + `"`
	if p.Open {
		query += " *"
	}
	return query
}
