package sqlitestore_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
)

// child is another process that runs one test on a file.
type child struct {
	*exec.Cmd
	input io.Closer
	lines *bufio.Scanner
}

// asChild returns the file that this process is a child for, "" if it is none.
func asChild() string { return os.Getenv("SQLITESTORE_CHILD") }

// startChild runs the test t in another process.
func startChild(t *testing.T, path string) child {
	t.Helper()
	c := child{Cmd: exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.count=1")}
	c.Env = append(os.Environ(), "SQLITESTORE_CHILD="+path)
	input, err := c.StdinPipe()
	require.NoError(t, err)
	output, err := c.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	c.input, c.lines = input, bufio.NewScanner(output)
	return c
}

// next returns what the child tells next after "child: ", "" at its end.
func (c child) next() string {
	for c.lines.Scan() {
		if text, ok := strings.CutPrefix(c.lines.Text(), "child: "); ok {
			return text
		}
	}
	return ""
}

func tell(text string) { fmt.Println("child: " + text) }

// TestClaimTwoProcesses has two processes claim from one file at once: each effect is
// claimed once.
func TestClaimTwoProcesses(t *testing.T) {
	if path := asChild(); path != "" {
		claimAll(t, open(t, path))
		return
	}
	const effects = 500
	s := fresh(t)
	c := begins("a")
	for n := range effects {
		c.Effects = append(c.Effects, effect(fmt.Sprint("e", n), fmt.Sprint("lane", n), int64(n)))
	}
	require.NoError(t, s.Commit(t.Context(), c))
	children := []child{startChild(t, s.path), startChild(t, s.path)}
	for _, c := range children {
		require.Equal(t, "ready", c.next())
	}
	for _, c := range children {
		require.NoError(t, c.input.Close())
	}
	claims := map[string]int{}
	for i, c := range children {
		n := 0
		for id := c.next(); id != ""; id = c.next() {
			claims[id]++
			n++
		}
		require.NoError(t, c.Wait())
		t.Logf("process %d claimed %d effects", i, n)
		require.NotZero(t, n, "the processes did not claim at once")
	}
	require.Len(t, claims, effects)
	for id, n := range claims {
		require.Equal(t, 1, n, "effect %s was claimed more than once", id)
	}
}

// claimAll claims one effect after another from the moment at which the input ends, and
// tells which.
func claimAll(t *testing.T, s file) {
	tell("ready")
	_, err := io.ReadAll(os.Stdin)
	require.NoError(t, err)
	for {
		list, _, err := s.Claim(t.Context(), socialticket.Claim{Now: start(), Lease: time.Hour, Limit: 1})
		require.NoError(t, err)
		if len(list) == 0 {
			return
		}
		tell(list[0].ID)
	}
}

// TestClaimKilled kills a process while it claims: whatever it was handed is in doubt, and
// not handed out again before the lease ends.
func TestClaimKilled(t *testing.T) {
	if path := asChild(); path != "" {
		claimAll(t, open(t, path))
		return
	}
	path := fresh(t).path
	s := open(t, path)
	c := begins("a")
	for n := range 2000 {
		c.Effects = append(c.Effects, effect(fmt.Sprint("e", n), fmt.Sprint("lane", n), int64(n)))
	}
	require.NoError(t, s.Commit(t.Context(), c))
	worker := startChild(t, path)
	require.Equal(t, "ready", worker.next())
	require.NoError(t, worker.input.Close())
	held := map[string]bool{}
	for id := worker.next(); id != ""; id = worker.next() {
		held[id] = true
		if len(held) == 100 {
			require.NoError(t, worker.Process.Kill())
		}
	}
	require.ErrorContains(t, worker.Wait(), "killed")
	all := socialticket.Claim{Now: start(), Lease: time.Minute, Limit: 10_000}
	list, _, err := s.Claim(context.Background(), all)
	require.NoError(t, err)
	for _, e := range list {
		require.False(t, held[e.ID], "effect %s was handed out twice", e.ID)
	}
	all.Now = start().Add(time.Hour)
	list, _, err = s.Claim(context.Background(), all)
	require.NoError(t, err)
	require.Len(t, list, 2000)
	for _, e := range list {
		require.True(t, e.InDoubt())
		require.Equal(t, start(), e.Since)
	}
}
