package session

import (
	"time"

	"github.com/socialticket/socialticket/schedule"
)

// maxSteps bounds how many instants at which nothing changes are passed over.
const maxSteps = 400

// until returns the first instant after at at which something else shows than s.
func (sc *scene) until(at time.Time, s Show) time.Time {
	for range maxSteps {
		next := sc.next(at, s)
		if next.IsZero() || !sc.look(next).same(s) {
			return next
		}
		at = next
	}
	return at.UTC()
}

// since returns the last instant not after at at which s began to show.
func (sc *scene) since(at time.Time, s Show) time.Time {
	for range maxSteps {
		last := sc.last(at, s)
		if last.IsZero() {
			return last
		}
		at = last.Add(-time.Nanosecond)
		if !sc.look(at).same(s) {
			return last
		}
	}
	return at.Add(time.Nanosecond).UTC()
}

// next returns the first instant after at at which anything that s is made of can change.
func (sc *scene) next(at time.Time, s Show) time.Time {
	var first time.Time
	for _, one := range sc.moving {
		first = sooner(first, one.hours.NextOpening(at))
		first = sooner(first, one.hours.NextClosing(at))
		if lead := sc.widget.Lead; lead > 0 {
			first = sooner(first, one.hours.NextWarning(at, lead))
		}
	}
	for _, day := range sc.days(at, s.Opening) {
		if day.After(at) {
			first = sooner(first, day)
		}
	}
	return first
}

// last returns the last instant not after at at which anything that s is made of can have
// changed.
func (sc *scene) last(at time.Time, s Show) time.Time {
	var newest time.Time
	take := func(t time.Time) {
		if !t.After(at) && t.After(newest) {
			newest = t
		}
	}
	for _, one := range sc.moving {
		take(one.hours.PrevOpening(at.Add(time.Nanosecond)))
		take(one.hours.PrevClosing(at.Add(time.Nanosecond)))
		if seg, open := one.hours.SegmentAt(at); open && !seg.End.IsZero() && sc.widget.Lead > 0 {
			take(seg.End.Add(-sc.widget.Lead))
		}
	}
	for _, day := range sc.days(at, s.Opening) {
		take(day)
	}
	return newest
}

// days returns the instants, in no order, at which the day of an opening gets another name:
// when its week begins, the day before it, and it. Where the clock is put back at midnight
// a day begins twice.
func (sc *scene) days(at time.Time, o Opening) []time.Time {
	if o.At.IsZero() {
		return nil
	}
	zone := sc.zone()
	from, to := at.In(zone).ZoneBounds()
	list := append(make([]time.Time, 0, 8), from.UTC(), to.UTC())
	for _, n := range []int{1 - daysOfWeek, -1, 0} {
		for _, fold := range []schedule.Fold{schedule.FoldEarlier, schedule.FoldLater} {
			list = append(list, o.Date.AddDays(n).In(zone, 0, fold).UTC())
		}
	}
	return list
}
