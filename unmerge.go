package socialticket

import (
	"cmp"
	"context"
	"fmt"

	"github.com/socialticket/socialticket/ticket"
)

// Unmerge parts a person from the one that it was merged into.
type Unmerge struct {
	Person         string       `json:"person_id"`
	IdempotencyKey string       `json:"idempotency_key,omitzero"` // as in [Reply]
	By             ticket.Actor `json:"by"`
}

// Unmerge clears the link that [Desk.Merge] made. The errors match [ErrInvalid], or
// [ErrRefused] if the person is not merged.
func (d *Desk) Unmerge(ctx context.Context, u Unmerge) (Receipt, error) { return d.Do(ctx, u) }

// Kind implements [Command].
func (Unmerge) Kind() string { return "unmerge" }

func (u Unmerge) check() error {
	if u.Person == "" {
		return invalidField("unmerge", "person", "is missing")
	}
	return checkActor("unmerge", u.By)
}

func (u Unmerge) cause(key string) string {
	return causeOf(cmp.Or(u.IdempotencyKey, key), "unmerge", u.Person)
}

func (u Unmerge) ref(_ *Desk, cause string) Ref { return Ref{Person: u.Person, Cause: cause} }

func (u Unmerge) decide(dr *draft) error {
	p, err := dr.recorded(u.Person).Parted(actorText(u.By), dr.now)
	if err != nil {
		return refused(fmt.Sprintf("person %q", u.Person), "", ErrRefused, err)
	}
	dr.person = &p
	return nil
}
