package socialticket

import (
	"cmp"
	"context"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// Reply is a comment by the business's side.
type Reply struct {
	Ticket ticket.ID `json:"ticket_id"`
	// IdempotencyKey names the reply among those of its ticket, so that the same one
	// handed in twice is sent once. Forms and APIs should carry one. Empty: every
	// call is a reply of its own.
	IdempotencyKey string       `json:"idempotency_key,omitzero"`
	By             ticket.Actor `json:"by"`            // needed
	Note           bool         `json:"note,omitzero"` // only agents see it; it is not sent

	Text        string               `json:"text,omitzero"`
	Attachments []channel.Attachment `json:"attachments,omitzero"`
	Template    channel.TemplateCall `json:"template,omitzero"` // instead of a text of one's own
	Question    channel.Question     `json:"question,omitzero"` // under the text
	Place       channel.Place        `json:"place,omitzero"`    // instead of a text
	People      []channel.Person     `json:"people,omitzero"`   // instead of a text
	ReplyTo     string               `json:"reply_to,omitzero"` // the message to quote: its Quote, else its ID

	// Changes are made to the ticket with the reply, all or none.
	Changes []ticket.Change `json:"changes,omitzero"`

	Masked bool `json:"masked,omitzero"` // card numbers were masked in it: a desk sets it
}

// Reply puts a comment on a ticket and, unless it is a note, asks for it to be sent. A
// reply that the channel's policy does not let out, or that the channel cannot carry, is
// kept all the same, marked failed with the reason, and is no answer: the requester still
// waits. [Receipt.Decision] then says what would work instead. After the end of the ticket's
// session [Receipt.Composer] says where the reply went. The errors match
// [ErrNotFound], [ErrInvalid], [ErrClosed] or [ErrRefused].
func (d *Desk) Reply(ctx context.Context, r Reply) (Receipt, error) { return d.Do(ctx, r) }

// Kind implements [Command].
func (Reply) Kind() string { return "reply" }

func (r Reply) check() error {
	switch {
	case r.Ticket == "":
		return invalidField("reply", "ticket", "is missing")
	case r.kind() == channel.Text && r.Text == "":
		return invalidField("reply", "text", "there is nothing to send")
	case r.By.Kind == ticket.EndUser:
		return invalidField("reply", "by", "a reply is the business's")
	}
	return checkActor("reply", r.By)
}

// checkActor returns an error if by names no actor.
func checkActor(what string, by ticket.Actor) error {
	switch {
	case by.Kind == "":
		return invalidField(what, "by", "is missing")
	case by.ID == "" && !by.Kind.Rule():
		return invalidField(what, "by", "the "+string(by.Kind)+" has no id")
	}
	return nil
}

func (r Reply) cause(key string) string {
	return causeOf(cmp.Or(r.IdempotencyKey, key), "reply", string(r.Ticket))
}

func (r Reply) ref(d *Desk, cause string) Ref {
	ref := Ref{Ticket: r.Ticket, Cause: cause}
	if ref.Cause != "" {
		ref.Comment = d.replyComment(ref.Cause)
	}
	return ref
}

// replyComment returns the id of the comment that a command of the business makes.
func (d *Desk) replyComment(cause string) string { return d.mint("comment", cause) }

func (r Reply) decide(dr *draft) error {
	if err := dr.needTicket(r.Ticket); err != nil {
		return err
	}
	if err := dr.say(r); err != nil {
		return err
	}
	return dr.changeAll(r.By, r.Changes)
}

// say puts a comment of the business on the ticket.
func (dr *draft) say(r Reply) error {
	c := r.comment(dr)
	if r.Note {
		dr.comment(c)
		return dr.answer(r.By, false)
	}
	return dr.answer(r.By, dr.send(c))
}

// comment returns r as a comment.
func (r Reply) comment(dr *draft) ticket.Comment {
	return ticket.Comment{
		ID:     dr.desk.replyComment(dr.cause),
		Author: r.By, Public: !r.Note, SentAt: dr.now, ReceivedAt: dr.now, Redacted: r.Masked,
		Content: channel.Message{
			Type: r.kind(), Text: r.Text, Attachments: r.Attachments, Template: r.Template, Question: r.Question,
			Place: r.Place, People: r.People, ReplyTo: r.ReplyTo,
		},
	}
}

// kind returns what form of message r is.
func (r Reply) kind() channel.MessageType {
	switch {
	case r.Template.Name != "":
		return channel.Template
	case !r.Question.IsZero():
		return channel.Interactive
	case r.Place != (channel.Place{}):
		return channel.Location
	case len(r.People) > 0:
		return channel.Contacts
	case len(r.Attachments) > 0:
		return r.Attachments[0].Type
	}
	return channel.Text
}
