package memory

import "math/bits"

// minutes files the numbers of alarms by the minute of their instant, in buckets that have
// no order of their own. It finds the first bucket by looking at four sets of bits. The zero
// minutes is empty.
//
// What is far ahead is filed by quarters of a day, roughly, and laid out by the minute when
// its quarter comes up. So what is added goes to few places, which the processor's cache
// holds.
type minutes struct {
	root   fan[fan[fan[quarter]]]
	held   int // how many numbers there are
	chunks *chunk
	packs  *pack
	leaves []*leaf // these are not in use
}

// fan is 256 places, and which of them are taken.
type fan[T any] struct {
	taken [4]uint64
	at    [256]*T
}

// quarter is 256 minutes, a little more than four hours.
type quarter struct {
	list   *pack // what is not laid out
	filled int   // of the first pack
	leaf   *leaf // nil: nothing is
}

// pack is a part of a quarter. All but the first are full.
type pack struct {
	next *pack
	list [31]filing
}

type filing struct{ minute, alarm uint32 }

// leaf is the buckets of a quarter.
type leaf struct {
	fan[chunk]
	filled [256]uint8 // of the first chunk of each
}

// chunk is a part of a bucket, as long as a line of the processor's cache. All but the
// first are full, and 0 stands where one is missing.
type chunk struct {
	next *chunk
	list [14]uint32
}

func (c *chunk) all() []uint32 {
	n := len(c.list)
	for n > 0 && c.list[n-1] == 0 {
		n--
	}
	return c.list[:n]
}

// put sets a place.
func (f *fan[T]) put(i uint32, v *T) {
	f.at[i] = v
	f.taken[i/64] |= 1 << (i % 64)
}

// drop frees a place, and reports whether all are free.
func (f *fan[T]) drop(i uint32) bool {
	f.at[i] = nil
	f.taken[i/64] &^= 1 << (i % 64)
	return f.taken == [4]uint64{}
}

// first returns the first place that is taken.
func (f *fan[T]) first() (i uint32, found bool) {
	for w, word := range f.taken {
		if word != 0 {
			return uint32(w*64 + bits.TrailingZeros64(word)), true
		}
	}
	return 0, false
}

// down returns what is at a place, which is made if it is free.
func down[T any](f *fan[T], i uint32) *T {
	if f.at[i] == nil {
		f.put(i, new(T))
	}
	return f.at[i]
}

// add puts an alarm into a bucket.
func (m *minutes) add(minute, alarm uint32) {
	q := down(down(down(&m.root, minute>>24), minute>>16&255), minute>>8&255)
	m.held++
	if q.leaf != nil {
		m.lay(q.leaf, minute&255, alarm)
		return
	}
	if q.list == nil || q.filled == len(q.list.list) {
		q.list, q.filled = m.pack(q.list), 0
	}
	q.list.list[q.filled] = filing{minute, alarm}
	q.filled++
}

// lay puts an alarm into the bucket of a minute.
func (m *minutes) lay(l *leaf, minute, alarm uint32) {
	c, n := l.at[minute], &l.filled[minute]
	if c == nil || int(*n) == len(c.list) {
		c = m.chunk(c)
		l.put(minute, c)
		*n = 0
	}
	c.list[*n] = alarm
	*n++
}

// open lays a quarter out.
func (m *minutes) open(q *quarter) {
	if n := len(m.leaves); n > 0 {
		q.leaf, m.leaves = m.leaves[n-1], m.leaves[:n-1]
	} else {
		q.leaf = &leaf{}
	}
	for q.list != nil {
		p := q.list
		for _, f := range p.list[:q.filled] {
			m.lay(q.leaf, f.minute&255, f.alarm)
		}
		q.list, q.filled = p.next, len(p.list)
		p.next, m.packs = m.packs, p
	}
}

func (m *minutes) pack(next *pack) *pack {
	p := m.packs
	if p == nil {
		return &pack{next: next}
	}
	m.packs, p.next = p.next, next
	return p
}

func (m *minutes) chunk(next *chunk) *chunk {
	c := m.chunks
	if c == nil {
		return &chunk{next: next}
	}
	m.chunks, c.next = c.next, next
	return c
}

// first returns the first bucket with something in it.
func (m *minutes) first() (minute uint32, found bool) {
	a, found := m.root.first()
	if !found {
		return 0, false
	}
	b, _ := m.root.at[a].first()
	hours := m.root.at[a].at[b]
	c, _ := hours.first()
	q := hours.at[c]
	if q.leaf == nil {
		m.open(q)
	}
	d, _ := q.leaf.first()
	return a<<24 | b<<16 | c<<8 | d, true
}

// bucket returns what is in a bucket that first returned.
func (m *minutes) bucket(minute uint32) *chunk {
	return m.root.at[minute>>24].at[minute>>16&255].at[minute>>8&255].leaf.at[minute&255]
}

// take takes such a bucket out. Its chunks go back by free.
func (m *minutes) take(minute uint32) *chunk {
	years := m.root.at[minute>>24]
	hours := years.at[minute>>16&255]
	l := hours.at[minute>>8&255].leaf
	c := l.at[minute&255]
	if l.drop(minute & 255) {
		m.leaves = append(m.leaves, l)
		if hours.drop(minute>>8&255) && years.drop(minute>>16&255) {
			m.root.drop(minute >> 24)
		}
	}
	return c
}

// free gives a chunk back and returns the next one.
func (m *minutes) free(c *chunk) *chunk {
	next := c.next
	m.held -= len(c.all())
	*c = chunk{next: m.chunks}
	m.chunks = c
	return next
}
