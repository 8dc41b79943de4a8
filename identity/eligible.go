package identity

import (
	"errors"
	"fmt"
	"slices"

	"github.com/socialticket/socialticket/channel"
)

// Side is one of the two persons of a merge, with all that was merged into it.
type Side struct {
	// Record is that of the person itself, and End the end of the links that begin there. Both
	// have an id. They are the same for a person that was not merged.
	Record Person `json:"record"`
	End    Person `json:"end"`
	// Members are the contacts that are that person.
	Members []Member `json:"members,omitzero"`
	// Tickets is of how many tickets they are the requester. Negative: that is not known.
	Tickets int `json:"tickets"`
	// Agent tells that one of them is of the business's side.
	Agent bool `json:"agent,omitzero"`
}

// The errors that tell why two persons may not be merged, beside [ErrCircle] and [ErrMerged].
var (
	// ErrAgent tells that a person is an agent or an administrator: only end users are merged.
	ErrAgent = errors.New("identity: an agent cannot be merged")
	// ErrTickets tells that a person has more tickets than [Merging.MaxTickets].
	ErrTickets = errors.New("identity: the person has too many tickets")
	// ErrUnverified tells that [Merging.NeedsVerified] is not met.
	ErrUnverified = errors.New("identity: the person is not verified")
	// ErrExternal tells that [Merging.RefuseExternal] is not met.
	ErrExternal = errors.New("identity: the person has an external id")
)

// Eligible returns why one person may not be merged into another, nil if it may. The winner
// is the end of its links. The errors match [ErrCircle], [ErrMerged] or one of those above.
func (m Merging) Eligible(loser, winner Side, phones Phones) error {
	if err := loser.Record.mayMerge(winner.End); err != nil {
		return m.refused(loser, winner, err)
	}
	for _, s := range []Side{loser, winner} {
		switch {
		case s.Agent:
			return m.refused(loser, winner, fmt.Errorf("%q: %w", s.End.ID, ErrAgent))
		case m.RefuseExternal && s.external():
			return m.refused(loser, winner, fmt.Errorf("%q: %w", s.End.ID, ErrExternal))
		}
	}
	switch {
	case m.MaxTickets > 0 && loser.Tickets > m.MaxTickets:
		return m.refused(loser, winner, fmt.Errorf("%d, at most %d may be merged: %w", loser.Tickets, m.MaxTickets, ErrTickets))
	case m.NeedsVerified && !loser.reachable(phones):
		return m.refused(loser, winner, ErrUnverified)
	}
	return nil
}

func (m Merging) refused(loser, winner Side, err error) error {
	return fmt.Errorf("identity: merge person %q into %q: %w", loser.Record.ID, winner.End.ID, err)
}

// external reports whether a record of the person has an external id.
func (s Side) external() bool {
	return s.Record.ExternalID != "" || s.End.ExternalID != "" ||
		slices.ContainsFunc(s.Members, func(m Member) bool { return m.Record.ExternalID != "" })
}

// reachable reports whether a person is verified, or has an e-mail or an address on X.
func (s Side) reachable(phones Phones) bool {
	j := Merging{}.Together(phones, s.End, s.Members)
	return len(j.Emails()) > 0 ||
		slices.ContainsFunc(j.Person.Handles, func(h Handle) bool { return h.Verified }) ||
		slices.ContainsFunc(j.Addresses, func(a channel.Address) bool { return a.Account.Kind == channel.X })
}
