package redact

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Mask stands for one redacted character: U+2587, the lower seven eighths block.
const Mask = "▇"

// ExposeNone is the count of digits to leave readable that leaves none.
const ExposeNone = -1

// Config says how payment card numbers are masked. The zero Config masks
// every number but its first six and last four digits, as social tickets need it.
//
// Source: https://github.com/zendesk/credit_card_sanitizer, read 2026-11-21.
type Config struct {
	Off bool // true: nothing is ever masked

	Replacement string // what stands for each masked digit; empty: [Mask]
	ExposeFirst int    // digits left readable at the start; zero: 6, [ExposeNone]: none
	ExposeLast  int    // digits left readable at the end; zero: 4, [ExposeNone]: none

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

// Redactor masks payment card numbers in text. It never changes after New;
// goroutines may share it. The zero Redactor is that of the zero [Config].
//
// A card number is a run of 12 to 19 digits with at most five characters of noise between
// two of them, such as blanks and hyphens; letters, full stops, commas, slashes, colons and
// line feeds end the run. It has the right check digit and the first digits of a card brand.
// Neither a number after + or / is one nor one in an address, nor a part of a longer run.
type Redactor struct{ cfg Config }

// New returns the redactor of cfg. The error tells of a count below [ExposeNone],
// or of a Replacement that is not valid UTF-8 or has a digit or an ASCII blank in it, and
// would so make other numbers and dates of what it is put into.
func New(cfg Config) (Redactor, error) {
	if min(cfg.ExposeFirst, cfg.ExposeLast) < ExposeNone {
		return Redactor{}, fmt.Errorf("redact: redactor exposes %d first and %d last digits", cfg.ExposeFirst, cfg.ExposeLast)
	}
	if !utf8.ValidString(cfg.Replacement) || strings.ContainsAny(cfg.Replacement, "0123456789 \t\n\v\f\r") {
		return Redactor{}, fmt.Errorf("redact: redactor replacement %q holds a digit, a blank or invalid UTF-8", cfg.Replacement)
	}
	return Redactor{cfg}, nil
}

// Text masks the card numbers in text and reports whether there were any. Without one
// it returns text itself and allocates nothing. A masked text is valid UTF-8: each
// invalid byte has become U+FFFD. The time is linear in the text, whatever it holds.
//
// Redacting again changes nothing, if the Replacement is made of symbols as [Mask] is.
// Letters or a colon in it can look like part of an address to what follows.
func (r Redactor) Text(text string) (string, bool) {
	var few [8]card
	cards := r.find(text, few[:0])
	if len(cards) == 0 {
		return text, false
	}
	return r.mask(text, cards), true
}

// Changes is [Redactor.Text] with a list of the numbers masked, in the order of the
// text, instead of the report. The list is nil if there are none.
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

// Change is a card number before and after it was masked. It prints and marshals
// without Before, which must be neither stored nor logged.
type Change struct {
	Before string `json:"-"`
	After  string `json:"after"`
}

// String returns what may be shown of c.
func (c Change) String() string { return c.After }

// GoString returns what may be shown of c.
func (c Change) GoString() string { return fmt.Sprintf("redact.Change{After:%q}", c.After) }

// Part masks by hand: it puts [Mask] for each character wherever part stands in
// text, and reports that something was masked, never what. An empty part stands nowhere.
// No ticket is asked, so closed ones can be redacted too. A masked text is valid UTF-8.
func Part(text, part string) (string, bool) {
	masks := strings.Repeat(Mask, utf8.RuneCountInString(part))
	if part == masks || !strings.Contains(text, part) {
		return text, false
	}
	return validText(strings.ReplaceAll(text, part, masks)), true
}
