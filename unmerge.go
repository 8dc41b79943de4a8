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

// Unmerge clears the link that [Desk.Merge] made. Both are as they were, and what came in
// since belongs to the side whose address brought it. What was merged into the person stays
// with it. Open tickets are told as by a merge. The errors match [ErrInvalid], or
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
	dr.rejoin(Rejoined{Person: p.ID, Into: dr.head.Record.Into, Parted: true, By: u.By, At: dr.now}, dr.head.Circle)
	return nil
}
