package sqlitestore_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestKill kills a process while it commits: whatever it was told to be in is in.
func TestKill(t *testing.T) {
	const variable = "SQLITESTORE_KILL"
	if path := os.Getenv(variable); path != "" {
		commitForever(t, path)
	}
	path := filepath.Join(t.TempDir(), "desk.db")
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKill$")
	child.Env = append(os.Environ(), variable+"="+path)
	output, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	var told []string
	for lines := bufio.NewScanner(output); lines.Scan(); {
		if name, ok := strings.CutPrefix(lines.Text(), "in: "); ok {
			told = append(told, name)
		}
		if len(told) == 300 {
			require.NoError(t, child.Process.Kill())
		}
	}
	require.ErrorContains(t, child.Wait(), "killed")
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
				fmt.Println("in: " + name)
				mu.Unlock()
			}
		})
	}
	wait.Wait()
}
