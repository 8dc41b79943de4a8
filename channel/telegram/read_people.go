package telegram

import (
	"cmp"
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
	"github.com/socialticket/socialticket/internal/vcard"
)

// readCard reads a contact card. Telegram hands one number out; others, e-mail addresses
// and what else the card says, which is the detail, may stand in the vCard beside it. The
// payload is the user whose card it is.
func readCard(m *channel.Message, body loosejson.Value) bool {
	phone := body.Get("phone_number").Str()
	p := channel.Person{Name: fullName(body)}
	if phone != "" {
		p.Phones = []string{phone}
	}
	var rest []string
	for _, card := range vcard.Read(body.Get("vcard").Str()) {
		for _, tel := range card.Phones {
			p.Phones = addNew(p.Phones, tel, digits)
		}
		for _, email := range card.Emails {
			p.Emails = addNew(p.Emails, email, strings.ToLower)
		}
		rest = append(rest, card.Rest...)
	}
	m.Type, m.People = channel.Contacts, []channel.Person{p}
	m.Detail, m.Payload = strings.Join(rest, "\n"), body.Get("user_id").Str()
	return p.Name != "" || len(p.Phones) > 0
}

// maxCard bounds the numbers and the addresses of one card.
const maxCard = 20

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
