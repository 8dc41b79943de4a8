package platformtest

import (
	"runtime"
	"testing"
	"time"
)

// The sizes that [Linear] compares, and by how much the larger one may be dearer than in
// proportion. Clocks are coarse and machines are busy, so that time has more room than
// memory.
const (
	fewParts, timesParts = 500, 16
	moreMemory           = 3
	moreTime             = 8
)

// Linear checks that reading takes memory and time in proportion to a body, however it is
// made: one subtest for each family of bodies that grow with the number of a part. Read
// reads a body.
func Linear(t *testing.T, families map[string]func(parts int) string, read func(t *testing.T, body []byte)) {
	t.Helper()
	for name, body := range families {
		t.Run(name, func(t *testing.T) {
			if err := linear(body, func(body []byte) { read(t, body) }); err != nil {
				t.Error(err)
			}
		})
	}
}

// tries is how often a reading that took too long is measured again, for a machine may be
// busy with something else for a while.
const tries = 4

// linear returns how a reading costs more than in proportion each time, nil if it does not.
func linear(body func(int) string, read func([]byte)) (err error) {
	less, more := []byte(body(fewParts)), []byte(body(fewParts*timesParts))
	for range tries {
		if err = inProportion(costOf(less, read), costOf(more, read)); err == nil {
			return nil
		}
	}
	return err
}

func inProportion(less, more cost) error {
	switch {
	case more.memory > moreMemory*timesParts*less.memory+1<<16:
		return broken("%d times the body takes %d bytes after %d", timesParts, more.memory, less.memory)
	case more.took > moreTime*timesParts*less.took+10*time.Millisecond:
		return broken("%d times the body takes %v after %v", timesParts, more.took, less.took)
	}
	return nil
}

// cost is what a reading takes.
type cost struct {
	memory uint64 // bytes allocated
	took   time.Duration
}

// costOf returns the least cost of several runs.
func costOf(body []byte, read func([]byte)) cost {
	least := cost{memory: 1 << 62, took: time.Hour}
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
