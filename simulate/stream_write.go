package simulate

import (
	"context"
	"errors"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

var errPersons = errors.New("simulate: a random world keeps no persons")

// Commit implements [socialticket.Store].
func (s *stream) Commit(_ context.Context, c socialticket.Commit) error { return s.commit(&c) }

func (s *stream) commit(c *socialticket.Commit) error {
	if !c.Person.IsZero() {
		return errPersons
	}
	p := s.shelf(c.Account)
	if err := p.conflict(c); err != nil {
		return err
	}
	s.forget(c.At)
	p.causes[c.Cause] = struct{}{}
	if c.Park.ID != "" {
		about := c.Park.About()
		p.parked[about] = append(p.parked[about], parked{c.Park, c.Cause, c.At})
		s.aging = append(s.aging, aged{at: c.At, since: c.At, shelf: p, about: about})
	}
	if c.Key == "" {
		return nil
	}
	t := p.threads[c.Key]
	if t == nil {
		t = &thread{shelf: p}
		p.threads[c.Key] = t
		s.aging = append(s.aging, aged{at: c.At, thread: t})
	}
	t.conv, t.touchedAt = c.Conversation, c.At
	if c.Park.ID == "" {
		t.causes = append(t.causes, c.Cause)
	}
	for _, a := range c.Addresses {
		if p.addresses[a.Handle] != t {
			p.addresses[a.Handle] = t
			t.handles = append(t.handles, a.Handle)
		}
	}
	s.write(t, c)
	return nil
}

// write puts in the tickets, comments, effects and timers of a commit.
func (s *stream) write(t *thread, c *socialticket.Commit) {
	if !c.Ticket.IsZero() {
		of := s.put(t, &c.Ticket)
		for i := range c.Others {
			s.put(t, &c.Others[i])
		}
		for i := range c.Comments {
			m := s.tickets[c.Comments[i].Ticket]
			if m == nil {
				m = of
			}
			t.say(m, &c.Comments[i])
		}
	}
	for i := range c.Effects {
		if e := &c.Effects[i]; !s.idle && !tells(e) {
			s.enqueue(t, e)
		}
	}
	for _, id := range c.Done {
		s.done(effectKey{c.Account, id})
	}
	for _, at := range c.Timers {
		s.set(t, at)
	}
}

// tells reports that an effect tells people of something, or calls for something that a
// world has not: it is neither a message nor a decision.
func tells(e *socialticket.Effect) bool {
	return e.Kind != socialticket.EffectMessage && e.Kind != socialticket.EffectDecide
}

// put puts the new state of a ticket in.
func (s *stream) put(t *thread, to *ticket.Ticket) *matter {
	m := s.tickets[to.ID]
	if m == nil {
		m = &matter{thread: t}
		s.tickets[to.ID] = m
		t.tickets = append(t.tickets, m)
	}
	m.ticket = *to
	return m
}

// say adds a comment, or puts it in place of its earlier state.
func (t *thread) say(m *matter, c *ticket.Comment) {
	p := t.shelf
	one := p.comments[c.ID]
	if one == nil {
		one = &said{matter: m}
		p.comments[c.ID] = one
		t.comments = append(t.comments, one)
		if m.first == nil {
			m.first = one
		}
	}
	one.comment = c
	for _, id := range messageIDs(c) {
		switch p.messages[id] {
		case one:
			continue // its events are not parked
		case nil:
			t.messages = append(t.messages, id)
		}
		p.messages[id] = one
		for _, e := range p.parked[id] {
			t.causes = append(t.causes, e.cause)
		}
		delete(p.parked, id)
	}
}

// looks is how often a conversation is looked at in the time that it is kept.
const looks = 3

// forget forgets what is over. A conversation that is not is looked at again later.
func (s *stream) forget(now time.Time) {
	for s.gone < len(s.aging) {
		a := s.aging[s.gone]
		if now.Sub(a.at) < s.keep/looks {
			break
		}
		s.aging[s.gone] = aged{}
		s.gone++
		if !s.forgets(&a, now) {
			a.at = now
			s.aging = append(s.aging, a)
		}
	}
	if s.gone > len(s.aging)/2 && s.gone > 1024 {
		kept := copy(s.aging, s.aging[s.gone:])
		clear(s.aging[kept:])
		s.aging, s.gone = s.aging[:kept], 0
	}
}

// forgets reports whether what was looked at needs no further look.
func (s *stream) forgets(a *aged, now time.Time) bool {
	if a.thread != nil {
		over := a.thread.over(now, s.keep)
		if over {
			s.drop(a.thread)
		}
		return over
	}
	list := a.shelf.parked[a.about]
	if len(list) > 0 && now.Sub(a.since) < s.keep {
		return false
	}
	for _, e := range list {
		delete(a.shelf.causes, e.cause)
	}
	delete(a.shelf.parked, a.about)
	return true
}

// over reports that nothing is to come in a conversation, and that nothing came for a while.
func (t *thread) over(now time.Time, keep time.Duration) bool {
	if now.Sub(t.touchedAt) < keep || t.lanes > 0 || !t.bell.at.IsZero() {
		return false
	}
	for _, m := range t.tickets {
		if m.ticket.Status != ticket.Closed || !m.bell.at.IsZero() {
			return false
		}
	}
	return true
}

// drop forgets a conversation.
func (s *stream) drop(t *thread) {
	p := t.shelf
	for _, m := range t.tickets {
		delete(s.tickets, m.ticket.ID)
		if s.forgot != nil {
			s.forgot(m.ticket.ID)
		}
	}
	for _, h := range t.handles {
		delete(p.addresses, h)
	}
	for _, c := range t.comments {
		delete(p.comments, c.comment.ID)
	}
	for _, id := range t.messages {
		delete(p.messages, id)
	}
	for _, cause := range t.causes {
		delete(p.causes, cause)
	}
	delete(p.threads, t.conv.Key)
	t.gone = true
}
