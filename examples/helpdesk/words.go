package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/whatsapp"
)

// words are the sentences that people are shown.
type words struct{ channel.Texts }

func english() words {
	return words{channel.English().With(whatsapp.English()).With(channel.Texts{
		"window_was_closed": "More than 24 hours had passed since the customer last wrote.",
	})}
}

// reason says why something did not go, and what would help; "" if nothing is known.
func (w words) reason(e channel.Error) string {
	if e == (channel.Error{}) {
		return ""
	}
	return w.Error(channel.WhatsApp, e)
}

// delivery says how far a message got, and if it failed, why.
func (w words) delivery(d channel.Delivery) string {
	text := w.Of(string(d.State))
	if d.State != channel.StateFailed {
		return text
	}
	return strings.Join(nonEmpty(text, w.reason(d.Error)), ": ")
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
	case ticket.EventRule:
		return strings.Join(nonEmpty("rule fired", w.reason(e.Reason)), ": ")
	}
	return string(e.Type)
}

// actorWords names who did something.
func actorWords(a ticket.Actor, customer string) string {
	switch a.Kind {
	case ticket.EndUser:
		return customer
	case ticket.Agent:
		return cmp.Or(a.ID, "agent")
	case ticket.Bot, ticket.Trigger, ticket.Automation, ticket.System:
	}
	return strings.TrimSpace(string(a.Kind) + " " + a.ID)
}
