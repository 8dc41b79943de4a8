package socialticket

import (
	"context"
	"fmt"
	"slices"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// Wake does to a ticket what time has made due by now: the silence of a session, a
// window about to end, automations in their order, the end of a snooze. Waking too
// early or twice changes nothing, waking late is caught up. An automation that
// cannot be carried out is tried again when the ticket was updated. The error
// matches [ErrNotFound].
func (d *Desk) Wake(ctx context.Context, id ticket.ID) (Receipt, error) {
	return d.decide(ctx, Ref{Ticket: id}, "", func(dr *draft) error {
		switch {
		case dr.ticket.IsZero():
			return fmt.Errorf("socialticket: ticket %s: %w", id, ErrNotFound)
		case dr.frozen():
			return nil
		}
		dr.passTime()
		return nil
	})
}

func (dr *draft) passTime() {
	system := ticket.Actor{Kind: ticket.System}
	if dr.conv.Session.Ticket == dr.ticket.ID {
		before := dr.conv.Session.State
		dr.conv.Session = dr.conv.Session.At(dr.now, dr.desk.config.Idle)
		dr.sessionMoved(system, before)
	}
	if end, at := dr.ending(); !at.IsZero() && !dr.now.Before(at) {
		dr.conv.WarnedOf = end
		dr.log(system, ticket.Event{Type: ticket.EventWindow, To: "closing"})
	}
	for again := true; again; {
		before := dr.ticket.UpdatedAt
		dr.automations().Run(dr.current, dr.now, dr.fire)
		if next := dr.desk.config.Lifecycle.Wake(dr.ticket, dr.now); next.Status != dr.ticket.Status {
			dr.step(system, next)
		}
		dr.noteTried()
		again = !dr.ticket.UpdatedAt.Equal(before)
	}
}

func (dr *draft) current() ticket.Ticket { return dr.ticket }

// automations returns those that have not been tried on the ticket as it is.
func (dr *draft) automations() *rules.Automations {
	return dr.desk.config.Automations.Without(dr.tried()...)
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

// triedElsewhere returns what was tried on other tickets, nil if nothing was.
func (c Conversation) triedElsewhere(than ticket.ID) []Tried {
	var others []Tried
	for _, t := range c.Tried {
		if t.Ticket != than {
			others = append(others, t)
		}
	}
	return others
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
