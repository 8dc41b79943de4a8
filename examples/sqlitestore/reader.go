package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"
	"math"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// Ticket implements [socialticket.Reader].
func (s *Store) Ticket(ctx context.Context, id ticket.ID) (ticket.Ticket, error) {
	if err := s.begin(); err != nil {
		return ticket.Ticket{}, err
	}
	defer s.life.RUnlock()
	t, err := s.ticket(ctx, id)
	if err != nil {
		return ticket.Ticket{}, fmt.Errorf("sqlitestore: ticket %q: %w", id, err)
	}
	return t, nil
}

func (s *Store) ticket(ctx context.Context, id ticket.ID) (t ticket.Ticket, err error) {
	var text []byte
	found, err := scanned(s.read.ticket.QueryRowContext(ctx, id).Scan(&text))
	switch {
	case err != nil:
		return t, err
	case !found:
		return t, socialticket.ErrNotFound
	}
	return t, decode(text, &t)
}

// Comments implements [socialticket.Reader].
func (s *Store) Comments(ctx context.Context, id ticket.ID, page socialticket.Page) ([]ticket.Comment, error) {
	return newest[ticket.Comment](ctx, s, s.read.comments, id, page)
}

// Events implements [socialticket.Reader].
func (s *Store) Events(ctx context.Context, id ticket.ID, page socialticket.Page) ([]ticket.Event, error) {
	return newest[ticket.Event](ctx, s, s.read.events, id, page)
}

// TicketsOf implements [socialticket.Counter].
func (s *Store) TicketsOf(ctx context.Context, requester string) (n int, err error) {
	if err := s.begin(); err != nil {
		return 0, err
	}
	defer s.life.RUnlock()
	if err := s.read.asked.QueryRowContext(ctx, requester).Scan(&n); err != nil {
		return 0, fmt.Errorf("sqlitestore: count tickets: %w", err)
	}
	return n, nil
}

// newest returns a page of what belongs to a ticket.
func newest[T any](ctx context.Context, s *Store, from *sql.Stmt, id ticket.ID, page socialticket.Page) ([]T, error) {
	if err := s.begin(); err != nil {
		return nil, err
	}
	defer s.life.RUnlock()
	before := page.Before
	if before <= 0 {
		before = math.MaxInt
	}
	list, err := bodies[T](from.QueryContext(ctx, id, before, page.Size()))
	if err == nil && len(list) == 0 {
		_, err = s.ticket(ctx, id)
	}
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: ticket %q: %w", id, err)
	}
	return list, nil
}
