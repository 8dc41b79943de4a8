package rules

import (
	"time"

	"github.com/socialticket/socialticket/schedule"
)

// timely reports whether a step on an instant holds now.
func (st *step) timely(s *Subject, at time.Time) bool {
	switch st.op {
	case opInstant:
		return st.compare.compares(float64(at.UnixNano() - st.span))
	case opDays:
		if st.compare == within {
			return !at.After(s.Now) && s.Now.Sub(at) <= time.Duration(st.span)
		}
		if st.compare == before {
			return s.Now.Sub(at) > time.Duration(st.span)
		}
		return !at.Before(s.Now) && at.Sub(s.Now) <= time.Duration(st.span)
	}
	if s.cycle && st.field.Kind == Since && !st.fine {
		return st.counts(s, at)
	}
	if st.field.Kind == Since && !st.business {
		return st.elapsed(s.Now.Sub(at))
	}
	first, end := st.when(s, at)
	return !s.Now.Before(first) && (end.IsZero() || s.Now.Before(end))
}

// counts reports whether as many whole hours are counted as the step asks for.
func (st *step) counts(s *Subject, at time.Time) bool {
	if !s.Now.After(at) {
		return false
	}
	passed := s.Now.Sub(at)
	if st.business {
		hours := s.hours()
		if hours == nil {
			return false
		}
		passed = max(1, hours.Between(at, s.Now)) // before the first of them, none has ended
	}
	return st.compare.compares(float64(counted(passed) - st.span/int64(time.Hour)))
}

// elapsed reports whether so much calendar time is what the step asks for.
func (st *step) elapsed(d time.Duration) bool {
	switch st.compare {
	case greater:
		return d > time.Duration(st.span)
	case less:
		return 0 <= d && d < time.Duration(st.span)
	}
	return time.Duration(st.span) <= d && d < time.Duration(st.span)+time.Hour
}

// when returns the instants at which a step on hours holds: from first on, until before
// end; a zero end never comes. If first is after end, or the step never holds, they are
// equal.
func (st *step) when(s *Subject, at time.Time) (first, end time.Time) {
	clock := clock{s.hours(), st.business}
	if st.business && clock.hours == nil {
		return at, at // no business hours pass
	}
	switch {
	case st.field.Kind == Until:
		return st.whenUntil(clock, at)
	case s.cycle && !st.fine:
		return st.whenCounted(clock, at)
	}
	switch st.compare {
	case less:
		return at, clock.after(at, time.Duration(st.span), false)
	case greater:
		return clock.after(at, time.Duration(st.span), true), time.Time{}
	}
	return clock.after(at, time.Duration(st.span), false), clock.after(at, time.Duration(st.span)+time.Hour, false)
}

// whenUntil counts backwards. "Less than" takes the bound in, as Zendesk does.
func (st *step) whenUntil(c clock, at time.Time) (first, end time.Time) {
	switch st.compare {
	case less:
		return c.ahead(at, time.Duration(st.span)), at.Add(1)
	case greater:
		return time.Time{}, c.ahead(at, time.Duration(st.span))
	}
	return c.ahead(at, time.Duration(st.span)+time.Hour).Add(1), c.ahead(at, time.Duration(st.span)).Add(1)
}

// clock counts hours, of the calendar or of business.
type clock struct {
	hours    *schedule.Schedule
	business bool
}

// after returns the first instant at which so much time has passed since at; more: at
// which more than that has.
func (c clock) after(at time.Time, d time.Duration, more bool) time.Time {
	switch {
	case !c.business && more:
		return at.Add(d + 1)
	case !c.business:
		return at.Add(d)
	case more:
		d++
	}
	if d == 0 {
		return at
	}
	return c.hours.Add(at, d)
}

// ahead returns the instant before at, from which so much time passes until then.
func (c clock) ahead(at time.Time, d time.Duration) time.Time {
	if !c.business {
		return at.Add(-d)
	}
	return c.hours.Add(at, -d)
}

// maxTurns bounds how often the search for an instant goes round: conditions that take
// turns for longer are taken for ones that never hold together.
const maxTurns = 10_000

// due returns the first instant from s.Now on at which the program holds if nothing but
// time passes, and whether there is one. The subject's Now is as it was afterwards, and
// its signature is that of its small fields, which time does not change.
func (p *program) due(s *Subject) (time.Time, bool) {
	now := s.Now
	defer func() { s.Now = now }()
	for range maxTurns {
		next, ok := p.next(s)
		if !ok || next.Equal(s.Now) {
			return s.Now, ok
		}
		s.Now = next
	}
	return time.Time{}, false
}

// next returns s.Now if the program holds then, else an instant before which it does not.
func (p *program) next(s *Subject) (time.Time, bool) {
	if p.forbid.meets(&s.sig) {
		return time.Time{}, false
	}
	for i := range p.steps[:p.asked] {
		if next, ok := p.steps[i].next(s); !ok || next.After(s.Now) {
			return next, ok
		}
	}
	for _, alternatives := range p.anys {
		if next, ok := earliest(s, alternatives); !ok || next.After(s.Now) {
			return next, ok
		}
	}
	return s.Now, true
}

// earliest returns the first instant at which one of the programs holds.
func earliest(s *Subject, programs []program) (first time.Time, found bool) {
	for i := range programs {
		if at, ok := programs[i].due(s); ok && (!found || at.Before(first)) {
			first, found = at, true
		}
	}
	return first, found
}

// next returns the first instant from s.Now on at which the step holds, and whether there
// is one.
func (st *step) next(s *Subject) (time.Time, bool) {
	switch {
	case st.holds(s):
		return s.Now, true
	case st.op == opHours && !st.not:
		at := st.field.At(s)
		if at.IsZero() {
			return time.Time{}, false
		}
		first, end := st.when(s, at)
		return first, first.After(s.Now) && (end.IsZero() || first.Before(end))
	case st.op == opDays && !st.not:
		at := st.field.At(s)
		if st.compare == ahead {
			at = at.Add(-time.Duration(st.span))
		} else if st.compare == before {
			at = at.Add(time.Duration(st.span) + 1)
		}
		return at, at.After(s.Now)
	case st.op == opMixed && st.extra.loose.op == DaysBefore && !st.not:
		return st.old(s)
	case st.field.Next != nil:
		return st.turn(s)
	}
	return time.Time{}, false
}

// turn waits until a field that time changes has another value.
func (st *step) turn(s *Subject) (time.Time, bool) {
	now := s.Now
	defer func() { s.Now = now }()
	for range maxTurns {
		next := st.field.Next(s, s.Now)
		if next.IsZero() || !next.After(s.Now) {
			return time.Time{}, false
		}
		if s.Now = next; st.holds(s) {
			return next, true
		}
	}
	return time.Time{}, false
}
