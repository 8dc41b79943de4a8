// Package lineartest finds readings whose cost grows faster than what they read. For
// tests only.
package lineartest

import (
	"fmt"
	"runtime"
	"time"
)

// The sizes that are compared, and by how much the larger one may be dearer than in
// proportion. Clocks are coarse and machines are busy, so that time has more room than
// memory.
const (
	small, times = 1000, 8
	moreMemory   = 3
	moreTime     = 6
)

// Check reads bodies of n and of eight times as many parts, and returns an error if the
// memory or the time grew faster than they did: it counts the bytes that are allocated,
// and the time, each the least of several runs.
func Check(body func(n int) []byte, read func([]byte)) error {
	less, more := cost(body(small), read), cost(body(small*times), read)
	if more.memory > moreMemory*times*less.memory+1<<16 {
		return fmt.Errorf("%d times the input takes %d bytes after %d", times, more.memory, less.memory)
	}
	if more.took > moreTime*times*less.took+10*time.Millisecond {
		return fmt.Errorf("%d times the input takes %v after %v", times, more.took, less.took)
	}
	return nil
}

type effort struct {
	memory uint64 // bytes allocated
	took   time.Duration
}

// cost returns the least effort of several runs.
func cost(body []byte, read func([]byte)) effort {
	least := effort{memory: 1 << 62, took: time.Hour}
	for range 5 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now() //nolint:forbidigo // the time that passes is what is measured
		read(body)
		took := time.Since(start) //nolint:forbidigo // the same
		runtime.ReadMemStats(&after)
		least.memory, least.took = min(least.memory, after.TotalAlloc-before.TotalAlloc), min(least.took, took)
	}
	return least
}
