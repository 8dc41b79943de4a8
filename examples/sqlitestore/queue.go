package sqlitestore

import (
	"context"
	"fmt"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// Due implements [socialticket.Queue].
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]ticket.ID, time.Time, error) {
	ids, next, err := s.timers(ctx, stamp(now), limit)
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("sqlitestore: due: %w", err)
	}
	return ids, next, nil
}

// timers returns what has come by now, and the first that it does not return.
func (s *Store) timers(ctx context.Context, now string, limit int) ([]ticket.ID, time.Time, error) {
	rows, err := s.read.due.QueryContext(ctx, limit+1)
	if err != nil {
		return nil, time.Time{}, err
	}
	defer rows.Close()
	var ids []ticket.ID
	for rows.Next() {
		var id ticket.ID
		var wake string
		if err := rows.Scan(&id, &wake); err != nil {
			return nil, time.Time{}, err
		}
		if wake > now || len(ids) == limit {
			next, err := instant(wake)
			return ids, next, err
		}
		ids = append(ids, id)
	}
	return ids, time.Time{}, rows.Err()
}

// Outbox implements [socialticket.Queue].
func (s *Store) Outbox(ctx context.Context, limit int) ([]channel.Outbound, error) {
	list, err := bodies[channel.Outbound](s.read.outbox.QueryContext(ctx, limit))
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: outbox: %w", err)
	}
	return list, nil
}
