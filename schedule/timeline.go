package schedule

import (
	"sync"
	"sync/atomic"
	"weak"
)

// layer lays out a timeline: it appends the normalized open intervals of [lo, hi) to dst.
type layer func(dst []interval, lo, hi int64) []interval

// The Gregorian calendar, and with it every weekday, yearly date and rule for
// the change of the clock, repeats itself after 400 years.
const daysPerPeriod = 146097

// keptSpans are how many a table may have that is kept for good, some 5 MB: two
// and a half centuries of office hours.
const keptSpans = 1 << 17

// timeline answers for all time from a table that grows as instants are asked
// for. Before past and from future on it repeats itself every 400 years, so
// that the table, and every search in it, has an end.
type timeline struct {
	lay          layer
	day          int64 // units a day
	past, future int64 // between them lie all dated entries and irregular changes of the clock
	table        atomic.Pointer[table]
	mu           sync.Mutex // of what follows, and of growing
	large        weak.Pointer[table]
}

// bounds are the dates between which the timeline may be irregular.
type bounds struct{ past, future int64 }

func (l *timeline) init(lay layer, unitsPerDay int64, b bounds) {
	l.lay, l.day, l.past, l.future = lay, unitsPerDay, b.past*unitsPerDay, b.future*unitsPerDay
	l.table.Store(&table{hi: -1})
}

func (l *timeline) period() int64 { return daysPerPeriod * l.day }

// covering returns a table of [lo, hi] at least.
func (l *timeline) covering(lo, hi int64) *table {
	if t := l.table.Load(); t.lo <= lo && hi <= t.hi {
		return t
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, t := range []*table{l.table.Load(), l.large.Value()} {
		if t != nil && t.lo <= lo && hi <= t.hi {
			return t
		}
	}
	return l.grow(lo, hi)
}

// grow lays out a table of lo and hi, and of what the kept one has unless that
// is centuries away. A table that is too large to be kept, or too far from our
// days, because somebody asked about the zero Time or the year 9999, is left to
// the garbage collector.
func (l *timeline) grow(lo, hi int64) *table {
	old, year := l.table.Load(), 366*l.day
	from, to := lo-year, hi+year
	joined := old.lo <= old.hi && old.lo-hi < 100*year && lo-old.hi < 100*year
	if joined {
		from, to = old.wider(from, to)
	}
	t := newTable(l.lay, from, to, year)
	if l.keep(t) {
		return t
	}
	l.large = weak.Make(t)
	if joined && l.past <= lo && hi <= l.future {
		l.keep(newTable(l.lay, lo-year, hi+year, year)) // for the next question of the kind
	}
	return t
}

func (l *timeline) keep(t *table) bool {
	if len(t.spans) > keptSpans || t.hi < l.past || l.future < t.lo {
		return false
	}
	l.table.Store(t)
	return true
}

// wider is where a table begins and ends that goes on from t to lo and hi: half
// as far again as t reaches, so that growing is rare.
func (t *table) wider(lo, hi int64) (from, to int64) {
	from, to = t.lo, t.hi
	if lo < t.lo {
		from = min(lo, t.lo-(t.hi-t.lo)/2)
	}
	if hi > t.hi {
		to = max(hi, t.hi+(t.hi-t.lo)/2)
	}
	return from, to
}

// fold moves x by whole periods to where the timeline is laid out.
func (l *timeline) fold(x int64) (point, periods int64) {
	p := l.period()
	x = near(x)
	switch {
	case x >= l.future+p:
		periods = (x - l.future) / p
	case x < l.past-p:
		periods = -((l.past - x - 1) / p)
	}
	return x - periods*p, periods
}

// whole is the open units of so many whole periods after future, or before past
// if there are fewer than none. The table must cover what reach says.
func (l *timeline) whole(t *table, periods int64) int64 {
	if periods == 0 {
		return 0
	}
	from := l.future
	if periods < 0 {
		from = l.past - l.period()
	}
	a, _ := t.upTo(from)
	b, _ := t.upTo(from + l.period())
	return periods * (b - a)
}

// reach is what a table must cover to tell of a point and the periods that it
// was moved by.
func (l *timeline) reach(point, periods int64) (lo, hi int64) {
	switch {
	case periods > 0:
		return l.future, l.future + l.period()
	case periods < 0:
		return l.past - l.period(), l.past
	}
	return point, point
}

// measure is the open units up to each of two points, from some common origin,
// and whether each is open.
func (l *timeline) measure(x, y int64) (ux, uy int64, openX, openY bool) {
	px, kx := l.fold(x)
	py, ky := l.fold(y)
	xlo, xhi := l.reach(px, kx)
	ylo, yhi := l.reach(py, ky)
	t := l.covering(min(xlo, ylo), max(xhi, yhi))
	ux, openX = t.upTo(px)
	uy, openY = t.upTo(py)
	return ux + l.whole(t, kx), uy + l.whole(t, ky), openX, openY
}

// walk returns the point at which an open unit begins, and the interval of it:
// unit 0 is the first that begins at x or later, n may be negative. Of a unit
// around x it counts from x. There may be no such unit: ok is false.
func (l *timeline) walk(x, n int64) (at interval, point int64, ok bool) {
	p, k := l.fold(x)
	lo, hi := l.reach(p, k)
	if x != near(x) || n != near(n) {
		return at, 0, false
	}
	for {
		t := l.covering(lo, hi)
		u, _ := t.upTo(p)
		want := u + l.whole(t, k) + n
		switch top, bottom := l.future+l.period(), l.past-l.period(); {
		case want >= t.total && t.hi < top:
			hi = min(2*t.hi-t.lo, top)
		case want < 0 && t.lo > bottom:
			lo = max(2*t.lo-t.hi, bottom)
		default:
			return l.find(t, want)
		}
	}
}

// find is the walk's end in a table that is as large as it can help to be.
func (l *timeline) find(t *table, want int64) (at interval, point int64, ok bool) {
	var periods int64
	if want >= t.total {
		each, start := l.whole(t, 1), int64(0)
		if each == 0 {
			return at, 0, false
		}
		start, _ = t.upTo(l.future)
		periods = (want - start) / each
		want -= periods * each
	} else if want < 0 {
		each := -l.whole(t, -1)
		if each == 0 {
			return at, 0, false
		}
		end, _ := t.upTo(l.past)
		periods = -((end - 1 - want) / each)
		want -= periods * each
	}
	point, i := t.nth(want)
	shift := periods * l.period()
	return interval{t.spans[i].from + shift, t.end(i) + shift}, point + shift, true
}

// search finds the nearest opening or closing on one side of x. As the
// timeline repeats itself, one period beyond what is irregular is far enough.
func (l *timeline) search(x int64, forward bool, find func(*table, int64) (int64, bool)) (int64, bool) {
	p, k := l.fold(x)
	lo, hi := p, p
	if x != near(x) {
		return 0, false
	}
	for {
		t := l.covering(lo, hi)
		if at, ok := find(t, p); ok {
			return at + k*l.period(), true
		}
		switch top, bottom := max(p, l.future)+l.period(), min(p, l.past)-l.period(); {
		case forward && t.hi < top:
			hi = min(2*t.hi-t.lo, top)
		case !forward && t.lo > bottom:
			lo = max(2*t.lo-t.hi, bottom)
		default:
			return 0, false
		}
	}
}
