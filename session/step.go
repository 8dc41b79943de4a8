package session

import (
	"time"

	"github.com/socialticket/socialticket/ticket"
)

// Step is what a policy does to a session when its user is silent. Its text is stable.
type Step string

// The steps, in the order in which those of one instant are done.
const (
	StepQuiet   Step = "quiet"   // it becomes inactive
	StepRelease Step = "release" // it becomes inactive, and its capacity is free
	StepRemind  Step = "remind"  // the user is reminded
	StepEnd     Step = "end"     // it ends
)

// Next returns what p does to the session of a ticket next, if nothing happens before, and
// when. Zero: nothing. Waking at that instant does it; waking before does nothing.
func (p Policy) Next(s Session, t ticket.Ticket) (step Step, at time.Time) {
	if !s.live() || t.Status == ticket.Closed {
		return "", time.Time{}
	}
	first := func(one Step, when time.Time) {
		if !when.IsZero() && (at.IsZero() || when.Before(at)) {
			step, at = one, when
		}
	}
	first(StepQuiet, p.quietAt(&s, &t))
	release, _ := p.clock(&s, &t)
	first(StepRelease, release)
	first(StepRemind, p.remindAt(&s, &t))
	first(StepEnd, p.endAt(&s, &t))
	return step, at
}

// Take returns s after a step of a policy at an instant, by an actor. Status is that of its
// ticket afterwards.
func (s Session) Take(step Step, by ticket.Actor, status ticket.Status, now time.Time) Session {
	switch step {
	case StepQuiet:
		return s.Quiet()
	case StepRelease:
		s = s.Quiet()
		s.Released = Released{At: now.UTC(), StepAt: now.UTC(), Status: status}
	case StepRemind:
		s.Released.Reminders++
		s.Released.StepAt, s.Released.Status = now.UTC(), status
	case StepEnd:
		return s.End(by, now)
	}
	return s
}

// At returns s, the session of a ticket, as it is at now if nothing but time has passed.
func (p Policy) At(s Session, t ticket.Ticket, now time.Time) Session {
	for {
		step, at := p.Next(s, t)
		if at.IsZero() || now.Before(at) {
			return s
		}
		s = s.Take(step, ticket.Actor{Kind: ticket.System}, t.Status, at)
	}
}

// quietAt returns when silence alone makes a session inactive.
func (p Policy) quietAt(s *Session, t *ticket.Ticket) time.Time {
	if _, runs := p.clock(s, t); runs || s.State != Active {
		return time.Time{}
	}
	return s.MessageAt.Add(p.idle(t))
}

// clock returns when the release is due, zero if it is not, and whether it is the release
// that makes the session inactive.
func (p Policy) clock(s *Session, t *ticket.Ticket) (at time.Time, runs bool) {
	old := !s.SilentSince.IsZero() && s.SilentSince.Before(p.Release.Since)
	if p.Release.After == 0 || t.Assignee == "" || t.Status != ticket.Open || old {
		return time.Time{}, false
	}
	if s.SilentSince.IsZero() || !s.Released.At.IsZero() {
		return time.Time{}, true
	}
	return s.SilentSince.Add(p.Release.After), true
}

// remindAt returns when the next reminder is due.
func (p Policy) remindAt(s *Session, t *ticket.Ticket) time.Time {
	done := s.Released
	if done.At.IsZero() || done.Status != t.Status || done.Reminders >= len(p.Release.Reminders) {
		return time.Time{}
	}
	return done.StepAt.Add(p.Release.Reminders[done.Reminders].After)
}

// endAt returns when silence ends a session.
func (p Policy) endAt(s *Session, t *ticket.Ticket) time.Time {
	if !t.WaitingSince.IsZero() && !p.EndWaiting {
		return time.Time{}
	}
	since, end := s.MessageAt, time.Time{}
	if !s.AnsweredAt.IsZero() {
		since = s.AnsweredAt
	}
	release, _ := p.clock(s, t)
	switch {
	case !p.EndInactive || !release.IsZero(): // the release comes first
	case !s.Released.At.IsZero():
		end = s.Released.At
	default:
		end = since.Add(p.idle(t))
	}
	if late := since.Add(p.EndAfter); p.EndAfter > 0 && (end.IsZero() || late.Before(end)) {
		end = late
	}
	return end
}
