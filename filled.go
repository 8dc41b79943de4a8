package socialticket

import (
	"cmp"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// filled is a form whose answers are as they should be.
type filled struct {
	Submit
	form    session.Form
	answers []ticket.Field // in the order of the form, none empty
}

// answer returns the answer to a field, "" for none.
func (f *filled) answer(id string) string {
	for _, a := range f.answers {
		if a.ID == id {
			return a.Value
		}
	}
	return ""
}

// meet makes the visitor's conversation if it is missing, and puts on the contact what it
// does not have.
func (f *filled) meet(dr *draft) {
	e := f.event()
	e.ID, e.Sent, e.Received = dr.cause, dr.now, dr.now
	dr.news(&arrival{Received: Received{Event: e}})
	u := &dr.conv.User
	email, number := cmp.Or(u.Email, f.answer(session.AskEmail)), cmp.Or(u.Phone, f.answer(session.AskPhone))
	if email != u.Email || number != u.Phone {
		u.Email, u.Phone, u.UpdatedAt = email, number, dr.now
	}
}

// changes returns what the answers make of a new ticket.
func (f *filled) changes() []ticket.Change {
	list := []ticket.Change{{Field: ticket.FieldTags, Value: string(f.Form)}}
	if f.form.ID != "" {
		list = append(list, ticket.Change{Field: ticket.FieldForm, Value: f.form.ID})
	}
	if f.Department != "" {
		list = append(list, ticket.Change{Field: ticket.FieldGroup, Value: f.Department})
	}
	for _, a := range f.answers {
		switch a.ID {
		case session.AskName, session.AskEmail, session.AskPhone, session.AskMessage:
		case session.AskSubject:
			list = append(list, ticket.Change{Field: ticket.FieldSubject, Value: a.Value})
		default:
			list = append(list, ticket.Change{Field: ticket.CustomField + ticket.FieldName(a.ID), Value: a.Value})
		}
	}
	return list
}

// comment returns the message that was left, with the card of who left it.
func (f *filled) comment(dr *draft, by ticket.Actor) ticket.Comment {
	card := channel.Person{Name: f.answer(session.AskName)}
	if email := f.answer(session.AskEmail); email != "" {
		card.Emails = []string{email}
	}
	if number := f.answer(session.AskPhone); number != "" {
		card.Phones = []string{number}
	}
	content := channel.Message{Type: channel.Text, Subtype: string(f.Form), Text: f.answer(session.AskMessage)}
	if card.Name != "" || card.Emails != nil || card.Phones != nil {
		content.People = []channel.Person{card}
	}
	return ticket.Comment{
		ID: dr.desk.replyComment(dr.cause), Author: by, Public: true,
		Content: content, SentAt: dr.now, ReceivedAt: dr.now, Redacted: f.Masked,
	}
}
