package schedule

import "time"

// BusinessDay tells whether d has hours of its own: not those that spill over
// from the night before, and not if breaks take out all of them.
func (s *Schedule) BusinessDay(d Date) bool {
	x, _ := s.days.fold(d.day())
	_, open := s.days.covering(x, x).upTo(x)
	return open
}

// Holiday returns the holiday on whose dates t falls in the schedule's zone,
// at whatever hour; ok is false if there is none. Of two it is the later in the
// list. A union has a holiday when all of its parts have, an intersection when
// one has.
func (s *Schedule) Holiday(t time.Time) (h Holiday, ok bool) {
	return s.hours.holiday(DateOf(t.In(s.zone)).day())
}

// AddDays returns the business day n business days after d, or before it if n
// is negative. For n = 0 it is d, or by the Policy's Zero the next business
// day. It is the zero Date if there are not so many.
func (s *Schedule) AddDays(d Date, n int) Date {
	at, ok := d.day(), true
	switch {
	case n > 0:
		_, at, ok = s.days.walk(d.day()+1, int64(n)-1)
	case n < 0 || !s.zeroStay:
		_, at, ok = s.days.walk(d.day(), int64(n))
	}
	if !ok {
		return Date{}
	}
	return dateOf(at)
}

// CountDays returns the number of business days from one date to another, the
// first included and the last not. If they are in the wrong order, the Policy
// says what it is.
func (s *Schedule) CountDays(from, to Date) int {
	a, b, _, _ := s.days.measure(from.day(), to.day())
	if b < a {
		return int(s.reversed(time.Duration(b - a)))
	}
	return int(b - a)
}

// ShiftDays moves t by n business days, keeping the wall clock, and from there
// into open time: to the next opening if it lands on a closed instant, or going
// back to the previous closing. For n = 0 it is [Schedule.Add] of nothing. It
// is the zero Time if there are not so many business days.
func (s *Schedule) ShiftDays(t time.Time, n int) time.Time {
	if n == 0 {
		return s.Add(t, 0)
	}
	local := t.In(s.zone)
	d := s.AddDays(DateOf(local), n)
	if d.IsZero() {
		return time.Time{}
	}
	h, m, sec := local.Clock()
	clock := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(sec)*time.Second
	at := d.In(s.zone, clock+time.Duration(local.Nanosecond()), FoldEarlier)
	if n < 0 {
		return s.RollBack(at)
	}
	return s.RollForward(at)
}
