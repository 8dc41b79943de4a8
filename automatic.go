package socialticket

import (
	"net/mail"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// The ids of the bots in whose name a desk writes by itself.
const (
	BotAutomatic = "automatic" // greetings, words of absence, requests for an address
	BotSurvey    = "survey"    // surveys, and the notes that one was not sent
)

// Automatic are the messages that go out by themselves on an account when a customer
// writes. Settings.Templates fill their placeholders. One more placeholder, {{opening}}, is
// filled by the desk: when the team opens again, in the zone of its schedule; nothing, if it
// never does.
//
// They are public comments of the bot [BotAutomatic] and not answers: the customer still
// waits. They go out after the triggers, which do not see them, and take what a channel
// allows as other messages do: the free answer on LINE, one of five on WeChat. One that the
// window or the channel does not let out is not tried; the log tells why, see
// [ticket.EventAutomatic].
//
// A muted ticket gets none. A ticket that the business's side began, by [Desk.Open] or on the
// platform's own app, gets none either, until the customer begins another one.
//
// A customer who was asked for an e-mail address, and writes nothing but one in the same
// talk, has it as [identity.User.Email] from then on.
type Automatic struct {
	Account channel.Account `json:"account,omitzero"` // zero: every account that has no own entry
	session.Automatic
	// OpeningLayout is how {{opening}} is written, as in package time. Empty: "2006-01-02 15:04".
	OpeningLayout string `json:"opening_layout,omitzero"`
}

// automatic returns the automatic messages of an account, nil if it has none.
func (s *Settings) automatic(on channel.Account) *Automatic {
	var all *Automatic
	for i := range s.Automatic {
		switch a := &s.Automatic[i]; {
		case a.Account == on:
			return a
		case a.Account == channel.Account{} && all == nil:
			all = a
		}
	}
	return all
}

// hours returns the schedule of the ticket, nil if the business has none.
func (dr *draft) hours() *schedule.Schedule {
	if h := dr.settings.Schedules[dr.ticket.Schedule]; h != nil {
		return h
	}
	return dr.settings.Schedules[""]
}

// hearMessage notes the message of a customer that may get automatic ones.
func (dr *draft) hearMessage(e *channel.Event) {
	if e.Message.Type != channel.System && dr.conv.Ticket == dr.ticket.ID && dr.conv.Session.Ticket == dr.ticket.ID {
		dr.heard = e
	}
}

// speak sends the automatic messages that the customer's message calls for. It comes after
// the triggers, which may have put another schedule on the ticket.
func (dr *draft) speak() {
	if dr.heard == nil || dr.ticket.Muted || dr.ticket.Status == ticket.Closed {
		return
	}
	set := dr.settings.automatic(dr.conv.Account)
	if set == nil {
		return
	}
	said, verdict := dr.said, dr.verdict
	due := set.At(dr.moment())
	sent := session.Messages{
		Greeting:     due.Greeting && dr.speakOne("greeting", set.Greeting, set),
		OutOfOffice:  due.OutOfOffice && dr.speakOne("out_of_office", set.OutOfOffice, set),
		RequestEmail: due.RequestEmail && dr.speakOne("request_email", set.RequestEmail, set),
	}
	dr.conv.Told = dr.conv.Told.Next(sent, dr.conv.Session, dr.now)
	dr.said, dr.verdict = dr.latest(said), verdict
}

// moment returns what is known of the conversation now that the customer wrote.
func (dr *draft) moment() session.Moment {
	m := session.Moment{
		Now: dr.now, FromCustomer: true, PublicPost: dr.heard.Opens == channel.OpenComment, Group: dr.heard.Message.Group != "",
		Campaign: dr.conv.Begun == dr.ticket.ID, Session: dr.conv.Session, Told: dr.conv.Told,
		AnsweredAt: dr.conv.AnsweredAt, EmailKnown: dr.requester().Email != "",
	}
	if first := dr.ticket.FirstReplyAt; first.After(m.AnsweredAt) { // before conversations kept the last one
		m.AnsweredAt = first
	}
	if h := dr.hours(); h != nil {
		m.Closed, m.Zone = !h.Open(dr.now), h.Zone()
	}
	return m
}

// speakOne sends one automatic message and reports whether it may go out.
func (dr *draft) speakOne(name, text string, set *Automatic) bool {
	by := ticket.Actor{Kind: ticket.Bot, ID: BotAutomatic}
	if strings.Contains(text, "{{opening}}") {
		text = strings.ReplaceAll(text, "{{opening}}", dr.opening(set.OpeningLayout))
	}
	c := dr.own(dr.desk.mint("automatic", dr.cause, name), by, channel.Message{Type: channel.Text, Text: strings.TrimSpace(dr.render(by, text, dr.subject(nil), false))})
	if c.Content.Text == "" {
		return false
	}
	if _, verdict, reason := dr.judge(c); !verdict.Allowed {
		dr.log(by, ticket.Event{Type: ticket.EventAutomatic, To: name, Reason: reason})
		return false
	}
	dr.send(c)
	return true
}

// own returns a public comment that the desk writes by itself, without card numbers.
func (dr *draft) own(id string, by ticket.Actor, m channel.Message) ticket.Comment {
	c := ticket.Comment{ID: id, Author: by, Public: true, SentAt: dr.now, ReceivedAt: dr.now, Content: ownMessage(m)}
	eachMessageText(&c.Content, func(text *string) { c.Redacted = dr.desk.mask(text) || c.Redacted })
	return c
}

// opening writes when the team opens again, "" if it never does.
func (dr *draft) opening(layout string) string {
	h := dr.hours()
	if h == nil {
		return ""
	}
	at := h.NextOpening(dr.now)
	if at.IsZero() {
		return ""
	}
	if layout == "" {
		layout = "2006-01-02 15:04"
	}
	return at.In(h.Zone()).Format(layout)
}

// itself reports whether an actor is one of those in whose name a desk writes by itself.
func itself(by ticket.Actor) bool {
	return by.Kind == ticket.Bot && (by.ID == BotAutomatic || by.ID == BotSurvey)
}

// answeredBy notes that a person or a bot wrote to the customer.
func (dr *draft) answeredBy(by ticket.Actor, at time.Time) {
	if (by.Kind == ticket.Agent || by.Kind == ticket.Bot) && !itself(by) && at.After(dr.conv.AnsweredAt) {
		dr.conv.AnsweredAt = at
	}
}

// takeEmail takes the address of a customer who was asked for one and wrote nothing else.
func (dr *draft) takeEmail(r *arrival) {
	m := &r.Event.Message
	asked := dr.conv.Told.RequestEmail
	if asked.At.IsZero() || asked.Session != dr.conv.Session.ID || m.Type != channel.Text || m.Group != "" || r.Masked {
		return
	}
	text := strings.TrimSpace(m.Text)
	if a, err := mail.ParseAddress(text); err == nil && a.Address == text && dr.requester().Email == "" {
		dr.conv.User.Email, dr.conv.User.UpdatedAt = text, dr.now
	}
}
