package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"math"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// Tickets implements [socialticket.Reader]. It yields the tickets as they were when
// it began.
func (s *Store) Tickets(ctx context.Context) iter.Seq2[ticket.Ticket, error] {
	return func(yield func(ticket.Ticket, error) bool) {
		if err := s.yieldTickets(ctx, yield); err != nil {
			yield(ticket.Ticket{}, fmt.Errorf("sqlitestore: tickets: %w", err))
		}
	}
}

// yieldTickets returns the error that is still to be told.
func (s *Store) yieldTickets(ctx context.Context, yield func(ticket.Ticket, error) bool) error {
	rows, err := s.walkers.QueryContext(ctx, "SELECT body FROM ticket ORDER BY updated DESC, id")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		t, err := body[ticket.Ticket](rows)
		if err != nil {
			return err
		}
		if !yield(t, nil) {
			return nil
		}
	}
	return rows.Err()
}

// Comments implements [socialticket.Reader].
func (s *Store) Comments(ctx context.Context, id ticket.ID, page socialticket.Page) ([]ticket.Comment, error) {
	return newest[ticket.Comment](ctx, s, s.read.comments, id, page)
}

// Events implements [socialticket.Reader].
func (s *Store) Events(ctx context.Context, id ticket.ID, page socialticket.Page) ([]ticket.Event, error) {
	return newest[ticket.Event](ctx, s, s.read.events, id, page)
}

// newest returns a page of what belongs to a ticket.
func newest[T any](ctx context.Context, s *Store, from *sql.Stmt, id ticket.ID, page socialticket.Page) ([]T, error) {
	before := page.Before
	if before <= 0 {
		before = math.MaxInt
	}
	list, err := bodies[T](from.QueryContext(ctx, id, before, page.Size()))
	if err == nil && len(list) == 0 {
		err = s.exists(ctx, id)
	}
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: ticket %s: %w", id, err)
	}
	return list, nil
}

// exists returns an error if there is no such ticket.
func (s *Store) exists(ctx context.Context, id ticket.ID) error {
	var one int
	err := s.read.exists.QueryRowContext(ctx, id).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return socialticket.ErrNotFound
	}
	return err
}
