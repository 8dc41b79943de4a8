package socialticket

import (
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// Commit is one decision: all that is to be written, at once or not at all. It changes
// one conversation, or one person, never two. The same head, command, settings and
// instant make the same commit to the byte. The zero Commit writes nothing.
type Commit struct {
	// Account is the partition that the commit belongs to: causes, keys, addresses,
	// and the ids of comments, messages and effects are unique within it. Zero: the
	// partition of the persons.
	Account channel.Account `json:"account,omitzero"`
	Key     Key             `json:"key,omitzero"` // of the conversation, or the id of the person; empty: only Park
	Expect  int64           `json:"expect"`       // the version that this follows; 0: this commit makes it
	// Cause names the command that this answers, within the account. It is never
	// empty.
	Cause string    `json:"cause"`
	At    time.Time `json:"at"`
	// Settings is the version of the settings that it was decided under.
	Settings int64 `json:"settings,omitzero"`

	Conversation Conversation      `json:"conversation,omitzero"` // its new state; Version is Expect+1
	Addresses    []channel.Address `json:"addresses,omitzero"`    // the conversation is found by these too, from now on

	Ticket   ticket.Ticket    `json:"ticket,omitzero"`   // its new state; zero: no ticket changed
	Comments []ticket.Comment `json:"comments,omitzero"` // to add, or to put in place of those with the same id
	Events   []ticket.Event   `json:"events,omitzero"`   // to add
	// Others are further tickets of the conversation in their new states: the one that
	// Ticket was merged into, or parted from. A comment and an event is of Ticket or of one
	// of these, as it says. Empty if Ticket is zero.
	Others []ticket.Ticket `json:"others,omitzero"`

	Effects []Effect `json:"effects,omitzero"` // to be done; those of a person have the zero account
	Done    []string `json:"done,omitzero"`    // ids of effects that were done or given up
	Timers  []Timer  `json:"timers,omitzero"`  // to set, or to forget

	// Conflicts are addresses that the platform told of the user and that other
	// users have. They stay where they are; people decide whether the users are one.
	Conflicts []identity.Conflict `json:"conflicts,omitzero"`

	// Person is the new state of a person; its Version is Expect+1. Zero: the commit
	// is not about one.
	Person identity.Person `json:"person,omitzero"`

	// Park is an event about a message that is not known yet: a status, a withdrawal,
	// a reaction. It is kept under its account and [channel.Event.About] until a
	// comment of that message is committed.
	Park channel.Event `json:"park,omitzero"`
	// Parked is how many parked events are taken in with the messages that Comments
	// make known.
	Parked int `json:"parked,omitzero"`
}

// IsZero reports whether c has nothing to write.
func (c Commit) IsZero() bool { return c.empty() }

// empty is IsZero without a copy of the kilobytes that a commit has.
func (c *Commit) empty() bool { return c.Key == "" && c.Park.ID == "" }

// Tickets returns all tickets that c changes, in their new states.
func (c Commit) Tickets() []ticket.Ticket {
	if c.Ticket.IsZero() {
		return nil
	}
	return append([]ticket.Ticket{c.Ticket}, c.Others...)
}

// Timer is an instant at which the desk wants [Desk.Wake]. There is at most one for each
// ticket, and one for each conversation.
type Timer struct {
	Account channel.Account `json:"account"`
	Key     Key             `json:"key"` // of the conversation
	Ticket  ticket.ID       `json:"ticket_id,omitzero"`
	// At is when. In a commit, the zero instant forgets the timer.
	At time.Time `json:"at,omitzero"`
}
