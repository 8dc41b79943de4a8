package socialticket

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// Reply is a comment by the business's side.
type Reply struct {
	Ticket ticket.ID
	// Request names the reply, so that the same one handed in twice is sent once.
	// Empty: every call is a reply of its own.
	Request string
	By      ticket.Actor
	Note    bool // only agents see it; it is not sent

	Text        string
	Attachments []channel.Attachment
	Template    channel.TemplateCall // instead of a text of one's own
	Question    channel.Question     // under the text
	Place       channel.Place        // instead of a text
	People      []channel.Person     // instead of a text
	ReplyTo     string               // the platform's id of the message to quote

	// Changes are made to the ticket with the reply, all or none.
	Changes []ticket.Change
}

// Reply puts a comment on a ticket and, unless it is a note, into the outbox. A
// reply that the channel's policy does not let out is kept all the same, marked
// failed with the reason; [Receipt.Decision] then says what would work instead.
// The errors match [ErrNotFound], or those of package ticket that tell why the
// ticket or a change refuses.
func (d *Desk) Reply(ctx context.Context, r Reply) (Receipt, error) {
	if r.kind() == channel.Text && r.Text == "" {
		return Receipt{}, fmt.Errorf("socialticket: reply to %s: empty", r.Ticket)
	}
	return d.decide(ctx, Ref{Ticket: r.Ticket}, r.cause(), func(dr *draft) error { return dr.reply(r) })
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

func (r Reply) cause() string {
	if r.Request == "" {
		return ""
	}
	return "reply:" + string(r.Ticket) + ":" + r.Request
}

func (dr *draft) reply(r Reply) error {
	switch {
	case dr.ticket.IsZero():
		return fmt.Errorf("socialticket: ticket %s: %w", r.Ticket, ErrNotFound)
	case dr.frozen():
		return fmt.Errorf("socialticket: ticket %s: %w", r.Ticket, ticket.ErrClosed)
	}
	masked := false
	for _, text := range []*string{&r.Text, &r.Question.Header, &r.Question.Footer, &r.Place.Name, &r.Place.Address} {
		clean, hit := dr.desk.redactor.Redact(*text)
		*text, masked = clean, masked || hit
	}
	c := dr.written(r)
	c.Redacted = masked
	if r.Note {
		dr.comment(c)
	} else {
		dr.send(c, r)
	}
	if err := dr.answer(r.By, !r.Note); err != nil {
		return err
	}
	return dr.changeAll(r.By, r.Changes)
}

// written returns r as a comment.
func (dr *draft) written(r Reply) ticket.Comment {
	return ticket.Comment{
		ID:     dr.commentID(),
		Author: r.By, Public: !r.Note, SentAt: dr.now, ReceivedAt: dr.now,
		Content: channel.Message{
			Type: r.kind(), Text: r.Question.Around(r.Text), Payload: r.Template.Name,
			Attachments: r.Attachments, Place: r.Place, People: r.People, ReplyTo: r.ReplyTo,
		},
	}
}

// commentID returns the id of the comment that the cause of the draft makes, the
// same at every try.
func (dr *draft) commentID() string {
	if dr.cause != "" {
		return dr.desk.config.Mint("comment", dr.cause)
	}
	return dr.desk.config.Mint("comment", string(dr.ticket.ID), strconv.FormatInt(dr.was.version, 10))
}

// send asks the policy, and puts c into the outbox or marks it as failed.
func (dr *draft) send(c ticket.Comment, r Reply) {
	ask := channel.Request{Human: r.By.Kind == ticket.Agent}
	if r.Template.Name != "" {
		ask.Means = channel.Approved
	}
	policy := dr.desk.policy(dr.ticket.Address.Account)
	dr.verdict = policy.Decide(dr.conv.Window, ask, dr.now)
	system := ticket.Actor{Kind: ticket.System}
	if !dr.verdict.Allowed {
		reason := channel.Error{Code: string(dr.verdict.Reason), Class: dr.verdict.Class()}
		c.Delivery = channel.Delivery{State: channel.StateFailed, At: dr.now, Error: reason, ErrorAt: dr.now}
		dr.comment(c)
		dr.log(system, ticket.Event{Type: ticket.EventDelivery, Comment: c.ID, To: string(channel.StateFailed), Reason: reason})
		return
	}
	c.Delivery = channel.Delivery{State: channel.StateQueued, At: dr.now}
	dr.comment(c)
	dr.log(system, ticket.Event{Type: ticket.EventSend, Comment: c.ID, To: string(dr.ticket.Address.Account.Kind)})
	if policy.Counts() {
		at := dr.now
		if opened := dr.verdict.Proof.Sent; opened.After(at) { // by a clock that is ahead
			at = opened
		}
		dr.conv.Window = dr.conv.Window.Send(channel.Sending{ID: c.ID, At: at, Via: dr.verdict.Route})
	}
	dr.outbox = append(dr.outbox, channel.Outbound{
		ID: c.ID, To: cmp.Or(dr.conv.Address, dr.ticket.Address), Type: c.Content.Type, Text: r.Text, Attachments: r.Attachments,
		Template: r.Template, Question: r.Question, Place: r.Place, People: r.People, ReplyTo: r.ReplyTo,
		Via: dr.verdict.Route, Token: dr.verdict.Token(), At: dr.now,
	})
}

// Update is a change of a ticket by the business's side.
type Update struct {
	Ticket  ticket.ID
	By      ticket.Actor
	Changes []ticket.Change // all are made, or none
}

// Update changes a ticket. The errors match [ErrNotFound], or those of package
// ticket that tell why the ticket or a change refuses.
func (d *Desk) Update(ctx context.Context, u Update) (Receipt, error) {
	return d.decide(ctx, Ref{Ticket: u.Ticket}, "", func(dr *draft) error {
		if dr.ticket.IsZero() {
			return fmt.Errorf("socialticket: ticket %s: %w", u.Ticket, ErrNotFound)
		}
		return dr.changeAll(u.By, u.Changes)
	})
}

// changeAll makes changes in their order, without card numbers in what people
// type.
func (dr *draft) changeAll(by ticket.Actor, changes []ticket.Change) error {
	for _, change := range changes {
		if _, custom := change.Field.Custom(); custom || change.Field == ticket.FieldSubject {
			change.Value, _ = dr.desk.redactor.Redact(change.Value)
		}
		if err := dr.set(by, change); err != nil {
			return fmt.Errorf("socialticket: ticket %s: %w", dr.ticket.ID, err)
		}
	}
	return nil
}

// Check says whether a message of the outbox may still go out, for it may have
// waited there, and returns it with the way that is open now. A message that the
// desk does not know is refused.
func (d *Desk) Check(ctx context.Context, o channel.Outbound) (channel.Outbound, channel.Decision, error) {
	head, err := d.config.Store.Load(ctx, Ref{Comment: o.ID})
	if err != nil {
		return o, channel.Decision{}, fmt.Errorf("socialticket: load: %w", err)
	}
	if head.Comment.ID == "" {
		return o, channel.Decision{Reason: channel.ReasonNoMeans}, nil
	}
	ask := channel.Request{Human: head.Comment.Author.Kind == ticket.Agent}
	if o.Type == channel.Template {
		ask.Means = channel.Approved
	}
	w := head.Conversation.Window
	w.Sendings = slices.DeleteFunc(slices.Clone(w.Sendings), func(s channel.Sending) bool { return s.ID == o.ID })
	verdict := d.policy(o.To.Account).Decide(w, ask, d.config.Clock.Now())
	o.Via, o.Token = verdict.Route, verdict.Token()
	return o, verdict, nil
}

// MayReply says whether somebody may write to the requester of a ticket now. The
// error matches [ErrNotFound].
func (d *Desk) MayReply(ctx context.Context, id ticket.ID, r channel.Request) (channel.Decision, error) {
	head, err := d.config.Store.Load(ctx, Ref{Ticket: id})
	switch {
	case err != nil:
		return channel.Decision{}, fmt.Errorf("socialticket: load: %w", err)
	case head.Ticket.IsZero():
		return channel.Decision{}, fmt.Errorf("socialticket: ticket %s: %w", id, ErrNotFound)
	}
	dr := d.draft(&head, "")
	return dr.decideReply(r, dr.now), nil
}
