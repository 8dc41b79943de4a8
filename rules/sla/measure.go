package sla

import (
	"time"

	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/ticket"
)

// Span is a length of time as the calendar and as the business counts it.
type Span struct {
	Calendar time.Duration `json:"calendar"` // in nanoseconds
	Business time.Duration `json:"business"` // of the ticket's schedules; all hours if it has none
}

// Metrics are what a ticket took, whatever was promised. Source:
// https://github.com/facetoe/zenpy/blob/master/specification/zendesk/ticket_metric.json
// (facts as of autumn 2026) for what there is to know of a ticket.
type Metrics struct {
	CreatedAt     time.Time `json:"created_at"`
	FirstReplyAt  time.Time `json:"first_reply_at,omitzero"`  // not what the business made the ticket with
	FirstSolvedAt time.Time `json:"first_solved_at,omitzero"` // or closed
	SolvedAt      time.Time `json:"solved_at,omitzero"`       // the last time, or closed; zero while the ticket is not done

	FirstReply      Span `json:"first_reply"`      // zero until then
	FirstResolution Span `json:"first_resolution"` // from the ticket's creation; zero until then
	FullResolution  Span `json:"full_resolution"`  // from the ticket's creation; zero while the ticket is not done
	RequesterWait   Span `json:"requester_wait"`   // new, open and on hold
	AgentWait       Span `json:"agent_wait"`       // pending
	OnHold          Span `json:"on_hold"`

	Reopens int `json:"reopens"`
	Replies int `json:"replies"` // public comments by agents that were let out
}

// Measuring says how [Measure] counts.
type Measuring struct {
	Schedules Schedules
	// Count says which schedules measure what was under several: zero is each while it was in
	// force; [schedule.CountLast] is Zendesk's way.
	Count schedule.Counting
	// Now is until when a wait is counted that lasts. Zero: the last event.
	Now time.Time
}

// Measure computes the metrics of a ticket from its audit events alone, all of them, the oldest
// or the newest first.
func Measure(events []ticket.Event, m Measuring) Metrics {
	if len(events) == 0 {
		return Metrics{}
	}
	events = oldestFirst(events)
	g := gauge{ledger: ledger{hours: m.Schedules}, history: schedule.History{First: m.Schedules.named(""), Count: m.Count}}
	now := m.Now
	for i := range events {
		if e := &events[i]; e.Type != ticket.EventSLA {
			g.take(events, i)
			if m.Now.IsZero() && e.At.After(now) {
				now = e.At
			}
		}
	}
	return g.sum(now)
}

// gauge follows a ticket and notes how long it was in which status.
type gauge struct {
	ledger
	history schedule.History
	out     Metrics
	spans   []statusSpan
	since   time.Time
}

// statusSpan is a time that the ticket was in one status.
type statusSpan struct {
	status   ticket.Status
	from, to time.Time
}

func (g *gauge) take(events []ticket.Event, i int) {
	e := &events[i]
	status, hours, replies := g.status, g.ledger.schedule, g.replies
	g.read(events, i)
	if g.replies > replies && g.out.FirstReplyAt.IsZero() && g.replies > g.own {
		g.out.FirstReplyAt = e.At
	}
	if g.ledger.schedule != hours {
		g.history.Changes = append(g.history.Changes, schedule.Change{From: e.At, Schedule: g.hours.named(g.ledger.schedule)})
	}
	if e.Type == ticket.EventJoin && e.From == string(e.Ticket) { // closed, and not done: it goes on in another
		g.out.SolvedAt = time.Time{}
		if g.out.FirstSolvedAt.Equal(e.At) {
			g.out.FirstSolvedAt = time.Time{}
		}
	}
	if g.status == status {
		return
	}
	g.spans = append(g.spans, statusSpan{status, g.since, e.At})
	g.since = e.At
	switch {
	case !g.status.Done():
		g.out.SolvedAt = time.Time{}
	case !status.Done():
		g.out.SolvedAt = e.At
		if g.out.FirstSolvedAt.IsZero() {
			g.out.FirstSolvedAt = e.At
		}
	}
}

// sum measures what was noted.
func (g *gauge) sum(now time.Time) Metrics {
	g.spans = append(g.spans, statusSpan{g.status, g.since, now})
	out := &g.out
	out.CreatedAt, out.Reopens, out.Replies = g.created, g.reopens, g.replies
	for _, s := range g.spans {
		switch s.status {
		case ticket.New, ticket.Open:
			out.RequesterWait.add(g.span(s.from, s.to))
		case ticket.Hold:
			span := g.span(s.from, s.to)
			out.RequesterWait.add(span)
			out.OnHold.add(span)
		case ticket.Pending:
			out.AgentWait.add(g.span(s.from, s.to))
		case ticket.Solved, ticket.Closed: // nobody waits
		}
	}
	out.FirstReply = g.span(g.created, out.FirstReplyAt)
	out.FirstResolution, out.FullResolution = g.span(g.created, out.FirstSolvedAt), g.span(g.created, out.SolvedAt)
	return *out
}

// span measures from a to b; nothing if b is not after a.
func (g *gauge) span(a, b time.Time) Span {
	if !a.Before(b) {
		return Span{}
	}
	return Span{Calendar: b.Sub(a), Business: g.history.Between(a, b)}
}

func (s *Span) add(o Span) {
	s.Calendar += o.Calendar
	s.Business += o.Business
}
