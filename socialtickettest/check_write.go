package socialtickettest

import (
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
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
		{"TwoTickets", "Others are further tickets of the conversation in their new states: the one that Ticket was merged into, or parted from.", twoTickets},
		{"TwoThreads", "A comment and an event is of Ticket or of one of these, as it says.", twoThreads},
	}
}

func commentInPlace(p *probe) {
	cs := talk("a", 2)
	p.commit(cs...)
	changed := next(cs[1], "a")
	changed.Ticket.Comments--
	changed.Comments[0] = cs[0].Comments[0]
	changed.Comments[0].Content.Text, changed.Comments[0].Delivery.State = "changed", "a state of tomorrow"
	p.commit(changed)
	for _, ref := range commentRefs(account(), changed.Comments[0]) {
		p.same("the comment that was put in place", changed.Comments[0], p.load(ref).Comment)
	}
	p.same("the other comment", cs[1].Comments[0], p.load(socialticket.Ref{Account: account(), Comment: "comment a 2"}).Comment)
}

func commentThread(p *probe) {
	p.reader()
	cs := talk("a", 3)
	p.commit(cs...)
	changed := next(cs[2], "a")
	changed.Comments = append(changed.Comments, cs[1].Comments...) // one new, one in place
	changed.Comments[1].Content.Text = "changed"
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
	cs[1].Ticket.Events++
	p.commit(cs...)
	want := []any{twin, cs[1].Events[0], cs[0].Events[0]}
	p.same("the log, newest first", want, p.events("ticket a", socialticket.Page{}))
}

func ticketsApart(p *probe) {
	older, newer := p.twoTickets()
	ref := socialticket.Ref{Ticket: older.Ticket.ID}
	before := p.load(ref)
	later := next(newer, "a")
	p.commit(later)
	head := p.load(ref)
	p.same("the older ticket after a commit of the newer", before.Ticket, head.Ticket)
	p.same("the older ticket's timer", before.Timers, head.Timers)
	if _, ok := p.store.(socialticket.Reader); ok {
		p.same("the older ticket's thread", older.Comments, p.comments(older.Ticket.ID, socialticket.Page{}))
		p.same("the older ticket's log", older.Events, p.events(older.Ticket.ID, socialticket.Page{}))
	}
}

func noTicket(p *probe) {
	a := act(first("a"), "old", "lane")
	p.commit(a)
	quiet := act(silent(a, "a"), "new", "lane")
	quiet.Conversation.ReadUntil = quiet.At
	quiet.Addresses, quiet.Done = []channel.Address{address("new")}, []string{"old"}
	p.commit(quiet)
	want := socialticket.Head{
		Conversation: quiet.Conversation, Ticket: a.Ticket, Timers: a.Timers,
		Owners: []socialticket.Owner{{Address: address("new"), User: "user a"}},
		Person: identity.Person{ID: "user a"},
	}
	p.same("the head after a commit without a ticket", form(want), form(p.load(socialticket.Ref{Addresses: quiet.Addresses})))
	if _, ok := p.store.(socialticket.Queue); ok {
		p.same("the effects after a commit without a ticket", quiet.Effects, p.waiting())
		p.dues(a.Timers[0].At, time.Time{}, a.Timers...)
	}
}

// both returns the commit that follows newer and changes both tickets of a conversation,
// each with a comment, an event and a timer.
func both(older, newer socialticket.Commit) socialticket.Commit {
	c := next(newer, "a")
	side := older
	side.Expect = newer.Expect + 1
	side = next(side, "a")
	side.Ticket.Status, side.Ticket.MergedInto = ticket.Closed, c.Ticket.ID
	c.Ticket.Merged = []ticket.ID{side.Ticket.ID}
	c.Others = []ticket.Ticket{side.Ticket}
	c.Comments, c.Events = append(side.Comments, c.Comments...), append(side.Events, c.Events...)
	c.Timers = append(c.Timers, socialticket.Timer{Account: c.Account, Key: c.Key, Ticket: side.Ticket.ID})
	return c
}

func twoTickets(p *probe) {
	c := both(p.twoTickets())
	p.commit(c)
	written, timers := c.Tickets(), list(c.Timers[:1])
	var want []string
	for _, t := range written {
		want = append(want, text(t))
	}
	scribble(&c)
	for i, t := range written {
		head := p.load(socialticket.Ref{Ticket: t.ID})
		p.same("a ticket of two that a commit changed", want[i], head.Ticket)
		p.same("its timers", list(timers[min(i, len(timers)):]), list(head.Timers))
		if r, ok := p.store.(socialticket.Reader); ok {
			read, err := r.Ticket(p.Context(), t.ID)
			if err != nil {
				p.broken("Ticket(%q): %v", t.ID, err)
			}
			p.same("Ticket", want[i], read)
		}
	}
}

func twoThreads(p *probe) {
	p.reader()
	older, newer := p.twoTickets()
	c := both(older, newer)
	p.commit(c)
	for i, before := range []socialticket.Commit{older, newer} {
		id := before.Ticket.ID
		p.same("the thread of a ticket of two", []ticket.Comment{c.Comments[i], before.Comments[0]}, p.comments(id, socialticket.Page{}))
		p.same("the log of a ticket of two", []ticket.Event{c.Events[i], before.Events[0]}, p.events(id, socialticket.Page{}))
		for _, ref := range commentRefs(account(), c.Comments[i]) {
			p.same("the ticket of a comment", id, p.load(ref).Ticket.ID)
		}
	}
}
