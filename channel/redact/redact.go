package redact

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mask stands for one redacted character: U+2587, the lower seven eighths block.
const Mask = "▇"

// ExposeNone is the count of digits to leave readable that leaves none.
const ExposeNone = -1

// Config says how payment card numbers are masked. The zero Config finds them as people
// write them, and masks all but the first six and last four digits.
type Config struct {
	Off bool // true: nothing is ever masked

	// Zendesk true finds what Zendesk's published sanitizer finds, to the character, in
	// place of what [Redactor] tells.
	//
	// Source: https://github.com/zendesk/credit_card_sanitizer (read 2026-11-21).
	Zendesk bool

	Replacement string // what stands for each masked digit; empty: [Mask]
	ExposeFirst int    // digits left readable at the start; zero: 6, [ExposeNone]: none
	ExposeLast  int    // digits left readable at the end; zero: 4, [ExposeNone]: none

	// The other options of the sanitizer, which count for both ways of finding.

	// UseGroupings leaves alone a number whose groups of digits are not those of its
	// brand, as 4-4-4-4 is. A number in one piece is masked all the same.
	UseGroupings bool

	// ExcludeTrackingNumbers leaves alone a number that is also a parcel's, with the right
	// check digit for it. One card in ten of those with 15 or 16 digits then stays readable.
	ExcludeTrackingNumbers bool

	// ParseFlanking leaves alone a number that touches a letter or a digit, as in
	// "a4111111111111111b". Yet cc, card, visa or amex may stand before it, ex… behind it.
	ParseFlanking bool
}

// Redactor masks payment card numbers in text. It never changes after [New]; goroutines
// may share it. The zero Redactor is that of the zero [Config].
//
// A card number has 12 to 19 decimal digits of any script, the right check digit, and the
// first digits and the length of an issuer. It is written in one piece; or in groups with
// up to five characters between two of them, neither letters nor plus signs: all of one
// kind, or blanks, dashes and line breaks. Beside other groups of digits (a date, an
// amount, a second card) the number stands in groups as on a card, or in pairs and single
// digits that are all there.
//
// Left alone are bank account numbers (IBAN) with a right check; phone numbers behind a
// plus sign, and mobile numbers without it that are possible ones; numbers within web
// addresses and mailboxes; and a number in one piece behind a word such as order, tracking
// or ticket. A word for cards shortly before outweighs the last one and the missing plus.
//
// With [Config.Zendesk] a card number is a run of 12 to 19 ASCII digits with at most five
// characters of noise between two of them, such as blanks and hyphens; letters, full stops,
// commas, slashes, colons and line feeds end the run. It has the right check digit and the
// first digits of a card brand. Neither a number after + or / is one nor one in an address,
// nor a part of a longer run.
type Redactor struct{ cfg Config }

// New returns the redactor of cfg. The error tells of a count below [ExposeNone], or of a
// Replacement that is not valid UTF-8 or has a digit or an ASCII blank in it, and would so
// make other numbers and dates of what it is put into.
func New(cfg Config) (Redactor, error) {
	if min(cfg.ExposeFirst, cfg.ExposeLast) < ExposeNone {
		return Redactor{}, fmt.Errorf("redact: %d first and %d last digits cannot be exposed", cfg.ExposeFirst, cfg.ExposeLast)
	}
	if !utf8.ValidString(cfg.Replacement) || strings.ContainsFunc(cfg.Replacement, unfit) {
		return Redactor{}, fmt.Errorf("redact: replacement %q holds a digit, a blank or invalid UTF-8", cfg.Replacement)
	}
	return Redactor{cfg}, nil
}

// unfit reports whether r must not stand in a replacement.
func unfit(r rune) bool { return unicode.IsDigit(r) || r < utf8.RuneSelf && isBlank(byte(r)) }

// Text masks the card numbers in text and reports whether there were any. Without one
// it returns text itself and allocates nothing. A masked text is valid UTF-8: each
// invalid byte has become U+FFFD. The time is linear in the text, whatever it holds.
//
// Redacting again changes nothing, if the Replacement is made of symbols as [Mask] is, and
// if no more than ten digits of a number are left readable. Letters or a colon in it can
// look like part of an address to what follows. To find no number in what is left of
// another, digits that touch a character of the Replacement are never part of one: choose
// one that people do not type.
func (r Redactor) Text(text string) (string, bool) {
	var few [8]card
	cards := r.find(text, few[:0])
	if len(cards) == 0 {
		return text, false
	}
	return r.mask(text, cards), true
}

// Changes is [Redactor.Text] with a list of the numbers masked, in the order of the text,
// instead of the report. The list is nil if there are none.
func (r Redactor) Changes(text string) (string, []Change) {
	cards := r.find(text, nil)
	if len(cards) == 0 {
		return text, nil
	}
	changes := make([]Change, len(cards))
	for i, c := range cards {
		number := text[c.start:c.end]
		whole := card{end: len(number), digits: c.digits}
		changes[i] = Change{Before: validText(number), After: r.mask(number, []card{whole})}
	}
	return r.mask(text, cards), changes
}

// card is a number to be masked, text[start:end].
type card struct {
	start, end int
	digits     int // how many it has
	index      int // how many digits the text has before it; not of Zendesk's rule
}

// find appends the numbers in text that are to be masked to cards.
func (r Redactor) find(text string, cards []card) []card {
	switch {
	case r.cfg.Off:
		return cards
	case r.cfg.Zendesk:
		return r.findZendesk(text, cards)
	}
	return r.findCards(text, cards)
}
