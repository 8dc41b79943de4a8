package sla

import (
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket/ticket"
)

// Clocks rebuilds the clocks of a ticket from its audit events, all of them, the oldest or the
// newest first: they are those that stepping from decision to decision gave, if the schedules are still
// those of then.
func Clocks(events []ticket.Event, hours Schedules) []ticket.Clock {
	events = oldestFirst(events)
	l := ledger{hours: hours}
	for i := range events {
		l.read(events, i)
	}
	return l.clocks
}

// oldestFirst returns events in the order of their numbers.
func oldestFirst(events []ticket.Event) []ticket.Event {
	if n := len(events); n > 1 && events[0].Number > events[n-1].Number {
		events = slices.Clone(events)
		slices.Reverse(events)
	}
	return events
}

// ledger follows a ticket through its audit events.
type ledger struct {
	hours    Schedules
	policy   string
	status   ticket.Status
	schedule string
	madeBy   ticket.ActorKind
	replies  int
	reopens  int
	own      int      // replies that the ticket was made with
	refused  []string // comments that were not let out
	created  time.Time
	moved    ticket.Event // the last change of the status
	revived  []string     // the tickets for whose merge this one was reopened
	clocks   []ticket.Clock
	// moves is told before an event moves a clock. Nil: it is not.
	moves func(c *ticket.Clock, e *ticket.Event)
}

// read takes one event in.
func (l *ledger) read(events []ticket.Event, i int) {
	e := &events[i]
	switch e.Type {
	case ticket.EventCreate:
		l.created = e.At
		if e.By.Kind != ticket.EndUser {
			l.madeBy = e.By.Kind
		}
	case ticket.EventChange:
		l.change(e)
	case ticket.EventComment:
		if e.By.Kind == ticket.Agent && e.To == "" {
			l.answer(e, events[i+1:])
		}
	case ticket.EventSend:
		if at := slices.Index(l.refused, e.Comment); at >= 0 {
			l.refused = slices.Delete(l.refused, at, at+1)
			l.reply(e.At)
		}
	case ticket.EventJoin:
		if l.moved.At.Equal(e.At) && revives(&l.moved) {
			l.revived = append(l.revived, e.From)
		}
	case ticket.EventPart:
		if i := slices.Index(l.revived, e.From); i >= 0 {
			l.revived = slices.Delete(l.revived, i, i+1)
			if l.moved.At.Equal(e.At) && l.status == ticket.Solved {
				l.reopens--
			}
		}
	case ticket.EventSLA:
		if e.Field == FieldPolicy {
			l.choose(e)
			return
		}
		l.clock(e)
	}
}

func (l *ledger) change(e *ticket.Event) {
	if e.Field == ticket.FieldSchedule {
		l.schedule = e.To
	}
	if e.Field != ticket.FieldStatus {
		return
	}
	if revives(e) {
		l.reopens++
	}
	l.status, l.moved = ticket.Status(e.To), *e
}

// revives reports whether a change of status is a reopening.
func revives(e *ticket.Event) bool {
	to := ticket.Status(e.To)
	return ticket.Status(e.From) == ticket.Solved && (to == ticket.Open || to == ticket.Pending)
}

// answer takes a public comment of an agent: it is a reply unless it was not let out.
func (l *ledger) answer(e *ticket.Event, later []ticket.Event) {
	for i := range later {
		if next := &later[i]; next.Comment == e.Comment && next.Type == ticket.EventDelivery && next.From == "" && next.To == "failed" {
			l.refused = append(l.refused, e.Comment)
			return
		} else if next.Type == ticket.EventSend && next.Comment == e.Comment || next.Type == ticket.EventComment || !next.At.Equal(e.At) {
			break
		}
	}
	l.reply(e.At)
}

func (l *ledger) reply(at time.Time) {
	l.replies++
	if l.madeBy != "" && at.Equal(l.created) {
		l.own = 1
	}
}

// choose puts a policy in force: a stage whose promise stays is one of it from then on.
func (l *ledger) choose(e *ticket.Event) {
	l.policy = e.To
	for i := range l.clocks {
		if c := &l.clocks[i]; c.MetAt.IsZero() && c.Target > 0 {
			c.Policy = e.To
		}
	}
}

// clock moves a clock.
func (l *ledger) clock(e *ticket.Event) {
	m := ticket.Metric(e.Field)
	i, found := place(l.clocks, m)
	if !found {
		if l.clocks == nil {
			l.clocks = make([]ticket.Clock, 0, metrics)
		}
		l.clocks = slices.Insert(l.clocks, i, ticket.Clock{Metric: m})
	}
	c := &l.clocks[i]
	if l.moves != nil {
		l.moves(c, e)
	}
	switch e.To {
	case WordBegin:
		l.begin(c, e)
	case WordPause:
		l.hours.rebase(c, e.At)
		c.Since = time.Time{}
	case WordResume:
		c.Since = e.At
	case WordTarget:
		l.hours.rebase(c, e.At)
		within, business := promiseOf(e.From)
		promised(c, l.policy, within, business, l.schedule)
	case WordHours:
		l.hours.rebase(c, e.At)
		c.Schedule = e.From
	case WordBreach:
		c.BreachedAt = e.At
	case WordFulfill, WordEnd:
		l.hours.finish(c, e.At, e.To)
	}
}

func (l *ledger) begin(c *ticket.Clock, e *ticket.Event) {
	if !c.BeganAt.IsZero() && c.MetAt.IsZero() {
		l.hours.stretch(c, e.At)
		return
	}
	within, business := promiseOf(e.From)
	restart(c, ticket.Clock{
		Metric: c.Metric, Policy: l.policy, Target: within, Business: business, Schedule: l.schedule,
		BeganAt: e.At, Since: e.At, Episode: l.reopens, Replies: l.replies,
	})
}

// promiseOf reads a promise of an event.
func promiseOf(text string) (within time.Duration, business bool) {
	text, business = strings.CutSuffix(text, businessMark)
	within, err := time.ParseDuration(text)
	if err != nil {
		return 0, false
	}
	return within, business
}

// place returns where the clock of a metric is among others, or should be.
func place(clocks []ticket.Clock, m ticket.Metric) (i int, found bool) {
	for i = range clocks { // not by a copy: they are large
		if clocks[i].Metric == m {
			return i, true
		}
	}
	rank := m.Rank()
	for i = range clocks {
		if clocks[i].Metric.Rank() > rank {
			return i, false
		}
	}
	return len(clocks), false
}
