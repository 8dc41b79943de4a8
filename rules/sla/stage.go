package sla

import (
	"time"

	"github.com/socialticket/socialticket/ticket"
)

// ends reports whether the stage of a clock is over: what it waited for came, or the ticket
// is done.
func (s *stepper) ends(c *ticket.Clock) bool {
	switch {
	case s.merged():
		return false
	case s.t.Status.Done(), s.t.Reopens > c.Episode:
		return true
	}
	switch c.Metric {
	case ticket.FirstReply, ticket.PeriodicUpdate, ticket.PausableUpdate:
		return s.t.Replies > c.Replies
	case ticket.NextReply:
		return s.t.Replies > c.Replies || s.t.WaitingSince.IsZero()
	case ticket.RequesterWait, ticket.AgentWork, ticket.TotalResolution:
	}
	return false
}

// finish ends the stage of a clock.
func (s *stepper) finish(c *ticket.Clock) {
	word := WordFulfill
	if c.Metric.Rank() < ticket.RequesterWait.Rank() && s.t.Replies <= c.Replies {
		word = WordEnd
	}
	s.Schedules.finish(c, s.Now, word)
	s.tell(c, s.Now, word, "")
}

// finish ends the stage of a clock, with a word of its event.
func (s Schedules) finish(c *ticket.Clock, now time.Time, word string) {
	s.rebase(c, now)
	c.Since, c.MetAt, c.Moot = time.Time{}, now, word == WordEnd
	c.Worst = max(c.Worst, c.Used)
}

// waits returns since when the ticket has waited for what a metric measures, and whether it
// does. c is the clock with the stage that ended last; nil: it had none.
func (s *stepper) waits(m ticket.Metric, c *ticket.Clock) (since time.Time, is bool) {
	t := s.t
	switch m {
	case ticket.FirstReply:
		return s.first(c)
	case ticket.NextReply:
		return t.WaitingSince, !t.WaitingSince.IsZero() && (s.cfg.NextReplyAtOnce || s.replied())
	case ticket.PeriodicUpdate, ticket.PausableUpdate:
		return s.Now, t.Replies > 0
	case ticket.RequesterWait, ticket.AgentWork, ticket.TotalResolution:
		return s.Now, true
	}
	return time.Time{}, false
}

// first is waits of the first reply, of which a ticket has one stage. What the business
// wrote when it made the ticket is not a reply. If it made the ticket with a note, the first
// reply is to the customer's first message. Source:
// https://support.zendesk.com/hc/en-us/articles/4408821871642, facts as of autumn 2026.
func (s *stepper) first(c *ticket.Clock) (since time.Time, is bool) {
	t := s.t
	switch {
	case c != nil || s.replied():
		return time.Time{}, false
	case t.MadeBy == "" || t.FirstReplyAt.Equal(t.CreatedAt):
		return t.CreatedAt, true
	}
	return t.WaitingSince, !t.WaitingSince.IsZero()
}

// replied reports whether the ticket's first reply is over.
func (s *stepper) replied() bool {
	if c, has := s.t.Clock(ticket.FirstReply); has {
		return !c.MetAt.IsZero()
	}
	own := 0
	if s.t.MadeBy != "" && s.t.FirstReplyAt.Equal(s.t.CreatedAt) {
		own = 1
	}
	return s.t.Replies > own || !s.t.FirstSolvedAt.IsZero()
}

// begin begins a stage of a clock, some time ago perhaps.
func (s *stepper) begin(c *ticket.Clock, since time.Time, target Target) {
	restart(c, ticket.Clock{
		Metric: c.Metric, Policy: s.t.Policy, Target: target.Within, Business: target.Business, Schedule: s.t.Schedule,
		BeganAt: since, Since: since, Episode: s.t.Reopens, Replies: s.t.Replies,
	})
	s.tell(c, since, WordBegin, promise(c.Target, c.Business))
	if s.pausing(c.Metric, s.t) { // since it is in this status, as far as the ticket tells
		at := since
		if s.t.StatusAt.After(at) {
			at = s.t.StatusAt
		}
		s.Schedules.rebase(c, at)
		c.Since = time.Time{}
		s.tell(c, at, WordPause, "")
	}
}

// earlier lets the wait for the next reply begin earlier: a message that was sent before came
// later.
func (s *stepper) earlier(c *ticket.Clock) {
	if at := s.t.WaitingSince; c.Metric == ticket.NextReply && !at.IsZero() && at.Before(c.BeganAt) {
		s.Schedules.stretch(c, at)
		s.tell(c, at, WordBegin, promise(c.Target, c.Business))
	}
}

// restart makes a stage the present one of a clock, and keeps of those before what there is
// to know.
func restart(c *ticket.Clock, next ticket.Clock) {
	if next.Target == 0 {
		next.Policy = ""
	}
	if !next.Business {
		next.Schedule = ""
	}
	next.LastBreachAt = c.LastBreachAt
	if !c.BreachedAt.IsZero() {
		next.LastBreachAt = c.BreachedAt
	}
	if c.Episode == next.Episode {
		next.Worst, next.Breaches = c.Worst, c.Breaches
		if !c.BreachedAt.IsZero() {
			next.Breaches++
		}
	}
	*c = next
}

// stretch lets the stage of a clock begin earlier.
func (s Schedules) stretch(c *ticket.Clock, at time.Time) {
	c.Used += between(s.of(c), at, c.BeganAt)
	c.BeganAt = at
}
