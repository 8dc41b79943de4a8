package socialticket

import (
	"cmp"
	"context"
	"fmt"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// Rate is what a requester says of how it went: the answer to a survey from a page or an app
// of the host. A tap on a button of a survey comes as a message, see [Desk.Receive].
type Rate struct {
	Ticket ticket.ID `json:"ticket_id,omitzero"`
	// Token names the ticket in place of Ticket: see [Desk.SurveyToken].
	Token          string `json:"token,omitzero"`
	IdempotencyKey string `json:"idempotency_key,omitzero"` // as in [Reply]
	// By is the requester. It may be left out with a Token, which only the requester has.
	By      ticket.Actor        `json:"by,omitzero"`
	Score   ticket.Satisfaction `json:"score"`            // [ticket.Good] or [ticket.Bad]
	Comment string              `json:"comment,omitzero"` // the requester's words

	Masked bool `json:"masked,omitzero"` // as in [Reply]
}

// Rate keeps what the requester says of how it went. A ticket may be rated that is solved,
// was solved and reopened, or whose requester was asked; until it is closed a later word takes
// the place of an earlier one. The status stays, and nobody is asked again. The words become a
// public comment. The errors match [ErrNotFound], [ErrInvalid], [ErrClosed] or [ErrRefused].
func (d *Desk) Rate(ctx context.Context, r Rate) (Receipt, error) { return d.Do(ctx, r) }

// SurveyToken returns the token by which the requester of a ticket may rate it, for the
// address of a page: it stands for {{survey_token}} in a survey. It cannot be guessed if
// [Config.Secret] is set.
func (d *Desk) SurveyToken(id ticket.ID) string {
	return string(id) + "." + d.mint("survey token", string(id))
}

// Kind implements [Command].
func (Rate) Kind() string { return "rate" }

func (r Rate) check() error {
	switch {
	case r.ticket() == "":
		return invalidField("rate", "ticket", "ticket or token is needed")
	case r.Ticket != "" && r.Token != "":
		return invalidField("rate", "token", "either a ticket or a token")
	case r.Score != ticket.Good && r.Score != ticket.Bad:
		return invalidField("rate", "score", fmt.Sprintf("%q is unknown", r.Score))
	case r.Token != "" && r.By == ticket.Actor{}:
		return nil
	case r.By.Kind != ticket.EndUser:
		return invalidField("rate", "by", "a rating is the requester's")
	}
	return checkActor("rate", r.By)
}

// ticket returns the id of the ticket that r is about.
func (r Rate) ticket() ticket.ID {
	if r.Token == "" {
		return r.Ticket
	}
	id, _, _ := cutLast(r.Token)
	return ticket.ID(id)
}

func (r Rate) cause(key string) string {
	return causeOf(cmp.Or(r.IdempotencyKey, key), "rate", string(r.ticket()))
}

func (r Rate) ref(d *Desk, cause string) Ref {
	ref := Ref{Ticket: r.ticket(), Cause: cause}
	if cause != "" && r.Comment != "" {
		ref.Comment = d.replyComment(cause)
	}
	return ref
}

func (r Rate) decide(dr *draft) error {
	id := r.ticket()
	if r.Token != "" && r.Token != dr.desk.SurveyToken(id) {
		return notFound("ticket", string(id))
	}
	if err := dr.needTicket(id); err != nil {
		return err
	}
	by := r.By
	if by == (ticket.Actor{}) {
		by = ticket.Actor{Kind: ticket.EndUser, ID: dr.conv.User.ID}
	}
	if r.Token == "" && by.ID != dr.ticket.Requester && by.ID != dr.conv.User.ID && by.ID != dr.head.Person.ID {
		return &Error{Kind: ErrRefused, What: fmt.Sprintf("ticket %q", id), Field: "by", Text: "only its requester rates it"}
	}
	words := ""
	if r.Comment != "" {
		words = dr.desk.replyComment(dr.cause)
	}
	next, err := dr.settings.Lifecycle.Rate(dr.ticket, r.Score, words, by, dr.now)
	if err != nil {
		return refused(fmt.Sprintf("ticket %q", id), "score", ErrRefused, err)
	}
	dr.step(by, next)
	if words != "" {
		dr.comment(ticket.Comment{
			ID: words, Author: by, Public: true, SentAt: dr.now, ReceivedAt: dr.now, Redacted: r.Masked,
			Content: channel.Message{Type: channel.Text, Text: r.Comment},
		})
	}
	return nil
}
