package schedule

import (
	"iter"
	"slices"
	"time"
)

// Kind says what sort of entry of a [Config] something comes from.
type Kind string

// The kinds of entry, lowest rank first.
const (
	KindWeekly   Kind = "weekly"
	KindOverride Kind = "override"
	KindHoliday  Kind = "holiday"
	KindAddition Kind = "addition"
	KindBreak    Kind = "break"
)

// Entry names the entry of a schedule that decides about an instant.
type Entry struct {
	Kind  Kind
	Name  string // of a holiday or exception
	Date  Date   // on which the hours begin, or that is closed
	Hours Range  // that open or, for a break, close; zero if the date has none then
}

// Stretch is a part of a day in which one entry holds: Open by its hours, or
// closed by a break, a holiday, or because the hours of the date leave it out.
type Stretch struct {
	Segment
	Open  bool
	Entry Entry
}

// Day returns the timeline of a date: adjoining stretches from its first
// instant in the schedule's zone to the first of the next date. It is empty for
// a date that the zone skipped.
func (s *Schedule) Day(d Date) []Stretch {
	start, end := d.In(s.zone, 0, FoldEarlier), d.AddDays(1).In(s.zone, 0, FoldEarlier)
	return s.hours.explain(start.Unix(), end.Unix())
}

// explain tells the entry that decides about each instant of [lo, hi).
func (p *plan) explain(lo, hi int64) []Stretch {
	w := p.window(lo, hi)
	var layers []piece // the later wins
	layers = slices.AppendSeq(layers, w.shut)
	layers = slices.AppendSeq(layers, w.open)
	layers = slices.AppendSeq(layers, w.closed)
	edges := make([]interval, len(layers))
	for i, v := range layers {
		edges[i] = v.interval
	}
	var out []Stretch
	for from, to := range cuts(edges, lo, hi) {
		out = extend(out, stretch(layers, from, to))
	}
	return out
}

// shut yields each day whole, closed by the entry that its hours come from.
func (w *window) shut(yield func(piece) bool) {
	for day := w.first; day <= w.last; day++ {
		v := piece{day: day, kind: KindWeekly}
		if r := w.rule(day); r != nil {
			v.kind, v.name = r.kind, r.name
		}
		v.interval = interval{w.clock.instant(day*secondsPerDay, false), w.clock.instant((day+1)*secondsPerDay, false)}
		if !yield(v) {
			return
		}
	}
}

// cuts yields the stretches of [lo, hi) in which none of the edges begins or ends.
func cuts(edges []interval, lo, hi int64) iter.Seq2[int64, int64] {
	at := []int64{lo, hi}
	for _, v := range edges {
		for _, x := range []int64{v.from, v.to} {
			if lo < x && x < hi {
				at = append(at, x)
			}
		}
	}
	slices.Sort(at)
	at = slices.Compact(at)
	return func(yield func(from, to int64) bool) {
		for i := range len(at) - 1 {
			if !yield(at[i], at[i+1]) {
				return
			}
		}
	}
}

// stretch is [from, to) by the last layer that holds there.
func stretch(layers []piece, from, to int64) Stretch {
	out := Stretch{Segment: Segment{time.Unix(from, 0).UTC(), time.Unix(to, 0).UTC()}}
	for _, v := range layers {
		if v.from <= from && to <= v.to {
			out.Entry = Entry{v.kind, v.name, dateOf(v.day), v.hours}
			out.Open = v.opens
		}
	}
	return out
}

// extend appends next, joined to the last stretch if they say the same.
func extend(list []Stretch, next Stretch) []Stretch {
	if n := len(list); n > 0 && list[n-1].Open == next.Open && list[n-1].Entry == next.Entry {
		list[n-1].End = next.End
		return list
	}
	return append(list, next)
}
