package sqlitestore

import (
	"context"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
)

// Due implements [socialticket.Queue].
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]socialticket.Timer, time.Time, error) {
	if err := s.begin(); err != nil {
		return nil, time.Time{}, err
	}
	defer s.life.RUnlock()
	due, next, err := s.due(ctx, stamp(now), max(0, limit))
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("sqlitestore: due: %w", err)
	}
	return due, next, nil
}

// due returns what has come by now, and the first instant that has not.
func (s *Store) due(ctx context.Context, now string, limit int) (due []socialticket.Timer, next time.Time, err error) {
	rows, err := s.read.due.QueryContext(ctx, limit+1)
	if err != nil {
		return nil, time.Time{}, err
	}
	defer rows.Close()
	for rows.Next() {
		var t socialticket.Timer
		var at string
		if err := rows.Scan(&at, &t.Account.Kind, &t.Account.ID, &t.Key, &t.Ticket); err != nil {
			return nil, time.Time{}, err
		}
		if t.At, err = instant(at); err != nil {
			return nil, time.Time{}, err
		}
		switch {
		case at > now:
			return due, t.At, nil
		case len(due) == limit:
			return due, time.Time{}, nil
		}
		due = append(due, t)
	}
	return due, time.Time{}, rows.Err()
}

// Oldest returns when the effect of some kinds was decided that has waited longest, zero if
// none waits. One that is to be done later, and was not tried yet, does not count. It is for
// people who watch the queue.
func (s *Store) Oldest(ctx context.Context, kinds ...socialticket.EffectKind) (time.Time, error) {
	if err := s.begin(); err != nil {
		return time.Time{}, err
	}
	defer s.life.RUnlock()
	first := none
	for _, kind := range kinds {
		var at string
		if err := s.read.oldest.QueryRowContext(ctx, kind).Scan(&at); err != nil {
			return time.Time{}, fmt.Errorf("sqlitestore: oldest: %w", err)
		}
		first = min(first, at)
	}
	if first == none {
		return time.Time{}, nil
	}
	return instant(first)
}

// none comes after every instant.
const none = "~"
