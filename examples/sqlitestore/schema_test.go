package sqlitestore_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/examples/sqlitestore"
	"github.com/socialticket/socialticket/ticket"
)

// raw opens a file of a store for SQL.
func raw(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

func TestMigrate(t *testing.T) {
	db := raw(t, filepath.Join(t.TempDir(), "steps.db"))
	first := []string{"", "CREATE TABLE a (x)"}
	require.NoError(t, sqlitestore.Migrate(t.Context(), db, first))
	require.NoError(t, sqlitestore.Migrate(t.Context(), db, first), "nothing to do")

	broken := append(first, "CREATE TABLE b (x)", "CREATE TABLE a (x)")
	require.ErrorContains(t, sqlitestore.Migrate(t.Context(), db, broken), "schema version 4")
	whole := append(first, "CREATE TABLE b (x); CREATE TABLE c (x)", "CREATE TABLE d (x)")
	require.NoError(t, sqlitestore.Migrate(t.Context(), db, whole), "after a step that failed")

	require.ErrorContains(t, sqlitestore.Migrate(t.Context(), db, first), "schema version 4: this program knows 2")
}

func TestOpenNewerFile(t *testing.T) {
	s := fresh(t)
	_, err := raw(t, s.path).ExecContext(t.Context(), "PRAGMA user_version = 1000")
	require.NoError(t, err)
	_, err = sqlitestore.Open(s.path)
	require.ErrorContains(t, err, "schema version 1000")
}

// TestOpenOldFile refuses a file of version 1, and leaves it as it is.
func TestOpenOldFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.db")
	db := raw(t, path)
	_, err := db.ExecContext(t.Context(), `
		CREATE TABLE conversation (key TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, user TEXT NOT NULL, ticket TEXT NOT NULL, body TEXT NOT NULL) STRICT;
		INSERT INTO conversation VALUES ('a', 1, 'b', 'c', '{}');
		PRAGMA user_version = 1`)
	require.NoError(t, err)
	_, err = sqlitestore.Open(path)
	require.ErrorContains(t, err, "schema version 1: files before version 2 cannot be read: start a new file")
	require.Equal(t, []any{int64(1)}, column(t, db, "PRAGMA user_version"))
	require.Equal(t, []any{"a"}, column(t, db, "SELECT key FROM conversation"))
	require.Equal(t, []any{"conversation"}, column(t, db, "SELECT name FROM sqlite_schema WHERE type = 'table'"))
}

// column returns the first column of a query.
func column(t testing.TB, db *sql.DB, text string) (list []any) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), text)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var v any
		require.NoError(t, rows.Scan(&v))
		list = append(list, v)
	}
	require.NoError(t, rows.Err())
	return list
}

// TestMigrateVersion2 brings a file of version 2 to the newest: it has the same schema as
// a new one, and what was in it.
func TestMigrateVersion2(t *testing.T) {
	path := filepath.Join(t.TempDir(), "two.db")
	db := raw(t, path)
	require.NoError(t, sqlitestore.Migrate(t.Context(), db, sqlitestore.Steps()[:2]))
	require.Equal(t, []any{int64(2)}, column(t, db, "PRAGMA user_version"))
	_, err := db.ExecContext(t.Context(), `
		INSERT INTO cause VALUES ('whatsapp', '1066', 'cause a', '2026-03-02T09:00:00.000000000Z');
		INSERT INTO parked VALUES (7, 'whatsapp', '1066', 'm', '2026-03-02T09:00:00.000000000Z', '{"id":"e"}')`)
	require.NoError(t, err)

	s := open(t, path)
	head, err := s.Load(t.Context(), socialticket.Ref{Account: business(), Cause: "cause a", Message: "m"})
	require.NoError(t, err)
	require.True(t, head.Known)
	require.Len(t, head.Parked, 1)
	require.ErrorIs(t, s.Commit(t.Context(), begins("a")), socialticket.ErrDuplicate)
	require.NoError(t, s.Commit(t.Context(), begins("b")))

	const schema = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1"
	if diff := cmp.Diff(column(t, raw(t, fresh(t).path), schema), column(t, db, schema)); diff != "" {
		t.Errorf("schema of a new file and of a file that was brought there (-new +old):\n%s", diff)
	}
}

// TestOpenAtOnce has several open a file that is not there.
func TestOpenAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.db")
	var wait sync.WaitGroup
	var stores [4]*sqlitestore.Store
	var errs [4]error
	for i := range stores {
		wait.Go(func() { stores[i], errs[i] = sqlitestore.Open(path) })
	}
	wait.Wait()
	for i, s := range stores {
		require.NoError(t, errs[i])
		require.NoError(t, s.Commit(t.Context(), begins(fmt.Sprint(i))))
	}
	for _, s := range stores {
		require.NoError(t, s.Close())
	}
}

func TestOpenNoFolder(t *testing.T) {
	_, err := sqlitestore.Open(filepath.Join(t.TempDir(), "none", "desk.db"))
	require.ErrorContains(t, err, "sqlitestore: open ")
}

// TestOpenOddName has a name that must not be taken for a part of an address.
func TestOpenOddName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "50% of? #the desk.db")
	s := open(t, path)
	require.NoError(t, s.Commit(t.Context(), begins("a")))
	require.FileExists(t, path)
}

// TestUnknownFields has a newer program write fields that this one does not know:
// they are still there after this one has written the same rows.
func TestUnknownFields(t *testing.T) {
	s := fresh(t)
	c := begins("a")
	c.Ticket.Subject = "the old subject"
	c.Comments = []ticket.Comment{{ID: "c", Ticket: c.Ticket.ID, Number: 1}}
	require.NoError(t, s.Commit(t.Context(), c))
	db := raw(t, s.path)
	for _, table := range []string{"conversation", "ticket", "comment"} {
		_, err := db.ExecContext(t.Context(), "UPDATE "+table+` SET fields = 'newer', body = json_set(body, '$.tomorrow', json('{"a":[1,null,"ä"]}'))`)
		require.NoError(t, err)
	}
	c.Expect, c.Conversation.Version, c.Cause = 1, 2, "another"
	c.Ticket.Subject, c.Ticket.Status, c.Comments[0].Redacted = "", ticket.Open, true
	require.NoError(t, s.Commit(t.Context(), c))
	for table, value := range map[string]any{"conversation": c.Conversation, "ticket": c.Ticket, "comment": c.Comments[0]} {
		want := map[string]any{"tomorrow": map[string]any{"a": []any{1.0, nil, "ä"}}}
		text, err := json.Marshal(value)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, &want))

		var body string
		require.NoError(t, db.QueryRowContext(t.Context(), "SELECT body FROM "+table).Scan(&body))
		var got map[string]any
		require.NoError(t, json.Unmarshal([]byte(body), &got))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", table, diff)
		}
	}
}

// TestPlans states that nothing is read or changed but through an index, in its order: the
// cost does not grow with what else is stored.
func TestPlans(t *testing.T) {
	plans, err := fresh(t).Plans(t.Context())
	require.NoError(t, err)
	require.NotEmpty(t, plans)
	for text, plan := range plans {
		for line := range strings.Lines(plan) {
			scan := strings.HasPrefix(line, "SCAN") && !strings.Contains(line, "USING") && !strings.HasPrefix(line, "SCAN CONSTANT ROW")
			if scan || strings.Contains(line, "TEMP B-TREE") {
				t.Errorf("%s\n%s", text, plan)
			}
		}
	}
}
