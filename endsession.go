package socialticket

import (
	"cmp"
	"context"

	"github.com/socialticket/socialticket/ticket"
)

// EndSession ends the live exchange about a ticket: the requester's next message begins
// another session and another ticket. The ticket's status stays.
type EndSession struct {
	Ticket         ticket.ID    `json:"ticket_id"`
	IdempotencyKey string       `json:"idempotency_key,omitzero"` // as in [Reply]
	By             ticket.Actor `json:"by"`
}

// EndSession ends the session of a ticket; of one that has none, or that has ended,
// nothing changes. The errors match [ErrNotFound], [ErrInvalid] or [ErrClosed].
func (d *Desk) EndSession(ctx context.Context, e EndSession) (Receipt, error) { return d.Do(ctx, e) }

// Kind implements [Command].
func (EndSession) Kind() string { return "end_session" }

func (e EndSession) check() error {
	if e.Ticket == "" {
		return invalidField("end session", "ticket", "is missing")
	}
	return checkActor("end session", e.By)
}

func (e EndSession) cause(key string) string {
	return causeOf(cmp.Or(e.IdempotencyKey, key), "end", string(e.Ticket))
}

func (e EndSession) ref(_ *Desk, cause string) Ref { return Ref{Ticket: e.Ticket, Cause: cause} }

func (e EndSession) decide(dr *draft) error {
	if err := dr.needTicket(e.Ticket); err != nil {
		return err
	}
	dr.endSession(e.By)
	return nil
}
