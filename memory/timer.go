package memory

import (
	"context"
	"time"

	"github.com/socialticket/socialticket"
)

// timers tells which alarms have come. Their numbers stand in buckets by the minute. A
// bucket is sorted when it comes up; what is due is in two sorted lists from then on.
//
// An alarm that is put off or forgotten stays where it is until its bucket comes up, and is
// then put where it belongs: most are put off several times before they come. One that is
// set earlier is filed a second time.
type timers struct {
	alarms  alarms
	live    int // how many of them are set
	minutes minutes
	edge    uint32 // what is set for an earlier minute is in ready or late
	ready   run    // from the buckets
	late    run    // set for before the edge: few

	next  time.Time // the earliest instant in the buckets
	same  int       // how many alarms are set for next; 0: it is not known
	round uint32    // of the search for next
	batch []uint32  // for take
	spare []coming  // for sorting
}

// set sets a timer of a conversation or of its ticket, or forgets it.
func (s *Store) set(t *talk, to socialticket.Timer) {
	a, owner := &t.alarm, who{talk: t}
	if to.Ticket != "" {
		r := s.tickets[to.Ticket]
		if r == nil {
			return
		}
		a, owner = &r.alarm, who{r.talk, r}
	}
	if a.at.Equal(to.At) {
		return
	}
	if a.number == 0 {
		a.number = s.timers.alarms.add(owner)
	}
	a.at = to.At
	s.timers.set(a.number, to.At)
}

// set sets an alarm; the zero instant forgets it.
func (t *timers) set(number uint32, at time.Time) {
	s := t.alarms.of(number)
	if s.nano == never {
		t.live++
	} else if t.same > 0 && s.sec == t.next.Unix() && int(s.nano) == t.next.Nanosecond() {
		t.same--
	}
	if at.IsZero() {
		s.nano = never
		t.live--
		return
	}
	s.sec, s.nano = at.Unix(), uint32(at.Nanosecond())
	minute := minuteOf(s.sec)
	if minute < t.edge {
		t.hurry(coming{s.sec, s.nano, number})
		return
	}
	if s.bucket == 0 || minute < s.bucket {
		s.bucket = minute
		t.minutes.add(minute, number)
	}
	switch {
	case t.same == 0:
	case at.Before(t.next):
		t.next, t.same = at, 1
	case at.Equal(t.next):
		t.same++
	}
	if t.minutes.held > 64+2*t.live {
		t.sweep()
	}
}

// hurry takes in an alarm whose bucket has come up already.
func (t *timers) hurry(c coming) {
	const few = 512
	t.late.insert(&t.alarms, c)
	if len(t.late.list) > few {
		t.ready.merge(&t.alarms, &t.late)
	}
}

// sweep drops what does not count from the buckets.
func (t *timers) sweep() {
	var kept []uint32
	for minute, found := t.minutes.first(); found; minute, found = t.minutes.first() {
		kept = append(kept, t.take(minute)...)
	}
	for _, number := range kept {
		t.file(number, t.alarms.of(number), max(1, t.edge))
	}
}

// take takes a bucket out and returns the alarms that are filed there, which are in none
// then. The list is good until the next call. It is made before anything else is done, in a
// short loop: so the processor fetches the settings side by side.
func (t *timers) take(minute uint32) []uint32 {
	batch := t.batch[:0]
	for c := t.minutes.take(minute); c != nil; c = t.minutes.free(c) {
		batch = append(batch, c.all()...)
	}
	n := 0
	for _, number := range batch {
		if s := t.alarms.of(number); s.bucket == minute {
			s.bucket = 0
			batch[n] = number
			n++
		}
	}
	t.batch = batch[:0]
	return batch[:n]
}

// file puts an alarm that is in no bucket into its own, unless that is before another.
func (t *timers) file(number uint32, s *setting, from uint32) {
	if minute := s.minute(); minute >= from {
		s.bucket = minute
		t.minutes.add(minute, number)
	}
}

// Due implements [socialticket.Queue].
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]socialticket.Timer, time.Time, error) {
	if err := ctx.Err(); err != nil {
		return nil, time.Time{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	numbers, next := s.timers.due(now, limit, s.room[:0])
	s.room = numbers[:0]
	if len(numbers) == 0 {
		return nil, next, nil
	}
	due := make([]socialticket.Timer, len(numbers))
	for i, number := range numbers {
		due[i] = s.timers.alarms.who(number).timer()
	}
	return due, next, nil
}

// due appends to list the alarms that have come by now, and returns it and the first
// instant that has not, zero if there is more that has.
func (t *timers) due(now time.Time, limit int, list []uint32) ([]uint32, time.Time) {
	t.ready.begin()
	t.late.begin()
	defer t.rest()
	begin, sec, nano := len(list), now.Unix(), uint32(now.Nanosecond())
	for {
		from, c := t.first()
		switch {
		case c == nil:
			if !t.gather(minuteOf(sec)) {
				return list, t.soonest()
			}
		case len(list) > begin && list[len(list)-1] == c.alarm:
			from.drop() // it was set to the same instant twice
		case c.after(sec, nano):
			return list, c.at()
		case len(list)-begin == limit:
			return list, time.Time{}
		default:
			list = append(list, c.alarm)
			from.keep()
		}
	}
}

// first returns the earliest alarm of both lists and the one that it is in, nil if they are
// read.
func (t *timers) first() (*run, *coming) {
	a, b := t.ready.peek(&t.alarms), t.late.peek(&t.alarms)
	if a == nil || b != nil && t.alarms.compare(b, a) < 0 {
		return &t.late, b
	}
	return &t.ready, a
}

// rest ends the reading.
func (t *timers) rest() {
	t.ready.end()
	t.late.end()
	if t.ready.empty() && t.late.empty() {
		t.edge = 0
	}
}

// gather sorts the first bucket into ready if it is not after a minute, and reports whether
// there was one.
func (t *timers) gather(until uint32) bool {
	minute, found := t.minutes.first()
	if !found || minute > until {
		return false
	}
	begin := len(t.ready.list)
	t.open(minute)
	t.spare = t.alarms.sort(t.ready.list[begin:], t.spare)
	t.edge, t.same = minute+1, 0
	return true
}

// open takes a bucket out: what belongs there into ready, and what was put off where it
// belongs.
func (t *timers) open(minute uint32) {
	for _, number := range t.take(minute) {
		if s := t.alarms.of(number); s.minute() == minute {
			t.ready.list = append(t.ready.list, coming{s.sec, s.nano, number})
		} else {
			t.file(number, s, minute)
		}
	}
}

// soonest returns the earliest instant in the buckets, zero if they are empty.
func (t *timers) soonest() time.Time {
	for t.same == 0 {
		minute, found := t.minutes.first()
		if !found {
			return time.Time{}
		}
		if t.search(minute); t.same == 0 {
			t.open(minute) // nothing in it counts
		}
	}
	return t.next.UTC()
}

// search looks for the earliest instant in a bucket.
func (t *timers) search(minute uint32) {
	t.round++
	var first coming
	for c := t.minutes.bucket(minute); c != nil; c = c.next {
		for _, number := range c.all() {
			s := t.alarms.of(number)
			switch {
			case s.bucket != minute || s.minute() != minute:
			case t.same == 0 || first.after(s.sec, s.nano):
				first, t.same = coming{s.sec, s.nano, number}, 1
				t.alarms.see(number, t.round)
			case s.sec == first.sec && s.nano == first.nano && t.alarms.see(number, t.round):
				t.same++
			}
		}
	}
	t.next = first.at()
}
