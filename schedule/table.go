package schedule

import "math/bits"

// table is a stretch of a timeline laid out: the intervals of [lo, hi) with the
// open units before each, and two indexes that find the interval of a point
// and of an amount in a step or two.
type table struct {
	lo, hi    int64
	spans     []span   // the first begins at lo and may be empty; the last is a sentinel
	cells     []uint32 // cells[i] is the span of the point lo + i<<shift
	ranks     []uint32 // ranks[i] is the span of the open unit i<<rankShift
	shift     uint
	rankShift uint
	total     int64 // open units in all
}

// span is an interval without its end: it is as long as the next has more before it.
type span struct{ from, before int64 }

// newTable lays out [lo, hi), a chunk at a time.
func newTable(lay layer, lo, hi, chunk int64) *table {
	t := &table{lo: lo, hi: hi, spans: []span{{from: lo}}}
	var scratch []interval
	for from := lo; from < hi; from += chunk {
		scratch = lay(scratch[:0], from, min(from+chunk, hi))
		if from == lo {
			t.reserve(len(scratch), (hi-lo)/chunk+1)
		}
		for _, v := range scratch {
			t.add(v)
		}
	}
	t.spans = append(t.spans, span{forever, t.total})
	t.index()
	return t
}

func (t *table) reserve(perChunk int, chunks int64) {
	spans := make([]span, 1, (perChunk+2)*int(chunks)+2)
	spans[0] = t.spans[0]
	t.spans = spans
}

// add appends v, joined to the last span if they touch.
func (t *table) add(v interval) {
	last := t.spans[len(t.spans)-1]
	if last.from+t.total-last.before != v.from {
		t.spans = append(t.spans, span{v.from, t.total})
	}
	t.total += v.to - v.from
}

// index makes about one cell and one rank for each span.
func (t *table) index() {
	n := uint64(len(t.spans))
	t.shift = uint(bits.Len64(uint64(t.hi-t.lo) / (2 * n)))
	t.cells = make([]uint32, (t.hi-t.lo)>>t.shift+1)
	t.rankShift = uint(bits.Len64(uint64(t.total) / n))
	t.ranks = make([]uint32, t.total>>t.rankShift+1)
	k := uint32(0)
	for i := range t.cells {
		for t.spans[k+1].from <= t.lo+int64(i)<<t.shift {
			k++
		}
		t.cells[i] = k
	}
	k = 0
	for i := range t.ranks {
		for int(k)+2 < len(t.spans) && t.spans[k+1].before <= int64(i)<<t.rankShift {
			k++
		}
		t.ranks[i] = k
	}
}

// covers tells whether x lies in [lo, hi].
func (t *table) covers(x int64) bool { return t.lo <= x && x <= t.hi }

// at is the last span that begins at or before x, which t covers.
func (t *table) at(x int64) int {
	i := int(t.cells[uint64(x-t.lo)>>t.shift])
	for t.spans[i+1].from <= x {
		i++
	}
	return i
}

// upTo is the open units before x, which t covers, and whether x is open.
func (t *table) upTo(x int64) (units int64, open bool) {
	i := t.at(x)
	units, next := t.spans[i].before+x-t.spans[i].from, t.spans[i+1].before
	if units < next {
		return units, true
	}
	return next, false
}

// nth is the point at which open unit n begins, 0 <= n < total.
func (t *table) nth(n int64) (x int64, i int) {
	i = int(t.ranks[n>>t.rankShift])
	for t.spans[i+1].before <= n {
		i++
	}
	return t.spans[i].from + n - t.spans[i].before, i
}

// end is where span i ends.
func (t *table) end(i int) int64 {
	return t.spans[i].from + t.spans[i+1].before - t.spans[i].before
}

// The next four find the opening or closing nearest to a point. They are not
// sure (false) at the edges of the table, where it may cut a longer interval.

// nextOpening is the first opening after x.
func (t *table) nextOpening(x int64) (int64, bool) {
	i := t.at(x) + 1
	return t.spans[i].from, i < len(t.spans)-1
}

// nextClosing is the first closing after x.
func (t *table) nextClosing(x int64) (int64, bool) {
	i := t.at(x)
	if t.end(i) <= x {
		i++
	}
	if i == len(t.spans)-1 {
		return 0, false
	}
	end := t.end(i)
	return end, end < t.hi
}

// lastOpening is the last opening at or before x.
func (t *table) lastOpening(x int64) (int64, bool) {
	from := t.spans[t.at(x)].from
	return from, from > t.lo
}

// lastClosing is the last closing at or before x.
func (t *table) lastClosing(x int64) (int64, bool) {
	i := t.at(x)
	if t.end(i) > x {
		i--
	}
	if i < 0 || t.end(i) == t.lo {
		return 0, false
	}
	return t.end(i), true
}
