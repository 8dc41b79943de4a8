package socialticket

import (
	"cmp"
	"context"
	"fmt"
	"slices"

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
	// Tickets is of how many tickets the person is the requester, for
	// [identity.Merging.MaxTickets]. 0: [Desk.Merge] counts them if there is such a limit and
	// the store is a [Counter] or a [Selector]; else the limit is not looked at.
	Tickets int `json:"tickets,omitzero"`
}

// Merge links a person to another, or to the one that this was merged into. Both are seen as
// one from then on: by tickets, rules and search. No trigger runs; the newest ticket of each
// of their conversations logs it if it is not closed, and its automations see the person
// anew. These come as [EffectDecide], see [Rejoined]. Ask [Desk.PlanMerge] before.
//
// A person without a contact may be merged too; what its record has is not seen through the
// link. The errors match [ErrInvalid], or [ErrRefused] and what package identity says of why:
// see [identity.Merging.Eligible].
func (d *Desk) Merge(ctx context.Context, m Merge) (Receipt, error) {
	if m.Tickets == 0 && d.config.Settings().Merging.MaxTickets > 0 && m.check() == nil {
		head, err := d.config.Store.Load(ctx, Ref{Person: m.Person, Into: m.Into})
		if err != nil {
			return Receipt{}, fmt.Errorf("socialticket: load: %w", err)
		}
		if m.Tickets, err = d.ticketsOf(ctx, head.Circle); err != nil {
			return Receipt{}, err
		}
	}
	return d.Do(ctx, m)
}

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
	loser, winner := dr.settings.sides(m, &dr.head)
	loser.Tickets = m.Tickets
	err := dr.settings.Merging.Eligible(loser, winner, dr.desk.config.Phones)
	var p identity.Person
	if err == nil {
		p, err = dr.recorded(m.Person).MergedInto(winner.End, actorText(m.By), m.Reason, dr.now)
	}
	if err != nil {
		return refused(fmt.Sprintf("person %q", m.Person), "into", ErrRefused, err)
	}
	dr.person = &p
	dr.rejoin(Rejoined{Person: p.ID, Into: p.Into, By: m.By, Reason: m.Reason, At: dr.now}, slices.Concat(dr.head.Circle, dr.head.IntoCircle))
	return nil
}

// sides returns the two persons of a merge. The tickets are not counted.
func (s *Settings) sides(m Merge, h *Head) (loser, winner identity.Side) {
	loser = s.side(m.Person, h.Record, h.Circle)
	if loser.End = loser.Record; len(h.Circle) > 0 {
		loser.End = h.Circle[0].Person
	}
	winner = s.side(m.Into, identity.Person{}, h.IntoCircle)
	winner.End = h.Person
	return loser, winner
}

// side returns a person with its contacts.
func (s *Settings) side(id string, record identity.Person, circle []Contact) identity.Side {
	side := identity.Side{Record: record, Members: members(circle), Tickets: -1}
	for i := range circle {
		if circle[i].User.ID == id && record.IsZero() {
			side.Record = circle[i].Record
		}
	}
	side.Record.ID = id
	side.Agent = slices.ContainsFunc(s.Agents, func(a Agent) bool {
		return a.ID == id || slices.ContainsFunc(circle, func(c Contact) bool { return c.User.ID == a.ID })
	})
	return side
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
