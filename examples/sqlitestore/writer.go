package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"
)

// writer writes on one connection, for one goroutine.
type writer struct {
	conn *sql.Conn
	statements
}

// statements are the prepared statements of a writer.
type statements struct {
	begin, commit, rollback, savepoint, release, undo *sql.Stmt

	cause, start, advance, address, ticket *sql.Stmt
	comment, event, outbox, done           *sql.Stmt
	park, unpark                           *sql.Stmt
}

func newWriter(ctx context.Context, db *sql.DB) (*writer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{conn: conn}
	for text, to := range w.texts() {
		if *to, err = conn.PrepareContext(ctx, text); err != nil {
			return nil, fmt.Errorf("%s: %w", text, err)
		}
	}
	return w, nil
}

// texts returns what is to be prepared, and where it goes.
func (s *statements) texts() map[string]**sql.Stmt {
	return map[string]**sql.Stmt{
		"BEGIN IMMEDIATE":  &s.begin,
		"COMMIT":           &s.commit,
		"ROLLBACK":         &s.rollback,
		"SAVEPOINT part":   &s.savepoint,
		"RELEASE part":     &s.release,
		"ROLLBACK TO part": &s.undo,

		"INSERT INTO cause VALUES (?) ON CONFLICT DO NOTHING":                                                         &s.cause,
		"INSERT INTO conversation VALUES (?, 1, ?, ?, ?) ON CONFLICT DO NOTHING":                                      &s.start,
		"UPDATE conversation SET version = version + 1, user = ?, ticket = ?, body = ? WHERE key = ? AND version = ?": &s.advance,
		"INSERT INTO address VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET conversation = excluded.conversation":      &s.address,
		`INSERT INTO ticket VALUES (?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET updated = excluded.updated, wake = excluded.wake, body = excluded.body`: &s.ticket,
		`INSERT INTO comment VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET message = excluded.message, body = excluded.body`: &s.comment,
		"INSERT INTO event VALUES (?, ?, ?)":                                    &s.event,
		"INSERT OR REPLACE INTO outbox VALUES (?, ?, ?)":                        &s.outbox,
		"DELETE FROM outbox WHERE id = ?":                                       &s.done,
		"INSERT INTO parked (kind, account, message, body) VALUES (?, ?, ?, ?)": &s.park,
		"DELETE FROM parked WHERE kind = ? AND account = ? AND message = ?":     &s.unpark,
	}
}
