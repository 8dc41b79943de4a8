package memory

import (
	"cmp"
	"slices"
	"time"
)

// coming is the number of an alarm and the instant for which it was put here.
type coming struct {
	sec   int64
	nano  uint32
	alarm uint32
}

// at returns the instant.
func (c *coming) at() time.Time { return time.Unix(c.sec, int64(c.nano)).UTC() }

// after reports that the instant is after another.
func (c *coming) after(sec int64, nano uint32) bool {
	return c.sec > sec || c.sec == sec && c.nano > nano
}

// counts reports that the alarm is set for that instant still.
func (a *alarms) counts(c *coming) bool {
	s := a.of(c.alarm)
	return s.sec == c.sec && s.nano == c.nano
}

// compare orders by instant, then account, key and ticket.
func (a *alarms) compare(x, y *coming) int {
	switch {
	case x.sec != y.sec:
		return cmp.Compare(x.sec, y.sec)
	case x.nano != y.nano:
		return cmp.Compare(x.nano, y.nano)
	case x.alarm == y.alarm:
		return 0
	}
	return a.who(x.alarm).compare(a.who(y.alarm))
}

// sort sorts a list, which it first lays out by the second if it is of one minute.
func (a *alarms) sort(list, spare []coming) []coming {
	const few = 12
	if len(list) <= few || !oneMinute(list) {
		a.sortPlain(list)
		return spare
	}
	spare = append(spare[:0], list...)
	var ends [61]int
	for i := range spare {
		ends[spare[i].sec%60+1]++
	}
	for i := range 60 {
		ends[i+1] += ends[i]
	}
	next := ends
	for i := range spare {
		to := &next[spare[i].sec%60]
		list[*to] = spare[i]
		*to++
	}
	for i := range 60 {
		if group := list[ends[i]:ends[i+1]]; len(group) > 1 {
			a.sortPlain(group)
		}
	}
	return spare[:0]
}

// oneMinute reports whether all that is in a list is within one minute since 1970.
func oneMinute(list []coming) bool {
	return list[0].sec >= 60 && !slices.ContainsFunc(list, func(c coming) bool { return c.sec/60 != list[0].sec/60 })
}

func (a *alarms) sortPlain(list []coming) {
	slices.SortFunc(list, func(x, y coming) int { return a.compare(&x, &y) })
}

// run is a sorted list. What does not count any more is dropped when it is read. Reading
// begins with begin and ends with end.
type run struct {
	list []coming
	head int // list[:head] is empty
	kept int // while it is read: list[head:kept] stays
	read int // and list[kept:read] goes
}

func (r *run) begin() { r.kept, r.read = r.head, r.head }

// peek returns the next element that counts, nil after the last.
func (r *run) peek(all *alarms) *coming {
	for r.read < len(r.list) {
		if c := &r.list[r.read]; all.counts(c) {
			return c
		}
		r.read++
	}
	return nil
}

// keep goes on, and the element stays.
func (r *run) keep() {
	r.list[r.kept] = r.list[r.read]
	r.kept++
	r.read++
}

// drop goes on without the element.
func (r *run) drop() { r.read++ }

func (r *run) end() {
	n := r.kept - r.head
	copy(r.list[r.read-n:r.read], r.list[r.head:r.kept])
	r.head = r.read - n
	if left := len(r.list) - r.head; left <= r.head {
		copy(r.list, r.list[r.head:])
		r.list, r.head = r.list[:left], 0
	}
}

// empty reports that it holds nothing.
func (r *run) empty() bool { return r.head == len(r.list) }

// insert puts c where it belongs.
func (r *run) insert(all *alarms, c coming) {
	i, _ := slices.BinarySearchFunc(r.list[r.head:], c, func(x, y coming) int { return all.compare(&x, &y) })
	r.list = slices.Insert(r.list, r.head+i, c)
}

// tidy drops what does not count, and what is there twice.
func (r *run) tidy(all *alarms) {
	list := slices.DeleteFunc(r.list[r.head:], func(c coming) bool { return !all.counts(&c) })
	list = slices.Compact(list)
	r.list = r.list[:copy(r.list, list)]
	r.head = 0
}

// merge takes all of o in.
func (r *run) merge(all *alarms, o *run) {
	r.tidy(all)
	o.tidy(all)
	i, j := len(r.list)-1, len(o.list)-1
	r.list = append(r.list, o.list...)
	for to := len(r.list) - 1; j >= 0; to-- {
		if i >= 0 && all.compare(&r.list[i], &o.list[j]) > 0 {
			r.list[to] = r.list[i]
			i--
		} else {
			r.list[to] = o.list[j]
			j--
		}
	}
	o.list = o.list[:0]
	r.tidy(all)
}
