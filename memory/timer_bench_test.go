package memory

import (
	"container/heap"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/benbjohnson/clock"
)

// byHeap is the heap of the standard library's own example: an instant and the number of a ticket.
type byHeap []heaped

type heaped struct {
	at  int64
	row uint32
}

func (h byHeap) Len() int           { return len(h) }
func (h byHeap) Less(i, j int) bool { return h[i].at < h[j].at }
func (h byHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *byHeap) Push(x any)        { *h = append(*h, x.(heaped)) }
func (h *byHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// shorts are the parts of tickets that an automation looks at when its timer comes, as the
// store's own columns have them: whether it is solved, and since which minute.
type shorts struct {
	solved []uint64
	since  []int32
}

func (t *shorts) holds(i uint32, minute int32) bool {
	return t.solved[i/64]&(1<<(i%64)) != 0 && minute-t.since[i] > 96*60
}

// BenchmarkTimers takes out what is due, looks at its ticket and sets it anew within the
// next twenty days, with a million timers set: in ours, and in container/heap, which holds
// an instant and a number and knows neither ties nor timers that are put off. They take
// turns, twelve hours of the clock each; an operation is such a turn, and what it allocates
// is the heap's (see TestTimersAllocate). The times are medians, a timer. What ours looks at
// comes a minute at once, the heap's one by one.
func BenchmarkTimers(b *testing.B) {
	const span = 20 * 24 * time.Hour
	random := rand.New(rand.NewPCG(5, 5))
	later := func() time.Duration { return time.Duration(random.Int64N(int64(span))) }
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	var ours timers
	theirs := make(byHeap, 1_000_000)
	own := &talk{}
	tickets := shorts{make([]uint64, len(theirs)/64+1), make([]int32, len(theirs)+1)}
	for i := range theirs {
		number := ours.alarms.add(who{talk: own})
		tickets.solved[number/64] |= 1 << (number % 64)
		tickets.since[number] = int32(now.Unix() / 60)
		at := now.Add(later())
		ours.set(number, at)
		theirs[i] = heaped{at.UnixNano(), number}
	}
	heap.Init(&theirs)
	var room []uint32
	var hits, missed int
	minute := func() (n int) {
		now = now.Add(time.Minute)
		room, _ = ours.due(now, 1_000_000, room[:0])
		for _, a := range room {
			if tickets.holds(a, int32(now.Unix()/60)) {
				hits++
			}
		}
		for _, a := range room {
			ours.set(a, now.Add(later()))
		}
		return len(room)
	}
	for range 2 * int(span/time.Minute) { // until as many chunks are free as are needed
		minute()
	}
	var us, them []float64
	stopwatch := clock.New()
	b.ReportAllocs()
	for b.Loop() {
		began := stopwatch.Now()
		n := 0
		for range 12 * 60 {
			n += minute()
		}
		us = append(us, float64(stopwatch.Now().Sub(began))/float64(n))
		began = stopwatch.Now()
		for range n {
			e := heap.Pop(&theirs).(heaped)
			if !tickets.holds(e.row, int32(e.at/int64(time.Minute))) {
				missed++
			}
			e.at += int64(later())
			heap.Push(&theirs, e)
		}
		them = append(them, float64(stopwatch.Now().Sub(began))/float64(n))
	}
	if hits == 0 {
		b.Fatal(hits, missed)
	}
	slices.Sort(us)
	slices.Sort(them)
	b.ReportMetric(us[len(us)/2], "ns/timer")
	b.ReportMetric(them[len(them)/2], "ns/heap")
	b.ReportMetric(us[len(us)/2]/them[len(them)/2], "×")
	b.ReportMetric(us[0]/them[0], "×best")
}
