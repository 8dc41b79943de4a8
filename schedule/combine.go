package schedule

import (
	"slices"
	"time"
)

// Union returns a schedule that is open when any of the parts is: a team is
// there while one of its members is. Zone and Policy are those of the first
// part. A union of nothing never opens.
func Union(parts ...*Schedule) *Schedule { return combine(combination{parts: slices.Clone(parts)}) }

// Intersect returns a schedule that is open when all of the parts are: a
// department works while the company does. Zone and Policy are those of the
// first part. An intersection of nothing is always open.
//
// A business day of a union or an intersection is a date of that zone with any
// open time.
func Intersect(parts ...*Schedule) *Schedule {
	if len(parts) == 0 {
		return Always()
	}
	return combine(combination{parts: slices.Clone(parts), all: true})
}

// combination implements hours.
type combination struct {
	parts []*Schedule
	all   bool // intersection
	zone  *time.Location
}

func combine(c combination) *Schedule {
	c.zone = time.UTC
	var p policy
	if len(c.parts) > 0 {
		c.zone, p = c.parts[0].zone, c.parts[0].policy
	}
	return newSchedule(c, c.zone, p)
}

func (c combination) lay(dst []interval, lo, hi int64) []interval {
	start := len(dst)
	for i, part := range c.parts {
		if i == 0 || !c.all {
			dst = part.hours.lay(dst, lo, hi)
			continue
		}
		both := intersect(nil, dst[start:], part.hours.lay(nil, lo, hi))
		dst = append(dst[:start], both...)
	}
	return normalize(dst, start)
}

func (c combination) layDays(dst []interval, lo, hi int64) []interval {
	first, end := lo*secondsPerDay, hi*secondsPerDay
	clock, start := newClock(c.zone, first, end), len(dst)
	open := c.lay(nil, first-clockMargin, end+clockMargin)
	for day := lo; day < hi; day++ {
		from, to := clock.instant(day*secondsPerDay, false), clock.instant((day+1)*secondsPerDay, false)
		for len(open) > 0 && open[0].to <= from {
			open = open[1:]
		}
		if len(open) > 0 && max(open[0].from, from) < min(open[0].to, to) {
			dst = join(dst, start, interval{day, day + 1})
		}
	}
	return dst
}

func (c combination) bounds() bounds {
	out := newPlan(Config{}).bounds()
	for _, part := range c.parts {
		b := part.hours.bounds()
		out = bounds{min(out.past, b.past), max(out.future, b.future)}
	}
	return out
}

// explain takes, of the parts that make the combination open or closed, the first.
func (c combination) explain(lo, hi int64) []Stretch {
	var of [][]Stretch
	var edges []interval
	for _, part := range c.parts {
		list := part.hours.explain(lo, hi)
		of = append(of, list)
		for _, v := range list {
			edges = append(edges, interval{v.Start.Unix(), v.End.Unix()})
		}
	}
	var out []Stretch
	for from, to := range cuts(edges, lo, hi) {
		at := time.Unix(from, 0).UTC()
		next := c.decides(of, at)
		next.Segment = Segment{at, time.Unix(to, 0).UTC()}
		out = extend(out, next)
	}
	return out
}

// decides is the stretch around an instant of the part that settles it: the
// first that is open in a union, the first that is closed in an intersection,
// or else the first.
func (c combination) decides(of [][]Stretch, at time.Time) (first Stretch) {
	for i, list := range of {
		k := slices.IndexFunc(list, func(v Stretch) bool { return v.End.After(at) })
		if i == 0 {
			first = list[k]
		}
		if list[k].Open != c.all {
			return list[k]
		}
	}
	return first
}

// holiday asks the parts about the same date.
func (c combination) holiday(day int64) (first Holiday, ok bool) {
	for _, part := range c.parts {
		h, is := part.hours.holiday(day)
		if is == c.all {
			return h, is
		}
		if !ok {
			first, ok = h, is
		}
	}
	return first, ok
}
