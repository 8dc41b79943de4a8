package sqlitestore_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
)

// claimAll claims until nothing is left, and returns what it got.
func claimAll(t testing.TB, s socialticket.Queue) []string {
	t.Helper()
	var ids []string
	for {
		list, _, err := s.Claim(context.Background(), socialticket.Claim{Now: start(), Lease: time.Hour, Limit: 3})
		require.NoError(t, err)
		if len(list) == 0 {
			return ids
		}
		for _, c := range list {
			ids = append(ids, c.ID)
		}
	}
}

// TestClaimTwoProcesses has two processes claim from one file: each effect is claimed
// once.
func TestClaimTwoProcesses(t *testing.T) {
	const variable, effects = "SQLITESTORE_CLAIM", 300
	if path := os.Getenv(variable); path != "" {
		for _, id := range claimAll(t, open(t, path)) {
			fmt.Println("claimed: " + id)
		}
		return
	}
	s := fresh(t)
	c := begins("a")
	for n := range effects {
		c.Effects = append(c.Effects, effect(fmt.Sprint("e", n), fmt.Sprint("lane", n), int64(n)))
	}
	require.NoError(t, s.Commit(t.Context(), c))
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestClaimTwoProcesses$")
	child.Env = append(os.Environ(), variable+"="+s.path)
	var output []byte
	var failed error
	var wait sync.WaitGroup
	wait.Go(func() { output, failed = child.CombinedOutput() })
	times := map[string]int{}
	for _, id := range claimAll(t, s) {
		times[id]++
	}
	wait.Wait()
	require.NoError(t, failed, string(output))
	for line := range strings.Lines(string(output)) {
		if id, ok := strings.CutPrefix(strings.TrimSpace(line), "claimed: "); ok {
			times[id]++
		}
	}
	require.Len(t, times, effects)
	for id, n := range times {
		require.Equal(t, 1, n, id)
	}
}

// TestFlushes has 2,000 messages of one webhook handed in at once: they share
// transactions, each of which is one flush.
func TestFlushes(t *testing.T) {
	s := fresh(t)
	desk := newDesk(t, s)
	before := s.Transactions()
	var wait sync.WaitGroup
	for n := range 2000 {
		wait.Go(func() {
			if _, err := desk.Receive(context.Background(), says(fmt.Sprint(n), fmt.Sprint("m", n))); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if n := s.Transactions() - before; n > 50 {
		t.Errorf("2,000 messages cost %d flushes, want 50 at most", n)
	} else {
		t.Logf("2,000 messages cost %d flushes", n)
	}
}

// filled returns a store with effects in one lane that waits and in many that do not.
func filled(b *testing.B, lanes int) file {
	b.Helper()
	s := open(b, filepath.Join(b.TempDir(), "desk.db"))
	for from := 0; from < lanes; from += 1000 {
		c := begins(fmt.Sprint(from))
		for n := from; n < from+1000; n++ {
			c.Effects = append(c.Effects, effect(fmt.Sprint("e", n), fmt.Sprint("lane", n), int64(n)))
		}
		require.NoError(b, s.Commit(context.Background(), c))
	}
	return s
}

// BenchmarkClaim claims one effect and gives it back, among few and among many.
func BenchmarkClaim(b *testing.B) {
	for _, lanes := range []int{1000, 100_000} {
		b.Run(fmt.Sprintf("lanes=%d", lanes), func(b *testing.B) {
			s := filled(b, lanes)
			for b.Loop() {
				list, _, err := s.Claim(context.Background(), socialticket.Claim{Now: start(), Lease: time.Minute, Limit: 1})
				if err != nil || len(list) != 1 {
					b.Fatal(list, err)
				}
				if err := s.Return(context.Background(), socialticket.Return{Account: business(), ID: list[0].ID, Attempt: list[0].Attempt}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkCommits measures durable commits of one goroutine and of sixteen, each in a
// conversation of its own.
func BenchmarkCommits(b *testing.B) {
	for _, callers := range []int{1, 16} {
		b.Run(fmt.Sprintf("goroutines=%d", callers), func(b *testing.B) {
			s := fresh(b)
			desk := newDesk(b, s)
			const each = 50 // one after another, by each goroutine
			n := 0
			for b.Loop() {
				n++
				var wait sync.WaitGroup
				for i := range callers {
					wait.Go(func() {
						for k := range each {
							if _, err := desk.Receive(context.Background(), says(fmt.Sprint(i), fmt.Sprint("m", n, " ", i, " ", k))); err != nil {
								b.Error(err)
							}
						}
					})
				}
				wait.Wait()
			}
			b.ReportMetric(float64(n*callers*each)/b.Elapsed().Seconds(), "commits/s")
		})
	}
}
