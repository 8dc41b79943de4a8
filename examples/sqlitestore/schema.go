package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"
)

// firstKept is the oldest version of a file that can be brought to the newest. In a file
// of version 1, conversations were not kept by account.
const firstKept = 2

// steps returns what has brought the schema from one version to the next since the
// first. A step that has been released never changes.
//
// A body is the JSON of the value; the columns beside it are what is searched for, and
// fields, see shape. That of
// the feed is the rest of a commit beside its larger parts, where comments are ids. The
// columns channel and account are a [channel.Account], both empty for that of the persons.
// Instants are texts of one length, whose order is that of time. What grows all the time
// is in tables with a rowid: it is added at their end, where one page serves many commits.
func steps() []string {
	return []string{
		"", // a file of version 1 is refused
		stateStep + queueStep,
		pruneStep,
		viewStep,
		peopleStep,
		findStep,
	}
}

const stateStep = `
	CREATE TABLE conversation (
		channel TEXT NOT NULL, account TEXT NOT NULL, key TEXT NOT NULL,
		version INTEGER NOT NULL, user TEXT NOT NULL, ticket TEXT NOT NULL,
		fields TEXT NOT NULL, body TEXT NOT NULL,
		PRIMARY KEY (channel, account, key)
	) STRICT;
	CREATE TABLE address (
		channel TEXT NOT NULL, account TEXT NOT NULL, handle TEXT NOT NULL, key TEXT NOT NULL,
		PRIMARY KEY (channel, account, handle)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE ticket (
		id TEXT NOT NULL PRIMARY KEY, channel TEXT NOT NULL, account TEXT NOT NULL, key TEXT NOT NULL,
		updated TEXT NOT NULL, fields TEXT NOT NULL, body TEXT NOT NULL
	) STRICT;
	CREATE INDEX ticket_updated ON ticket (updated DESC, id);
	CREATE TABLE comment (
		ticket TEXT NOT NULL, number INTEGER NOT NULL,
		channel TEXT NOT NULL, account TEXT NOT NULL, id TEXT NOT NULL, fields TEXT NOT NULL, body TEXT NOT NULL,
		PRIMARY KEY (channel, account, id), UNIQUE (ticket, number)
	) STRICT;
	CREATE TABLE message (
		channel TEXT NOT NULL, account TEXT NOT NULL, message TEXT NOT NULL, comment TEXT NOT NULL,
		PRIMARY KEY (channel, account, message)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE event (
		ticket TEXT NOT NULL, number INTEGER NOT NULL, body TEXT NOT NULL,
		PRIMARY KEY (ticket, number)
	) STRICT;
	CREATE TABLE person (
		id TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, fields TEXT NOT NULL, body TEXT NOT NULL
	) STRICT;
	CREATE TABLE cause (
		channel TEXT NOT NULL, account TEXT NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL,
		PRIMARY KEY (channel, account, name)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE parked (
		number INTEGER PRIMARY KEY, channel TEXT NOT NULL, account TEXT NOT NULL, message TEXT NOT NULL,
		at TEXT NOT NULL, body TEXT NOT NULL
	) STRICT;
	CREATE INDEX parked_message ON parked (channel, account, message);
	CREATE TABLE feed (
		place INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL,
		conversation TEXT NOT NULL, ticket TEXT NOT NULL, comments TEXT NOT NULL, events TEXT NOT NULL, body TEXT NOT NULL
	) STRICT;`

// queueStep keeps, beside the effects, the first of each lane: it is ready, or waits until
// an instant. So a claim never looks at what stands behind.
const queueStep = `
	CREATE TABLE effect (
		channel TEXT NOT NULL, account TEXT NOT NULL, id TEXT NOT NULL,
		lane TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL, after TEXT NOT NULL,
		attempt INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,
		open INTEGER NOT NULL DEFAULT 0, claimed TEXT NOT NULL DEFAULT '',
		until TEXT NOT NULL DEFAULT '', since TEXT NOT NULL DEFAULT '', body TEXT NOT NULL,
		PRIMARY KEY (channel, account, id)
	) STRICT;
	CREATE INDEX effect_lane ON effect (channel, account, lane, number, id);
	CREATE INDEX effect_open ON effect (channel, account, lane, until) WHERE open;
	CREATE TABLE lane (
		channel TEXT NOT NULL, account TEXT NOT NULL, lane TEXT NOT NULL,
		head TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL, free TEXT NOT NULL, ready INTEGER NOT NULL,
		PRIMARY KEY (channel, account, lane)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX lane_order ON lane (at, channel, account, head) WHERE ready = 1;
	CREATE INDEX lane_kind ON lane (kind, at, channel, account, head) WHERE ready = 1;
	CREATE INDEX lane_free ON lane (ready, free);
	CREATE TABLE timer (
		channel TEXT NOT NULL, account TEXT NOT NULL, key TEXT NOT NULL, ticket TEXT NOT NULL, at TEXT NOT NULL,
		PRIMARY KEY (channel, account, key, ticket)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX timer_at ON timer (at, channel, account, key, ticket);`

// pruneStep finds what may be forgotten without reading what may not.
const pruneStep = `
	CREATE INDEX cause_at ON cause (at);
	CREATE INDEX parked_at ON parked (at);
	CREATE INDEX feed_at ON feed (at);`

// viewStep finds the tickets of some statuses, which most views ask for, without reading all
// that are solved and closed.
const viewStep = `
	ALTER TABLE ticket ADD COLUMN status TEXT AS (coalesce(body ->> '$.status', '')) VIRTUAL;
	CREATE INDEX ticket_status ON ticket (status, updated DESC, id);`

// peopleStep finds the contacts of a person: the conversations of a user, and the persons
// that point to one; all contacts by their last update, and the tickets of a requester.
const peopleStep = `
	ALTER TABLE person ADD COLUMN link TEXT AS (coalesce(body ->> '$.into', '')) VIRTUAL;
	CREATE INDEX person_link ON person (link, id) WHERE link <> '';
	ALTER TABLE conversation ADD COLUMN updated TEXT AS (rtrim(body ->> '$.user.updated_at', 'Z')) VIRTUAL;
	CREATE INDEX conversation_user ON conversation (user, channel, account, key);
	CREATE INDEX conversation_updated ON conversation (updated DESC, channel, account, key);
	ALTER TABLE ticket ADD COLUMN requester TEXT AS (coalesce(body ->> '$.requester_id', '')) VIRTUAL;
	CREATE INDEX ticket_requester ON ticket (requester, updated DESC, id);`

// migrate brings the schema to its newest version, all steps or none. A file of a newer
// version is refused, and one that is too old to be brought there.
func migrate(ctx context.Context, db *sql.DB, steps []string) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing to do after Commit
	var version int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	switch {
	case version > len(steps):
		return fmt.Errorf("schema version %d: this program knows %d: use a newer program", version, len(steps))
	case version > 0 && version < firstKept:
		return fmt.Errorf("schema version %d: files before version %d cannot be read: start a new file", version, firstKept)
	}
	for i, step := range steps[version:] {
		if _, err := tx.ExecContext(ctx, step); err != nil {
			return fmt.Errorf("schema version %d: %w", version+i+1, err)
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprint("PRAGMA user_version = ", len(steps))); err != nil {
		return err
	}
	return tx.Commit()
}
