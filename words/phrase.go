package words

import (
	"slices"
	"strings"
)

// Phrase is what is looked for in a text: words that stand there one behind the other. The
// zero Phrase stands in every text.
type Phrase struct {
	Words []string // as [Split] has them
	// Open tells that the last word is only the beginning of one: "deliv" finds "delivery".
	Open bool
}

// In reports whether the phrase stands among the words of a text.
func (p Phrase) In(text []string) bool {
	n := len(p.Words)
	for at := 0; at+n <= len(text); at++ {
		if n == 0 || slices.Equal(p.Words[:n-1], text[at:at+n-1]) && p.last(text[at+n-1]) {
			return true
		}
	}
	return n == 0
}

// last reports whether the phrase may end with a word.
func (p Phrase) last(word string) bool {
	last := p.Words[len(p.Words)-1]
	return word == last || p.Open && strings.HasPrefix(word, last)
}
