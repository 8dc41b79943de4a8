package inbox

import (
	"slices"
	"strings"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/identity/phone"
)

// dialled is a number that is searched for.
type dialled struct {
	phones identity.Phones
	key    string // in the one form of all; "": it is not a whole number
	typed  string // its digits
	end    string // with which a number ends that fits; "": none
}

// fewestDigits is how many of the last digits of a number find it.
const fewestDigits = 4

// phoneTest asks for a number in any form, or for one that ends with its digits.
func (in *Inbox) phoneTest(number string) personTest {
	d := dialled{phones: in.config.Phones}
	d.key = d.phones.Canonical(number)
	var plus bool
	d.typed, plus = phone.Scan(number)
	if end := strings.TrimLeft(d.typed, "0"); !plus && len(end) >= fewestDigits {
		d.end = end
	}
	return personTest{clues: d.clues(number), holds: d.of}
}

// clues returns those of which one leads to whoever has the number.
func (d *dialled) clues(number string) (list []socialticket.Clue) {
	add := func(more []socialticket.Clue) {
		for _, c := range more {
			if !slices.Contains(list, c) {
				list = append(list, c)
			}
		}
	}
	if e := d.phones.E164(number); e != "" {
		add(socialticket.PhoneClues(e))
	}
	for _, digits := range []string{d.typed, d.end} {
		add(socialticket.DigitClues(digits))
	}
	return list
}

// of reports whether a person has the number.
func (d *dialled) of(f *Found) bool {
	return d.known(&f.Person) || slices.ContainsFunc(f.Contacts, func(c socialticket.Contact) bool {
		return d.known(&c.Record) || d.same(c.User.Phone, d.phones) || slices.ContainsFunc(c.User.Addresses, func(a channel.Address) bool {
			return identity.HandleOf(a).Kind == identity.HandlePhone && d.same(a.Handle, identity.Phones{}) // handles have their calling code
		})
	})
}

// known reports whether a record has the number.
func (d *dialled) known(p *identity.Person) bool {
	return d.same(p.Phone, d.phones) || slices.ContainsFunc(p.Handles, func(h identity.Handle) bool {
		return h.Kind == identity.HandlePhone && d.same(h.Value, d.phones)
	})
}

func (d *dialled) same(have string, read identity.Phones) bool {
	if have == "" {
		return false
	}
	key := read.Canonical(have)
	if i := strings.IndexByte(key, '+'); i > 0 { // without a scheme
		key = key[i:]
	}
	digits, _ := phone.Scan(have)
	return d.key != "" && key == d.key || d.typed != "" && d.typed == digits ||
		d.end != "" && (strings.HasSuffix(digits, d.end) || strings.HasSuffix(key, d.end))
}
