package socialticket

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// UpdatePerson is a change of what agents know of a person.
type UpdatePerson struct {
	Person         string       `json:"person_id"`
	IdempotencyKey string       `json:"idempotency_key,omitzero"` // as in [Reply]
	By             ticket.Actor `json:"by"`                       // needed
	// If are the values that the caller has seen on the record: the changes are made only if
	// it still has them. Nil: whatever it has.
	If      []identity.Change `json:"if,omitzero"`
	Changes []identity.Change `json:"changes"` // all are made, or none
}

// UpdatePerson changes the record of a person; of a merged one, that of the winner. No
// trigger runs. The automations of the newest ticket of each of its conversations see the person
// anew: that comes as [EffectDecide]. The errors match [ErrInvalid], [ErrNotFound] for a
// person without a contact or a record, [ErrStale], or [ErrRefused] and
// [identity.ErrField].
func (d *Desk) UpdatePerson(ctx context.Context, u UpdatePerson) (Receipt, error) {
	return d.Do(ctx, u)
}

// Kind implements [Command].
func (UpdatePerson) Kind() string { return "update_person" }

func (u UpdatePerson) check() error {
	switch {
	case u.Person == "":
		return invalidField("update_person", "person", "is missing")
	case len(u.Changes) == 0:
		return invalidField("update_person", "changes", "is missing")
	}
	return checkActor("update_person", u.By)
}

func (u UpdatePerson) cause(key string) string {
	return causeOf(cmp.Or(u.IdempotencyKey, key), "update_person", u.Person)
}

func (u UpdatePerson) ref(_ *Desk, cause string) Ref { return Ref{Person: u.Person, Cause: cause} }

func (u UpdatePerson) decide(dr *draft) error {
	if dr.head.Record.Into != "" { // the winner's record is the one that is changed
		u.Person, dr.head.Record = dr.head.Person.ID, identity.Person{}
		if dr.head.Person.Version > 0 {
			dr.head.Record = dr.head.Person
		}
	}
	if dr.head.Record.IsZero() && len(dr.head.Circle) == 0 {
		return notFound("person", u.Person)
	}
	before := dr.recorded(u.Person)
	what := fmt.Sprintf("person %q", u.Person)
	for _, c := range u.If {
		if is := before.Get(c.Field); is != c.Value {
			return &Error{Kind: ErrStale, What: what, Field: string(c.Field), Text: fmt.Sprintf("it is %q now, not %q", is, c.Value)}
		}
	}
	p := before
	for _, c := range u.Changes {
		var err error
		if p, err = p.Set(c, dr.desk.config.Phones); errors.Is(err, identity.ErrField) {
			return refused(what, string(c.Field), ErrRefused, err)
		}
	}
	if reflect.DeepEqual(p, before) {
		return nil
	}
	p.UpdatedAt = dr.now
	dr.person = &p
	for i := range dr.head.Circle {
		if c := &dr.head.Circle[i]; c.Ticket != "" {
			dr.personDecides(Wake{Account: c.Account, Ticket: c.Ticket}, laneOf(c))
		}
	}
	return nil
}

// maskedPerson masks what people type of a person: all but phones and ids.
func (d *Desk) maskedPerson(changes []identity.Change) []identity.Change {
	keys := []identity.FieldName{
		identity.FieldPhone, identity.FieldAddPhone, identity.FieldAddSite, identity.FieldRemoveHandle, identity.FieldVerify,
		identity.FieldExternalID, identity.FieldOrganization, identity.FieldRemoveTags,
	}
	changes = slices.Clone(changes)
	for i := range changes {
		c := &changes[i]
		d.mask(&c.Label)
		if !slices.Contains(keys, c.Field) {
			d.mask(&c.Value)
		}
	}
	return changes
}
