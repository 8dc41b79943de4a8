package socialticket

import (
	"cmp"
	"container/heap"
	"time"

	"github.com/socialticket/socialticket/ticket"
)

// timers orders tickets by their wake. What was set for a ticket earlier stays
// until it comes up, and is then told by the ticket's own wake.
type timers []timer

type timer struct {
	at time.Time
	id ticket.ID
}

// set adds a timer, and drops the outdated ones when they are the most.
func (t *timers) set(id ticket.ID, at time.Time, tickets map[ticket.ID]*record) {
	if at.IsZero() {
		return
	}
	heap.Push(t, timer{at, id})
	if len(*t) < 64+2*len(tickets) {
		return
	}
	*t = (*t)[:0]
	for id, r := range tickets {
		if !r.wake.IsZero() {
			*t = append(*t, timer{r.wake, id})
		}
	}
	heap.Init(t)
}

// due returns what has come by now, and the first instant that has not.
func (t *timers) due(now time.Time, limit int, tickets map[ticket.ID]*record) ([]ticket.ID, time.Time) {
	var due []timer
	defer func() {
		for _, d := range due {
			heap.Push(t, d)
		}
	}()
	var ids []ticket.ID
	var next time.Time
	for len(*t) > 0 && next.IsZero() {
		first := (*t)[0]
		current := tickets[first.id].wake.Equal(first.at) && (len(due) == 0 || due[len(due)-1] != first)
		switch {
		case current && first.at.After(now):
			next = first.at
			continue
		case current && len(ids) < limit:
			ids = append(ids, first.id)
			due = append(due, first)
		case current: // over the limit: the caller asks again
			return ids, first.at
		}
		heap.Pop(t)
	}
	return ids, next
}

// Len, Less, Swap, Push and Pop are for package heap.
func (t timers) Len() int { return len(t) }

// Less orders by instant, then id.
func (t timers) Less(i, j int) bool {
	return cmp.Or(t[i].at.Compare(t[j].at), cmp.Compare(t[i].id, t[j].id)) < 0
}

func (t timers) Swap(i, j int) { t[i], t[j] = t[j], t[i] }

// Push is for package heap.
func (t *timers) Push(x any) { *t = append(*t, x.(timer)) }

// Pop is for package heap.
func (t *timers) Pop() any {
	last := (*t)[len(*t)-1]
	*t = (*t)[:len(*t)-1]
	return last
}
