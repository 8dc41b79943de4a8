package quota

import (
	"cmp"
	"container/heap"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Tier is how many different users a business may write to outside their windows
// in any 24 hours. 0: any number.
type Tier int

// TierOf reads the platform's name of a tier: "TIER_2K", "TIER_UNLIMITED". It
// reports whether the name is one. Source: Meta, messaging limits, read 2026-09.
func TierOf(name string) (Tier, bool) {
	digits, ok := strings.CutPrefix(name, "TIER_")
	if digits == "UNLIMITED" {
		return 0, ok
	}
	number, thousands := strings.CutSuffix(digits, "K")
	n, err := strconv.ParseUint(number, 10, 32)
	if !ok || err != nil || n == 0 {
		return 0, false
	}
	if thousands {
		n *= 1000
	}
	return Tier(n), true
}

// Reach counts the users that a business wrote to outside their windows in the
// last 24 hours, all its numbers together. Replies inside a window do not count.
// Goroutines may share it. To keep it over a restart, store what [Reach.All]
// yields and hand it to [Reach.Write] again.
type Reach struct {
	mu    sync.Mutex
	tier  Tier
	last  map[string]time.Time // when each user was last written to
	queue reachQueue           // the same, oldest first, with outdated entries
}

// NewReach returns a count for that tier.
func NewReach(t Tier) *Reach { return &Reach{tier: t, last: map[string]time.Time{}} }

// Raise sets the tier that the platform told of.
func (r *Reach) Raise(t Tier) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tier = t
}

// Next returns the first instant, now or later, at which that user may be
// written to outside the window. A user who was written to in the last 24 hours
// may be at any time.
func (r *Reach) Next(user string, now time.Time) time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forget(now)
	if _, counted := r.last[user]; counted || r.tier == 0 || len(r.last) < int(r.tier) {
		return now
	}
	if len(r.last) == int(r.tier) {
		return r.queue[0].at.Add(reachWindow)
	}
	times := slices.SortedFunc(maps.Values(r.last), time.Time.Compare) // the tier was lowered
	return times[len(times)-int(r.tier)].Add(reachWindow)
}

// Write counts a message to a user, sent at an instant outside the window.
func (r *Reach) Write(user string, at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if at = at.UTC(); at.After(r.last[user]) {
		r.last[user] = at
		heap.Push(&r.queue, reached{user, at})
	}
	if len(r.queue) > 64+2*len(r.last) {
		r.queue = r.sorted()
	}
	r.forget(at)
}

// Count returns how many users count at now.
func (r *Reach) Count(now time.Time) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forget(now)
	return len(r.last)
}

// All yields the users that count and when they were last written to, oldest
// first, ties by name.
func (r *Reach) All() iter.Seq2[string, time.Time] {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := r.sorted()
	return func(yield func(string, time.Time) bool) {
		for _, one := range list {
			if !yield(one.user, one.at) {
				return
			}
		}
	}
}

// sorted returns the users without outdated entries. What is sorted is a heap.
func (r *Reach) sorted() reachQueue {
	var list reachQueue
	for user, at := range r.last {
		list = append(list, reached{user, at})
	}
	slices.SortFunc(list, func(a, b reached) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.user, b.user)) })
	return list
}

const reachWindow = 24 * time.Hour

// forget drops who was last written to 24 hours ago or earlier.
func (r *Reach) forget(now time.Time) {
	for len(r.queue) > 0 {
		first := r.queue[0]
		current := r.last[first.user].Equal(first.at)
		switch {
		case current && now.Sub(first.at) < reachWindow:
			return
		case current:
			delete(r.last, first.user)
		}
		heap.Pop(&r.queue)
	}
}

type reached struct {
	user string
	at   time.Time
}

// reachQueue is a heap of who was written to, oldest first.
type reachQueue []reached

func (q reachQueue) Len() int           { return len(q) }
func (q reachQueue) Less(i, j int) bool { return q[i].at.Before(q[j].at) }
func (q reachQueue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }

// Push is for package heap.
func (q *reachQueue) Push(x any) {
	one, _ := x.(reached)
	*q = append(*q, one)
}

// Pop is for package heap.
func (q *reachQueue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
