package socialticket

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// Resend sends a failed comment again, as a new attempt of the same comment.
type Resend struct {
	Ticket         ticket.ID    `json:"ticket_id"`
	Comment        string       `json:"comment_id"`
	IdempotencyKey string       `json:"idempotency_key,omitzero"` // as in [Reply]
	By             ticket.Actor `json:"by"`
	// Attachments take the place of the comment's, which may have to be uploaded
	// again. Nil: they stay. If some parts have gone, it takes as many as there were.
	Attachments []channel.Attachment `json:"attachments,omitzero"`
}

// Resend sends a failed comment again. Of a message in several calls, those that failed
// are made again. The errors match [ErrNotFound], [ErrInvalid], [ErrClosed], or
// [ErrRefused] if the comment has not failed.
func (d *Desk) Resend(ctx context.Context, r Resend) (Receipt, error) { return d.Do(ctx, r) }

// Kind implements [Command].
func (Resend) Kind() string { return "resend" }

func (r Resend) check() error {
	if r.Ticket == "" || r.Comment == "" {
		return invalidField("resend", "comment", "ticket and comment are needed")
	}
	return checkActor("resend", r.By)
}

func (r Resend) cause(key string) string {
	return causeOf(cmp.Or(r.IdempotencyKey, key), "resend", string(r.Ticket), r.Comment)
}

func (r Resend) ref(_ *Desk, cause string) Ref {
	return Ref{Ticket: r.Ticket, Comment: r.Comment, Cause: cause}
}

func (r Resend) decide(dr *draft) error {
	c := dr.said
	if c.ID == "" || c.Ticket != r.Ticket {
		return notFound("comment", r.Comment)
	}
	if err := dr.needTicket(r.Ticket); err != nil {
		return err
	}
	number, again := 0, false
	for _, p := range c.Parts {
		again = again || failed(p)
		for _, a := range p.Attempts {
			number = max(number, a.Number)
		}
	}
	if !again || !c.RevokedAt.IsZero() {
		return &Error{Kind: ErrRefused, What: fmt.Sprintf("comment %q", r.Comment), Text: "it has not failed"}
	}
	if r.Attachments != nil {
		c.Content.Attachments = r.Attachments
		if err := dr.samePlaces(c); err != nil {
			return err
		}
	}
	counted := wasQueued(c)
	goes := dr.attempt(c, number+1)
	return dr.answer(c.Author, goes && !counted)
}

// samePlaces checks that the parts of c that went stay where they are, now that its
// attachments are others.
func (dr *draft) samePlaces(c ticket.Comment) error {
	ability := dr.desk.ability(dr.ticket.Address.Account)
	calls := len(ability.Split(dr.outbound(c)))
	if calls == len(c.Parts) || !slices.ContainsFunc(c.Parts, func(p ticket.Part) bool { return !failed(p) }) {
		return nil
	}
	return invalidField("resend", "attachments", fmt.Sprintf("%d calls in place of %d, some of which have gone", calls, len(c.Parts)))
}

// wasQueued reports that an attempt was given to the queue: then the comment has counted
// as an answer already.
func wasQueued(c ticket.Comment) bool {
	for _, p := range c.Parts {
		for _, a := range p.Attempts {
			if !ownWord(a.Error) {
				return true
			}
		}
	}
	return false
}
