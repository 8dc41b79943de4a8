package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"
)

// steps returns what has brought the schema from one version to the next since the
// first. A step that has been released never changes.
//
// A body is the JSON of the value; the columns beside it are what is searched for.
// Instants are texts of one length, whose order is that of time.
func steps() []string {
	return []string{`
		CREATE TABLE conversation (
			key TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, user TEXT NOT NULL, ticket TEXT NOT NULL, body TEXT NOT NULL
		) STRICT;
		CREATE TABLE address (
			kind TEXT NOT NULL, account TEXT NOT NULL, handle TEXT NOT NULL, conversation TEXT NOT NULL,
			PRIMARY KEY (kind, account, handle)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE ticket (
			id TEXT NOT NULL PRIMARY KEY, conversation TEXT NOT NULL, updated TEXT NOT NULL, wake TEXT NOT NULL, body TEXT NOT NULL
		) STRICT;
		CREATE INDEX ticket_updated ON ticket (updated DESC, id);
		CREATE INDEX ticket_wake ON ticket (wake, id) WHERE wake <> '';
		CREATE TABLE comment (
			ticket TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL UNIQUE,
			kind TEXT NOT NULL, account TEXT NOT NULL, message TEXT NOT NULL, body TEXT NOT NULL,
			PRIMARY KEY (ticket, number)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX comment_message ON comment (message, account, kind) WHERE message <> '';
		CREATE TABLE event (
			ticket TEXT NOT NULL, number INTEGER NOT NULL, body TEXT NOT NULL,
			PRIMARY KEY (ticket, number)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE cause (name TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
		CREATE TABLE outbox (id TEXT NOT NULL PRIMARY KEY, at TEXT NOT NULL, body TEXT NOT NULL) STRICT;
		CREATE INDEX outbox_at ON outbox (at, id);
		CREATE TABLE parked (
			number INTEGER PRIMARY KEY, kind TEXT NOT NULL, account TEXT NOT NULL, message TEXT NOT NULL, body TEXT NOT NULL
		) STRICT;
		CREATE INDEX parked_message ON parked (kind, account, message);`,
	}
}

// migrate brings the schema to its newest version, all steps or none. A file of a
// newer version is refused.
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
	if version > len(steps) {
		return fmt.Errorf("schema version %d: this program knows %d", version, len(steps))
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
