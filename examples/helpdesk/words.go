package main

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/whatsapp"
)

// words are the sentences that people are shown.
type words struct{ channel.Texts }

func english() words {
	return words{channel.English().With(whatsapp.English()).With(channel.Texts{
		"window_was_closed":        "More than 24 hours had passed since the customer last wrote.",
		string(channel.StateDoubt): "perhaps sent",
	})}
}

// reason says why something did not go, and what would help; "" if nothing is known.
func (w words) reason(e channel.Error) string {
	if e == (channel.Error{}) {
		return ""
	}
	if e.Code == channel.CodeDoubt {
		e.Class = "" // people look at the message itself
	}
	return w.Error(channel.WhatsApp, e)
}

// delivery says how far a message got, and if it failed or is in doubt, why.
func (w words) delivery(d channel.Delivery) string {
	text := w.Of(string(d.State))
	switch {
	case d.State == channel.StateFailed:
		text = strings.Join(nonEmpty(text, w.reason(d.Error)), ": ")
	case d.State == channel.StateDoubt && d.Error == (channel.Error{}):
		text += ": the channel's answer is missing. Its report of the message is awaited."
	case d.State == channel.StateDoubt:
		text += ": it is not known whether the channel has it. It is not sent again by itself."
	}
	switch {
	case d.Doubt && d.State == channel.StateFailed:
		text += " An earlier try may have arrived all the same."
	case d.Doubt:
		text += ", perhaps twice"
	}
	return text
}

// failed reports that a comment may be sent again by hand.
func failed(c ticket.Comment) bool {
	d := c.Delivery
	return c.RevokedAt.IsZero() && (d.State == channel.StateFailed || d.State == channel.StateDoubt && d.Error.Code == channel.CodeDoubt)
}

// event tells an audit event in a line.
func (w words) event(e ticket.Event) string {
	switch e.Type {
	case ticket.EventCreate:
		if e.From != "" {
			return "ticket created, following up " + e.From
		}
		return "ticket created"
	case ticket.EventChange:
		return fmt.Sprintf("%s: %s → %s", e.Field, cmp.Or(e.From, "none"), cmp.Or(e.To, "none"))
	case ticket.EventComment:
		return "comment added"
	case ticket.EventEdit:
		return "comment edited on the channel"
	case ticket.EventRevoke:
		return "comment taken back on the channel"
	case ticket.EventReact:
		if e.To == "" {
			return "reaction taken back on the channel"
		}
		return "reaction on the channel: " + e.To
	case ticket.EventRedact:
		return "something was masked"
	case ticket.EventSend:
		return "reply handed to " + e.To
	case ticket.EventDelivery:
		return strings.Join(nonEmpty("reply "+w.Of(e.To), w.reason(e.Reason)), ": ")
	case ticket.EventSession:
		return fmt.Sprintf("session: %s → %s", cmp.Or(e.From, "none"), e.To)
	case ticket.EventWindow:
		return "reply window: " + strings.Join(nonEmpty(e.To, w.reason(e.Reason)), ": ")
	case ticket.EventIdentity:
		return "customer: " + cmp.Or(w.reason(e.Reason), e.To)
	case ticket.EventMerge:
		return fmt.Sprintf("customer %s became one with %s, or was parted again", e.From, e.To)
	case ticket.EventSLA:
		return strings.Join(nonEmpty(fmt.Sprintf("promise %s: %s", e.Field, cmp.Or(e.To, "none")), e.From), ", ")
	case ticket.EventRule:
		return strings.Join(nonEmpty("rule fired", w.reason(e.Reason)), ": ")
	}
	return string(e.Type)
}

// Actor names who did something: the customer, in a group another member by its handle.
func (r row) Actor(a ticket.Actor) string {
	switch a.Kind {
	case ticket.EndUser:
		if a.ID == "" || a.ID == r.Ticket.Requester {
			return r.Customer
		}
		return a.ID
	case ticket.Agent:
		return cmp.Or(a.ID, "agent")
	case ticket.Bot, ticket.Trigger, ticket.Automation, ticket.System:
	}
	return strings.TrimSpace(string(a.Kind) + " " + a.ID)
}

// Author names the author of a comment.
func (r row) Author(c ticket.Comment) string { return cmp.Or(c.AuthorName, r.Actor(c.Author)) }

// Reactions tells the marks on a comment that were not taken back.
func (r row) Reactions(c ticket.Comment) string {
	var list []string
	for _, mark := range c.Reactions {
		if mark.Emoji != "" {
			list = append(list, mark.Emoji+" "+r.Actor(mark.By))
		}
	}
	return strings.Join(list, " · ")
}

// clockWords shows an instant to the minute, in UTC.
func clockWords(t time.Time) string { return t.UTC().Format("2 Jan 2006 15:04") }
