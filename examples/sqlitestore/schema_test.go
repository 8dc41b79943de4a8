package sqlitestore_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

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

// TestOpenUnreleasedFile refuses a file of the form that was never released.
func TestOpenUnreleasedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.db")
	_, err := raw(t, path).ExecContext(t.Context(), "CREATE TABLE outbox (x); PRAGMA user_version = 1")
	require.NoError(t, err)
	_, err = sqlitestore.Open(path)
	require.ErrorContains(t, err, "files before version 2 cannot be read: start a new file")
}

// TestClosedFile states that after Close the file is whole by itself, is its owner's alone,
// and that no descriptor is left.
func TestClosedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.db")
	before := descriptors(t)
	for n := range 5 {
		s, err := sqlitestore.Open(path)
		require.NoError(t, err)
		require.NoError(t, s.Commit(t.Context(), begins(fmt.Sprint(n))))
		require.Equal(t, int64(1), version(t, s, fmt.Sprint(n)))
		require.NoError(t, s.Close())
	}
	require.Equal(t, before, descriptors(t))
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, entries, 1, "%v", entries)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	copied := filepath.Join(t.TempDir(), "copy.db")
	require.NoError(t, os.WriteFile(copied, content, 0o600))
	for n := range 5 {
		require.Equal(t, int64(1), version(t, open(t, copied), fmt.Sprint(n)))
	}
}

// descriptors returns how many files the process has open.
func descriptors(t testing.TB) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skipf("the open files cannot be counted here: %v", err)
	}
	return len(entries)
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
		_, err := db.ExecContext(t.Context(), "UPDATE "+table+` SET body = json_set(body, '$.tomorrow', json('{"a":[1,null,"ä"]}'))`)
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

// TestPlans states that nothing is read but through an index, in its order: the
// cost of a read does not grow with what else is stored.
func TestPlans(t *testing.T) {
	plans, err := fresh(t).Plans(t.Context())
	require.NoError(t, err)
	require.NotEmpty(t, plans)
	for text, plan := range plans {
		for line := range strings.Lines(plan) {
			if strings.Contains(line, "TEMP B-TREE") || strings.HasPrefix(line, "SCAN") && !strings.Contains(line, "USING") {
				t.Errorf("%s\n%s", text, plan)
			}
		}
	}
}
