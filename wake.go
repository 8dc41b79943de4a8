package socialticket

import (
	"context"
	"fmt"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// Wake does to a ticket what time has made due by now: automations in their
// order, the end of a snooze, the silence of a session, a
// window about to end. Waking too early or twice
// changes nothing, waking late is caught up. The error matches [ErrNotFound].
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
	if at := dr.warnAt(); !at.IsZero() && !dr.now.Before(at) {
		dr.conv.WarnedOf = at.Add(dr.desk.config.Warn)
		dr.log(system, ticket.Event{Type: ticket.EventWindow, To: "closing"})
	}
	dr.desk.config.Automations.Run(func() ticket.Ticket { return dr.ticket }, dr.now, dr.fire)
	if next := dr.desk.config.Lifecycle.Wake(dr.ticket, dr.now); next.Status != dr.ticket.Status {
		dr.step(system, next)
	}
}

// fire carries one automation out, wholly or not at all.
func (dr *draft) fire(f rules.Firing) {
	by := ticket.Actor{Kind: ticket.Automation, ID: f.Rule}
	saved, events := dr.ticket, dr.commit.Events
	dr.log(by, ticket.Event{Type: ticket.EventRule})
	for _, change := range f.Changes {
		if err := dr.set(by, change); err != nil {
			dr.ticket, dr.commit.Events = saved, events
			dr.log(by, ticket.Event{Type: ticket.EventRule, Reason: channel.Error{Code: "action_refused", Title: err.Error(), Class: channel.ClassFix}})
			return
		}
	}
}
