package rules

import (
	"cmp"
	"time"

	"github.com/socialticket/socialticket/ticket"
)

// Runs are the instants at which automations are run in a [Cycle]: so far apart, on and on.
// The zero Runs are every hour on the hour, in UTC.
type Runs struct {
	Every time.Duration `json:"every,omitzero"` // 0: an hour
	From  time.Time     `json:"from,omitzero"`  // one of them; zero: the beginning of 1970
}

// Last returns the last run that is not after at.
func (r Runs) Last(at time.Time) time.Time {
	from, every := r.From, max(cmp.Or(r.Every, time.Hour), time.Second)
	if from.IsZero() {
		from = time.Unix(0, 0)
	}
	passed := at.Sub(from)
	n := passed / every
	if passed%every < 0 {
		n--
	}
	return from.Add(n * every).UTC()
}

// Next returns the first run that is not before at.
func (r Runs) Next(at time.Time) time.Time {
	last := r.Last(at)
	if last.Equal(at) {
		return last
	}
	return last.Add(max(cmp.Or(r.Every, time.Hour), time.Second))
}

// AtRun lets s be seen by automations as a run of a [Cycle] sees it: at that instant, and
// hours are counted whole.
func (s *Subject) AtRun(run time.Time) { s.Now, s.cycle = run, true }

// DueAtRun is [Automations.DueAt] for automations that are run now and then: the first run
// from s.Now on at which one will hold, as a [Cycle] counts hours; zero if none will.
func (a *Automations) DueAtRun(s *Subject, runs Runs) time.Time {
	var first time.Time
	if a == nil || s.Ticket.Status == ticket.Closed {
		return first
	}
	defer counting(s)()
	a.lens.prepare(s)
	for i := range a.list {
		p := &a.list[i].when
		if p.forbid.meets(&s.sig) {
			continue
		}
		if run, ok := runs.due(p, s); ok && (first.IsZero() || run.Before(first)) {
			first = run
		}
	}
	return first
}

// maxRuns bounds how many runs are looked at: conditions that hold between runs alone are
// taken for ones that never do.
const maxRuns = 1000

// due returns the first run from s.Now on at which a program holds, and whether there is
// one.
func (r Runs) due(p *program, s *Subject) (time.Time, bool) {
	now := s.Now
	defer func() { s.Now = now }()
	for range maxRuns {
		at, ok := p.due(s)
		if !ok {
			return time.Time{}, false
		}
		if s.Now = r.Next(at); p.holds(s) {
			return s.Now, true
		}
		s.Now = s.Now.Add(1)
	}
	return time.Time{}, false
}

// whenCounted is when, as a cycle counts hours: one more has ended at the first instant
// after it. Of an instant at most an hour before a run no hour is counted.
func (st *step) whenCounted(c clock, at time.Time) (first, end time.Time) {
	span := time.Duration(st.span)
	switch st.compare {
	case greater:
		return c.after(at, span+time.Hour, true), time.Time{}
	case less:
		if span == 0 {
			return at, at
		}
		return at.Add(1), c.after(at, span, true)
	}
	if first = at.Add(1); span > 0 {
		first = c.after(at, span, true)
	}
	return first, c.after(at, span+time.Hour, true)
}
