package schedule

import "time"

// Add returns the instant at which d of open time will have passed after t, or
// for a negative d had yet to pass. It is the zero Time if the schedule never
// has as much.
//
// It is the first such instant, so that 8 hours from 09:00 end at 17:00 and
// not at the next opening; going back it is the last one. Nothing added to a
// closed instant leads to the next opening. The [Policy] can change both.
func (s *Schedule) Add(t time.Time, d time.Duration) time.Time {
	if d <= 0 {
		return s.addBack(t, d)
	}
	x, tab := t.Unix(), s.open.table.Load()
	if !tab.covers(x) {
		return s.addFar(t, d)
	}
	units, open := tab.upTo(x)
	whole, nsec := parts(t, open, d)
	if nsec == 0 {
		whole-- // the last unit used up, rather than the one after
	}
	if units += whole; units >= tab.total {
		return s.addFar(t, d)
	}
	at, i := tab.nth(units)
	if nsec > 0 {
		return time.Unix(at, nsec).UTC()
	}
	if at++; s.roll && at == tab.end(i) {
		return s.rolled(at)
	}
	return time.Unix(at, 0).UTC()
}

// parts is d, counted from the last whole second at or before t if that second
// is open, in seconds rounded down and nanoseconds.
func parts(t time.Time, open bool, d time.Duration) (seconds, nsec int64) {
	seconds, nsec = int64(d/time.Second), int64(d%time.Second)
	if open {
		nsec += int64(t.Nanosecond())
	}
	if nsec < 0 {
		return seconds - 1, nsec + int64(time.Second)
	}
	if nsec >= int64(time.Second) {
		return seconds + 1, nsec - int64(time.Second)
	}
	return seconds, nsec
}

// addFar is Add where the table does not reach.
func (s *Schedule) addFar(t time.Time, d time.Duration) time.Time {
	_, _, open, _ := s.open.measure(t.Unix(), t.Unix())
	whole, nsec := parts(t, open, d)
	if nsec == 0 {
		whole--
	}
	in, at, ok := s.open.walk(t.Unix(), whole)
	switch {
	case !ok:
		return time.Time{}
	case nsec > 0:
		return time.Unix(at, nsec).UTC()
	case s.roll && at+1 == in.to:
		return s.rolled(in.to)
	}
	return time.Unix(at+1, 0).UTC()
}

// rolled is the opening after a closing, or the closing if there is none.
func (s *Schedule) rolled(closing int64) time.Time {
	at := time.Unix(closing, 0).UTC()
	if next := s.RollForward(at); !next.IsZero() {
		return next
	}
	return at
}

// addBack is Add of nothing or less.
func (s *Schedule) addBack(t time.Time, d time.Duration) time.Time {
	if d == 0 {
		if s.zeroStay {
			return t.UTC()
		}
		return s.RollForward(t)
	}
	_, _, open, _ := s.open.measure(t.Unix(), t.Unix())
	whole, nsec := parts(t, open, d)
	in, at, ok := s.open.walk(t.Unix(), whole)
	if !ok {
		return time.Time{}
	}
	back := time.Unix(at, nsec).UTC()
	if s.roll && nsec == 0 && at == in.from {
		if last := s.RollBack(back); !last.IsZero() {
			return last
		}
	}
	return back
}

// RollForward returns t if the team is at work then, else the next opening,
// else the zero Time.
func (s *Schedule) RollForward(t time.Time) time.Time {
	if _, open := s.SegmentAt(t); open {
		return t.UTC()
	}
	return s.NextOpening(t)
}

// RollBack returns t if the team was at work just before, else the previous
// closing, else the zero Time.
func (s *Schedule) RollBack(t time.Time) time.Time {
	if _, open := s.SegmentAt(t.Add(-1)); open {
		return t.UTC()
	}
	return s.PrevClosing(t)
}
