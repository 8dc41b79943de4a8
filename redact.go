package socialticket

import (
	"cmp"
	"context"

	"github.com/socialticket/socialticket/channel/redact"
	"github.com/socialticket/socialticket/ticket"
)

// Redaction masks part of a comment by hand.
type Redaction struct {
	Ticket         ticket.ID    `json:"ticket_id"`
	Comment        string       `json:"comment_id"`
	IdempotencyKey string       `json:"idempotency_key,omitzero"` // as in [Reply]
	Part           string       `json:"part"`                     // every place of it in the comment's texts is masked
	By             ticket.Actor `json:"by"`
}

// Redact masks part of a comment for ever, character by character, and leaves a
// trace that something was masked, never what; of a closed ticket too. The errors match
// [ErrInvalid], or [ErrNotFound] if there is no such comment; if it has no such part,
// nothing changes.
func (d *Desk) Redact(ctx context.Context, r Redaction) (Receipt, error) { return d.Do(ctx, r) }

// Kind implements [Command].
func (Redaction) Kind() string { return "redaction" }

func (r Redaction) check() error {
	switch {
	case r.Ticket == "" || r.Comment == "":
		return invalidField("redaction", "comment", "ticket and comment are needed")
	case r.Part == "":
		return invalidField("redaction", "part", "is missing")
	}
	return checkActor("redaction", r.By)
}

func (r Redaction) cause(key string) string {
	return causeOf(cmp.Or(r.IdempotencyKey, key), "redact", string(r.Ticket), r.Comment)
}

func (r Redaction) ref(_ *Desk, cause string) Ref {
	return Ref{Ticket: r.Ticket, Comment: r.Comment, Cause: cause}
}

func (r Redaction) decide(dr *draft) error {
	c := dr.said
	if c.ID == "" || c.Ticket != r.Ticket {
		return notFound("comment", r.Comment)
	}
	masked := false
	c.Content = ownMessage(c.Content)
	eachMessageText(&c.Content, func(text *string) {
		var hit bool
		*text, hit = redact.Part(*text, r.Part)
		masked = masked || hit
	})
	if masked {
		c.Redacted = true
		dr.replace(c)
		dr.log(r.By, ticket.Event{Type: ticket.EventRedact, Comment: c.ID})
	}
	return nil
}
