package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// writer writes on one connection, for one goroutine.
type writer struct {
	conn *sql.Conn

	begin, commit, rollback, savepoint, release, undo *sql.Stmt

	cause, start, advance, address, ticket *sql.Stmt
	comment, event, outbox, done           *sql.Stmt
	park, parked, unpark                   *sql.Stmt
}

func newWriter(ctx context.Context, db *sql.DB) (*writer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{conn: conn}
	return w, prepare(ctx, conn, w.texts())
}

// prepare prepares statements on a connection or several, and puts them where they
// go.
func prepare(ctx context.Context, on interface {
	PrepareContext(context.Context, string) (*sql.Stmt, error)
}, texts map[**sql.Stmt]string,
) (err error) {
	for to, text := range texts {
		if *to, err = on.PrepareContext(ctx, text); err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
	}
	return nil
}

// texts returns what is to be prepared.
func (w *writer) texts() map[**sql.Stmt]string {
	return map[**sql.Stmt]string{
		&w.begin:     "BEGIN IMMEDIATE",
		&w.commit:    "COMMIT",
		&w.rollback:  "ROLLBACK",
		&w.savepoint: "SAVEPOINT part",
		&w.release:   "RELEASE part",
		&w.undo:      "ROLLBACK TO part",

		&w.cause: "INSERT INTO cause VALUES (?) ON CONFLICT DO NOTHING",
		&w.start: "INSERT INTO conversation VALUES (?, 1, ?, ?, ?) ON CONFLICT DO NOTHING",
		&w.advance: "UPDATE conversation SET version = version + 1, user = ?, ticket = ?, body = " +
			merged[socialticket.Conversation]("body", "?") + " WHERE key = ? AND version = ?",
		&w.address: "INSERT INTO address VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET conversation = conversation WHERE conversation = excluded.conversation",
		&w.ticket: "INSERT INTO ticket VALUES (?, ?, ?, ?, ?)" +
			" ON CONFLICT DO UPDATE SET updated = excluded.updated, wake = excluded.wake, body = " +
			merged[ticket.Ticket]("ticket.body", "excluded.body"),
		&w.comment: "INSERT INTO comment VALUES (?, ?, ?, ?, ?, ?, ?)" +
			" ON CONFLICT (id) DO UPDATE SET message = excluded.message, body = " +
			merged[ticket.Comment]("comment.body", "excluded.body"),
		&w.event:  "INSERT INTO event VALUES (?, ?, ?)",
		&w.outbox: "INSERT OR REPLACE INTO outbox VALUES (?, ?, ?)",
		&w.done:   "DELETE FROM outbox WHERE id = ?",
		&w.park: "INSERT INTO parked (kind, account, message, body) SELECT ?, ?, ?, ?" +
			" WHERE NOT EXISTS (SELECT 1 FROM comment WHERE message = ? AND account = ? AND kind = ?)",
		&w.parked: "SELECT count(*) FROM parked WHERE kind = ? AND account = ? AND message = ?",
		&w.unpark: "DELETE FROM parked WHERE kind = ? AND account = ? AND message = ?",
	}
}
