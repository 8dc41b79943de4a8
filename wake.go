package socialticket

import (
	"context"
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// Wake does what time has made due by now to a ticket, or to a conversation.
type Wake struct {
	Account channel.Account `json:"account"`
	Key     Key             `json:"key,omitzero"` // of the conversation, where Ticket is empty
	Ticket  ticket.ID       `json:"ticket_id,omitzero"`
}

// Wake does what time has made due by now. To a ticket: promises that were broken, which
// are told at the instant at which they were, automations in their order, the end of a
// snooze, closing; where there is a [routing.Method], an open one is taken off an
// assignee who has left. To a conversation: the silence of a session, with what
// [session.Policy] makes of it, a window about to end. Waking too early or twice changes
// nothing, waking late is caught up: each step that was missed is done once, in its order,
// and the delay of a reminder counts from the step before it as it was done. An
// automation that cannot be carried out is tried again when the ticket was updated. The
// error matches [ErrNotFound].
func (d *Desk) Wake(ctx context.Context, t Timer) (Receipt, error) {
	return d.Do(ctx, Wake{Account: t.Account, Key: t.Key, Ticket: t.Ticket})
}

// Kind implements [Command].
func (Wake) Kind() string { return "wake" }

func (w Wake) check() error {
	if w.Ticket == "" && w.Key == "" {
		return invalidField("wake", "ticket", "ticket or key is needed")
	}
	return nil
}

func (w Wake) cause(key string) string {
	return causeOf(key, "wake", string(w.Key), string(w.Ticket))
}

func (w Wake) ref(*Desk, string) Ref {
	if w.Ticket != "" {
		return Ref{Account: w.Account, Ticket: w.Ticket}
	}
	return Ref{Account: w.Account, Key: w.Key}
}

func (w Wake) decide(dr *draft) error {
	switch {
	case dr.conv.Key == "" || w.Ticket != "" && dr.ticket.ID == "":
		return notFound("ticket", string(w.Ticket))
	case dr.ticket.ID == "" || dr.frozen():
		return nil
	}
	for {
		if w.Ticket == "" || dr.conv.Ticket == w.Ticket {
			dr.passTalk()
		}
		before := len(dr.events)
		if w.Ticket != "" {
			dr.passTicket()
		}
		if len(dr.events) == before { // nothing that could make the session due
			return nil
		}
	}
}

// passTalk takes the steps of the session's policy and warns of the end of a window.
func (dr *draft) passTalk() {
	dr.passSilence()
	dr.free()
	if end, at := dr.ending(); !at.IsZero() && !dr.now.Before(at) {
		dr.conv.WarnedOf = end
		dr.log(ticket.Actor{Kind: ticket.System}, ticket.Event{Type: ticket.EventWindow, To: "closing"})
	}
}

// passTicket runs the automations and what the lifecycle does by itself.
func (dr *draft) passTicket() {
	dr.promise()
	run, runs := dr.lastRun()
	look := func() *rules.Subject {
		s := dr.glance(nil)
		if runs {
			s.AtRun(run)
		}
		return s
	}
	for again := true; again; {
		before := dr.ticket.UpdatedAt
		if runs || dr.settings.AutomationRuns == nil {
			dr.automations().Run(look, func(f rules.Firing) {
				done := dr.fire(ticket.Actor{Kind: ticket.Automation, ID: f.Rule}, f, nil)
				dr.conv.Fired = dr.conv.noteFired(&dr.ticket, f.Rule, done)
				dr.promise()
			})
		}
		if next := dr.settings.Lifecycle.Wake(dr.ticket, dr.now); next.Status != dr.ticket.Status {
			dr.step(ticket.Actor{Kind: ticket.System}, next)
		}
		dr.takeOffLeft()
		again = !dr.ticket.UpdatedAt.Equal(before)
	}
}

// lastRun returns the last run of automations by now, and whether there was one since the
// ticket was changed last.
func (dr *draft) lastRun() (at time.Time, was bool) {
	if dr.settings.AutomationRuns == nil {
		return time.Time{}, false
	}
	at = dr.settings.AutomationRuns.Last(dr.now)
	return at, at.After(dr.ticket.UpdatedAt)
}

// automationsDue returns when an automation will fire if nothing happens before.
func (dr *draft) automationsDue() time.Time {
	s := dr.glance(nil)
	if dr.settings.AutomationRuns == nil {
		return dr.automations().DueAt(s)
	}
	if _, was := dr.lastRun(); was {
		s.Now = dr.settings.AutomationRuns.Last(dr.now)
	} else if first := dr.ticket.UpdatedAt.Add(1); s.Now.Before(first) {
		s.Now = first
	}
	return dr.automations().DueAtRun(s, *dr.settings.AutomationRuns)
}

// idle returns the ticket as time passes over it.
func (dr *draft) idle() *rules.Subject { return dr.subject(nil) }

// automations returns those that may fire on the ticket as it is.
func (dr *draft) automations() *rules.Automations {
	return dr.settings.Automations.Without(dr.conv.spent(&dr.ticket)...)
}

// forgetFired lets the automations that fired and do not hold any more fire again.
func (dr *draft) forgetFired() {
	i := slices.IndexFunc(dr.conv.Fired, func(f Fired) bool { return f.Ticket == dr.ticket.ID })
	if i < 0 || !dr.moved {
		return
	}
	f := dr.conv.Fired[i]
	s := dr.glance(nil)
	f.Done = slices.DeleteFunc(slices.Clone(f.Done), func(id string) bool { return !dr.settings.Automations.Holds(id, s) })
	if !f.UpdatedAt.Equal(dr.ticket.UpdatedAt) {
		f.Refused = nil
	}
	dr.conv.Fired = slices.Clone(dr.conv.Fired)
	if len(f.Done)+len(f.Refused) == 0 || dr.ticket.Status == ticket.Closed {
		dr.conv.Fired = slices.Delete(dr.conv.Fired, i, i+1)
		return
	}
	dr.conv.Fired[i] = f
}
