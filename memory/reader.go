package memory

import (
	"context"
	"fmt"
	"iter"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// Ticket implements [socialticket.Reader].
func (s *Store) Ticket(_ context.Context, id ticket.ID) (ticket.Ticket, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r, err := s.record(id)
	if err != nil {
		return ticket.Ticket{}, err
	}
	return cloneTicket(r.ticket), nil
}

// Tickets implements [socialticket.Reader]. It yields the tickets as they were when it
// began.
func (s *Store) Tickets(ctx context.Context) iter.Seq2[ticket.Ticket, error] {
	return func(yield func(ticket.Ticket, error) bool) {
		s.mu.RLock()
		list := make([]ticket.Ticket, 0, len(s.tickets))
		for _, r := range s.tickets {
			list = append(list, r.ticket)
		}
		s.mu.RUnlock()
		yieldTickets(ctx, list, "tickets", yield)
	}
}

// Comments implements [socialticket.Reader].
func (s *Store) Comments(_ context.Context, id ticket.ID, page socialticket.Page) ([]ticket.Comment, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r, err := s.record(id)
	if err != nil {
		return nil, err
	}
	return cloneAll(r.comments.newest(page), cloneComment), nil
}

// Events implements [socialticket.Reader].
func (s *Store) Events(_ context.Context, id ticket.ID, page socialticket.Page) ([]ticket.Event, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r, err := s.record(id)
	if err != nil {
		return nil, err
	}
	return r.events.newest(page), nil
}

// record returns a ticket with what belongs to it.
func (s *Store) record(id ticket.ID) (*record, error) {
	r := s.tickets[id]
	if r == nil {
		return nil, fmt.Errorf("memory: %w: ticket %q", socialticket.ErrNotFound, id)
	}
	return r, nil
}
