package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// openSide opens what the helpdesk keeps beside the tickets: drafts, the choices of the
// administrator, who is logged in, the demo's clock. These are tables of its own in the file
// of the store, so that one file is all there is to copy.
func openSide(file string) (*sql.DB, error) {
	db, err := connectSide(file, "_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("side tables: %w", err)
	}
	for _, table := range sideTables {
		if _, err := db.Exec(table); err != nil {
			return nil, errors.Join(fmt.Errorf("side tables: %w", err), db.Close())
		}
	}
	return db, nil
}

// connectSide connects to a file of SQLite, whatever its name.
func connectSide(file, options string) (*sql.DB, error) {
	at := url.URL{Scheme: "file", Opaque: (&url.URL{Path: file}).EscapedPath(), RawQuery: options}
	return sql.Open("sqlite", at.String())
}

// sideTables are made when they are missing. Instants are milliseconds since 1970.
var sideTables = []string{ //nolint:gochecknoglobals // it is a constant
	// The last row holds: how far the demo's clock is ahead, in nanoseconds.
	`CREATE TABLE IF NOT EXISTS helpdesk_clock (ahead INTEGER NOT NULL) STRICT`,
	// What an agent has written on a ticket and not sent.
	`CREATE TABLE IF NOT EXISTS helpdesk_drafts (
		agent TEXT NOT NULL, ticket TEXT NOT NULL, document TEXT NOT NULL, at INTEGER NOT NULL,
		PRIMARY KEY (agent, ticket)) STRICT, WITHOUT ROWID`,
	// The files of messages, by the digest of what is in them, and which file of a comment it is.
	`CREATE TABLE IF NOT EXISTS helpdesk_media (digest TEXT PRIMARY KEY, mime TEXT NOT NULL, size INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
	`CREATE TABLE IF NOT EXISTS helpdesk_files (place TEXT PRIMARY KEY, digest TEXT NOT NULL) STRICT, WITHOUT ROWID`,
	// Until which comment an agent has seen a ticket.
	`CREATE TABLE IF NOT EXISTS helpdesk_seen (
		agent TEXT NOT NULL, ticket TEXT NOT NULL, comment INTEGER NOT NULL,
		PRIMARY KEY (agent, ticket)) STRICT, WITHOUT ROWID`,
	// What the administrator chose; the newest version holds, the others tell the history.
	`CREATE TABLE IF NOT EXISTS helpdesk_choices (
		version INTEGER PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, what TEXT NOT NULL, document TEXT NOT NULL) STRICT`,
	// Files of rules that an administrator looks at before taking them, for a day.
	`CREATE TABLE IF NOT EXISTS helpdesk_imports (
		id TEXT PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, document TEXT NOT NULL) STRICT`,
	// How often rules have fired, and when last. The kind is that of the actor.
	`CREATE TABLE IF NOT EXISTS helpdesk_fired (
		kind TEXT NOT NULL, rule TEXT NOT NULL, count INTEGER NOT NULL, at INTEGER NOT NULL,
		PRIMARY KEY (kind, rule)) STRICT, WITHOUT ROWID`,
	// The last row holds: the version of the settings by which the timers of all tickets are set.
	`CREATE TABLE IF NOT EXISTS helpdesk_woken (version INTEGER NOT NULL) STRICT`,
	// Who is logged in, see package scs.
	`CREATE TABLE IF NOT EXISTS helpdesk_sessions (
		token TEXT PRIMARY KEY, document BLOB NOT NULL, expiry INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
	// The phones of the demo: where they write, and whether they can be reached.
	`CREATE TABLE IF NOT EXISTS helpdesk_phones (
		id INTEGER PRIMARY KEY, kind TEXT NOT NULL, account TEXT NOT NULL, handle TEXT NOT NULL, name TEXT NOT NULL,
		unreachable INTEGER NOT NULL DEFAULT 0, UNIQUE (kind, account, handle)) STRICT`,
	// What the file is for: "mode" is demo or production. It never changes.
	`CREATE TABLE IF NOT EXISTS helpdesk_facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID`,
}

// value returns the one value that a query finds; found reports whether it is there.
func value[T any](ctx context.Context, db *sql.DB, query string, args ...any) (v T, found bool, err error) {
	err = db.QueryRowContext(ctx, query, args...).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return v, false, nil
	}
	return v, err == nil, err
}
