package socialticket

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket/ticket"
)

// Update is a change of a ticket by the business's side. To snooze a ticket set
// [ticket.FieldSnoozed], to mute it [ticket.FieldMuted].
type Update struct {
	Ticket         ticket.ID    `json:"ticket_id"`
	IdempotencyKey string       `json:"idempotency_key,omitzero"` // as in [Reply]
	By             ticket.Actor `json:"by"`                       // needed
	// If are the values that the caller has seen: the changes are made only if the
	// ticket still has them. Nil: whatever it has.
	If      []ticket.Change `json:"if,omitzero"`
	Changes []ticket.Change `json:"changes"` // all are made, or none
}

// Update changes a ticket. The errors match [ErrNotFound], [ErrInvalid], [ErrStale],
// [ErrClosed] or [ErrRefused], and those of package ticket that tell why.
func (d *Desk) Update(ctx context.Context, u Update) (Receipt, error) { return d.Do(ctx, u) }

// Kind implements [Command].
func (Update) Kind() string { return "update" }

func (u Update) check() error {
	switch {
	case u.Ticket == "":
		return invalidField("update", "ticket", "is missing")
	case len(u.Changes) == 0:
		return invalidField("update", "changes", "is missing")
	}
	return checkActor("update", u.By)
}

func (u Update) cause(key string) string {
	return causeOf(cmp.Or(u.IdempotencyKey, key), "update", string(u.Ticket))
}

func (u Update) ref(_ *Desk, cause string) Ref { return Ref{Ticket: u.Ticket, Cause: cause} }

func (u Update) decide(dr *draft) error {
	if dr.ticket.ID == "" {
		return notFound("ticket", string(u.Ticket))
	}
	for _, c := range u.If {
		if is := dr.ticket.Get(c.Field); !sameValue(c.Field, is, c.Value) {
			return &Error{
				Kind: ErrStale, What: fmt.Sprintf("ticket %q", u.Ticket), Field: string(c.Field),
				Text: fmt.Sprintf("it is %q now, not %q", is, c.Value),
			}
		}
	}
	if err := dr.needTicket(u.Ticket); err != nil {
		return err
	}
	return dr.changeAll(u.By, u.Changes)
}

// sameValue reports whether two texts are one value of a field.
func sameValue(f ticket.FieldName, a, b string) bool {
	if f == ticket.FieldTags || f == ticket.FieldSetTags || f == ticket.FieldRemoveTags {
		return slices.Equal(ticket.Tags(a), ticket.Tags(b))
	}
	if f == ticket.FieldSnoozed || f == ticket.FieldDue {
		x, errX := time.Parse(time.RFC3339Nano, a)
		y, errY := time.Parse(time.RFC3339Nano, b)
		return errX == nil && errY == nil && x.Equal(y) || a == b
	}
	return a == b
}

// changeAll makes changes in their order.
func (dr *draft) changeAll(by ticket.Actor, changes []ticket.Change) error {
	for _, change := range changes {
		err := dr.set(by, change)
		switch {
		case err == nil:
		case errors.Is(err, ticket.ErrClosed):
			return closed(dr.ticket.ID)
		default:
			return refused(fmt.Sprintf("ticket %q", dr.ticket.ID), string(change.Field), ErrRefused, err)
		}
	}
	return nil
}
