package socialticket

import (
	"cmp"
	"context"
	"fmt"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// EndSession ends the live exchange about a ticket: the requester's next message begins
// another session and another ticket. The ticket's status stays; how it is routed from then
// on, and what can still be answered, [session.Policy] says.
type EndSession struct {
	Ticket         ticket.ID    `json:"ticket_id"`
	IdempotencyKey string       `json:"idempotency_key,omitzero"` // as in [Reply]
	By             ticket.Actor `json:"by"`                       // a user ends no other's session
}

// EndSession ends the session of a ticket; of one that has none, or that has ended,
// nothing changes. The user is not told, unless the user ended it and there is a
// [session.Policy.Farewell]. The errors match [ErrNotFound], [ErrInvalid], [ErrClosed], or
// [ErrRefused] if the policy does not let the actor end it.
func (d *Desk) EndSession(ctx context.Context, e EndSession) (Receipt, error) { return d.Do(ctx, e) }

// Kind implements [Command].
func (EndSession) Kind() string { return "end_session" }

func (e EndSession) check() error {
	if e.Ticket == "" {
		return invalidField("end session", "ticket", "is missing")
	}
	return checkActor("end session", e.By)
}

func (e EndSession) cause(key string) string {
	return causeOf(cmp.Or(e.IdempotencyKey, key), "end", string(e.Ticket))
}

func (e EndSession) ref(_ *Desk, cause string) Ref { return Ref{Ticket: e.Ticket, Cause: cause} }

func (e EndSession) decide(dr *draft) error {
	if err := dr.needTicket(e.Ticket); err != nil {
		return err
	}
	if err := dr.mayEnd(e.By); err != nil {
		return err
	}
	if !dr.endSession(e.By, dr.settings.Sessions.Route(dr.now)) || e.By.Kind != ticket.EndUser {
		return nil
	}
	dr.tellUser("farewell", dr.settings.Sessions.Farewell)
	return nil
}

// mayEnd returns an error if an actor may not end the session of the ticket.
func (dr *draft) mayEnd(by ticket.Actor) error {
	text := ""
	switch on := dr.ticket.Address.Account; {
	case by.Kind == ticket.EndUser && by.ID != dr.conv.User.ID:
		text = "it is another user's session"
	case !dr.settings.Sessions.MayEnd(by.Kind, on):
		text = fmt.Sprintf("the settings do not let an actor of kind %q end sessions of account %s:%s", by.Kind, on.Kind, on.ID)
	default:
		return nil
	}
	return &Error{Kind: ErrRefused, What: fmt.Sprintf("session of ticket %q", dr.ticket.ID), Field: "by", Text: text}
}

// endSession ends the session of the ticket, if it has one that goes on, and lets the
// ticket take another capacity. An agent who makes it a matter of mail keeps it, or gets it.
func (dr *draft) endSession(by ticket.Actor, route ticket.Routing) bool {
	s := dr.conv.Session
	if !dr.talking() {
		return false
	}
	dr.conv.Session = s.End(by, dr.now)
	dr.ticket.SessionEndedAt = dr.now
	dr.sessionMoved(by, s.State)
	dr.system(by, ticket.Change{Field: ticket.FieldRouting, Value: string(route)})
	if route == ticket.RouteEmail && by.Kind == ticket.Agent && by.ID != "" {
		dr.system(by, ticket.Change{Field: ticket.FieldAssignee, Value: by.ID})
	}
	return true
}

// system makes a change that follows from something else. One that cannot be made is told
// in the log.
func (dr *draft) system(by ticket.Actor, c ticket.Change) {
	if err := dr.set(by, c); err != nil {
		dr.log(by, ticket.Event{Type: ticket.EventRule, Field: c.Field, Reason: channel.Error{
			Code: "action_refused", Title: err.Error(), Class: channel.ClassFix,
		}})
	}
}
