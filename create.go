package socialticket

import (
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// What every social ticket carries, so that views and rules find it. Source:
// Zendesk, https://support.zendesk.com/hc/en-us/articles/360041586193, facts of
// autumn 2026.
const (
	// TagSocial is on every ticket of a messaging channel.
	TagSocial = "messaging_support"
	// FieldChannelInfo is the custom field that tells through which account a
	// ticket is answered, as "kind:account".
	FieldChannelInfo = "social_messaging_channel_info"
)

// ChannelTag returns the tag that every ticket of a kind of channel carries.
func ChannelTag(k channel.Kind) string { return strings.ToLower(string(k)) + "_support" }

// create makes a new ticket. If the one before is over, the new one follows it up.
func (dr *draft) create(e channel.Event, by ticket.Actor) {
	id := ticket.ID(dr.desk.config.Mint("ticket", string(dr.conv.Key), cause(e)))
	next := dr.desk.config.Lifecycle.Create(ticket.Ticket{ID: id}, dr.now)
	if dr.ticket.Status.Done() {
		next = dr.desk.config.Lifecycle.FollowUp(dr.ticket, id, dr.now)
	}
	next.Via, next.Address, next.Requester = e.Account.Kind, e.Address(), dr.conv.User.ID
	next = next.WithTags(TagSocial, ChannelTag(e.Account.Kind))
	next = next.WithField(FieldChannelInfo, string(e.Account.Kind)+":"+e.Account.ID)

	dr.ticket, dr.conv.Ticket, dr.created = ticket.Ticket{ID: next.ID}, next.ID, true
	dr.log(by, ticket.Event{Type: ticket.EventCreate, From: string(next.FollowUpOf)})
	next.Events = dr.ticket.Events
	dr.step(by, next)
}

// activate begins a session about the ticket, or makes the present one active.
func (dr *draft) activate(by ticket.Actor) {
	before := dr.conv.Session
	if before.Ticket != dr.ticket.ID || before.State == session.Ended {
		id := dr.desk.config.Mint("session", string(dr.ticket.ID), string(before.ID))
		dr.conv.Session = session.Start(id, dr.ticket.ID, dr.now)
		before.State = ""
	} else {
		dr.conv.Session = before.Message(dr.now)
	}
	dr.sessionMoved(by, before.State)
}

// sessionMoved logs that the session's state is not what it was.
func (dr *draft) sessionMoved(by ticket.Actor, from session.State) {
	if to := dr.conv.Session.State; to != from {
		dr.log(by, ticket.Event{Type: ticket.EventSession, From: string(from), To: string(to)})
	}
}
