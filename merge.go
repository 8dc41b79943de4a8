package socialticket

import (
	"cmp"
	"context"
	"fmt"

	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// Merge makes one person of two: Person points to Into from then on. Nothing is moved, so
// nothing can be lost; [Unmerge] clears the link.
type Merge struct {
	Person         string       `json:"person_id"`
	Into           string       `json:"into_id"`
	IdempotencyKey string       `json:"idempotency_key,omitzero"` // as in [Reply]
	Reason         string       `json:"reason,omitzero"`
	By             ticket.Actor `json:"by"`
}

// Merge links a person to another. The errors match [ErrInvalid], or [ErrRefused] if the
// person is merged already or the link would close a circle.
func (d *Desk) Merge(ctx context.Context, m Merge) (Receipt, error) { return d.Do(ctx, m) }

// Kind implements [Command].
func (Merge) Kind() string { return "merge" }

func (m Merge) check() error {
	if m.Person == "" || m.Into == "" {
		return invalidField("merge", "person", "both persons are needed")
	}
	return checkActor("merge", m.By)
}

func (m Merge) cause(key string) string {
	return causeOf(cmp.Or(m.IdempotencyKey, key), "merge", m.Person)
}

func (m Merge) ref(_ *Desk, cause string) Ref {
	return Ref{Person: m.Person, Into: m.Into, Cause: cause}
}

func (m Merge) decide(dr *draft) error {
	p, err := dr.recorded(m.Person).MergedInto(dr.head.Person, actorText(m.By), m.Reason, dr.now)
	if err != nil {
		return refused(fmt.Sprintf("person %q", m.Person), "into", ErrRefused, err)
	}
	dr.person = &p
	return nil
}

// recorded returns the record of a person, a new one if there is none.
func (dr *draft) recorded(id string) identity.Person {
	if !dr.head.Record.IsZero() {
		return dr.head.Record
	}
	return identity.Person{ID: id, CreatedAt: dr.now}
}

// actorText returns an actor as one text.
func actorText(a ticket.Actor) string { return string(a.Kind) + ":" + a.ID }
