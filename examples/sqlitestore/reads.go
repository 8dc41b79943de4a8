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
	comments, events, exists, due, outbox            *sql.Stmt
}

func newReads(ctx context.Context, db *sql.DB) (reads, error) {
	var r reads
	err := prepare(ctx, db, r.texts())
	return r, err
}

// texts returns what is to be prepared.
func (r *reads) texts() map[**sql.Stmt]string {
	return map[**sql.Stmt]string{
		&r.owner: "SELECT key, user FROM address JOIN conversation ON key = conversation" +
			" WHERE kind = ? AND account = ? AND handle = ?",
		&r.parked:  "SELECT body FROM parked WHERE kind = ? AND account = ? AND message = ? ORDER BY number",
		&r.comment: "SELECT ticket, body FROM comment WHERE id = ?",
		&r.message: "SELECT ticket, body FROM comment WHERE kind = ? AND account = ? AND message = ? AND message <> '' LIMIT 1",
		&r.byTicket: "SELECT c.body, t.body, t.wake FROM ticket t JOIN conversation c ON c.key = t.conversation" +
			" WHERE t.id = ?",
		&r.byKey: "SELECT c.body, coalesce(t.body, ''), coalesce(t.wake, '')" +
			" FROM conversation c LEFT JOIN ticket t ON t.id = c.ticket WHERE c.key = ?",

		&r.comments: "SELECT body FROM comment WHERE ticket = ? AND number < ? ORDER BY number DESC LIMIT ?",
		&r.events:   "SELECT body FROM event WHERE ticket = ? AND number < ? ORDER BY number DESC LIMIT ?",
		&r.exists:   "SELECT 1 FROM ticket WHERE id = ?",
		&r.due:      "SELECT id, wake FROM ticket WHERE wake <> '' ORDER BY wake, id LIMIT ?",
		&r.outbox:   "SELECT body FROM outbox ORDER BY at, id LIMIT ?",
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
