package memory

import (
	"cmp"
	"container/heap"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// queue holds the effects that are not done, by lane. Of each lane one entry stands in
// one of two heaps: ready, by age, or waiting, by the instant at which it may be claimed.
// Entries that do not count any more are dropped when they come up.
type queue struct {
	effects map[effectKey]*effect
	lanes   map[laneKey]*lane
	ready   laneHeap
	waiting laneHeap
}

type effectKey struct {
	account channel.Account
	id      string
}

type laneKey struct {
	account channel.Account
	lane    string
}

// effect is one effect and its claims.
type effect struct {
	socialticket.Effect
	lane      *lane
	attempt   int
	failures  int
	claimedAt time.Time // the newest claim
	until     time.Time // the end of its lease
	since     time.Time // in doubt since
	open      bool      // claimed, and its result is not known
	gone      bool
}

// lane is the effects of one lane that are not done, in their order.
type lane struct {
	list  []*effect
	open  []*effect // of which the result is not known, in the order of their first claims
	stamp int64     // of the entry that counts
}

// entry is a lane in a heap.
type entry struct {
	lane  *lane
	stamp int64
	head  *effect
	at    time.Time // waiting: when it may be claimed; ready: how old it is
}

// add puts an effect in.
func (q *queue) add(e socialticket.Effect) {
	if q.effects == nil {
		q.effects, q.lanes = map[effectKey]*effect{}, map[laneKey]*lane{}
	}
	key := laneKey{e.Account, e.Lane}
	l := q.lanes[key]
	if l == nil {
		l = &lane{}
		q.lanes[key] = l
	}
	id := effectKey{e.Account, e.ID}
	if q.effects[id] != nil {
		return
	}
	x := &effect{Effect: e, lane: l}
	q.effects[id] = x
	i := len(l.list)
	for i > 0 && cmp.Or(cmp.Compare(l.list[i-1].Number, e.Number), cmp.Compare(l.list[i-1].ID, e.ID)) > 0 {
		i--
	}
	l.list = slices.Insert(l.list, i, x)
	if i == 0 {
		q.place(l)
	}
}

// done takes an effect out.
func (q *queue) done(a channel.Account, id string) {
	x := q.effects[effectKey{a, id}]
	if x == nil {
		return
	}
	x.gone = true
	x.close()
	delete(q.effects, effectKey{a, id})
	q.place(x.lane)
}

// place puts a lane where it belongs now.
func (q *queue) place(l *lane) {
	for len(l.list) > 0 && l.list[0].gone {
		l.list[0] = nil
		l.list = l.list[1:]
	}
	l.stamp++
	if len(l.list) == 0 {
		return
	}
	head := l.list[0]
	if free := l.free(); free.IsZero() {
		q.ready.push(entry{l, l.stamp, head, head.At})
	} else {
		q.waiting.push(entry{l, l.stamp, head, free})
	}
}

// free returns the instant from which on the first effect of the lane may be claimed.
func (l *lane) free() time.Time {
	at := l.list[0].After
	for _, x := range l.open {
		if x.until.After(at) {
			at = x.until
		}
	}
	return at
}

// Claim implements [socialticket.Queue].
func (s *Store) Claim(ctx context.Context, c socialticket.Claim) ([]socialticket.Claimed, time.Time, error) {
	if err := ctx.Err(); err != nil {
		return nil, time.Time{}, fmt.Errorf("memory: claim: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	claimed, next := s.queue.claim(c)
	return claimed, next, nil
}

func (q *queue) claim(c socialticket.Claim) (claimed []socialticket.Claimed, next time.Time) {
	var skipped []entry
	defer func() {
		for _, e := range skipped {
			q.ready.push(e)
		}
	}()
	for {
		q.wake(c.Now)
		e, found := q.ready.pop()
		if !found {
			if len(q.waiting) > 0 {
				next = q.waiting[0].at
			}
			return claimed, next
		}
		switch free := e.lane.free(); {
		case free.After(c.Now): // the clock was set back
			q.place(e.lane)
		case len(c.Kinds) > 0 && !slices.Contains(c.Kinds, e.head.Kind):
			skipped = append(skipped, e)
		case len(claimed) == c.Limit:
			skipped = append(skipped, e)
			return claimed, time.Time{}
		default:
			claimed = append(claimed, e.head.claim(c))
			q.place(e.lane)
		}
	}
}

// wake makes lanes ready whose instant has come.
func (q *queue) wake(now time.Time) {
	for {
		e, found := q.waiting.pop()
		switch {
		case !found:
			return
		case e.at.After(now):
			q.waiting.push(e)
			return
		}
		e.at = e.head.At
		q.ready.push(e)
	}
}

// claim makes a claim.
func (x *effect) claim(c socialticket.Claim) socialticket.Claimed {
	switch {
	case !x.open:
		x.lane.open = append(x.lane.open, x)
	case x.since.IsZero():
		x.since = x.claimedAt
	}
	x.attempt++
	x.open, x.claimedAt, x.until = true, c.Now, c.Now.Add(c.Lease)
	return socialticket.Claimed{
		Effect: cloneEffect(x.Effect), Attempt: x.attempt, Failures: x.failures, Until: x.until, Since: x.since,
	}
}

// close ends the claim of an effect, if it has one.
func (x *effect) close() {
	x.open = false
	if i := slices.Index(x.lane.open, x); i >= 0 {
		x.lane.open = slices.Delete(x.lane.open, i, i+1)
	}
}

// Return implements [socialticket.Queue].
func (s *Store) Return(ctx context.Context, r socialticket.Return) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("memory: return: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.queue.effects[effectKey{r.Account, r.ID}]
	switch {
	case x == nil:
		return fmt.Errorf("memory: return: %w: effect %s is done", socialticket.ErrConflict, r.ID)
	case !x.open || x.attempt != r.Attempt:
		return fmt.Errorf("memory: return: %w: effect %s was claimed again", socialticket.ErrConflict, r.ID)
	}
	x.close()
	x.After = r.After
	if r.Reason != (channel.Error{}) {
		x.failures++
	}
	switch {
	case !r.Doubt:
		x.since = time.Time{}
	case x.since.IsZero():
		x.since = x.claimedAt
	}
	s.queue.place(x.lane)
	return nil
}

// laneHeap orders entries by instant, then account and id.
type laneHeap []entry

func (h *laneHeap) push(e entry) { heap.Push(h, e) }

// pop takes the first entry that counts.
func (h *laneHeap) pop() (entry, bool) {
	for len(*h) > 0 {
		if e := heap.Pop(h).(entry); e.stamp == e.lane.stamp {
			return e, true
		}
	}
	return entry{}, false
}

// Len, Less, Swap, Push and Pop are for package heap.
func (h *laneHeap) Len() int { return len(*h) }

// Less orders by instant, then account and id.
func (h *laneHeap) Less(i, j int) bool {
	a, b := &(*h)[i], &(*h)[j]
	return cmp.Or(a.at.Compare(b.at), compareAccounts(a.head.Account, b.head.Account), cmp.Compare(a.head.ID, b.head.ID)) < 0
}

func (h *laneHeap) Swap(i, j int) { (*h)[i], (*h)[j] = (*h)[j], (*h)[i] }

// Push is for package heap.
func (h *laneHeap) Push(x any) { *h = append(*h, x.(entry)) }

// Pop is for package heap.
func (h *laneHeap) Pop() any {
	last := (*h)[len(*h)-1]
	(*h)[len(*h)-1] = entry{}
	*h = (*h)[:len(*h)-1]
	return last
}

func compareAccounts(a, b channel.Account) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
}
