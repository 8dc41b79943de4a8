package socialticket

import (
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/ticket"
)

// Outcome is what became of a command. Its text is stable.
type Outcome string

// The outcomes. Only [Applied] and [Parked] wrote something.
const (
	Applied        Outcome = "applied"
	Parked         Outcome = "parked"          // it is about a message that is not known yet: kept for it
	Duplicate      Outcome = "duplicate"       // it was in already
	Unchanged      Outcome = "unchanged"       // there was nothing to do
	UnknownAccount Outcome = "unknown_account" // of an account that the desk does not answer for
	Unhandled      Outcome = "unhandled"       // of a type that is the host's to act on
)

// Receipt tells what a command did, or would do.
type Receipt struct {
	Outcome Outcome        `json:"outcome"`
	Ticket  ticket.Ticket  `json:"ticket,omitzero"`  // as it is now; of two, the one that the command names first
	Created bool           `json:"created,omitzero"` // the ticket is new
	Comment ticket.Comment `json:"comment,omitzero"` // that was added or changed
	// Person is the one that was changed, merged or parted.
	Person identity.Person `json:"person,omitzero"`

	// Decision tells, after a reply, whether it may be delivered, why, and what
	// would work instead. Zero for one that was in already: see Comment.Delivery.
	Decision channel.Decision `json:"decision,omitzero"`
	// Choice tells, after a [Route], who got the ticket and why, or why it waits still. Turn is
	// the agents' turn after that, nil if nobody got it.
	Choice routing.Choice `json:"choice,omitzero"`
	Turn   routing.Turn   `json:"turn,omitzero"`
	// Composer tells how people answer the ticket as it is now.
	Composer Composer `json:"composer,omitzero"`
	// Conflicts are addresses that the platform told of the user and that other
	// users have: perhaps they are one person, see [Merge].
	Conflicts []identity.Conflict `json:"conflicts,omitzero"`
	// Commit is what was written, or would be; zero if nothing is.
	Commit Commit `json:"commit,omitzero"`
}

// receipt finishes the decision and tells of it in a zero receipt.
func (dr *draft) receipt(r *Receipt) {
	c := &r.Commit
	dr.seal(c)
	r.Outcome, r.Ticket, r.Created, r.Comment, r.Person = Applied, dr.ticket, dr.created, dr.said, c.Person
	r.Decision, r.Conflicts = dr.verdict, dr.conflicts
	r.Choice, r.Turn = dr.choice, dr.turn
	r.Composer = dr.composer()
	switch {
	case c.empty() && dr.again:
		r.Outcome = Duplicate
	case c.empty():
		r.Outcome = Unchanged
	case c.Park.ID != "" && len(c.Comments) == 0:
		r.Outcome = Parked
	}
}
