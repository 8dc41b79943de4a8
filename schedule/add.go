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
	if d == 0 {
		return s.addNothing(t)
	}
	x, tab := t.Unix(), s.open.table.Load()
	if !tab.covers(x) {
		return s.addFar(t, d)
	}
	units, open := tab.upTo(x)
	n, nsec := parts(t, open, d)
	if units += n; units < 0 || units >= tab.total {
		return s.addFar(t, d)
	}
	at, i := tab.nth(units)
	return s.land(interval{tab.spans[i].from, tab.end(i)}, at, nsec, d > 0)
}

// addFar is Add where the table does not reach.
func (s *Schedule) addFar(t time.Time, d time.Duration) time.Time {
	_, _, open, _ := s.open.measure(t.Unix(), t.Unix())
	n, nsec := parts(t, open, d)
	in, at, ok := s.open.walk(t.Unix(), n)
	if !ok {
		return time.Time{}
	}
	return s.land(in, at, nsec, d > 0)
}

func (s *Schedule) addNothing(t time.Time) time.Time {
	if s.zeroStay {
		return t.UTC()
	}
	return s.RollForward(t)
}

// parts says on which open second Add lands, counted from that of t, and how
// far into it. Forward that is the last second used up, of which the end is
// meant if nsec is 0, so that the answer does not jump over a closed time.
func parts(t time.Time, open bool, d time.Duration) (seconds, nsec int64) {
	seconds, nsec = int64(d/time.Second), int64(d%time.Second)
	if open {
		nsec += int64(t.Nanosecond())
	}
	switch {
	case nsec < 0:
		seconds, nsec = seconds-1, nsec+int64(time.Second)
	case nsec >= int64(time.Second):
		seconds, nsec = seconds+1, nsec-int64(time.Second)
	}
	if nsec == 0 && d > 0 {
		seconds--
	}
	return seconds, nsec
}

// land is where Add ends by what parts says: in the open second at of an interval.
func (s *Schedule) land(in interval, at, nsec int64, forward bool) time.Time {
	if forward && nsec == 0 {
		at++
	}
	end := time.Unix(at, nsec).UTC()
	if !s.roll || nsec != 0 {
		return end
	}
	rolled := end
	if forward && at == in.to {
		rolled = s.RollForward(end)
	} else if !forward && at == in.from {
		rolled = s.RollBack(end)
	}
	if rolled.IsZero() {
		return end
	}
	return rolled
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
