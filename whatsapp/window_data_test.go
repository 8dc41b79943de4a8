package whatsapp_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/whatsapp"
)

// TestDataReplyWindow answers the questions that other help desks' tests ask
// about reply windows. Here is whether a late reply may go out; its place on the ticket
// is the desk's.
func TestDataReplyWindow(t *testing.T) {
	datatest.Cases(t, "reply-window", datatest.Ops{
		"can_reply":       canReply,
		"window_start":    canReply,
		"late_reply":      lateReply,
		"window_alert":    windowAlert,
		"window_reminder": windowReminder,
		"send_error":      sendError,
	})
}

// chat is a conversation of the cases on one channel.
type chat struct{ datatest.Chat }

// policy is the rule of the channel, with the length that the case gives.
func (c chat) policy() channel.Policy {
	switch {
	case c.Seconds == nil:
		return channel.Unlimited(channel.Kind(c.Channel))
	case c.whatsapp() && datatest.Seconds(*c.Seconds) == 24*time.Hour:
		policy, _ := channel.PolicyOf(channel.WhatsApp)
		return policy
	}
	return channel.Timed(channel.Kind(c.Channel), datatest.Seconds(*c.Seconds))
}

func (c chat) whatsapp() bool { return strings.HasPrefix(c.Channel, "whatsapp") }

// window applies what the case gives, in its order.
func (c chat) window(t *testing.T) channel.Window {
	t.Helper()
	var w channel.Window
	for i, at := range c.Inbound {
		w = w.Open(channel.Event{ID: strconv.Itoa(i), Sent: at, Opens: channel.OpenMessage})
	}
	for i, at := range c.Outbound {
		w = w.Send(channel.Sending{ID: strconv.Itoa(i), At: at})
	}
	for i, m := range c.Messages {
		id := "m" + strconv.Itoa(i)
		switch m.From {
		case "end_user", "user", "customer", "contact":
			w = w.Open(channel.Event{ID: id, Sent: m.Sent, Received: m.Received, Opens: opener(t, m.Kind)})
		case "agent", "bot", "business", "automation", "system":
			w = w.Send(channel.Sending{ID: id, At: m.Sent})
		default:
			t.Fatalf("from %q", m.From)
		}
	}
	return w
}

// opener returns what a message of the user counts as.
func opener(t *testing.T, kind string) channel.Opener {
	t.Helper()
	switch kind {
	case "", "message", "free_form", "text", "image", "button", "location":
		return channel.OpenMessage
	case "reaction":
		return channel.OpenReaction
	case "call":
		return channel.OpenCall
	}
	t.Fatalf("kind %q", kind)
	return ""
}

func canReply(c *datatest.Case) {
	var given chat
	var when struct{ Now time.Time }
	c.Given(&given)
	c.When(&when)
	w := given.window(c.T)
	d := given.policy().Decide(w, channel.Request{}, when.Now)
	c.Want("can_reply_freely", d.Allowed)
	c.Want("opens_at", d.Proof.Sent)
	c.Want("closes_at", d.Until)
	if own, known := given.builtIn(); known && len(given.Inbound) > 0 {
		human := channel.Request{Human: strings.Contains(given.Channel, "human")}
		c.Want("can_reply_freely", own.Decide(w, human, when.Now).Allowed)
	}
}

// builtIn returns the rule that we know of the channel, which tells the same of a user
// who wrote; that of one who did not is the channel's affair.
func (c chat) builtIn() (channel.Policy, bool) {
	return channel.PolicyOf(channel.Kind(c.Kind()))
}

// lateReply asks whether a reply goes out. The comment and the event are the desk's.
func lateReply(c *datatest.Case) {
	var given chat
	var when struct {
		Kind  channel.Means
		Reply time.Time `json:"reply_at"`
	}
	c.Given(&given)
	c.When(&when)
	if !c.Has("sent_to_channel") {
		c.NotHere("the desk keeps the comment and tells of it")
		return
	}
	d := given.policy().Decide(given.window(c.T), channel.Request{Means: when.Kind, Human: true}, when.Reply)
	c.Want("sent_to_channel", d.Allowed)
	c.Excuse("comment_added", "the desk keeps the comment")
	c.Excuse("event", "the desk tells of it")
}

// watched is a conversation about whose window people are told.
type watched struct{ datatest.Watched }

func (w watched) chat() chat { return chat{w.Chat} }

// goesOn reports whether the ticket still goes on: whether it is over, and what is
// switched on, a policy does not know.
func (w watched) goesOn(c *datatest.Case) bool {
	if w.Status == "" || w.Status == "new" || w.Status == "open" || w.Status == "pending" {
		return true
	}
	c.NotHere("the desk: only for a ticket that is not done")
	return false
}

func windowAlert(c *datatest.Case) {
	var given watched
	var when struct{ Now time.Time }
	c.Given(&given)
	c.When(&when)
	if !given.goesOn(c) {
		return
	}
	d := given.chat().policy().Decide(given.chat().window(c.T), channel.Request{}, when.Now)
	c.Want("closed", !d.Allowed)
	c.Want("closes_in_seconds", d.Left)
	c.Want("level", d.Alert())
}

// windowReminder asks for the warning at the instant at which the user wrote, by the
// rule that we know of the channel, else by the one that the case gives.
func windowReminder(c *datatest.Case) {
	var given watched
	var when struct {
		Lead float64 `json:"reminder_lead_seconds"`
	}
	c.Given(&given)
	c.When(&when)
	switch {
	case !given.goesOn(c):
		return
	case given.Reminder != nil && !*given.Reminder:
		c.NotHere("the desk: its setting Warn")
		return
	}
	w, rule := given.chat().window(c.T), given.chat().policy()
	if own, known := given.chat().builtIn(); known {
		rule = own
	}
	d := rule.Decide(w, channel.Request{}, w.LastOpened().Sent)
	c.Want("remind_at", d.WarnAt(datatest.Seconds(when.Lead)))
}

// sendError asks what a provider's error code needs. A class says what to do, not why.
func sendError(c *datatest.Case) {
	var given struct{ Provider whatsapp.Provider }
	var when struct {
		Code json.Number `json:"error_code"`
	}
	c.Given(&given)
	c.When(&when)
	if !c.Has("needs") {
		c.NotBuilt("the reason that a code stands for")
		return
	}
	c.Want("needs", classOf(c.T, given.Provider, when.Code.String()))
	c.Excuse("meaning", "not built: the reason that a code stands for")
}
