package sqlitestore_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/examples/sqlitestore"
	"github.com/socialticket/socialticket/socialtickettest"
)

// file is a store and where its file is.
type file struct {
	*sqlitestore.Store
	path string
}

func open(t testing.TB, path string) file {
	t.Helper()
	s, err := sqlitestore.Open(path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return file{s, path}
}

func fresh(t testing.TB) file {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "desk.db"))
}

func TestStore(t *testing.T) {
	socialtickettest.TestStore(t, socialtickettest.Config{
		New: func(t *testing.T) socialticket.Store { return fresh(t) },
		Reopen: func(t *testing.T, s socialticket.Store) socialticket.Store {
			return open(t, photograph(t, s.(file).path))
		},
		Break: func(t *testing.T, s socialticket.Store) func() {
			return sabotage(t, s.(file).path, "BEFORE INSERT ON feed")
		},
		Stall: func(t *testing.T, s socialticket.Store) func() { return occupy(t, s.(file).path) },
	})
}

// photograph copies the files of a store that is open, as kill -9 would leave them,
// and returns the path of the copy.
func photograph(t testing.TB, path string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy.db")
	for _, suffix := range []string{"", "-wal"} {
		content, err := os.ReadFile(path + suffix)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(to+suffix, content, 0o600))
	}
	return to
}

// sabotage makes a write impossible, "BEFORE INSERT ON feed" or another, until repair. A
// commit inserts into the feed last.
func sabotage(t testing.TB, path, write string) (repair func()) {
	t.Helper()
	db := raw(t, path)
	do := func(text string) {
		_, err := db.ExecContext(t.Context(), text)
		require.NoError(t, err)
	}
	do("CREATE TRIGGER broken " + write + " BEGIN SELECT RAISE(ABORT, 'the disk is on fire'); END")
	return func() { do("DROP TRIGGER broken") }
}

// occupy holds the file as another process does that writes, until it lets go.
func occupy(t testing.TB, path string) (release func()) {
	t.Helper()
	conn, err := raw(t, path).Conn(t.Context())
	require.NoError(t, err)
	_, err = conn.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	require.NoError(t, err)
	return func() {
		_, err := conn.ExecContext(t.Context(), "ROLLBACK")
		require.NoError(t, err)
		require.NoError(t, conn.Close())
	}
}

var _ interface {
	socialticket.Store
	socialticket.Reader
	socialticket.Selector
	socialticket.Pager
	socialticket.Finder
	socialticket.Queue
	socialticket.Pruner
	socialticket.Feed
} = (*sqlitestore.Store)(nil)
