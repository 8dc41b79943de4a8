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

// ClueKinds returns all kinds.
func ClueKinds() [6]ClueKind {
	return [...]ClueKind{ClueNumber, ClueShort, ClueName, ClueEmail, ClueHandle, ClueInfo}
}

// tailDigits is how many of the last digits of a number are alike in all its forms: what
// renumberings put in stands before them.
const tailDigits = 7

// UserClues returns the clues to a contact itself, each once.
func UserClues(u *identity.User) []Clue {
	var c clues
	for _, k := range ClueKinds() {
		c.user(k, u)
	}
	return c
}

// PersonClues returns the clues to what agents know of a person, each once.
func PersonClues(p *identity.Person) []Clue {
	var c clues
	for _, k := range ClueKinds() {
		c.person(k, p)
	}
	return c
}

// OfUser returns those of [UserClues] that are of a kind.
func (k ClueKind) OfUser(u *identity.User) []Clue {
	var c clues
	c.user(k, u)
	return c
}

// OfPerson returns those of [PersonClues] that are of a kind.
func (k ClueKind) OfPerson(p *identity.Person) []Clue {
	var c clues
	c.person(k, p)
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

// digitsOf returns the digits of a phone number, "" if it is not one.
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

// user adds the clues of a kind to a contact.
func (c *clues) user(k ClueKind, u *identity.User) {
	switch k {
	case ClueNumber, ClueShort:
		c.number(k, u.Phone)
	case ClueName:
		c.words(k, u.Name)
	case ClueEmail:
		c.add(k, words.Fold(u.Email))
	case ClueInfo:
		c.words(k, identity.Info(*u))
		return
	case ClueHandle:
	}
	for _, a := range u.Addresses {
		c.handle(k, identity.HandleOf(a))
	}
}

// person adds the clues of a kind to a record.
func (c *clues) person(k ClueKind, p *identity.Person) {
	switch k {
	case ClueNumber, ClueShort:
		c.number(k, p.Phone)
	case ClueName:
		c.words(k, p.Name)
	case ClueEmail:
		c.add(k, words.Fold(p.Email))
	case ClueHandle:
		c.add(k, words.Fold(p.ExternalID))
	case ClueInfo:
		c.words(k, p.Name, p.Email, p.Phone, p.ExternalID)
		c.words(k, p.Notes...)
		for _, f := range p.Fields {
			c.words(k, f.Value)
		}
		for _, h := range p.Handles {
			c.words(k, h.Value)
		}
		return
	}
	for _, h := range p.Handles {
		c.handle(k, h)
	}
}

// handle adds the clue of a kind that a handle is.
func (c *clues) handle(k ClueKind, h identity.Handle) {
	switch {
	case k == ClueHandle, k == ClueEmail && h.Kind == identity.HandleEmail:
		c.add(k, words.Fold(h.Value))
	case h.Kind == identity.HandlePhone && (k == ClueNumber || k == ClueShort):
		c.number(k, h.Value)
	}
}

// number adds a number, if it is as long as the kind has them.
func (c *clues) number(k ClueKind, text string) {
	if text == "" {
		return
	}
	digits := reversed(digitsOf(text))
	if long := len(digits) >= tailDigits; long == (k == ClueNumber) {
		c.add(k, digits[:min(len(digits), tailDigits)])
	}
}
