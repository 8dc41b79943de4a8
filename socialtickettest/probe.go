package socialtickettest

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// probe looks at one store for one promise.
type probe struct {
	*testing.T
	cfg      Config
	store    socialticket.Store
	sentence string
}

// broken tells that the promise was not kept.
func (p *probe) broken(format string, args ...any) {
	p.Helper()
	p.Errorf("broken promise: %q\n%s", p.sentence, fmt.Sprintf(format, args...))
}

// same checks that two values are equal, by their JSON.
func (p *probe) same(what string, want, got any) {
	p.Helper()
	if w, g := text(want), text(got); w != g {
		p.broken("%s: %s", what, difference(w, g))
	}
}

// difference returns the lines in which two texts differ, from the first to the
// last, shortened.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	same := 0
	for same < min(len(w), len(g)) && w[same] == g[same] {
		same++
	}
	w, g = w[same:], g[same:]
	for len(w) > 0 && len(g) > 0 && w[len(w)-1] == g[len(g)-1] {
		w, g = w[:len(w)-1], g[:len(g)-1]
	}
	const most = 8
	return fmt.Sprintf("from line %d on\nwant:\n%s\ngot:\n%s", same+1,
		strings.Join(w[:min(most, len(w))], "\n"), strings.Join(g[:min(most, len(g))], "\n"))
}

// text returns v as JSON, in which equal values are equal and a person can see
// what differs.
func text(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	raw, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		panic(fmt.Sprintf("socialtickettest: %T has no JSON: %v", v, err))
	}
	return string(raw)
}

// commit writes all of cs, which nothing forbids.
func (p *probe) commit(cs ...socialticket.Commit) {
	p.Helper()
	for _, c := range cs {
		if err := p.store.Commit(p.Context(), c); err != nil {
			p.broken("Commit of cause %q, expecting version %d: %v", c.Cause, c.Expect, err)
			p.FailNow()
		}
	}
}

// refused checks that c is refused with an error that matches want.
func (p *probe) refused(what string, c socialticket.Commit, want error) {
	p.Helper()
	if err := p.store.Commit(p.Context(), c); !errors.Is(err, want) {
		p.broken("Commit %s: error %v, want one that matches %q", what, err, want)
	}
}

func (p *probe) load(ref socialticket.Ref) socialticket.Head {
	p.Helper()
	head, err := p.store.Load(p.Context(), ref)
	if err != nil {
		p.broken("Load(%+v): %v", ref, err)
		p.FailNow()
	}
	return head
}

// reader returns the store as a Reader, or skips the promise.
func (p *probe) reader() socialticket.Reader {
	r, ok := p.store.(socialticket.Reader)
	if !ok {
		p.Skipf("not checked: %T is no socialticket.Reader", p.store)
	}
	return r
}

// queue returns the store as a Queue, or skips the promise.
func (p *probe) queue() socialticket.Queue {
	q, ok := p.store.(socialticket.Queue)
	if !ok {
		p.Skipf("not checked: %T is no socialticket.Queue", p.store)
	}
	return q
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

func (p *probe) outbox(limit int) []channel.Outbound {
	p.Helper()
	list, err := p.queue().Outbox(p.Context(), limit)
	if err != nil {
		p.broken("Outbox(%d): %v", limit, err)
	}
	return list
}

func (p *probe) due(now time.Time, limit int) ([]ticket.ID, time.Time) {
	p.Helper()
	ids, next, err := p.queue().Due(p.Context(), now, limit)
	if err != nil {
		p.broken("Due(%v, %d): %v", now, limit, err)
	}
	return ids, next
}
