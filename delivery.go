package socialticket

import (
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// status takes a report about a message that the business sent. One about a
// message that nobody knows yet is parked.
func (dr *draft) status(e channel.Event) {
	if dr.said.ID == "" {
		dr.keep(e)
		return
	}
	c := dr.said
	before := c.Delivery.State
	if before == "" {
		return // it was never to be sent: a status for the requester's own message
	}
	for _, s := range append([]channel.Event{e}, dr.parked...) {
		c = dr.report(c, s)
	}
	if before == channel.StateQueued && c.Delivery.State != channel.StateQueued {
		dr.settled = append(dr.settled, c.ID)
		dr.changed = true
	}
	if len(dr.comments) > 0 && c.Content.ID == e.Status.MessageID {
		dr.taken = len(dr.parked)
	}
}

// keep parks a status until its message is known. Without the message's id it could
// never be found again.
func (dr *draft) keep(e channel.Event) {
	dr.conv, dr.ticket = Conversation{}, ticket.Ticket{}
	if e.Status.MessageID == "" {
		return
	}
	dr.park = &e
}

// report returns a comment with one status applied, and puts it in the commit,
// unless its ticket is closed: the thread of a closed ticket is closed as well.
func (dr *draft) report(c ticket.Comment, e channel.Event) ticket.Comment {
	before := c.Delivery
	after := before.Apply(e.Status, e.Sent)
	if after == before {
		return c
	}
	c.Delivery, c.Content.ID = after, after.MessageID
	if after.Error != before.Error && after.Error.Class == channel.ClassTemplate && !ownWord(after.Error) {
		dr.refuse(after)
	}
	if dr.frozen() {
		return c
	}
	dr.replace(c)
	if after.State != before.State || after.Error != before.Error {
		dr.log(ticket.Actor{Kind: ticket.System}, ticket.Event{
			Type: ticket.EventDelivery, Comment: c.ID, From: string(before.State), To: string(after.State), Reason: after.Error,
		})
	}
	return c
}

// ownWord reports whether a failure tells of a decision of this module, not of the
// platform: it says nothing new about the window.
func ownWord(e channel.Error) bool {
	switch channel.Reason(e.Code) {
	case channel.ReasonNeverOpened, channel.ReasonClosed, channel.ReasonCount, channel.ReasonRefused, channel.ReasonLeft,
		channel.ReasonHumanOnly, channel.ReasonNoMeans:
		return true
	case channel.ReasonOpen, channel.ReasonAlways: // no refusals
	}
	return false
}

// refuse closes the window by the platform's word, as of the instant at which the
// platform had taken the message, for the user may have written since.
func (dr *draft) refuse(d channel.Delivery) {
	at := d.SentAt
	if at.IsZero() {
		at = d.ErrorAt
	}
	dr.conv.Window = dr.conv.Window.Refuse(at)
	dr.changed = true
	if !dr.frozen() {
		dr.log(ticket.Actor{Kind: ticket.System}, ticket.Event{Type: ticket.EventWindow, Comment: dr.said.ID, To: "refused", Reason: d.Error})
	}
}

// amend takes the change or withdrawal of an earlier message by its author. If
// that is not known, the change counts as a message and nothing is lost; a
// withdrawal of what nobody knows is nothing.
func (dr *draft) amend(e inbound) error {
	c := dr.said
	switch {
	case c.ID == "" && e.Type == channel.EventEdit:
		e.Opens = ""
		return dr.message(e)
	case c.ID == "" || dr.frozen():
		return nil
	case e.Type == channel.EventEdit:
		dr.edit(c, e)
	case c.RevokedAt.IsZero():
		c.RevokedAt = e.Sent
		c.Content = channel.Message{ID: c.Content.ID, Type: c.Content.Type}
		dr.replace(c)
		dr.log(c.Author, ticket.Event{Type: ticket.EventRevoke, Comment: c.ID})
	}
	return nil
}

// edit puts the new content in, unless a newer change or a withdrawal is in
// already.
func (dr *draft) edit(c ticket.Comment, e inbound) {
	if !c.RevokedAt.IsZero() || !e.Sent.After(c.EditedAt) {
		return
	}
	id, replyTo := c.Content.ID, c.Content.ReplyTo
	c.Content, c.EditedAt = e.Message, e.Sent
	c.Content.ID, c.Content.ReplyTo, c.Content.Target = id, replyTo, ""
	c.Redacted = c.Redacted || e.masked
	dr.replace(c)
	dr.log(c.Author, ticket.Event{Type: ticket.EventEdit, Comment: c.ID})
}

// echo takes a message that the business sent by another way: it answers the
// ticket, if there is a live one, and opens nothing.
func (dr *draft) echo(e inbound) error {
	if !dr.live() || dr.said.ID != "" {
		return nil // there is nothing to answer, or it is a message of this desk
	}
	by := ticket.Actor{Kind: ticket.Agent}
	dr.comment(ticket.Comment{
		ID: dr.desk.config.Mint("comment", cause(e.Event)), Author: by, Public: true, Content: e.Message,
		SentAt: e.Sent, ReceivedAt: e.Received, Redacted: e.masked,
		Delivery: channel.Delivery{State: channel.StateSent, At: e.Sent, SentAt: e.Sent, MessageID: e.Message.ID},
	})
	for _, s := range dr.parked {
		dr.report(dr.said, s)
	}
	dr.taken = len(dr.parked)
	return dr.answer(by, true)
}

// answer moves the ticket after a comment by somebody else than the requester.
func (dr *draft) answer(by ticket.Actor, public bool) error {
	next, err := dr.desk.config.Lifecycle.Answer(dr.ticket, by, public, dr.now)
	if err != nil {
		return err
	}
	dr.step(by, next)
	return nil
}

// decideReply says whether a message as in r may go out to the ticket's address.
func (dr *draft) decideReply(r channel.Request, at time.Time) channel.Decision {
	return dr.desk.policy(dr.ticket.Address.Account).Decide(dr.conv.Window, r, at)
}
