package schedule

import (
	"cmp"
	"slices"
)

// interval is a half-open stretch of a timeline, in its units.
type interval struct{ from, to int64 }

// normalize sorts the intervals of list from start on and joins those that touch.
func normalize(list []interval, start int) []interval {
	part := list[start:]
	byStart := func(a, b interval) int { return cmp.Compare(a.from, b.from) }
	if !slices.IsSortedFunc(part, byStart) {
		slices.SortFunc(part, byStart)
	}
	out := list[:start]
	for _, v := range part {
		out = join(out, start, v)
	}
	return out
}

// join appends v, which does not begin before the last interval, to list. It
// leaves those before start alone.
func join(list []interval, start int, v interval) []interval {
	if v.from >= v.to {
		return list
	}
	if n := len(list); n > start && v.from <= list[n-1].to {
		list[n-1].to = max(list[n-1].to, v.to)
		return list
	}
	return append(list, v)
}

// subtract takes the normalized intervals off out of the normalized list.
func subtract(list, off []interval) []interval {
	if len(off) == 0 {
		return list
	}
	var out []interval
	for _, v := range list {
		for len(off) > 0 && off[0].to <= v.from {
			off = off[1:]
		}
		for _, o := range off {
			if o.from >= v.to {
				break
			}
			out = join(out, 0, interval{v.from, o.from})
			v.from = o.to
		}
		out = join(out, 0, v)
	}
	return out
}

// intersect appends to dst what the normalized lists a and b share.
func intersect(dst, a, b []interval) []interval {
	for len(a) > 0 && len(b) > 0 {
		if both := (interval{max(a[0].from, b[0].from), min(a[0].to, b[0].to)}); both.from < both.to {
			dst = append(dst, both)
		}
		if a[0].to < b[0].to {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return dst
}

// clip cuts list down to what lies in [lo, hi).
func clip(list []interval, start int, lo, hi int64) []interval {
	out := list[:start]
	for _, v := range list[start:] {
		out = join(out, start, interval{max(v.from, lo), min(v.to, hi)})
	}
	return out
}
