package schedule

import (
	"fmt"
	"math"
	"time"
)

// Schedule knows when a team is at work. It is immutable, and safe for any
// number of goroutines. Get one from [New], [Always], [Union] or [Intersect].
//
// It keeps about 16 KB for each year of office hours that was asked about, and
// never more than some 5 MB. All methods take constant time, but for the first
// question about a year, which lays out those between, and for questions over
// centuries, which may take some 20 ms after each garbage collection.
type Schedule struct {
	hours hours
	zone  *time.Location
	open  timeline // in seconds
	days  timeline // in civil days
	policy
}

// hours are what a schedule is made of: a plan, or a combination of schedules.
type hours interface {
	lay(dst []interval, lo, hi int64) []interval
	layDays(dst []interval, lo, hi int64) []interval
	bounds() bounds
	explain(lo, hi int64) []Stretch
	holiday(day int64) (Holiday, bool)
}

// New returns the schedule of c, or an error that names the entry that is
// wrong: "schedule: tuesday 09:00–25:00: …". It keeps nothing of c.
func New(c Config) (*Schedule, error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	p := newPlan(c)
	return newSchedule(p, p.zone, c.Policy.compile()), nil
}

// Always returns a schedule that is open all the time: calendar hours.
func Always() *Schedule {
	return newSchedule(newPlan(Config{AlwaysOpen: true}), time.UTC, policy{})
}

func orAlways(s *Schedule) *Schedule {
	if s == nil {
		return Always()
	}
	return s
}

func newSchedule(h hours, zone *time.Location, p policy) *Schedule {
	s := &Schedule{hours: h, zone: zone, policy: p}
	s.open.init(h.lay, secondsPerDay, h.bounds())
	s.days.init(h.layDays, 1, h.bounds())
	return s
}

// Zone returns the time zone of the schedule's dates and wall clocks.
func (s *Schedule) Zone() *time.Location { return s.zone }

// Prepare lays out the hours from one instant to another now, rather than when
// they are first asked for. No other method needs it.
func (s *Schedule) Prepare(from, to time.Time) {
	a, _ := s.open.fold(from.Unix())
	b, _ := s.open.fold(to.Unix())
	s.open.covering(min(a, b), max(a, b))
}

// Open tells whether the team is at work at t. Whether it is at the instant of
// closing, the Policy says; by default it is not.
func (s *Schedule) Open(t time.Time) bool {
	x := t.Unix()
	tab := s.open.table.Load()
	if !tab.covers(x) {
		x, _ = s.open.fold(x)
		tab = s.open.covering(x, x)
	}
	_, open := tab.upTo(x)
	return open || s.lingers && s.justClosed(t)
}

func (s *Schedule) justClosed(t time.Time) bool {
	closing, ok := s.open.search(t.Unix(), false, (*table).lastClosing)
	if !ok {
		return false
	}
	end := time.Unix(closing, 0).In(s.zone)
	if s.lingersMinute {
		return t.Before(end.Add(time.Minute - time.Duration(end.Second())*time.Second))
	}
	return !t.After(end)
}

// NeverOpen tells whether the schedule has no hours at all, at any time.
func (s *Schedule) NeverOpen() bool {
	t := s.open.table.Load()
	if t.hi < t.lo { // nobody asked yet; do not lay out all since 1970 when they do
		s = newSchedule(s.hours, s.zone, s.policy)
	}
	_, _, later := s.open.walk(t.lo, 0)
	_, _, earlier := s.open.walk(t.lo, -1)
	return !later && !earlier
}

// Between returns the open time from a to b, to the nanosecond. If b is before
// a, the Policy says what it is; by default the open time between, negative.
// More than [time.Duration] holds, 292 years, is the longest Duration.
func (s *Schedule) Between(a, b time.Time) time.Duration {
	x, y := a.Unix(), b.Unix()
	var from, to int64
	var openX, openY bool
	if t := s.open.table.Load(); t.covers(x) && t.covers(y) {
		from, openX = t.upTo(x)
		to, openY = t.upTo(y)
	} else {
		from, to, openX, openY = s.open.measure(x, y)
	}
	d := duration(to - from)
	if openX {
		d -= time.Duration(a.Nanosecond())
	}
	if openY {
		d += time.Duration(b.Nanosecond())
	}
	if d >= 0 {
		return d
	}
	return s.reversed(d)
}

// duration is a number of seconds, or the longest there is, short of a second.
func duration(seconds int64) time.Duration {
	const most = math.MaxInt64/int64(time.Second) - 1
	return time.Duration(min(max(seconds, -most), most)) * time.Second
}

// Due returns the deadline of a target that counts from t: [Schedule.Add] with
// an error. It matches [ErrAmount] if the target is negative, or zero where the
// Policy refuses that, and [ErrNeverOpen] if the schedule never has as many hours.
func (s *Schedule) Due(t time.Time, target time.Duration) (time.Time, error) {
	if target < 0 || target == 0 && s.zeroRefuse {
		return time.Time{}, fmt.Errorf("schedule: target %v: %w", target, ErrAmount)
	}
	due := s.Add(t, target)
	if due.IsZero() {
		return time.Time{}, fmt.Errorf("schedule: %v after %s: %w", target, t.UTC().Format(time.RFC3339), ErrNeverOpen)
	}
	return due, nil
}
