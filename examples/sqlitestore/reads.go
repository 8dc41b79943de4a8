package sqlitestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
)

// reads are the prepared statements of readers.
type reads struct {
	owner, parked, comment, message, byTicket, byKey *sql.Stmt
	tickets, comments, events, exists                *sql.Stmt
	due, outbox                                      *sql.Stmt
}

func newReads(ctx context.Context, db *sql.DB) (r reads, err error) {
	for text, to := range r.texts() {
		if *to, err = db.PrepareContext(ctx, text); err != nil {
			return reads{}, fmt.Errorf("%s: %w", text, err)
		}
	}
	return r, nil
}

// texts returns what is to be prepared, and where it goes.
func (r *reads) texts() map[string]**sql.Stmt {
	return map[string]**sql.Stmt{
		`SELECT key, user FROM address JOIN conversation ON key = conversation WHERE kind = ? AND account = ? AND handle = ?`: &r.owner,
		`SELECT body FROM parked WHERE kind = ? AND account = ? AND message = ? ORDER BY number`:                              &r.parked,

		`SELECT ticket, body FROM comment WHERE id = ?`: &r.comment,
		`SELECT ticket, body FROM comment WHERE kind = ? AND account = ? AND message = ? AND message <> '' ORDER BY rowid DESC LIMIT 1`: &r.message,

		`SELECT c.body, t.body, t.wake FROM ticket t JOIN conversation c ON c.key = t.conversation WHERE t.id = ?`:                            &r.byTicket,
		`SELECT c.body, coalesce(t.body, ''), coalesce(t.wake, '') FROM conversation c LEFT JOIN ticket t ON t.id = c.ticket WHERE c.key = ?`: &r.byKey,

		`SELECT body FROM ticket ORDER BY updated DESC, id`:                                     &r.tickets,
		`SELECT body FROM comment WHERE ticket = ? AND number < ? ORDER BY number DESC LIMIT ?`: &r.comments,
		`SELECT body FROM event WHERE ticket = ? AND number < ? ORDER BY number DESC LIMIT ?`:   &r.events,
		`SELECT 1 FROM ticket WHERE id = ?`:                                                     &r.exists,

		`SELECT id, wake FROM ticket WHERE wake <> '' ORDER BY wake, id LIMIT ?`: &r.due,
		`SELECT body FROM outbox ORDER BY at, id LIMIT ?`:                        &r.outbox,
	}
}

// bodies returns the values of a query whose rows are JSON.
func bodies[T any](rows *sql.Rows, err error) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		v, err := body[T](rows)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

// body returns the value of a row that is JSON.
func body[T any](rows *sql.Rows) (T, error) {
	var v T
	var text sql.RawBytes
	if err := rows.Scan(&text); err != nil {
		return v, err
	}
	return v, decode(text, &v)
}

func decode(text []byte, to any) error {
	if err := json.Unmarshal(text, to); err != nil {
		return fmt.Errorf("stored %T: %w", to, err)
	}
	return nil
}
