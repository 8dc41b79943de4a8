package memory

import (
	"context"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// Commit implements [socialticket.Store].
func (s *Store) Commit(ctx context.Context, c socialticket.Commit) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("memory: commit: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !c.Person.IsZero() {
		return s.commitPerson(c)
	}
	p := s.partition(c.Account)
	if _, in := p.causes[c.Cause]; in && c.Cause != "" {
		return fmt.Errorf("memory: %w: %s", socialticket.ErrDuplicate, c.Cause)
	}
	if err := p.conflict(c); err != nil {
		return err
	}
	if c.Cause != "" {
		p.causes[c.Cause] = c.At
	}
	if c.Park.ID != "" {
		about := c.Park.About()
		p.parked[about] = append(p.parked[about], parked{cloneEvent(c.Park), c.At})
	}
	if c.Key != "" {
		c = ownCommit(c)
		s.write(p, c)
	}
	s.keep(c)
	return nil
}

// conflict returns an error if something has happened since c was decided.
func (p *partition) conflict(c socialticket.Commit) error {
	if c.Park.ID != "" {
		if _, known := p.messages[c.Park.About()]; known {
			return fmt.Errorf("memory: %w: message %s is known", socialticket.ErrConflict, c.Park.About())
		}
	}
	if c.Key == "" {
		return nil
	}
	t := p.talks[c.Key]
	have := int64(0)
	if t != nil {
		have = t.Version
	}
	if have != c.Expect {
		return fmt.Errorf("memory: %w: %s has version %d, want %d", socialticket.ErrConflict, c.Key, have, c.Expect)
	}
	for _, a := range c.Addresses {
		if owner := p.addresses[a.Handle]; owner != nil && owner.Key != c.Key {
			return fmt.Errorf("memory: %w: %s belongs to %s", socialticket.ErrConflict, a, owner.Key)
		}
	}
	waiting := 0
	var room [1]string
	for i := range c.Comments {
		for _, id := range messageIDs(&c.Comments[i], &room) {
			if at, known := p.messages[id]; known && at.comment().ID != c.Comments[i].ID {
				return fmt.Errorf("memory: %w: message %s is another comment's", socialticket.ErrConflict, id)
			}
			waiting += len(p.parked[id])
		}
	}
	if waiting != c.Parked {
		return fmt.Errorf("memory: %w: %d events are parked, want %d", socialticket.ErrConflict, waiting, c.Parked)
	}
	return nil
}

// write puts in what c says of a conversation. It holds nothing of the caller's.
func (s *Store) write(p *partition, c socialticket.Commit) {
	t := p.talks[c.Key]
	if t == nil {
		t = &talk{}
		p.talks[c.Key] = t
	}
	before := t.User
	t.Conversation = c.Conversation
	s.kin.put(t, before.ID)
	s.finder.user(t, &before)
	for _, a := range c.Addresses {
		p.addresses[a.Handle] = t
	}
	if !c.Ticket.IsZero() {
		s.writeTicket(t, &c.Ticket)
	}
	for i := range c.Others {
		s.writeTicket(t, &c.Others[i])
	}
	s.writeThreads(p, c)
	s.writeEffects(c)
	for _, timer := range c.Timers {
		s.set(t, timer)
	}
}

// writeEffects puts new effects in, and takes done ones out.
func (s *Store) writeEffects(c socialticket.Commit) {
	for _, e := range c.Effects {
		s.queue.add(e)
	}
	for _, id := range c.Done {
		s.queue.done(c.Account, id)
	}
}

// writeTicket puts the new state of a ticket in.
func (s *Store) writeTicket(t *talk, to *ticket.Ticket) {
	r := s.tickets[to.ID]
	if r == nil {
		r = &record{talk: t}
		s.tickets[to.ID] = r
	}
	s.columns.put(r, to)
	s.kin.ask(r.row, r.ticket.Requester, to.Requester)
	r.ticket = *to
}

// writeThreads puts in what c adds to the threads and logs of its tickets.
func (s *Store) writeThreads(p *partition, c socialticket.Commit) {
	if c.Ticket.IsZero() {
		return
	}
	r := s.tickets[c.Ticket.ID]
	of := func(id ticket.ID) *record {
		if other := s.tickets[id]; other != nil {
			return other
		}
		return r
	}
	for _, comment := range c.Comments {
		p.put(of(comment.Ticket), cloneComment(comment))
	}
	for _, e := range c.Events {
		of(e.Ticket).events.add(e)
	}
}

// put adds a comment, or puts it in place.
func (p *partition) put(r *record, c ticket.Comment) {
	at, found := p.comments[c.ID]
	if found {
		*at.comment() = c
	} else {
		at = place{r, r.comments.count}
		r.comments.add(c)
		p.comments[c.ID] = at
	}
	var room [1]string
	for _, id := range messageIDs(&c, &room) {
		p.messages[id] = at
		delete(p.parked, id)
	}
}

// messageIDs is [ticket.Comment.MessageIDs], without a new slice for what a user wrote.
func messageIDs(c *ticket.Comment, room *[1]string) []string {
	switch {
	case len(c.Parts) > 0:
		return c.MessageIDs()
	case c.Content.ID == "":
		return nil
	}
	room[0] = c.Content.ID
	return room[:]
}

// commitPerson writes the new state of a person.
func (s *Store) commitPerson(c socialticket.Commit) error {
	if _, in := s.causes[c.Cause]; in && c.Cause != "" {
		return fmt.Errorf("memory: %w: %s", socialticket.ErrDuplicate, c.Cause)
	}
	if have := s.persons[c.Person.ID].Version; have != c.Expect {
		return fmt.Errorf("memory: %w: person %s has version %d, want %d", socialticket.ErrConflict, c.Person.ID, have, c.Expect)
	}
	if c.Person.Into != "" {
		circle, err := identity.Closes(c.Person.ID, c.Person.Into, s.recordOf)
		if err != nil || circle {
			return fmt.Errorf("memory: %w: person %s into %s is a circle", socialticket.ErrConflict, c.Person.ID, c.Person.Into)
		}
	}
	if s.persons == nil {
		s.persons = map[string]identity.Person{}
		s.causes = map[string]time.Time{}
	}
	if c.Cause != "" {
		s.causes[c.Cause] = c.At
	}
	c = ownCommit(c)
	s.finder.person(c.Person.ID, s.persons[c.Person.ID])
	s.kin.link(c.Person.ID, s.persons[c.Person.ID].Into, c.Person.Into)
	s.persons[c.Person.ID] = c.Person
	s.writeEffects(c)
	s.keep(c)
	return nil
}
