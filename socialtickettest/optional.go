package socialtickettest

import (
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// optional returns the store as a T, or skips the promise.
func optional[T any](p *probe, name string) T {
	p.Helper()
	s, ok := p.store.(T)
	if !ok {
		p.Skipf("not checked: %T is not a socialticket.%s", p.store, name)
	}
	return s
}

func (p *probe) reader() socialticket.Reader {
	p.Helper()
	return optional[socialticket.Reader](p, "Reader")
}

func (p *probe) queue() socialticket.Queue {
	p.Helper()
	return optional[socialticket.Queue](p, "Queue")
}

func (p *probe) pruner() socialticket.Pruner {
	p.Helper()
	return optional[socialticket.Pruner](p, "Pruner")
}

func (p *probe) feed() socialticket.Feed {
	p.Helper()
	return optional[socialticket.Feed](p, "Feed")
}

func (p *probe) comments(id ticket.ID, page socialticket.Page) []ticket.Comment {
	p.Helper()
	list, err := p.reader().Comments(p.Context(), id, page)
	if err != nil {
		p.broken("Comments(%q, %+v): %v", id, page, err)
	}
	return list
}

func (p *probe) events(id ticket.ID, page socialticket.Page) []ticket.Event {
	p.Helper()
	list, err := p.reader().Events(p.Context(), id, page)
	if err != nil {
		p.broken("Events(%q, %+v): %v", id, page, err)
	}
	return list
}

func (p *probe) tickets() []ticket.Ticket {
	p.Helper()
	var list []ticket.Ticket
	for t, err := range p.reader().Tickets(p.Context()) {
		if err != nil {
			p.broken("Tickets: %v", err)
			break
		}
		list = append(list, t)
	}
	return list
}

func (p *probe) due(now time.Time, limit int) ([]socialticket.Timer, time.Time) {
	p.Helper()
	due, next, err := p.queue().Due(p.Context(), now, limit)
	if err != nil {
		p.broken("Due(%v, %d): %v", now, limit, err)
	}
	return due, next
}

func (p *probe) claim(c socialticket.Claim) ([]socialticket.Claimed, time.Time) {
	p.Helper()
	claimed, next, err := p.queue().Claim(p.Context(), c)
	if err != nil {
		p.broken("Claim(%+v): %v", c, err)
	}
	return claimed, next
}

// giveBack returns an effect, which nothing forbids.
func (p *probe) giveBack(r socialticket.Return) {
	p.Helper()
	if err := p.queue().Return(p.Context(), r); err != nil {
		p.broken("Return(%+v): %v", r, err)
	}
}

// entries returns what the feed yields after a place.
func (p *probe) entries(after int64) []socialticket.Entry {
	p.Helper()
	var list []socialticket.Entry
	for e, err := range p.feed().Feed(p.Context(), after) {
		if err != nil {
			p.broken("Feed(%d): %v", after, err)
			break
		}
		list = append(list, e)
	}
	return list
}
