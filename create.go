package socialticket

import (
	"cmp"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// The marks that every social ticket carries, so that views and rules find it.
// Source: https://support.zendesk.com/hc/en-us/articles/360041586193 (read autumn 2026).
const (
	// TagSocial is on every ticket of a messaging channel.
	TagSocial = "messaging_support"
	// FieldChannelInfo is the custom field that tells through which account a
	// ticket is answered, as "kind:account".
	FieldChannelInfo = "social_messaging_channel_info"
	// FieldUserInfo is the custom field of a requester that tells rules all that the
	// channels passed on about the user, as [identity.Info] writes it. It is made when it is
	// asked for, and no record has it.
	FieldUserInfo = "social_messaging_user_info"
)

// create makes a new ticket. If the one before is over, the new one follows it up, with
// the requester that it was given. One that waits for nothing is solved at once.
func (dr *draft) create(on channel.Account, cause string, by ticket.Actor, solved bool) {
	id := ticket.ID(dr.desk.mint("ticket", string(on.Kind), on.ID, string(dr.conv.Key), cause))
	first := ticket.Ticket{ID: id, Requester: dr.conv.User.ID}
	if solved {
		first.Status = ticket.Solved
	}
	next := dr.settings.Lifecycle.Create(first, dr.now)
	if before := dr.ticket; before.Status.Done() {
		if dr.settings.lost(before.Assignee, true) {
			before.Assignee = ""
		}
		next = dr.settings.Lifecycle.FollowUp(before, id, dr.now)
		if solved {
			next.Status = ticket.Solved
			next = dr.settings.Lifecycle.Create(next, dr.now)
		}
	}
	next.Via, next.Address = on.Kind, cmp.Or(dr.conv.Address, channel.Address{Account: on})
	next = next.WithTags(TagSocial, ChannelTag(on.Kind))
	next = next.WithField(FieldChannelInfo, string(on.Kind)+":"+on.ID)
	if by.Kind == ticket.EndUser && !solved {
		next.Routing = ticket.RouteMessaging
	}
	next = dr.settings.furnish(next)
	if by.Kind != ticket.EndUser {
		next.MadeBy = by.Kind
	}

	dr.head.Ticket = ticket.Ticket{} // the one before is left as it is
	dr.ticket, dr.conv.Ticket, dr.created = ticket.Ticket{ID: next.ID}, next.ID, true
	dr.log(by, ticket.Event{Type: ticket.EventCreate, From: string(next.FollowUpOf)})
	next.Events = dr.ticket.Events
	dr.step(by, next)
}

// activate begins a session about the ticket, or makes the present one active.
func (dr *draft) activate(by ticket.Actor) {
	before := dr.conv.Session
	if before.Ticket != dr.ticket.ID || before.State == session.Ended {
		id := dr.desk.mint("session", string(dr.ticket.ID), before.ID)
		dr.conv.Session = session.Start(id, dr.ticket.ID, dr.now)
		dr.ticket.SessionEndedAt = time.Time{} // that of one before, if it took another ticket's place
		before.State = ""
		if dr.ticket.Routing != ticket.RouteMessaging { // the business began
			next := dr.ticket
			next.Routing = ticket.RouteMessaging
			dr.step(by, next)
		}
	} else {
		dr.conv.Session = before.Message(dr.now)
	}
	dr.sessionMoved(by, before.State)
}

// sessionMoved logs that the session's state is not what it was, and what capacity that
// takes.
func (dr *draft) sessionMoved(by ticket.Actor, from session.State) {
	if to := dr.conv.Session.State; to != from {
		dr.log(by, ticket.Event{Type: ticket.EventSession, From: string(from), To: string(to)})
	}
	dr.free()
}

// talking reports whether the ticket has a session that goes on.
func (dr *draft) talking() bool {
	s := dr.conv.Session
	return s.Ticket == dr.ticket.ID && s.State != "" && s.State != session.Ended
}
