package socialtickettest

import (
	"errors"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// reading are the promises of a Reader.
func reading() []promise {
	const comments, events = "Comments returns a ticket's thread, newest first.", "Events returns a ticket's log, newest first."
	const tickets = "Tickets yields all tickets, the newest update first, ties by id."
	return []promise{
		{"ReadTicket", "Ticket returns one ticket. The error matches ErrNotFound.", readTicket},
		{"Tickets", tickets, ticketsOrder},
		{"TicketsStop", tickets, ticketsStop},
		{"Comments", comments, commentsOrder},
		{"Events", events, eventsOrder},
		{"PageBefore", "only what has a smaller number; 0: from the newest", pageBefore},
		{"PageLimit", "at most so many; 0: 50", pageLimit},
		{"ReadSnapshot", comments, readSnapshot},
		{"ReadNoComments", "Comments returns a ticket's thread, newest first. The error matches ErrNotFound.", readNoComments},
		{"ReadNoEvents", "Events returns a ticket's log, newest first. The error matches ErrNotFound.", readNoEvents},
	}
}

func readTicket(p *probe) {
	r := p.reader()
	older, newer := p.twoTickets()
	theirs := firstIn(strange()[0], "a")
	whole := full()
	p.commit(theirs, whole)
	want := []ticket.Ticket{older.Ticket, newer.Ticket, theirs.Ticket, full().Ticket}
	for _, w := range want {
		got, err := r.Ticket(p.Context(), w.ID)
		if err != nil {
			p.broken("Ticket(%q): %v", w.ID, err)
		}
		p.same("Ticket", w, got)
		scribble(&got)
		got, _ = r.Ticket(p.Context(), w.ID)
		p.same("Ticket, after the caller changed the one before", w, got)
	}
	for _, id := range []ticket.ID{"x", "", "Ticket a"} {
		if got, err := r.Ticket(p.Context(), id); !errors.Is(err, socialticket.ErrNotFound) || !got.IsZero() {
			p.broken("Ticket(%q), which is unknown: %v, error %v", id, got, err)
		}
	}
}

func ticketsOrder(p *probe) {
	p.reader()
	p.same("the tickets of an empty store", []ticket.Ticket(nil), p.tickets())
	var want []ticket.Ticket
	for _, at := range []struct {
		name  string
		after time.Duration
	}{{"d", time.Hour + 1}, {"b", time.Hour}, {"e", time.Hour}, {"a", time.Second}, {"c", 0}} {
		c := first(at.name)
		c.Ticket.UpdatedAt = start().Add(at.after)
		want = append(want, c.Ticket)
	}
	for _, i := range []int{2, 4, 0, 3, 1} {
		c := first(string(want[i].ID[len("ticket "):]))
		c.Ticket = want[i]
		p.commit(c)
	}
	p.same("Tickets", want, p.tickets())
	older := next(first("c"), "c")
	older.Ticket.UpdatedAt = start().Add(2 * time.Hour)
	theirs := firstIn(strange()[0], "a")
	theirs.Ticket.UpdatedAt = start()
	p.commit(older, theirs)
	want = append([]ticket.Ticket{older.Ticket}, want[:4]...)
	p.same("Tickets of all accounts after an update", append(want, theirs.Ticket), p.tickets())
}

func ticketsStop(p *probe) {
	r := p.reader()
	a := talk("a", 2)
	p.commit(a[0], first("b"))
	for _, err := range r.Tickets(p.Context()) {
		if err != nil {
			p.broken("Tickets: %v", err)
		}
		break
	}
	p.commit(a[1])
	if n := len(p.tickets()); n != 2 {
		p.broken("%d tickets after a caller stopped half way, want 2", n)
	}
}

// long commits a ticket of n comments and events, and returns them newest first.
func (p *probe) long(n int) ([]ticket.Comment, []ticket.Event) {
	p.Helper()
	p.reader()
	var comments []ticket.Comment
	var events []ticket.Event
	for _, c := range talk("a", n) {
		p.commit(c)
		comments = append(c.Comments, comments...)
		events = append(c.Events, events...)
	}
	p.commit(talk("b", 2)...)
	return comments, events
}

func commentsOrder(p *probe) {
	comments, _ := p.long(12) // a text "12" sorts before "2"
	p.same("Comments", comments, p.comments("ticket a", socialticket.Page{}))
}

func eventsOrder(p *probe) {
	_, events := p.long(12)
	p.same("Events", events, p.events("ticket a", socialticket.Page{}))
}

func pageBefore(p *probe) {
	comments, events := p.long(12)
	for _, before := range []int{12, 11, 2, 1, 100} {
		from := max(0, len(comments)-before+1)
		page := socialticket.Page{Before: before, Limit: 3}
		to := min(from+3, len(comments))
		p.same("Comments of a page", list(comments[from:to]), list(p.comments("ticket a", page)))
		p.same("Events of a page", list(events[from:to]), list(p.events("ticket a", page)))
	}
}

func pageLimit(p *probe) {
	comments, events := p.long(55)
	for _, limit := range []int{1, 0, 54, 55, 56} {
		page := socialticket.Page{Limit: limit}
		to := min(page.Size(), len(comments))
		p.same("Comments of a page", comments[:to], p.comments("ticket a", page))
		p.same("Events of a page", events[:to], p.events("ticket a", page))
	}
}

func readSnapshot(p *probe) {
	p.reader()
	c := full()
	p.commit(c)
	before := p.state(full())
	comments, events, tickets := p.comments(c.Ticket.ID, socialticket.Page{}), p.events(c.Ticket.ID, socialticket.Page{}), p.tickets()
	scribble(&comments)
	scribble(&events)
	scribble(&tickets)
	if _, ok := p.store.(socialticket.Feed); ok {
		entries := p.entries(0)
		scribble(&entries)
	}
	p.same("what is there after the caller changed what was read", before, p.state(full()))
}

func readNoComments(p *probe) {
	r := p.reader()
	p.commit(first("a"))
	if _, err := r.Comments(p.Context(), "x", socialticket.Page{}); !errors.Is(err, socialticket.ErrNotFound) {
		p.broken("Comments of an unknown ticket: error %v", err)
	}
}

func readNoEvents(p *probe) {
	r := p.reader()
	p.commit(first("a"))
	if _, err := r.Events(p.Context(), "x", socialticket.Page{}); !errors.Is(err, socialticket.ErrNotFound) {
		p.broken("Events of an unknown ticket: error %v", err)
	}
}
