package socialticket

import (
	"context"
	"fmt"

	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/rules"
)

// PlanMerge tells what a merge would do: what comes along, which side wins in each field, what
// differs, what would not be seen any more, and why the two may not be merged if they may
// not. Nothing changes. The tickets are counted where the store is a [Counter] or a
// [Selector], else they are -1. The errors match [ErrInvalid], or are the store's.
func (d *Desk) PlanMerge(ctx context.Context, m Merge) (identity.Plan, error) {
	if err := m.check(); err != nil {
		return identity.Plan{}, err
	}
	head, err := d.config.Store.Load(ctx, Ref{Person: m.Person, Into: m.Into})
	if err != nil {
		return identity.Plan{}, fmt.Errorf("socialticket: load: %w", err)
	}
	s := d.config.Settings()
	loser, winner := s.sides(m, &head)
	if loser.Tickets, err = d.ticketsOf(ctx, head.Circle); err != nil {
		return identity.Plan{}, err
	}
	if m.Tickets > 0 {
		loser.Tickets = m.Tickets
	}
	return s.Merging.Plan(loser, winner, d.config.Phones), nil
}

// ticketsOf counts the tickets whose requester is one of the contacts, -1 if the store cannot
// tell.
func (d *Desk) ticketsOf(ctx context.Context, circle []Contact) (n int, err error) {
	count := d.selected
	switch s := d.config.Store.(type) {
	case Counter:
		count = s.TicketsOf
	case Selector:
	default:
		return -1, nil
	}
	for _, id := range userIDs(circle) {
		more, err := count(ctx, id)
		if err != nil {
			return 0, fmt.Errorf("socialticket: count tickets: %w", err)
		}
		n += more
	}
	return n, nil
}

// selected counts the tickets of a requester that a [Selector] finds.
func (d *Desk) selected(ctx context.Context, id string) (n int, err error) {
	leaf := rules.Leaf{Field: "requester_id", Kind: rules.Choice, Op: rules.Is, Values: []string{id}}
	for t, err := range d.config.Store.(Selector).Select(ctx, rules.Tree{Leaf: &leaf}) {
		if err != nil {
			return 0, err
		}
		if t.Requester == id {
			n++
		}
	}
	return n, nil
}

// userIDs returns the users of contacts, each once.
func userIDs(circle []Contact) (list []string) {
	seen := map[string]bool{}
	for i := range circle {
		if id := circle[i].User.ID; !seen[id] {
			seen[id], list = true, append(list, id)
		}
	}
	return list
}
