package socialticket

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// MayReply says whether the requester of a ticket may be written to now, on its channel. If
// the ticket's session was ended the reason is [channel.ReasonEnded], and Instead says what
// is left, unless [session.Policy.WriteEnded] is set. The error matches [ErrNotFound].
func (d *Desk) MayReply(ctx context.Context, id ticket.ID, r channel.Request) (channel.Decision, error) {
	head, err := d.config.Store.Load(ctx, Ref{Ticket: id})
	switch {
	case err != nil:
		return channel.Decision{}, fmt.Errorf("socialticket: load: %w", err)
	case head.Ticket.IsZero():
		return channel.Decision{}, notFound("ticket", string(id))
	}
	dr := &draft{head: head, making: making{desk: d}}
	dr.begin("", d.config.Settings(), d.config.Clock.Now())
	if mode := dr.composer(); mode == ComposeMail || mode == ComposeNote {
		return mode.ended(), nil
	}
	return dr.mayReply(r, dr.now), nil
}

// mayReply says whether a message as in r may go out to the ticket's address.
func (dr *draft) mayReply(r channel.Request, at time.Time) channel.Decision {
	return dr.desk.policy(dr.ticket.Address.Account).Decide(dr.conv.Window, r, at)
}

// Check says whether the message of an effect may still go out, for it may have waited,
// and returns it with the way that is open now. A message that the desk does not know is
// refused. A worker asks it before each call.
func (d *Desk) Check(ctx context.Context, e Effect) (channel.Outbound, channel.Decision, error) {
	o := e.Message
	head, err := d.config.Store.Load(ctx, Ref{Account: e.Account, Comment: commentOf(e.ID)})
	if err != nil {
		return o, channel.Decision{}, fmt.Errorf("socialticket: load: %w", err)
	}
	c := head.Comment
	if c.ID == "" || !c.RevokedAt.IsZero() {
		return o, channel.Decision{Reason: channel.ReasonNoMeans}, nil
	}
	w := head.Conversation.Window
	w.Sendings = slices.DeleteFunc(slices.Clone(w.Sendings), func(s channel.Sending) bool { return s.ID == e.ID })
	verdict := d.policy(o.To.Account).Decide(w, asked(c), d.config.Clock.Now())
	quoted := o.ReplyTo
	if o.Via == channel.RoutePrivate { // a single call, for which the comment took its place
		quoted = c.Content.ReplyTo
	}
	return routed(o, verdict, quoted), verdict, nil
}
