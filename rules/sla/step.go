package sla

import (
	"slices"
	"time"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// Occasion is what [Policies.Step] is asked for.
type Occasion struct {
	Schedules Schedules
	// Subject is what the conditions of the policies look at, after an update of the ticket.
	// Nil: only time has passed, and the ticket keeps its policy, if that is still there.
	Subject *rules.Subject
	Now     time.Time
}

// The words of an audit event of type [ticket.EventSLA], in its To. Its Field is the metric,
// or [FieldPolicy] when another policy holds: From and To are then the ids. Its instant is
// that of what it tells, which may be before the decision that noticed it.
const (
	FieldPolicy ticket.FieldName = "sla_policy"

	WordBegin   = "begin"   // a stage begins, and its clock runs; From is the promise
	WordPause   = "pause"   // the clock stands
	WordResume  = "resume"  // it runs again
	WordTarget  = "target"  // the promise is another one from now on: From; empty: the promise has ended
	WordHours   = "hours"   // it counts by the schedule From from now on
	WordBreach  = "breach"  // the target is used up
	WordFulfill = "fulfill" // the stage ended with what it waited for
	WordEnd     = "end"     // the stage ended with the ticket, without the reply that it waited for
)

// Step returns t with its policy chosen and its clocks as they are after a decision on it, or
// after time has passed, and the audit events that tell the difference, without number and
// actor. It follows from the ticket alone what has happened: so it is called once, when all
// of a decision is done, and calling it again at the same instant changes nothing.
//
// A promise that was broken before Now is told at the instant at which it broke. A reply at
// the very instant at which a target is used up is in time. A change of target, policy,
// priority or schedule counts from Now on: the time that was used stays used. A ticket that
// was given a target shorter than what it had used is in breach from Now on. A ticket that was
// merged into another promises nothing until the merge is undone.
func (p *Policies) Step(t ticket.Ticket, o Occasion) (ticket.Ticket, []ticket.Event) {
	if p == nil && t.Policy == "" && len(t.Clocks) == 0 {
		return t, nil
	}
	t.Clocks = slices.Clone(t.Clocks)
	s := &stepper{Policies: p, Occasion: o, t: &t}
	s.Now = o.Now.UTC()
	for i := range t.Clocks {
		c := &t.Clocks[i]
		ends := c.MetAt.IsZero() && s.ends(c)
		s.notice(c, ends)
		if ends {
			s.finish(c)
		}
	}
	s.choose()
	for _, m := range ticket.Metrics() {
		s.move(m)
	}
	for i := range t.Clocks {
		s.notice(&t.Clocks[i], false)
	}
	if len(t.Clocks) == 0 {
		t.Clocks = nil
	}
	return t, s.events
}

// stepper moves the clocks of one ticket.
type stepper struct {
	*Policies
	Occasion
	t      *ticket.Ticket
	events []ticket.Event
}

func (s *stepper) tell(c *ticket.Clock, at time.Time, word, from string) {
	s.events = append(s.events, ticket.Event{Ticket: s.t.ID, At: at, Type: ticket.EventSLA, Field: ticket.FieldName(c.Metric), From: from, To: word})
}

// choose gives the ticket its policy.
func (s *stepper) choose() {
	to := s.t.Policy
	switch {
	case s.merged():
		to = ""
	case s.t.Status.Done():
		return // what was promised is over
	case s.Subject != nil:
		to = s.Pick(s.Subject)
	case !s.has(to):
		to = ""
	}
	if to != s.t.Policy {
		s.events = append(s.events, ticket.Event{Ticket: s.t.ID, At: s.Now, Type: ticket.EventSLA, Field: FieldPolicy, From: s.t.Policy, To: to})
		s.t.Policy = to
	}
}

// move brings the clock of a metric to where it should be.
func (s *stepper) move(m ticket.Metric) {
	i, found := place(s.t.Clocks, m)
	if s.t.Status.Done() && !s.merged() || s.merged() && (!found || !s.t.Clocks[i].MetAt.IsZero()) {
		return
	}
	target := s.target(s.t.Policy, m, s.t.Priority)
	if target.Within == 0 && s.shadows(m) {
		if target.Business = s.business[m.Rank()]; found {
			target.Business = s.t.Clocks[i].Business
		}
	}
	if !found {
		if target.Within == 0 && !s.shadows(m) {
			return
		}
		if began, is := s.waits(m, nil); is {
			s.t.Clocks = slices.Insert(s.t.Clocks, i, ticket.Clock{Metric: m})
			s.begin(&s.t.Clocks[i], began, target)
		}
		return
	}
	c := &s.t.Clocks[i]
	if !c.MetAt.IsZero() {
		if target.Within == 0 && !s.shadows(m) {
			return
		}
		if began, is := s.waits(m, c); is {
			s.begin(c, began, target)
		}
		return
	}
	s.retarget(c, target)
	s.reschedule(c)
	s.earlier(c)
	s.run(c)
}

// merged reports that the ticket goes on in another one, which promises what there is to
// promise: its own clocks stand, for the merge may be undone.
func (s *stepper) merged() bool { return s.t.MergedInto != "" }

// shadows reports whether a metric is measured that is promised to nobody, so that a promise
// that comes later counts from the beginning.
func (s *stepper) shadows(m ticket.Metric) bool {
	return s.Policies != nil && s.cfg.FromCreation && s.promised[m.Rank()]
}

// retarget puts another promise in force.
func (s *stepper) retarget(c *ticket.Clock, target Target) {
	if c.Target == target.Within && (c.Business == target.Business || target.Within == 0) {
		if target.Within > 0 {
			c.Policy = s.t.Policy
		}
		return
	}
	s.Schedules.rebase(c, s.Now)
	promised(c, s.t.Policy, target.Within, target.Business, s.t.Schedule)
	s.tell(c, s.Now, WordTarget, promise(c.Target, c.Business))
}

// promised gives the stage of a clock, which is rebased, another promise.
func promised(c *ticket.Clock, policy string, within time.Duration, business bool, schedule string) {
	c.Policy, c.Target, c.Business, c.Schedule = policy, within, business, ""
	if within == 0 {
		c.Policy = ""
	}
	if business {
		c.Schedule = schedule
	}
	if !c.BreachedAt.IsZero() && (within == 0 || c.Used < within) { // the new promise is not broken
		c.Breaches++
		c.LastBreachAt, c.BreachedAt = c.BreachedAt, time.Time{}
	}
}

// reschedule lets the clock count by the ticket's schedule.
func (s *stepper) reschedule(c *ticket.Clock) {
	if c.Business && c.Schedule != s.t.Schedule {
		s.Schedules.rebase(c, s.Now)
		c.Schedule = s.t.Schedule
		s.tell(c, s.Now, WordHours, c.Schedule)
	}
}

// run lets the clock run, or stand.
func (s *stepper) run(c *ticket.Clock) {
	stands := s.merged() || s.pausing(c.Metric, s.t) || c.Target == 0 && !s.shadows(c.Metric)
	switch {
	case stands && !c.Since.IsZero():
		s.Schedules.rebase(c, s.Now)
		c.Since = time.Time{}
		s.tell(c, s.Now, WordPause, "")
	case !stands && c.Since.IsZero():
		c.Since = s.Now
		s.tell(c, s.Now, WordResume, "")
	}
}

// notice notes that the target was used up. At the instant itself a stage that ends is in
// time.
func (s *stepper) notice(c *ticket.Clock, ends bool) {
	due := s.Schedules.due(c)
	if due.IsZero() || !c.BreachedAt.IsZero() || due.After(s.Now) || ends && due.Equal(s.Now) {
		return
	}
	c.BreachedAt = due
	s.tell(c, due, WordBreach, "")
}
