package socialticket

import (
	"context"
	"iter"
	"slices"

	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/identity/phone"
	"github.com/socialticket/socialticket/words"
)

// Finder is what [People] may offer beside: the contacts that a search may be about, by an
// index of the store's own. Many goroutines call it at once.
type Finder interface {
	// FindContacts yields every contact that a clue leads to, each once, and perhaps others:
	// those of all persons who have a clue of its kind whose text begins with its text, see
	// [UserClues] and [PersonClues], and of the circles of these. The order is the store's. An
	// error ends the sequence.
	FindContacts(ctx context.Context, clue Clue) iter.Seq2[Contact, error]
}

// Clue is a text by which a person can be found. It is comparable.
type Clue struct {
	Kind ClueKind `json:"kind"`
	Text string   `json:"text"`
}

// ClueKind says what a clue is. Its text is the stored one.
type ClueKind string

// The kinds of clue. All but numbers are as [words.Fold] writes them.
const (
	ClueNumber ClueKind = "number" // the last seven digits of a phone number, the last one first
	ClueShort  ClueKind = "short"  // the digits of one that has fewer, the last one first
	ClueName   ClueKind = "name"   // a word of the name
	ClueEmail  ClueKind = "email"
	ClueHandle ClueKind = "handle"
	ClueInfo   ClueKind = "info" // a word of what channels told and of what fields have
)

// tailDigits is how many of the last digits of a number are alike in all its forms: what
// renumberings put in stands before them.
const tailDigits = 7

// UserClues returns the clues to a contact itself, each once.
func UserClues(u *identity.User) []Clue {
	var c clues
	c.number(u.Phone)
	c.words(ClueName, u.Name)
	c.add(ClueEmail, words.Fold(u.Email))
	for _, a := range u.Addresses {
		c.handle(identity.HandleOf(a))
	}
	c.words(ClueInfo, identity.Info(*u))
	return c
}

// PersonClues returns the clues to what agents know of a person, each once.
func PersonClues(p *identity.Person) []Clue {
	var c clues
	c.number(p.Phone)
	c.words(ClueName, p.Name)
	c.add(ClueEmail, words.Fold(p.Email))
	for _, h := range p.Handles {
		c.handle(h)
		c.words(ClueInfo, h.Value)
	}
	c.add(ClueHandle, words.Fold(p.ExternalID))
	c.words(ClueInfo, p.Name, p.Email, p.Phone, p.ExternalID)
	c.words(ClueInfo, p.Notes...)
	for _, f := range p.Fields {
		c.words(ClueInfo, f.Value)
	}
	return c
}

// PhoneClues returns the clues of which one at least leads to every person with a number.
func PhoneClues(number string) []Clue { return DigitClues(digitsOf(number)) }

// DigitClues returns the clues of which one at least leads to every person with a number that
// ends with some digits.
func DigitClues(digits string) []Clue {
	if digits == "" {
		return nil
	}
	digits = reversed(digits)
	return []Clue{{ClueNumber, digits[:min(len(digits), tailDigits)]}, {ClueShort, digits[:min(len(digits), 4)]}}
}

// digitsOf returns the digits of a phone number, "" if it is none.
func digitsOf(number string) string {
	if e := (identity.Phones{}).E164(number); e != "" {
		number = e
	}
	digits, _ := phone.Scan(number)
	return digits
}

// reversed returns ASCII digits, the last one first.
func reversed(digits string) string {
	all := []byte(digits)
	slices.Reverse(all)
	return string(all)
}

// clues are a list in the making.
type clues []Clue

func (c *clues) add(k ClueKind, text string) {
	if one := (Clue{k, text}); text != "" && !slices.Contains(*c, one) {
		*c = append(*c, one)
	}
}

func (c *clues) words(k ClueKind, texts ...string) {
	for _, text := range texts {
		for _, w := range words.Split(text) {
			c.add(k, w)
		}
	}
}

func (c *clues) handle(h identity.Handle) {
	switch h.Kind {
	case identity.HandlePhone:
		c.number(h.Value)
	case identity.HandleEmail:
		c.add(ClueEmail, words.Fold(h.Value))
	default: // it is a name alone
	}
	c.add(ClueHandle, words.Fold(h.Value))
}

func (c *clues) number(text string) {
	switch digits := reversed(digitsOf(text)); {
	case len(digits) >= tailDigits:
		c.add(ClueNumber, digits[:tailDigits])
	default:
		c.add(ClueShort, digits)
	}
}
