package inbox

import (
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/words"
)

// Query is what somebody searches for. All of its parts have to fit; an empty one always
// does. Neither capitals nor accents count. [ParseQuery] makes one of what is typed.
type Query struct {
	// Text is words, each of which may be the beginning of one, and phrases in double quotes,
	// whose words stand one behind the other. Of a ticket they stand in the subject or in
	// comments, each word or phrase in one of these. Of a user they are as Info.
	Text string `json:"text,omitzero"`

	// Of users, and of tickets by their requesters. What one contact of a person has, all
	// have, and what the records of merged persons have counts, too.

	// Phone is a number in any form, or its last digits, four at least.
	Phone  string `json:"phone,omitzero"`
	Name   string `json:"name,omitzero"`   // beginnings of words of the name, in any order
	Email  string `json:"email,omitzero"`  // the beginning of the address
	Handle string `json:"handle,omitzero"` // the beginning of one, with or without "@"
	// Info is beginnings of words of all that channels told of the user and that agents have
	// noted: names, addresses, handles, the channel, the locale, custom fields.
	Info string `json:"info,omitzero"`

	// Of tickets alone. They do not count when users are searched for.

	ID       ticket.ID       `json:"id,omitzero"`
	Tags     []string        `json:"tags,omitzero"`     // it has each
	Statuses []ticket.Status `json:"statuses,omitzero"` // it has one of them
	Assignee string          `json:"assignee,omitzero"` // the id of the agent
	Channel  channel.Kind    `json:"channel,omitzero"`
	Account  string          `json:"account,omitzero"` // the id of the business's account
	// ChannelInfo is beginnings of words of the field [socialticket.FieldChannelInfo].
	ChannelInfo string `json:"channel_info,omitzero"`
	// Social asks for tickets with the tag [socialticket.TagSocial] only: with Phone, for the
	// social tickets of one number.
	Social bool `json:"social,omitzero"`
}

// aboutUsers reports whether a part of q is about users alone.
func (q *Query) aboutUsers() bool {
	return q.Phone != "" || q.Name != "" || q.Email != "" || q.Handle != "" || q.Info != ""
}

// phrases returns what q.Text asks for.
func (q *Query) phrases() (list []words.Phrase) {
	for i, part := range strings.Split(q.Text, `"`) {
		texts := []string{part} // in quotes
		if i%2 == 0 {
			texts = strings.Fields(part)
		}
		for _, text := range texts {
			if w := words.Split(text); len(w) > 0 {
				list = append(list, words.Phrase{Words: w, Open: i%2 == 0})
			}
		}
	}
	return list
}
