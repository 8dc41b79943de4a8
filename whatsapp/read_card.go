package whatsapp

import (
	"cmp"
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
	"github.com/socialticket/socialticket/internal/vcard"
)

// readPeople reads contact cards. What the parts of a card do not tell is taken from its
// vCard. Companies, addresses and whatever else the cards say stand in m.Detail, a line
// each.
func readPeople(m *channel.Message, v loosejson.Value) {
	var rest []string
	for card := range v.Items() {
		people, more := readPerson(card)
		m.People, rest = append(m.People, people...), append(rest, more...)
	}
	m.Detail = strings.Join(rest, "\n")
}

// readPerson reads one card, whose vCard may hold several people.
func readPerson(card loosejson.Value) (people []channel.Person, rest []string) {
	name := card.Get("name")
	person := channel.Person{Name: cmp.Or(name.Get("formatted_name").Str(),
		strings.TrimSpace(name.Get("first_name").Str()+" "+name.Get("last_name").Str()))}
	for phone := range card.Get("phones").Items() {
		person.Phones = append(person.Phones, cmp.Or(phone.Get("phone").Str(), phone.Get("wa_id").Str()))
	}
	for email := range card.Get("emails").Items() {
		person.Emails = append(person.Emails, email.Get("email").Str())
	}
	rest = readParticulars(card)
	for _, c := range vcard.Read(card.Get("vcard").Str()) {
		people = append(people, channel.Person{Name: c.Name, Phones: c.Phones, Emails: c.Emails})
		for _, line := range c.Rest {
			if line != c.Name {
				rest = append(rest, line)
			}
		}
	}
	if people == nil {
		people = []channel.Person{{}}
	}
	first := &people[0]
	first.Name = cmp.Or(person.Name, first.Name)
	if person.Phones != nil {
		first.Phones = person.Phones
	}
	if person.Emails != nil {
		first.Emails = person.Emails
	}
	return people, rest
}

// readParticulars returns what a card says beside a name, numbers and e-mail addresses: a
// line for each company, address or page.
func readParticulars(card loosejson.Value) (lines []string) {
	for name, part := range card.Members() {
		switch name {
		case "name", "vcard":
		case "phones", "emails":
		default:
			if line := strings.Join(readTexts(part), ", "); line != "" {
				lines = append(lines, line)
			}
			for each := range part.Items() {
				lines = append(lines, strings.Join(readTexts(each), ", "))
			}
		}
	}
	return slices.DeleteFunc(lines, func(line string) bool { return line == "" })
}

// readTexts returns a text, or those of an object but for the type of its use.
func readTexts(v loosejson.Value) (texts []string) {
	if s := v.Str(); s != "" {
		return []string{s}
	}
	for name, member := range v.Members() {
		if s := member.Str(); s != "" && name != "type" {
			texts = append(texts, s)
		}
	}
	return texts
}
