package schedule

import (
	"iter"
	"time"
)

// Segment is a half-open stretch of open time, [Start, End), in UTC. A zero
// Start means that it never began, a zero End that it never ends.
type Segment struct{ Start, End time.Time }

// SegmentAt returns the open segment around t; ok is false if the team is
// closed then. The segment runs from the last opening at or before t to the
// next closing, whatever the Policy says of the closing instant.
func (s *Schedule) SegmentAt(t time.Time) (seg Segment, ok bool) {
	x, _ := s.open.fold(t.Unix())
	if _, open := s.open.covering(x, x).upTo(x); !open {
		return Segment{}, false
	}
	return Segment{s.find(t.Unix(), false, (*table).lastOpening), s.NextClosing(t)}, true
}

// NextOpening returns the first opening after t, or the zero Time. Ranges that
// touch are one, so that there is no opening between them.
func (s *Schedule) NextOpening(t time.Time) time.Time {
	return s.find(t.Unix(), true, (*table).nextOpening)
}

// NextClosing returns the first closing after t, or the zero Time.
func (s *Schedule) NextClosing(t time.Time) time.Time {
	return s.find(t.Unix(), true, (*table).nextClosing)
}

// PrevOpening returns the last opening before t, or the zero Time.
func (s *Schedule) PrevOpening(t time.Time) time.Time {
	return s.find(secondBefore(t), false, (*table).lastOpening)
}

// PrevClosing returns the last closing before t, or the zero Time.
func (s *Schedule) PrevClosing(t time.Time) time.Time {
	return s.find(secondBefore(t), false, (*table).lastClosing)
}

// secondBefore is the last whole second before t.
func secondBefore(t time.Time) int64 {
	if t.Nanosecond() > 0 {
		return t.Unix()
	}
	return t.Unix() - 1
}

func (s *Schedule) find(x int64, forward bool, find func(*table, int64) (int64, bool)) time.Time {
	if t := s.open.table.Load(); t.covers(x) {
		if at, ok := find(t, x); ok {
			return time.Unix(at, 0).UTC()
		}
	}
	at, ok := s.open.search(x, forward, find)
	if !ok {
		return time.Time{}
	}
	return time.Unix(at, 0).UTC()
}

// Segments yields the open segments from an instant on, in order; one that is
// open then begins there. It goes on for as long as there are segments, which
// is for ever for most schedules: break out of the loop.
func (s *Schedule) Segments(from time.Time) iter.Seq[Segment] {
	return func(yield func(Segment) bool) {
		seg, ok := s.SegmentAt(from)
		if ok {
			seg.Start = from.UTC()
		} else {
			seg, ok = s.segmentFrom(s.NextOpening(from))
		}
		for ok && yield(seg) && !seg.End.IsZero() {
			seg, ok = s.segmentFrom(s.NextOpening(seg.End))
		}
	}
}

// segmentFrom is the segment that an opening begins, if there is one.
func (s *Schedule) segmentFrom(opening time.Time) (seg Segment, ok bool) {
	if opening.IsZero() {
		return Segment{}, false
	}
	return Segment{opening, s.NextClosing(opening)}, true
}

// SegmentsBack yields the open segments before an instant, the latest first;
// one that is open then ends there.
func (s *Schedule) SegmentsBack(before time.Time) iter.Seq[Segment] {
	return func(yield func(Segment) bool) {
		seg, ok := s.SegmentAt(before.Add(-1))
		if ok {
			seg.End = before.UTC()
		} else {
			seg, ok = s.segmentTo(s.PrevClosing(before))
		}
		for ok && yield(seg) && !seg.Start.IsZero() {
			seg, ok = s.segmentTo(s.PrevClosing(seg.Start))
		}
	}
}

// segmentTo is the segment that a closing ends, if there is one.
func (s *Schedule) segmentTo(closing time.Time) (seg Segment, ok bool) {
	if closing.IsZero() {
		return Segment{}, false
	}
	return Segment{s.PrevOpening(closing), closing}, true
}
