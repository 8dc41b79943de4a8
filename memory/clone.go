package memory

import (
	"slices"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// The clones share nothing with what they were made of, so that a [Store] and its
// callers cannot change each other's values.

func cloneConversation(c socialticket.Conversation) socialticket.Conversation {
	c.User.Addresses, c.User.Tags = slices.Clone(c.User.Addresses), slices.Clone(c.User.Tags)
	c.Window.Openings, c.Window.Sendings = slices.Clone(c.Window.Openings), slices.Clone(c.Window.Sendings)
	c.Pending, c.Conflicts, c.Settled = slices.Clone(c.Pending), slices.Clone(c.Conflicts), slices.Clone(c.Settled)
	c.Merges = cloneAll(c.Merges, func(m socialticket.TicketMerge) socialticket.TicketMerge {
		m.Tags, m.Fired = slices.Clone(m.Tags), cloneFired(m.Fired)
		return m
	})
	c.Fired = cloneAll(c.Fired, cloneFired)
	return c
}

func cloneFired(f socialticket.Fired) socialticket.Fired {
	f.Done, f.Refused = slices.Clone(f.Done), slices.Clone(f.Refused)
	return f
}

// ownCommit returns c with slices that nothing else holds, but for its comments.
func ownCommit(c socialticket.Commit) socialticket.Commit {
	c.Conversation = cloneConversation(c.Conversation)
	c.Addresses, c.Done = slices.Clone(c.Addresses), slices.Clone(c.Done)
	c.Ticket, c.Others = cloneTicket(c.Ticket), cloneAll(c.Others, cloneTicket)
	c.Events, c.Timers, c.Conflicts = slices.Clone(c.Events), slices.Clone(c.Timers), slices.Clone(c.Conflicts)
	c.Effects = cloneAll(c.Effects, cloneEffect)
	c.Person = clonePersonRecord(c.Person)
	if c.Park.ID != "" {
		c.Park = cloneEvent(c.Park)
	}
	return c
}

func cloneTicket(t ticket.Ticket) ticket.Ticket {
	t.Tags, t.Fields, t.Merged = slices.Clone(t.Tags), slices.Clone(t.Fields), slices.Clone(t.Merged)
	t.AgentStations, t.GroupStations = slices.Clone(t.AgentStations), slices.Clone(t.GroupStations)
	t.Clocks = slices.Clone(t.Clocks)
	return t
}

func cloneComment(c ticket.Comment) ticket.Comment {
	c.Content = cloneMessage(c.Content)
	c.Parts = cloneAll(c.Parts, func(p ticket.Part) ticket.Part {
		p.Attempts = slices.Clone(p.Attempts)
		return p
	})
	c.Reactions = slices.Clone(c.Reactions)
	return c
}

func cloneMessage(m channel.Message) channel.Message {
	m.Attachments, m.Items, m.Errors = slices.Clone(m.Attachments), slices.Clone(m.Items), slices.Clone(m.Errors)
	m.People = cloneAll(m.People, clonePerson)
	m.Template.Values = slices.Clone(m.Template.Values)
	m.Question = cloneQuestion(m.Question)
	return m
}

func cloneQuestion(q channel.Question) channel.Question {
	q.Choices = slices.Clone(q.Choices)
	q.Menu.Sections = cloneAll(q.Menu.Sections, func(s channel.Section) channel.Section {
		s.Choices = slices.Clone(s.Choices)
		return s
	})
	return q
}

func clonePerson(p channel.Person) channel.Person {
	p.Phones, p.Emails = slices.Clone(p.Phones), slices.Clone(p.Emails)
	return p
}

func clonePersonRecord(p identity.Person) identity.Person {
	p.Tags, p.Fields = slices.Clone(p.Tags), slices.Clone(p.Fields)
	p.Handles, p.Notes, p.Merges = slices.Clone(p.Handles), slices.Clone(p.Notes), slices.Clone(p.Merges)
	return p
}

func cloneEvent(e channel.Event) channel.Event {
	e.Message, e.Raw = cloneMessage(e.Message), slices.Clone(e.Raw)
	e.Profile.Handles, e.Status.Errors = slices.Clone(e.Profile.Handles), slices.Clone(e.Status.Errors)
	return e
}

// cloneEffect does not clone the command of an effect, which is never changed.
func cloneEffect(e socialticket.Effect) socialticket.Effect {
	e.Message = cloneOutbound(e.Message)
	e.Body = slices.Clone(e.Body)
	return e
}

func cloneOutbound(o channel.Outbound) channel.Outbound {
	o.Attachments, o.Template.Values = slices.Clone(o.Attachments), slices.Clone(o.Template.Values)
	o.People, o.Question = cloneAll(o.People, clonePerson), cloneQuestion(o.Question)
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
