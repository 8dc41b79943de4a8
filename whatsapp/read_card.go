package whatsapp

import (
	"cmp"
	"io"
	"mime/quotedprintable"
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readPeople reads contact cards. What the parts of a card do not tell is taken from its
// vCard.
func readPeople(m *channel.Message, v loosejson.Value) {
	for card := range v.Items() {
		name := card.Get("name")
		person := channel.Person{Name: cmp.Or(name.Get("formatted_name").Str(),
			strings.TrimSpace(name.Get("first_name").Str()+" "+name.Get("last_name").Str()))}
		for phone := range card.Get("phones").Items() {
			person.Phones = append(person.Phones, cmp.Or(phone.Get("phone").Str(), phone.Get("wa_id").Str()))
		}
		for email := range card.Get("emails").Items() {
			person.Emails = append(person.Emails, email.Get("email").Str())
		}
		cards := readVCards(card.Get("vcard").Str())
		if len(cards) == 0 {
			cards = []channel.Person{{}}
		}
		first := &cards[0]
		first.Name = cmp.Or(person.Name, first.Name)
		if person.Phones != nil {
			first.Phones = person.Phones
		}
		if person.Emails != nil {
			first.Emails = person.Emails
		}
		m.People = append(m.People, cards...)
	}
}

// readVCards reads the people of a vCard of version 2.1, 3 or 4. Source: RFC 2426, RFC
// 6350.
func readVCards(text string) []channel.Person {
	if strings.Contains(text, "QUOTED-PRINTABLE") {
		text = strings.NewReplacer("=\r\n", "", "=\n", "").Replace(text)
	}
	text = strings.NewReplacer("\r\n ", "", "\r\n\t", "", "\n ", "", "\n\t", "").Replace(text)
	var people []channel.Person
	var p channel.Person
	known := false
	for line := range strings.Lines(text) {
		name, value := vCardLine(line)
		switch name {
		case "FN":
			p.Name = cmp.Or(value, p.Name)
		case "N":
			p.Name = cmp.Or(p.Name, nameOf(value))
		case "ORG", "NICKNAME":
			p.Name = cmp.Or(p.Name, strings.Trim(value, ";"))
		case "TEL":
			p.Phones = append(p.Phones, strings.TrimPrefix(value, "tel:"))
		case "EMAIL":
			p.Emails = append(p.Emails, strings.TrimPrefix(value, "mailto:"))
		}
		known = known || p.Name != "" || p.Phones != nil || p.Emails != nil
		if name == "END" && known {
			people, p, known = append(people, p), channel.Person{}, false
		}
	}
	if known { // cut short
		people = append(people, p)
	}
	return people
}

// vCardLine takes a line apart: the name of its property, without a group before it, and
// the value.
func vCardLine(line string) (name, value string) {
	head, value, _ := strings.Cut(strings.TrimRight(line, "\r\n"), ":")
	name, params, _ := strings.Cut(strings.ToUpper(head), ";")
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		name = name[i+1:]
	}
	if strings.Contains(params, "QUOTED-PRINTABLE") {
		if plain, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(value))); err == nil {
			value = string(plain)
		}
	}
	if strings.Contains(value, `\`) {
		value = strings.NewReplacer(`\n`, "\n", `\N`, "\n", `\,`, ",", `\;`, ";", `\\`, `\`).Replace(value)
	}
	return name, strings.TrimSpace(value)
}

// nameOf returns a name from its parts: family; given; further; before; after.
func nameOf(value string) string {
	parts := append(strings.Split(value, ";"), "", "", "", "")
	parts = slices.DeleteFunc([]string{parts[3], parts[1], parts[2], parts[0], parts[4]}, func(s string) bool { return s == "" })
	return strings.Join(parts, " ")
}
