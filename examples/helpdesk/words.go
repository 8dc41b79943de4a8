package main

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// reasonWords says why a message did not go, for people.
func reasonWords(e channel.Error) string {
	switch channel.Reason(e.Code) {
	case channel.ReasonClosed:
		return "the reply window is closed: more than 24 hours have passed since the customer last wrote"
	case channel.ReasonNeverOpened:
		return "the customer has not written yet, so no reply window is open"
	case channel.ReasonRefused:
		return "WhatsApp said that the reply window is closed; it opens when the customer writes again"
	case channel.ReasonLeft:
		return "the customer has blocked or left this number"
	case channel.ReasonCount:
		return "all messages that the customer's last message allowed are used"
	case channel.ReasonHumanOnly:
		return "only what a person typed may be sent now"
	case channel.ReasonNoMeans:
		return "the channel cannot send this"
	case channel.ReasonOpen, channel.ReasonAlways:
	}
	return strings.TrimSuffix(cmp.Or(strings.Join(nonEmpty(e.Title, e.Detail), ". "), e.Code, "no reason was given"), ".")
}

// adviceWords says what would work instead.
func adviceWords(a channel.Advice) string {
	switch a {
	case channel.AdviseTemplate:
		return "An approved template would reach the customer; an ordinary reply has to wait until the customer writes again."
	case channel.AdviseHuman:
		return "A message typed by a person would reach the customer."
	case channel.AdviseWait:
		return "Wait until the customer writes again."
	}
	return ""
}

// deliveryWords says how far a message got.
func deliveryWords(d channel.Delivery) string {
	switch d.State {
	case "":
		return ""
	case channel.StateQueued:
		return "waiting to be sent"
	case channel.StateAccepted:
		return "accepted by WhatsApp"
	case channel.StateFailed:
		return "not delivered: " + reasonWords(d.Error)
	case channel.StateSent, channel.StateDelivered, channel.StateRead, channel.StatePlayed:
	}
	return string(d.State)
}

// contentWords shows a message of any type as text.
func contentWords(m channel.Message) string {
	text := m.Text
	switch m.Type {
	case channel.Text, "":
		return text
	case channel.Reaction:
		if text == "" {
			return "took a reaction back"
		}
		return "reacted with " + text
	case channel.Location:
		text = strings.Join(nonEmpty(m.Place.Name, m.Place.Address, fmt.Sprintf("%.5f, %.5f", m.Place.Latitude, m.Place.Longitude)), ", ")
	case channel.Contacts:
		text = strings.Join(people(m.People), "; ")
	case channel.Order:
		text = strings.Join(items(m.Items), "; ")
	default:
		text = cmp.Or(text, m.Payload)
	}
	for _, a := range m.Attachments {
		text = strings.Join(nonEmpty(a.Name, text), ": ")
	}
	return strings.TrimSpace("[" + strings.ReplaceAll(string(m.Type), "_", " ") + "] " + text)
}

func people(list []channel.Person) []string {
	var out []string
	for _, p := range list {
		out = append(out, strings.Join(nonEmpty(append([]string{p.Name}, append(p.Phones, p.Emails...)...)...), ", "))
	}
	return out
}

func items(list []channel.Item) []string {
	var out []string
	for _, i := range list {
		out = append(out, fmt.Sprintf("%d × %s at %.2f %s", i.Quantity, i.Product, i.Price, i.Currency))
	}
	return out
}

// eventWords tells an audit event in a line.
func eventWords(e ticket.Event) string {
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
		if e.To == string(channel.StateFailed) {
			return "reply not delivered: " + reasonWords(e.Reason)
		}
		return "reply " + e.To
	case ticket.EventSession:
		return fmt.Sprintf("session: %s → %s", cmp.Or(e.From, "none"), e.To)
	case ticket.EventWindow:
		return "reply window: " + strings.Join(nonEmpty(e.To, reasonWords(e.Reason)), ", ")
	case ticket.EventRule:
		if e.Reason != (channel.Error{}) {
			return "rule could not be carried out: " + reasonWords(e.Reason)
		}
		return "rule fired"
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

// leftWords tells a length of time in its two largest units, rounded down.
func leftWords(d time.Duration) string {
	days, hours := int(d/(24*time.Hour)), int(d/time.Hour)%24
	minutes, seconds := int(d/time.Minute)%60, int(d/time.Second)%60
	switch {
	case days > 0:
		return fmt.Sprintf("%d d %d h", days, hours)
	case hours > 0:
		return fmt.Sprintf("%d h %d min", hours, minutes)
	case minutes > 0:
		return fmt.Sprintf("%d min %d s", minutes, seconds)
	}
	return fmt.Sprintf("%d s", seconds)
}

// nonEmpty returns the texts that are not empty.
func nonEmpty(list ...string) []string {
	var out []string
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}
