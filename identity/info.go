package identity

import (
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// Info returns all that the channels told of users, for people, for rules and for search:
// one line for each account, "whatsapp 106540352242922: 5511987654321, Ana Souza, pt_BR". A user
// without an address has one without an account. It is empty if nothing was told.
func Info(users ...User) string {
	var lines []string
	for i := range users {
		for _, line := range users[i].info() {
			if !slices.Contains(lines, line) {
				lines = append(lines, line)
			}
		}
	}
	return strings.Join(lines, "\n")
}

// info returns a line for each account on which the user is known.
func (u *User) info() (lines []string) {
	var accounts []channel.Account
	for _, a := range u.Addresses {
		if !slices.Contains(accounts, a.Account) {
			accounts = append(accounts, a.Account)
		}
	}
	if len(accounts) == 0 {
		accounts = append(accounts, channel.Account{})
	}
	for _, on := range accounts {
		var told []string
		add := func(text string) {
			if text != "" && !slices.Contains(told, text) {
				told = append(told, text)
			}
		}
		for _, a := range u.Addresses {
			if a.Account == on {
				add(a.Handle)
			}
		}
		for _, text := range []string{u.Phone, u.Email, u.Name, u.Locale} {
			add(text)
		}
		line := strings.Join(told, ", ")
		if on != (channel.Account{}) {
			line = string(on.Kind) + " " + on.ID + ": " + line
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
