package socialticket

import (
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// Outcome is what became of an event or a call. Its text is stable.
type Outcome string

// The outcomes. Only [Applied] and [Parked] wrote something.
const (
	Applied        Outcome = "applied"
	Parked         Outcome = "parked"          // a status for a message that is not known yet: kept for it
	Duplicate      Outcome = "duplicate"       // it was in already
	Unchanged      Outcome = "unchanged"       // there was nothing to do, or nobody to do it for
	UnknownAccount Outcome = "unknown_account" // of an account that the desk does not answer for
	Unhandled      Outcome = "unhandled"       // of a type that is the host's to act on
)

// Receipt tells what a call did.
type Receipt struct {
	Outcome Outcome        `json:"outcome"`
	Ticket  ticket.Ticket  `json:"ticket,omitzero"`  // as it is now
	Created bool           `json:"created,omitzero"` // the ticket is new
	Comment ticket.Comment `json:"comment,omitzero"` // that was added or changed

	// Decision tells, after a reply, whether it may be delivered, why, and what
	// would work instead. Zero for one that was in already: see Comment.Delivery.
	Decision channel.Decision `json:"decision,omitzero"`
	// Commit is what was written; zero if nothing was.
	Commit Commit `json:"commit,omitzero"`
}

// receipt tells of a decision that wrote nothing.
func (dr *draft) receipt(o Outcome) Receipt {
	return Receipt{Outcome: o, Ticket: dr.ticket, Comment: dr.said, Decision: dr.verdict}
}

// done tells of a decision that was committed.
func (dr *draft) done(c Commit) Receipt {
	r := dr.receipt(Applied)
	r.Created, r.Commit = dr.created, c
	if c.Key == "" {
		r.Outcome = Parked
	}
	return r
}
