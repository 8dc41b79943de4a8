package sla_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/ticket"
)

// world is a ticket whose clocks are stepped after all that happens to it, as a desk does,
// and its log.
type world struct {
	t         testing.TB
	policies  *sla.Policies
	hours     sla.Schedules
	lifecycle ticket.Lifecycle
	ticket    ticket.Ticket
	events    []ticket.Event
	now       time.Time
	count     int
}

func ann() ticket.Actor      { return ticket.Actor{Kind: ticket.Agent, ID: "ann"} }
func customer() ticket.Actor { return ticket.Actor{Kind: ticket.EndUser, ID: "u1"} }
func system() ticket.Actor   { return ticket.Actor{Kind: ticket.System} }

// newWorld returns a world without a ticket.
func newWorld(t testing.TB, cfg sla.Config, hours sla.Schedules) *world {
	t.Helper()
	p, err := sla.Compile(rules.Standard(), cfg)
	require.NoError(t, err)
	return &world{t: t, policies: p, hours: hours, lifecycle: ticket.Lifecycle{SolveUnassigned: true, AgentsClose: true}}
}

// fork returns a world that goes on from here by itself.
func (w *world) fork() *world {
	other := *w
	other.events = slices.Clip(w.events)
	return &other
}

func (w *world) log(by ticket.Actor, events ...ticket.Event) {
	w.ticket, events = w.ticket.Stamp(events, by, w.now)
	w.events = append(w.events, events...)
}

// step moves the clocks. An update asks for the policy again.
func (w *world) step(update bool) {
	o := sla.Occasion{Schedules: w.hours, Now: w.now}
	if update {
		known := w.ticket
		o.Subject = &rules.Subject{Ticket: &known, Now: w.now}
	}
	next, events := w.policies.Step(w.ticket, o)
	w.ticket = next
	w.log(system(), events...)
}

// take puts the ticket's next version in.
func (w *world) take(by ticket.Actor, next ticket.Ticket, err error) {
	require.NoError(w.t, err)
	events := ticket.Diff(w.ticket, next)
	next.Events, w.ticket = w.ticket.Events, next
	w.log(by, events...)
}

// create makes the ticket, by a customer's message or by an agent.
func (w *world) create(at time.Time, by ticket.Actor) {
	w.now = at
	w.begin(by, true)
	w.step(true)
}

// begin makes the ticket with what was written.
func (w *world) begin(by ticket.Actor, public bool) {
	w.ticket = ticket.Ticket{ID: "t1"}
	w.log(by, ticket.Event{Type: ticket.EventCreate})
	first := w.lifecycle.Create(ticket.Ticket{ID: "t1", Requester: "u1", Priority: ticket.Normal, Tags: []string{"matches"}}, w.now)
	if by.Kind != ticket.EndUser {
		first.MadeBy = by.Kind
	}
	w.take(by, first, nil)
	w.comment(by, public)
	if by.Kind == ticket.EndUser {
		next, err := w.lifecycle.Receive(w.ticket, w.now, w.now)
		w.take(by, next, err)
		return
	}
	next, err := w.lifecycle.Answer(w.ticket, by, public, w.now)
	w.take(by, next, err)
}

func (w *world) comment(by ticket.Actor, public bool) {
	w.count++
	e := ticket.Event{Type: ticket.EventComment, Comment: string(rune('a' + w.count%26))}
	if !public {
		e.To = ticket.MarkNote
	}
	w.log(by, e)
}

// message is a customer's, sent some time before it came.
func (w *world) message(at time.Time, late time.Duration) {
	w.now = at
	w.comment(customer(), true)
	next, err := w.lifecycle.Receive(w.ticket, at.Add(-late), at)
	w.take(customer(), next, err)
	w.step(true)
}

// reply is a public comment by somebody of the business, or a note.
func (w *world) reply(at time.Time, by ticket.Actor, public bool) {
	w.now = at
	w.comment(by, public)
	next, err := w.lifecycle.Answer(w.ticket, by, public, at)
	w.take(by, next, err)
	w.step(true)
}

// refused is a reply that is not let out.
func (w *world) refused(at time.Time) {
	w.now = at
	w.comment(ann(), true)
	w.log(system(), ticket.Event{Type: ticket.EventDelivery, Comment: w.events[len(w.events)-1].Comment, To: "failed"})
	next, err := w.lifecycle.Answer(w.ticket, ann(), false, at)
	w.take(ann(), next, err)
	w.step(true)
}

// set changes fields in one decision.
func (w *world) set(at time.Time, changes ...ticket.Change) {
	w.now = at
	for _, c := range changes {
		next, err := w.lifecycle.Set(w.ticket, c, ann(), at)
		w.take(ann(), next, err)
	}
	w.step(true)
}

func (w *world) status(at time.Time, s ticket.Status) {
	w.set(at, ticket.Change{Field: ticket.FieldStatus, Value: string(s)})
}

// wake lets time pass.
func (w *world) wake(at time.Time) {
	w.now = at
	w.step(false)
}

// state returns how a metric stands now.
func (w *world) state(m ticket.Metric) sla.State {
	w.t.Helper()
	for _, s := range sla.At(&w.ticket, w.hours, w.now) {
		if s.Metric == m {
			return s
		}
	}
	w.t.Fatalf("the ticket has no promise of %s", m)
	return sla.State{}
}

// promises returns a config with one policy for all tickets that carry the tag "matches".
func promises(targets ...sla.Target) sla.Config {
	when := rules.Conditions{All: []rules.Condition{rules.Tags().Includes("matches")}}
	return sla.Config{Policies: []sla.Policy{{Rule: rules.Rule{ID: "p1", When: when}, Targets: targets}}}
}

func monday(clock string) time.Time {
	at, err := time.Parse(time.RFC3339, "2026-03-02T"+clock+":00Z")
	if err != nil {
		panic(err)
	}
	return at
}
