package socialticket

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// Composer says how people of the business answer a ticket. Its text is stable. Empty: they
// cannot, for it is closed or missing.
type Composer string

// The ways to answer. The last two are those of a ticket whose session was ended, unless
// [session.Policy.WriteEnded] is set. Source:
// https://support.zendesk.com/hc/en-us/articles/8009788438042 (read autumn 2026).
const (
	ComposeMessage Composer = "message" // on its channel, as far as the policy lets messages out
	ComposeMail    Composer = "mail"    // a public reply goes to the user's e-mail address
	ComposeNote    Composer = "note"    // only notes: a public reply is kept and not sent
)

// Mail is the Body of an effect of kind [EffectMail]: a public reply to a user whose session
// was ended.
type Mail struct {
	Ticket      ticket.ID            `json:"ticket_id"`
	Comment     string               `json:"comment_id"`
	Subject     string               `json:"subject,omitzero"` // of the ticket
	Text        string               `json:"text,omitzero"`
	Attachments []channel.Attachment `json:"attachments,omitzero"`
}

// composer returns how people answer the ticket.
func (dr *draft) composer() Composer {
	switch {
	case dr.ticket.ID == "" || dr.ticket.Status == ticket.Closed:
		return ""
	case dr.ticket.SessionEndedAt.IsZero() || dr.settings.Sessions.WriteEnded:
		return ComposeMessage
	case dr.settings.Sessions.MailEnded && dr.requester().Email != "":
		return ComposeMail
	}
	return ComposeNote
}

// ended returns the decision on a message to a user whose session was ended.
func (c Composer) ended() channel.Decision {
	d := channel.Decision{Reason: channel.ReasonEnded, Instead: channel.AdviseNote}
	if c == ComposeMail {
		d.Instead = channel.AdviseMail
	}
	return d
}

// closedTo reports whether a comment has to go another way than the channel: people do not
// go on with a session that was ended, while rules may still ask for a survey.
func (dr *draft) closedTo(by ticket.Actor) bool {
	return !dr.ticket.SessionEndedAt.IsZero() && !by.Kind.Rule() && !itself(by) && dr.composer() != ComposeMessage
}

// aside takes a public comment that does not go out on the channel any more: by mail, or it
// is kept as failed. It reports whether it is an answer.
func (dr *draft) aside(c ticket.Comment, number int) bool {
	mode := dr.composer()
	dr.verdict = mode.ended()
	if mode != ComposeMail || c.Content.Text == "" && len(c.Content.Attachments) == 0 {
		dr.keepBack(c, number, channel.Error{Code: string(channel.ReasonEnded), Class: dr.verdict.Class()})
		return false
	}
	body, err := json.Marshal(Mail{
		Ticket: dr.ticket.ID, Comment: c.ID, Subject: dr.ticket.Subject, Text: c.Content.Text, Attachments: c.Content.Attachments,
	})
	if err != nil {
		panic(fmt.Sprintf("socialticket: %T has no JSON: %v", Mail{}, err)) // of our own types
	}
	id := dr.desk.mint("mail", c.ID, strconv.Itoa(number))
	dr.effect(Effect{ID: id, Kind: EffectMail, Lane: "mail/" + string(dr.ticket.ID), To: dr.requester().Email, Body: body})
	dr.log(ticket.Actor{Kind: ticket.System}, ticket.Event{Type: ticket.EventSend, Comment: c.ID, To: "mail"})
	return true
}
