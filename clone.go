package socialticket

import (
	"slices"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// The clones share nothing with what they were made of, so that a [Memory] and its
// callers cannot change each other's values.

func cloneConversation(c Conversation) Conversation {
	c.User.Addresses, c.User.Tags = slices.Clone(c.User.Addresses), slices.Clone(c.User.Tags)
	c.Window.Openings, c.Window.Sendings = slices.Clone(c.Window.Openings), slices.Clone(c.Window.Sendings)
	c.Tried = cloneAll(c.Tried, func(t Tried) Tried {
		t.Rules = slices.Clone(t.Rules)
		return t
	})
	return c
}

func cloneTicket(t ticket.Ticket) ticket.Ticket {
	t.Tags, t.Fields = slices.Clone(t.Tags), slices.Clone(t.Fields)
	return t
}

func cloneComment(c ticket.Comment) ticket.Comment {
	c.Content = cloneMessage(c.Content)
	return c
}

func cloneMessage(m channel.Message) channel.Message {
	m.Attachments, m.Items, m.Errors = slices.Clone(m.Attachments), slices.Clone(m.Items), slices.Clone(m.Errors)
	m.People = cloneAll(m.People, clonePerson)
	return m
}

func clonePerson(p channel.Person) channel.Person {
	p.Phones, p.Emails = slices.Clone(p.Phones), slices.Clone(p.Emails)
	return p
}

func cloneEvent(e channel.Event) channel.Event {
	e.Message, e.Raw = cloneMessage(e.Message), slices.Clone(e.Raw)
	e.Profile.Handles, e.Status.Errors = slices.Clone(e.Profile.Handles), slices.Clone(e.Status.Errors)
	return e
}

func cloneOutbound(o channel.Outbound) channel.Outbound {
	o.Attachments, o.Template.Values = slices.Clone(o.Attachments), slices.Clone(o.Template.Values)
	o.People, o.Question.Choices = cloneAll(o.People, clonePerson), slices.Clone(o.Question.Choices)
	o.Question.Menu.Sections = cloneAll(o.Question.Menu.Sections, func(s channel.Section) channel.Section {
		s.Choices = slices.Clone(s.Choices)
		return s
	})
	return o
}

// cloneAll returns a list of the clones.
func cloneAll[T any](list []T, clone func(T) T) []T {
	list = slices.Clone(list)
	for i := range list {
		list[i] = clone(list[i])
	}
	return list
}
