package sqlitestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
)

// reads are the prepared statements of readers.
type reads struct {
	owner, parked, comment, message, account *sql.Stmt
	byTicket, byKey, timers, known, person   *sql.Stmt
	ticket, newest, comments, events         *sql.Stmt
	due, feed, first                         *sql.Stmt
	losers, talks, contacts, asked           *sql.Stmt
	anyStale, clued, oldest                  *sql.Stmt
}

func newReads(ctx context.Context, db *sql.DB) (reads, error) {
	var r reads
	err := prepare(ctx, db, r.texts())
	return r, err
}

// texts returns what is to be prepared.
func (r *reads) texts() map[**sql.Stmt]string {
	return map[**sql.Stmt]string{
		&r.owner: "SELECT c.key, c.user FROM address a JOIN conversation c USING (channel, account, key)" +
			" WHERE a.channel = ? AND a.account = ? AND a.handle = ?",
		&r.parked:  "SELECT body FROM parked WHERE channel = ? AND account = ? AND message = ? ORDER BY number",
		&r.comment: "SELECT ticket, body FROM comment WHERE channel = ? AND account = ? AND id = ?",
		&r.message: "SELECT c.ticket, c.body FROM message m" +
			" JOIN comment c ON c.channel = m.channel AND c.account = m.account AND c.id = m.comment" +
			" WHERE m.channel = ? AND m.account = ? AND m.message = ?",
		&r.account:  "SELECT channel, account FROM ticket WHERE id = ?",
		&r.byTicket: "SELECT c.body, t.body FROM ticket t JOIN conversation c USING (channel, account, key) WHERE t.id = ?",
		&r.byKey: "SELECT c.body, coalesce(t.body, '') FROM conversation c LEFT JOIN ticket t ON t.id = c.ticket" +
			" WHERE c.channel = ? AND c.account = ? AND c.key = ?",
		&r.timers: "SELECT ticket, at FROM timer WHERE channel = ? AND account = ? AND key = ? AND ticket IN ('', ?) ORDER BY ticket",
		&r.known:  "SELECT 1 FROM cause WHERE channel = ? AND account = ? AND name = ?",
		&r.person: "SELECT body FROM person WHERE id = ?",
		&r.asked:  "SELECT count(*) FROM ticket WHERE requester = ? AND requester <> ''",
		&r.losers: "SELECT id FROM person WHERE link = ? AND link <> '' ORDER BY id",
		&r.talks: "SELECT c.body, coalesce(p.body, '') FROM conversation c LEFT JOIN person p ON p.id = c.user" +
			" WHERE c.user = ? ORDER BY c.channel, c.account, c.key",
		&r.contacts: "SELECT c.body, coalesce(p.body, '') FROM conversation c LEFT JOIN person p ON p.id = c.user" +
			" ORDER BY c.updated DESC, c.channel, c.account, c.key",

		&r.oldest: "SELECT min(coalesce((SELECT min(at) FROM lane INDEXED BY lane_kind WHERE ready = 1 AND kind = ?1), '~')," +
			" coalesce((SELECT min(l.at) FROM lane l INDEXED BY lane_free JOIN effect e ON e.channel = l.channel AND e.account = l.account AND e.id = l.head" +
			" WHERE l.ready = 0 AND l.kind = ?1 AND e.attempt > 0), '~'))",
		&r.anyStale: "SELECT 1 FROM stale WHERE number > 0 LIMIT 1",
		&r.clued:    "SELECT user FROM clue WHERE kind = ?1 AND text >= ?2 AND text < ?2 || char(0x10FFFF)",

		&r.ticket:   "SELECT body FROM ticket WHERE id = ?",
		&r.newest:   "SELECT body FROM ticket ORDER BY updated DESC, id",
		&r.comments: "SELECT body FROM comment WHERE ticket = ? AND number < ? ORDER BY number DESC LIMIT ?",
		&r.first:    "SELECT body FROM comment WHERE ticket = ? AND number = 1",
		&r.events:   "SELECT body FROM event WHERE ticket = ? AND number < ? ORDER BY number DESC LIMIT ?",
		&r.due:      "SELECT at, channel, account, key, ticket FROM timer ORDER BY at, channel, account, key, ticket LIMIT ?",
		&r.feed:     "SELECT place, conversation, ticket, comments, events, body FROM feed WHERE place > ? ORDER BY place LIMIT ?",
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
		var v T
		var text sql.RawBytes
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		if err := decode(text, &v); err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

// scalars returns the values of a query whose rows are one text.
func scalars(rows *sql.Rows, err error) ([]string, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		list = append(list, text)
	}
	return list, rows.Err()
}

func decode(text []byte, to any) error {
	if err := json.Unmarshal(text, to); err != nil {
		return fmt.Errorf("stored %T: %w", to, err)
	}
	return nil
}
