package sqlitestore_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/examples/sqlitestore"
)

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
		private(t, path, path+"-wal", path+"-shm")
		require.NoError(t, s.Close())
		require.Equal(t, before, descriptors(t))
	}
	alone(t, path)
	private(t, path)
	for n := range 5 {
		require.Equal(t, int64(1), version(t, open(t, copied(t, path)), fmt.Sprint(n)))
	}
}

// private checks that only the owner may read the files.
func private(t testing.TB, paths ...string) {
	t.Helper()
	for _, path := range paths {
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm(), path)
	}
}

// alone checks that nothing is left beside the file.
func alone(t testing.TB, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, entries, 1, "%v", entries)
}

// copied returns a copy of the file alone.
func copied(t testing.TB, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	to := filepath.Join(t.TempDir(), "copy.db")
	require.NoError(t, os.WriteFile(to, content, 0o600))
	return to
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

// TestCloseWhileReading closes in the midst of a walk through the tickets: the file is
// whole all the same, and the walk ends with an error.
func TestCloseWhileReading(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.db")
	before := descriptors(t)
	s, err := sqlitestore.Open(path)
	require.NoError(t, err)
	const tickets = 500
	for n := range tickets {
		require.NoError(t, s.Commit(t.Context(), begins(fmt.Sprint(n))))
	}
	seen := 0
	for _, err = range s.Tickets(t.Context()) {
		if seen++; seen == 3 {
			require.NoError(t, s.Close())
		}
	}
	require.ErrorIs(t, err, sqlitestore.ErrClosed)
	require.Equal(t, 4, seen)
	require.Equal(t, before, descriptors(t))
	alone(t, path)
	require.Equal(t, int64(1), version(t, open(t, copied(t, path)), fmt.Sprint(tickets-1)))
}

// TestClosed asks a store that is closed.
func TestClosed(t *testing.T) {
	s := fresh(t)
	require.NoError(t, s.Close())
	_, err := s.Load(t.Context(), socialticket.Ref{Key: "a"})
	require.ErrorIs(t, err, sqlitestore.ErrClosed)
	_, err = s.Ticket(t.Context(), "a")
	require.ErrorIs(t, err, sqlitestore.ErrClosed)
	_, err = s.Comments(t.Context(), "a", socialticket.Page{})
	require.ErrorIs(t, err, sqlitestore.ErrClosed)
	_, _, err = s.Due(t.Context(), start(), 1)
	require.ErrorIs(t, err, sqlitestore.ErrClosed)
	_, _, err = s.Claim(t.Context(), socialticket.Claim{Now: start(), Limit: 1})
	require.ErrorIs(t, err, sqlitestore.ErrClosed)
	require.ErrorIs(t, s.Return(t.Context(), socialticket.Return{ID: "a"}), sqlitestore.ErrClosed)
	_, err = s.Prune(t.Context(), socialticket.Prune{Causes: start(), Limit: 1})
	require.ErrorIs(t, err, sqlitestore.ErrClosed)
	for _, err = range s.Feed(t.Context(), 0) {
		require.ErrorIs(t, err, sqlitestore.ErrClosed)
	}
	for _, err = range s.Tickets(t.Context()) {
		require.ErrorIs(t, err, sqlitestore.ErrClosed)
	}
	require.Error(t, err)
}

// TestTicketsEnded walks with a context that ends.
func TestTicketsEnded(t *testing.T) {
	s := fresh(t)
	for n := range 300 {
		require.NoError(t, s.Commit(t.Context(), begins(fmt.Sprint(n))))
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	seen := 0
	for _, err := range s.Tickets(ctx) {
		last = err
		seen++
		cancel()
	}
	require.ErrorIs(t, last, context.Canceled)
	require.Less(t, seen, 300)
}
