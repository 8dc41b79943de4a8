package memory

import (
	"cmp"
	"container/heap"
	"context"
	"time"

	"github.com/socialticket/socialticket"
)

// timers orders timers by their instant. What was set earlier for the same ticket or
// conversation stays until it comes up, and is then told by the instant that counts.
type timers struct {
	list []timer
	live int // how many count
}

type timer struct {
	socialticket.Timer
	talk   *talk
	record *record // nil: the conversation's own
}

// counts reports that t is what is set now.
func (t timer) counts() bool {
	if t.record != nil {
		return t.record.timer.Equal(t.At)
	}
	return t.talk.timer.Equal(t.At)
}

// set sets a timer of a conversation or of its ticket, or forgets it.
func (s *Store) set(t *talk, to socialticket.Timer) {
	at := &t.timer
	entry := timer{Timer: to, talk: t}
	if to.Ticket != "" {
		if entry.record = s.tickets[to.Ticket]; entry.record == nil {
			return
		}
		at = &entry.record.timer
	}
	if at.Equal(to.At) {
		return
	}
	switch {
	case at.IsZero():
		s.timers.live++
	case to.At.IsZero():
		s.timers.live--
	}
	*at = to.At
	if !to.At.IsZero() {
		heap.Push(&s.timers, entry)
	}
	s.timers.sweep()
}

// sweep drops what does not count any more when that is the most.
func (t *timers) sweep() {
	if len(t.list) < 64+2*t.live {
		return
	}
	kept := t.list[:0]
	for _, entry := range t.list {
		if entry.counts() {
			kept = append(kept, entry)
		}
	}
	clear(t.list[len(kept):])
	t.list = kept
	heap.Init(t)
}

// Due implements [socialticket.Queue].
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]socialticket.Timer, time.Time, error) {
	if err := ctx.Err(); err != nil {
		return nil, time.Time{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	due, next := s.timers.due(now, limit)
	return due, next, nil
}

// due returns what has come by now, and the first instant that has not, zero if there is
// more that has.
func (t *timers) due(now time.Time, limit int) (due []socialticket.Timer, next time.Time) {
	var taken []timer
	defer func() {
		for _, entry := range taken {
			heap.Push(t, entry)
		}
	}()
	for len(t.list) > 0 {
		first := t.list[0]
		twice := len(taken) > 0 && taken[len(taken)-1] == first
		switch {
		case !first.counts() || twice:
		case first.At.After(now):
			return due, first.At
		case len(due) == limit:
			return due, time.Time{}
		default:
			due = append(due, first.Timer)
			taken = append(taken, first)
		}
		heap.Pop(t)
	}
	return due, time.Time{}
}

// Len, Less, Swap, Push and Pop are for package heap.
func (t *timers) Len() int { return len(t.list) }

// Less orders by instant, then account, key and ticket.
func (t *timers) Less(i, j int) bool {
	a, b := &t.list[i], &t.list[j]
	return cmp.Or(a.At.Compare(b.At), compareAccounts(a.Account, b.Account), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Ticket, b.Ticket)) < 0
}

func (t *timers) Swap(i, j int) { t.list[i], t.list[j] = t.list[j], t.list[i] }

// Push is for package heap.
func (t *timers) Push(x any) { t.list = append(t.list, x.(timer)) }

// Pop is for package heap.
func (t *timers) Pop() any {
	last := t.list[len(t.list)-1]
	t.list[len(t.list)-1] = timer{}
	t.list = t.list[:len(t.list)-1]
	return last
}
