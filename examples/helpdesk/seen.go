package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/socialticket/socialticket/ticket"
)

// markSeen keeps that an agent has seen a ticket up to a comment, by its number. A mark
// never goes back.
func (s *server) markSeen(ctx context.Context, agent string, id ticket.ID, comment int) error {
	if agent == "" || id == "" || comment <= 0 {
		return nil
	}
	// Most pages show nothing new: they write nothing.
	seen, err := s.seen(ctx, agent, []ticket.ID{id})
	if err != nil || seen[id] >= comment {
		return err
	}
	_, err = s.side.ExecContext(ctx, `INSERT INTO helpdesk_seen (agent, ticket, comment) VALUES (?, ?, ?)
		ON CONFLICT (agent, ticket) DO UPDATE SET comment = max(comment, excluded.comment)`, agent, string(id), comment)
	if err != nil {
		return fmt.Errorf("seen marks: %w", err)
	}
	return nil
}

// seen returns up to which comment, by its number, an agent has seen each of the tickets.
// One that was never looked at is not in it.
func (s *server) seen(ctx context.Context, agent string, ids []ticket.ID) (map[ticket.ID]int, error) {
	seen := map[ticket.ID]int{}
	if len(ids) == 0 {
		return seen, nil
	}
	list, err := json.Marshal(ids)
	if err != nil {
		panic(err) // of texts
	}
	rows, err := s.side.QueryContext(ctx, `SELECT ticket, comment FROM helpdesk_seen
		WHERE agent = ? AND ticket IN (SELECT value FROM json_each(?))`, agent, string(list))
	if err != nil {
		return nil, fmt.Errorf("seen marks: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id ticket.ID
		var comment int
		if err := rows.Scan(&id, &comment); err != nil {
			return nil, fmt.Errorf("seen marks: %w", err)
		}
		seen[id] = comment
	}
	return seen, rows.Err()
}
