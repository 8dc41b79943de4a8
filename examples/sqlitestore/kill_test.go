package sqlitestore_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestKill kills a process while it commits: whatever it was told to be in is in.
func TestKill(t *testing.T) {
	if path := asChild(); path != "" {
		commitForever(t, path)
	}
	path := filepath.Join(t.TempDir(), "desk.db")
	writer := startChild(t, path)
	var told []string
	for name := writer.next(); name != ""; name = writer.next() {
		told = append(told, name)
		if len(told) == 300 {
			require.NoError(t, writer.Process.Kill())
		}
	}
	require.ErrorContains(t, writer.Wait(), "killed")
	require.GreaterOrEqual(t, len(told), 300)
	s := open(t, path)
	for _, name := range told {
		require.Equal(t, int64(1), version(t, s, name), "conversation %s", name)
	}
}

// commitForever tells of every commit once it is in.
func commitForever(t *testing.T, path string) {
	s := open(t, path)
	var wait sync.WaitGroup
	var mu sync.Mutex
	for caller := range 16 {
		wait.Go(func() {
			for n := 0; ; n++ {
				name := fmt.Sprintf("%d-%d", caller, n)
				if err := s.Commit(context.Background(), begins(name)); err != nil {
					return
				}
				mu.Lock()
				tell(name)
				mu.Unlock()
			}
		})
	}
	wait.Wait()
}
