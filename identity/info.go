package identity

import (
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// Info returns all that the channels told of users, for people, for rules and for search: one
// line for each account, "whatsapp 106540352242922: 5511987654321, Ana Souza, pt_BR". A user without
// an address has one without an account. It is empty if nothing was told.
func Info(users ...User) string {
	var b strings.Builder
	for i := range users {
		u := &users[i]
		if len(u.Addresses) == 0 {
			u.line(&b, channel.Account{})
		}
		for j, a := range u.Addresses {
			if !slices.ContainsFunc(u.Addresses[:j], func(o channel.Address) bool { return o.Account == a.Account }) {
				u.line(&b, a.Account)
			}
		}
	}
	return b.String()
}

// line writes what is known of the user on an account.
func (u *User) line(b *strings.Builder, on channel.Account) {
	texts := [...]string{u.Phone, u.Email, u.Name, u.Locale}
	if b.Len() == 0 {
		b.Grow(len(on.Kind) + len(on.ID) + 32 + len(u.Phone) + len(u.Email) + len(u.Name) + len(u.Locale))
	}
	before, told := b.Len(), 0
	add := func(text string) {
		switch {
		case text == "":
			return
		case told > 0:
			b.WriteString(", ")
		case before > 0:
			b.WriteByte('\n')
		}
		if told == 0 && on != (channel.Account{}) {
			b.WriteString(string(on.Kind))
			b.WriteByte(' ')
			b.WriteString(on.ID)
			b.WriteString(": ")
		}
		told++
		b.WriteString(text)
	}
	for _, a := range u.Addresses {
		if a.Account == on {
			add(a.Handle)
		}
	}
	for i, text := range texts {
		known := slices.ContainsFunc(u.Addresses, func(a channel.Address) bool { return a.Account == on && a.Handle == text })
		if !known && !slices.Contains(texts[:i], text) {
			add(text)
		}
	}
}
