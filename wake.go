package socialticket

import (
	"context"
	"slices"

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

// Wake does what time has made due by now. To a ticket: automations in their order, the
// end of a snooze, closing. To a conversation: the silence of a session, a window about
// to end. Waking too early or twice changes nothing, waking late is caught up. An
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
	case dr.conv.Key == "" || w.Ticket != "" && dr.ticket.IsZero():
		return notFound("ticket", string(w.Ticket))
	case dr.ticket.IsZero() || dr.frozen():
		return nil
	case w.Ticket == "" || dr.conv.Ticket == w.Ticket:
		dr.passTalk()
	}
	if w.Ticket != "" {
		dr.passTicket()
	}
	return nil
}

// passTalk lets a session fall silent and warns of the end of a window.
func (dr *draft) passTalk() {
	system := ticket.Actor{Kind: ticket.System}
	if dr.conv.Session.Ticket == dr.ticket.ID {
		before := dr.conv.Session.State
		dr.conv.Session = dr.conv.Session.At(dr.now, dr.settings.Idle)
		dr.sessionMoved(system, before)
	}
	if end, at := dr.ending(); !at.IsZero() && !dr.now.Before(at) {
		dr.conv.WarnedOf = end
		dr.log(system, ticket.Event{Type: ticket.EventWindow, To: "closing"})
	}
}

// passTicket runs the automations and what the lifecycle does by itself.
func (dr *draft) passTicket() {
	for again := true; again; {
		before := dr.ticket.UpdatedAt
		dr.automations().Run(dr.current, dr.now, dr.fire)
		if next := dr.settings.Lifecycle.Wake(dr.ticket, dr.now); next.Status != dr.ticket.Status {
			dr.step(ticket.Actor{Kind: ticket.System}, next)
		}
		dr.noteTried()
		again = !dr.ticket.UpdatedAt.Equal(before)
	}
}

func (dr *draft) current() ticket.Ticket { return dr.ticket }

// automations returns those that have not been tried on the ticket as it is.
func (dr *draft) automations() *rules.Automations {
	return dr.settings.Automations.Without(dr.tried()...)
}

// tried returns the ids of those that have.
func (dr *draft) tried() []string {
	for _, t := range dr.conv.Tried {
		if t.Ticket == dr.ticket.ID && t.UpdatedAt.Equal(dr.ticket.UpdatedAt) {
			return t.Rules
		}
	}
	return nil
}

// noteTried notes the automations that were tried and hold all the same: they were
// refused, or what they did was undone by another.
func (dr *draft) noteTried() {
	tried := slices.Clone(dr.tried())
	dr.automations().Run(dr.current, dr.now, func(f rules.Firing) { tried = append(tried, f.Rule) })
	if dr.conv.Tried = dr.conv.triedElsewhere(dr.ticket.ID); len(tried) > 0 {
		dr.conv.Tried = append(dr.conv.Tried, Tried{Ticket: dr.ticket.ID, UpdatedAt: dr.ticket.UpdatedAt, Rules: tried})
	}
}

// fire carries one automation out, wholly or not at all.
func (dr *draft) fire(f rules.Firing) {
	by := ticket.Actor{Kind: ticket.Automation, ID: f.Rule}
	saved, events := dr.ticket, dr.events
	dr.log(by, ticket.Event{Type: ticket.EventRule})
	for _, change := range f.Changes {
		if err := dr.set(by, change); err != nil {
			dr.ticket, dr.events = saved, events
			dr.log(by, ticket.Event{Type: ticket.EventRule, Reason: channel.Error{Code: "action_refused", Title: err.Error(), Class: channel.ClassFix}})
			return
		}
	}
}
