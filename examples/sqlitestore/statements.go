package sqlitestore

import (
	"database/sql"
	"maps"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// statements are what a writer has prepared.
type statements struct {
	begin, commit, rollback, savepoint, release, undo *sql.Stmt

	cause, uncause, begins, moves, address, ticket   *sql.Stmt
	comment, message, park, unpark, event, feed      *sql.Stmt
	timer, forget, person, personBegins, personMoves *sql.Stmt

	effect, laneOf, done, head, busy, place, empty *sql.Stmt
	wake, unwake, free, ready, readyKind           *sql.Stmt
	claim, inHand, giveBack                        *sql.Stmt
	pruneCauses, pruneParked, pruneFeed            *sql.Stmt

	findStatements
}

// texts returns what is to be prepared.
func (s *statements) texts() map[**sql.Stmt]string {
	all := map[**sql.Stmt]string{
		&s.begin:     "BEGIN IMMEDIATE",
		&s.commit:    "COMMIT",
		&s.rollback:  "ROLLBACK",
		&s.savepoint: "SAVEPOINT part",
		&s.release:   "RELEASE part",
		&s.undo:      "ROLLBACK TO part",
	}
	for _, more := range []map[**sql.Stmt]string{s.commits(), s.queue(), s.prunes(), s.finds()} {
		maps.Copy(all, more)
	}
	return all
}

// commits returns what a commit needs, but for its effects. An update of a body keeps
// what a newer program wrote there, see merged.
func (s *statements) commits() map[**sql.Stmt]string {
	return map[**sql.Stmt]string{
		&s.cause:   "INSERT INTO cause VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
		&s.uncause: "DELETE FROM cause WHERE channel = ? AND account = ? AND name = ?",
		&s.begins:  "INSERT INTO conversation VALUES (?, ?, ?, 1, ?, ?, " + shape[socialticket.Conversation]() + ", ?) ON CONFLICT DO NOTHING",
		&s.moves: "UPDATE conversation SET version = version + 1, user = ?1, ticket = ?2, " +
			merged[socialticket.Conversation]("conversation", "?3") +
			" WHERE channel = ?4 AND account = ?5 AND key = ?6 AND version = ?7",
		&s.address: "INSERT INTO address VALUES (?, ?, ?, ?)" +
			" ON CONFLICT DO UPDATE SET key = key WHERE key = excluded.key",
		&s.ticket: "INSERT INTO ticket VALUES (?, ?, ?, ?, ?, " + shape[ticket.Ticket]() + ", ?)" +
			" ON CONFLICT DO UPDATE SET updated = excluded.updated, " + merged[ticket.Ticket]("ticket", "excluded.body"),
		&s.comment: "INSERT INTO comment VALUES (?, ?, ?, ?, ?, " + shape[ticket.Comment]() + ", ?)" +
			" ON CONFLICT (channel, account, id) DO UPDATE SET " + merged[ticket.Comment]("comment", "excluded.body"),
		&s.message: "INSERT INTO message VALUES (?, ?, ?, ?)" +
			" ON CONFLICT DO UPDATE SET comment = comment WHERE comment = excluded.comment",
		&s.park: "INSERT INTO parked (channel, account, message, at, body) SELECT ?1, ?2, ?3, ?4, ?5" +
			" WHERE NOT EXISTS (SELECT 1 FROM message WHERE channel = ?1 AND account = ?2 AND message = ?3)",
		&s.unpark: "DELETE FROM parked WHERE channel = ? AND account = ? AND message = ?",
		&s.event:  "INSERT INTO event VALUES (?, ?, ?)",
		&s.feed:   "INSERT INTO feed (at, conversation, ticket, comments, events, body) VALUES (?, ?, ?, ?, ?, ?)",
		&s.timer:  "INSERT INTO timer VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at WHERE at <> excluded.at",
		&s.forget: "DELETE FROM timer WHERE channel = ? AND account = ? AND key = ? AND ticket = ?",

		&s.person:       "SELECT body FROM person WHERE id = ?",
		&s.personBegins: "INSERT INTO person VALUES (?, 1, " + shape[identity.Person]() + ", ?) ON CONFLICT DO NOTHING",
		&s.personMoves: "UPDATE person SET version = version + 1, " +
			merged[identity.Person]("person", "?1") + " WHERE id = ?2 AND version = ?3",
	}
}

// queue returns what effects need.
func (s *statements) queue() map[**sql.Stmt]string {
	return map[**sql.Stmt]string{
		&s.effect: "INSERT INTO effect (channel, account, id, lane, number, kind, at, after, body)" +
			" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		&s.laneOf: "SELECT lane FROM effect WHERE channel = ? AND account = ? AND id = ?",
		&s.done:   "DELETE FROM effect WHERE channel = ? AND account = ? AND id = ?",

		&s.head: "SELECT id, kind, at, after FROM effect WHERE channel = ? AND account = ? AND lane = ? ORDER BY number, id LIMIT 1",
		&s.busy: "SELECT coalesce(max(until), '') FROM effect WHERE channel = ? AND account = ? AND lane = ? AND open",
		&s.place: "INSERT INTO lane VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7 = '') ON CONFLICT DO UPDATE" +
			" SET head = excluded.head, kind = excluded.kind, at = excluded.at, free = excluded.free, ready = excluded.ready" +
			" WHERE (head, free) IS NOT (excluded.head, excluded.free)",
		&s.empty: "DELETE FROM lane WHERE channel = ? AND account = ? AND lane = ?",

		&s.wake:      "UPDATE lane SET ready = 1 WHERE ready = 0 AND free <= ?",
		&s.unwake:    "UPDATE lane SET ready = 0 WHERE ready = 1 AND free > ?",
		&s.free:      "SELECT coalesce(min(free), '') FROM lane WHERE ready = 0",
		&s.ready:     "SELECT at, channel, account, head FROM lane INDEXED BY lane_order WHERE ready = 1 ORDER BY at, channel, account, head LIMIT ?",
		&s.readyKind: "SELECT at, channel, account, head FROM lane INDEXED BY lane_kind WHERE ready = 1 AND kind = ? ORDER BY at, channel, account, head LIMIT ?",

		&s.claim: "UPDATE effect SET attempt = attempt + 1, since = CASE WHEN open AND since = '' THEN claimed ELSE since END," +
			" open = 1, claimed = ?, until = ? WHERE channel = ? AND account = ? AND id = ?" +
			" RETURNING lane, after, attempt, failures, since, body",
		&s.inHand: "SELECT lane, claimed, since FROM effect WHERE channel = ? AND account = ? AND id = ? AND open AND attempt = ?",
		&s.giveBack: "UPDATE effect SET open = 0, after = ?, failures = failures + ?, since = ?" +
			" WHERE channel = ? AND account = ? AND id = ?",
	}
}

// prunes returns what takes out a number of rows that are older than an instant.
func (s *statements) prunes() map[**sql.Stmt]string {
	return map[**sql.Stmt]string{
		&s.pruneCauses: "DELETE FROM cause WHERE (channel, account, name) IN" +
			" (SELECT channel, account, name FROM cause WHERE at < ? ORDER BY at LIMIT ?)",
		&s.pruneParked: "DELETE FROM parked WHERE number IN (SELECT number FROM parked WHERE at < ? ORDER BY at LIMIT ?)",
		&s.pruneFeed:   "DELETE FROM feed WHERE place IN (SELECT place FROM feed WHERE at < ? ORDER BY at LIMIT ?)",
	}
}
