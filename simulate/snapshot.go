package simulate

import (
	"context"
	"fmt"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/memory"
)

// Source is a store that can be read as a whole. The stores of this module are.
type Source interface {
	socialticket.Store
	socialticket.Reader
	socialticket.People
}

// Snapshot copies what a store holds: contacts with their conversations, persons, tickets with
// their threads and logs, timers. It is for [ReplayConfig.From], where the store itself goes on
// and its database cannot copy itself. It only reads. What is written meanwhile may be in the
// copy or not, each conversation as of one instant.
//
// A store does not tell everything, so that a copy lacks which events are in already: one of
// before that a platform repeats later is known by its message alone. It also lacks the effects that are not done
// and what is parked for messages that nobody knows. A copy of the database lacks nothing.
func Snapshot(ctx context.Context, from Source) (*memory.Store, error) {
	to := &memory.Store{History: -1}
	o := newOverlay(from, to)
	var all []question
	for c, err := range from.Contacts(ctx) {
		if err != nil {
			return nil, fmt.Errorf("simulate: contacts: %w", err)
		}
		all = append(all, question{account: c.Account, key: c.Key})
	}
	for t, err := range from.Tickets(ctx) {
		if err != nil {
			return nil, fmt.Errorf("simulate: tickets: %w", err)
		}
		all = append(all, question{ticket: t.ID})
	}
	for _, q := range all { // now, for a store may not bear to be asked while it yields
		if err := o.ask(ctx, q); err != nil {
			return nil, err
		}
	}
	return to, nil
}
