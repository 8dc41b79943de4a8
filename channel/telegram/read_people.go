package telegram

import (
	"cmp"
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// maxCard bounds the numbers and the addresses that are read from one vCard.
const maxCard = 20

// readCard reads a contact card. Telegram hands one number out; others, and e-mail
// addresses, may stand in the vCard beside it.
func readCard(m *channel.Message, body loosejson.Value) bool {
	phone := body.Get("phone_number").Str()
	p := channel.Person{Name: fullName(body)}
	if phone != "" {
		p.Phones = []string{phone}
	}
	readVCard(&p, body.Get("vcard").Str())
	m.Type, m.People = channel.Contacts, []channel.Person{p}
	return p.Name != "" || len(p.Phones) > 0
}

// readVCard adds the numbers and e-mail addresses of a vCard that p does not have. Source:
// RFC 6350.
func readVCard(p *channel.Person, text string) {
	text = strings.NewReplacer("\r\n ", "", "\r\n\t", "", "\n ", "", "\n\t", "").Replace(text) // long lines go on behind a blank
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		name, _, _ = strings.Cut(name, ";")
		if _, property, grouped := strings.Cut(name, "."); grouped { // "item1.TEL"
			name = property
		}
		switch strings.ToUpper(name) {
		case "TEL":
			p.Phones = addNew(p.Phones, strings.TrimPrefix(value, "tel:"), digits)
		case "EMAIL":
			p.Emails = addNew(p.Emails, value, strings.ToLower)
		}
	}
}

// addNew appends a text to a short list that has none of the same form.
func addNew(list []string, text string, form func(string) string) []string {
	same := func(s string) bool { return form(s) == form(text) }
	if form(text) == "" || len(list) >= maxCard || slices.ContainsFunc(list, same) {
		return list
	}
	return append(list, text)
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// readShared reads the users or the chat that a user picked when the bot asked for them.
// The payload has their ids. Source: https://core.telegram.org/bots/api#usersshared (read
// 2026-11-27).
func readShared(m *channel.Message, body loosejson.Value) bool {
	m.Payload = string(body.Text())
	if chat := body.First("title", "username", "chat_id"); chat != "" {
		m.Type, m.Text = channel.Interactive, chat
		return true
	}
	m.Type = channel.Contacts
	for user := range body.Get("users").Items() {
		m.People = append(m.People, channel.Person{Name: cmp.Or(fullName(user), user.First("username", "user_id"))})
	}
	if m.People == nil { // of an older version
		for id := range body.Get("user_ids").Items() {
			m.People = append(m.People, channel.Person{Name: id.Str()})
		}
	}
	if id := body.Get("user_id").Str(); id != "" {
		m.People = append(m.People, channel.Person{Name: id})
	}
	return m.People != nil
}
