package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestLoad posts signed webhooks at a steady rate, each at its time however long the ones
// before it take, to the program itself. All are answered with 200, and each message is kept
// once. HELPDESK_LOAD says for how long and then tells the times, as "60s"; without it the test
// is short and bounds no time, for other tests may run beside it.
func TestLoad(t *testing.T) {
	const rate, customers = 500, 100
	length := time.Second
	asked := os.Getenv("HELPDESK_LOAD")
	if asked != "" {
		var err error
		length, err = time.ParseDuration(asked)
		require.NoError(t, err)
	}
	ctx, stop := context.WithTimeout(t.Context(), length+time.Minute)
	defer stop()
	p := start(ctx, t, build(ctx, t), t.TempDir(), "s3cret")
	n := int(length.Seconds() * rate)
	took, answered := make([]time.Duration, n), make([]int, n)
	wall := systemClock()
	began := wall.Now()
	var all sync.WaitGroup
	for i := range n {
		due := began.Add(time.Duration(i) * time.Second / rate)
		body := hook("77", began, fmt.Sprintf("1555%07d wamid.load.%d message %d", i%customers, i, i))
		timer := time.NewTimer(wall.Until(due))
		<-timer.C
		all.Go(func() {
			answered[i] = p.post(ctx, body)
			took[i] = wall.Since(due)
		})
	}
	all.Wait()
	for i, status := range answered {
		require.Equal(t, http.StatusOK, status, "webhook %d", i)
	}
	kept := (&shop{t: t, url: p.url}).kept(t) // finds none twice
	require.Len(t, kept, n)
	slices.Sort(took)
	at := func(share float64) time.Duration {
		return took[min(int(share*float64(n)), n-1)].Round(100 * time.Microsecond)
	}
	t.Logf("%d webhooks at %d a second: p50 %v, p90 %v, p99 %v, longest %v", n, rate, at(0.5), at(0.9), at(0.99), took[n-1].Round(time.Millisecond))
	if asked != "" {
		require.LessOrEqual(t, at(0.99), 100*time.Millisecond)
	}
}
