package memory

import (
	"context"
	"fmt"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
)

// Load implements [socialticket.Store].
func (s *Store) Load(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
	if err := ctx.Err(); err != nil {
		return socialticket.Head{}, fmt.Errorf("memory: load: %w", err)
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	var head socialticket.Head
	if ref.Account == (channel.Account{}) {
		if r := s.tickets[ref.Ticket]; r != nil {
			ref.Account = r.talk.Account
		}
	}
	p := s.accounts[ref.Account]
	head.Owners = s.owners(ref.Addresses)
	if p != nil && ref.Message != "" {
		for _, e := range p.parked[ref.Message] {
			head.Parked = append(head.Parked, cloneEvent(e.event))
		}
	}
	t, r := s.find(p, ref, &head)
	if t != nil {
		head.Conversation = cloneConversation(t.Conversation)
		if r == nil {
			r = s.tickets[t.Ticket]
		}
		s.timersOf(&head, t, r)
	}
	if r != nil {
		head.Ticket = cloneTicket(r.ticket)
		if ref.First && len(r.comments.pages) > 0 {
			head.First = cloneComment(*r.comments.at(0))
		}
	}
	head.Known = s.known(p, ref)
	s.person(ref, &head)
	s.circles(ref, &head)
	return head, nil
}

// find returns the conversation that ref leads to, and the ticket if it is not the
// newest, and puts the comment into head.
func (s *Store) find(p *partition, ref socialticket.Ref, head *socialticket.Head) (*talk, *record) {
	if p != nil {
		at, found := p.comments[ref.Comment]
		if !found && ref.Message != "" {
			at, found = p.messages[ref.Message]
		}
		if found {
			head.Comment = cloneComment(*at.comment())
			return at.record.talk, at.record
		}
	}
	if r := s.tickets[ref.Ticket]; r != nil {
		return r.talk, r
	}
	if p != nil {
		if t := p.talks[ref.Key]; t != nil {
			return t, nil
		}
	}
	for _, a := range ref.Addresses {
		if t := s.holder(a); t != nil {
			return t, nil
		}
	}
	return nil, nil
}

// holder returns the conversation that has an address, nil if there is none.
func (s *Store) holder(a channel.Address) *talk {
	if p := s.accounts[a.Account]; p != nil {
		return p.addresses[a.Handle]
	}
	return nil
}

// owners returns whose the addresses are.
func (s *Store) owners(addresses []channel.Address) []socialticket.Owner {
	var owners []socialticket.Owner
	for _, a := range addresses {
		if t := s.holder(a); t != nil {
			owners = append(owners, socialticket.Owner{Address: a, User: t.User.ID})
		}
	}
	return owners
}

// timersOf puts the timers of a conversation and a ticket into head.
func (s *Store) timersOf(head *socialticket.Head, t *talk, r *record) {
	timer := socialticket.Timer{Account: t.Account, Key: t.Key, At: t.alarm.at}
	if !t.alarm.at.IsZero() {
		head.Timers = append(head.Timers, timer)
	}
	if r != nil && !r.alarm.at.IsZero() {
		timer.Ticket, timer.At = r.ticket.ID, r.alarm.at
		head.Timers = append(head.Timers, timer)
	}
}

// known reports whether the cause of ref is in.
func (s *Store) known(p *partition, ref socialticket.Ref) bool {
	if ref.Cause == "" {
		return false
	}
	if ref.Account == (channel.Account{}) && ref.Person != "" {
		_, in := s.causes[ref.Cause]
		return in
	}
	if p == nil {
		return false
	}
	_, in := p.causes[ref.Cause]
	return in
}

// person puts the records of persons into head.
func (s *Store) person(ref socialticket.Ref, head *socialticket.Head) {
	from := ref.Into
	if from == "" {
		from = ref.Person
	}
	if from == "" {
		from = head.Conversation.User.ID
	}
	if r, found := s.persons[ref.Person]; found {
		head.Record = clonePersonRecord(r)
	}
	if len(s.persons) == 0 {
		head.Person.ID = from
	} else if end, err := identity.Resolve(from, s.recordOf); err == nil {
		head.Person = clonePersonRecord(end)
	}
}

// recordOf returns the record of a person.
func (s *Store) recordOf(id string) (identity.Person, error) { return s.persons[id], nil }
