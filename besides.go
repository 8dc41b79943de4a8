package socialticket

import (
	"fmt"

	"github.com/socialticket/socialticket/ticket"
)

// besides is a further ticket of the conversation that a decision changes.
type besides struct {
	head   Head // as it was loaded
	ticket ticket.Ticket
}

// as returns a draft of the same decision that is about another of its tickets.
func (dr *draft) as(o *besides) *draft {
	view := *dr
	view.head, view.ticket = o.head, o.ticket
	return &view
}

// beside does something to a further ticket, as if the decision were about that one.
func (dr *draft) beside(head Head, do func()) {
	own := besides{dr.head, dr.ticket}
	dr.head, dr.ticket = head, head.Ticket
	do()
	dr.promise()
	dr.askRoute()
	dr.forgetFired()
	dr.others = append(dr.others, besides{dr.head, dr.ticket})
	dr.head, dr.ticket = own.head, own.ticket
}

// withTicket decides a command about the draft's ticket and another one of the same
// conversation: do is given the head of the other. A decision sees one ticket, so this
// loads the second; both are of one instant if the conversation has not moved in between.
func (dr *draft) withTicket(c Command, id ticket.ID, do func(dr *draft, other Head) error) error {
	return &Redirect{Ref: Ref{Ticket: id, Cause: dr.cause}, Command: paired{Command: c, id: id, first: dr.head, key: dr.cause, do: do}}
}

// paired is a command about two tickets, the first of which is loaded.
type paired struct {
	Command
	id    ticket.ID // of the second
	first Head
	key   string // the cause
	do    func(dr *draft, other Head) error
}

func (p paired) cause(string) string { return p.key }

func (p paired) decide(dr *draft) error {
	other, c := dr.head, p.first.Conversation
	switch {
	case dr.ticket.ID == "":
		return notFound("ticket", string(p.id))
	case dr.conv.Account != c.Account || dr.conv.Key != c.Key:
		return &Error{
			Kind: ErrRefused, What: fmt.Sprintf("ticket %q", p.first.Ticket.ID), Field: "into",
			Text: "the tickets are of two conversations, and an answer goes to one address: merge the persons instead, who then have both",
		}
	case dr.conv.Version != c.Version:
		again := p.Command.ref(dr.desk, p.key)
		return &Redirect{Ref: again, Command: p.Command}
	}
	dr.head = p.first
	dr.begin(dr.cause, dr.settings, dr.now)
	return p.do(dr, other)
}
