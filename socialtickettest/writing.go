package socialtickettest

import (
	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// writing are the promises about what a commit puts in.
func writing() []promise {
	const inPlace = "to add, or to put in place of those with the same id"
	return []promise{
		{"CommentInPlace", inPlace, commentInPlace},
		{"CommentThread", inPlace, commentThread},
		{"EventsAdded", "to add", eventsAdded},
		{"TicketsApart", "its new state; zero: no ticket changed", ticketsApart},
		{"NoTicket", "its new state; zero: no ticket changed", noTicket},
	}
}

func commentInPlace(p *probe) {
	cs := talk("a", 2)
	p.commit(cs...)
	changed := next(cs[1], "a")
	changed.Comments[0] = cs[0].Comments[0]
	changed.Comments[0].Content.Text, changed.Comments[0].Delivery.State = "changed", "a state of tomorrow"
	p.commit(changed)
	for _, ref := range refs(changed)[2:] {
		p.same("the comment that was put in place", changed.Comments[0], p.load(ref).Comment)
	}
	p.same("the other comment", cs[1].Comments[0], p.load(socialticket.Ref{Comment: "comment a 2"}).Comment)
}

func commentThread(p *probe) {
	p.reader()
	cs := talk("a", 3)
	p.commit(cs...)
	changed := next(cs[2], "a")
	changed.Comments = append(changed.Comments, cs[1].Comments...) // one new, one in place
	changed.Comments[1].Content.ID = "another message id"
	p.commit(changed)
	want := []any{changed.Comments[0], cs[2].Comments[0], changed.Comments[1], cs[0].Comments[0]}
	p.same("the thread, newest first", want, p.comments("ticket a", socialticket.Page{}))
}

func eventsAdded(p *probe) {
	p.reader()
	cs := talk("a", 2)
	twin := cs[1].Events[0]
	twin.Number++
	cs[1].Events = append(cs[1].Events, twin)
	p.commit(cs...)
	want := []any{twin, cs[1].Events[0], cs[0].Events[0]}
	p.same("the log, newest first", want, p.events("ticket a", socialticket.Page{}))
}

func ticketsApart(p *probe) {
	older, newer := p.twoTickets()
	before := p.load(socialticket.Ref{Ticket: older.Ticket.ID})
	later := next(newer, "a")
	p.commit(later)
	head := p.load(socialticket.Ref{Ticket: older.Ticket.ID})
	p.same("the older ticket after a commit of the newer", before.Ticket, head.Ticket)
	p.same("the older ticket's wake", before.Wake, head.Wake)
	if _, ok := p.store.(socialticket.Reader); ok {
		p.same("the older ticket's thread", older.Comments, p.comments(older.Ticket.ID, socialticket.Page{}))
		p.same("the older ticket's log", older.Events, p.events(older.Ticket.ID, socialticket.Page{}))
	}
}

func noTicket(p *probe) {
	a := first("a")
	a.Outbox = []channel.Outbound{outbound("old", 0)}
	p.commit(a)
	quiet := silent(a, "a")
	quiet.Conversation.ReadUntil = quiet.At
	quiet.Addresses = []channel.Address{address("new")}
	quiet.Outbox, quiet.Done = []channel.Outbound{outbound("new", 1)}, []string{"old"}
	p.commit(quiet)
	head := p.load(socialticket.Ref{Addresses: quiet.Addresses})
	want := socialticket.Head{
		Conversation: quiet.Conversation, Ticket: a.Ticket, Wake: a.Wake,
		Owners: map[channel.Address]string{address("new"): "user a"},
	}
	p.same("the head after a commit without a ticket", form(want), form(head))
	if _, ok := p.store.(socialticket.Queue); ok {
		p.same("the outbox after a commit without a ticket", quiet.Outbox, p.outbox(10))
		ids, _ := p.due(a.Wake, 10)
		p.same("what is due after a commit without a ticket", []any{a.Ticket.ID}, ids)
	}
}
