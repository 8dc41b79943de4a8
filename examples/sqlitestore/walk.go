package sqlitestore

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"sync"

	"github.com/socialticket/socialticket/ticket"
)

// walks are the reads that go on while the caller does something else. The zero walks
// are none.
type walks struct {
	mu   sync.Mutex
	open map[*sql.Rows]struct{}
}

func (w *walks) add(rows *sql.Rows) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.open == nil {
		w.open = map[*sql.Rows]struct{}{}
	}
	w.open[rows] = struct{}{}
}

func (w *walks) end(rows *sql.Rows) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.open, rows)
	_ = rows.Close() // Rows.Err has told all there is
}

// close ends those that there are.
func (w *walks) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	var err error
	for rows := range w.open {
		err = errors.Join(err, rows.Close())
	}
	return err
}

// Tickets implements [socialticket.Reader]. It yields the tickets as they were when
// it began.
func (s *Store) Tickets(ctx context.Context) iter.Seq2[ticket.Ticket, error] {
	return s.walked(ctx, s.read.texts()[&s.read.newest])
}

// walked yields the tickets of a query.
func (s *Store) walked(ctx context.Context, query string, args ...any) iter.Seq2[ticket.Ticket, error] {
	return func(yield func(ticket.Ticket, error) bool) {
		rows, err := s.walk(ctx, query, args...)
		if err == nil {
			defer s.walks.end(rows)
		}
		for err == nil {
			t, more, failed := s.step(rows)
			if err = cmp.Or(ctx.Err(), failed); err == nil && (!more || !yield(t, nil)) {
				return
			}
		}
		yield(ticket.Ticket{}, fmt.Errorf("sqlitestore: tickets: %w", err))
	}
}

// walk begins a read of tickets.
func (s *Store) walk(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := s.begin(); err != nil {
		return nil, err
	}
	defer s.life.RUnlock()
	rows, err := s.walkers.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	s.walks.add(rows)
	return rows, nil
}

// step reads one ticket, and reports whether there was one.
func (s *Store) step(rows *sql.Rows) (t ticket.Ticket, more bool, err error) {
	if err := s.begin(); err != nil {
		return t, false, err
	}
	defer s.life.RUnlock()
	if !rows.Next() {
		return t, false, rows.Err()
	}
	var text []byte
	if err := rows.Scan(&text); err != nil {
		return t, false, err
	}
	return t, true, decode(text, &t)
}
