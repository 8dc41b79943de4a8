package socialticket

import (
	"context"
	"iter"
	"slices"

	"github.com/socialticket/socialticket/channel"
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
	c.words(ClueInfo, u.Name, u.Email, u.Phone, u.Locale)
	for _, a := range u.Addresses {
		if HasNumber(a) {
			c.number(a.Handle)
		}
		c.add(ClueHandle, words.Fold(a.Handle))
		c.words(ClueInfo, string(a.Account.Kind), a.Handle)
	}
	return c
}

// PersonClues returns the clues to what agents know of a person, each once.
func PersonClues(p *identity.Person) []Clue {
	var c clues
	c.number(p.Phone)
	c.words(ClueName, p.Name)
	c.add(ClueEmail, words.Fold(p.Email))
	c.words(ClueInfo, p.Name, p.Email, p.Phone)
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

// HasNumber reports whether the handle of an address is a phone number.
func HasNumber(a channel.Address) bool {
	if k := a.Account.Kind; k != channel.WhatsApp && k != channel.SMS {
		return false
	}
	return identity.Phones{}.E164(a.Handle) != ""
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

func (c *clues) number(text string) {
	switch digits := reversed(digitsOf(text)); {
	case len(digits) >= tailDigits:
		c.add(ClueNumber, digits[:tailDigits])
	default:
		c.add(ClueShort, digits)
	}
}
