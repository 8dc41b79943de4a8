package socialticket

import (
	"context"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// Store keeps conversations and persons in the host's database. A [Desk] calls it from
// many goroutines at once and holds no lock meanwhile. A store may be split by account,
// or by key within an account. What goes in and comes out is the caller's, who may change it
// afterwards: what a store keeps in memory shares no slice with it. A call that waits, as for
// a database that answers late, returns soon after its ctx has ended, with an error that
// matches the error of ctx, and holds nobody up who comes after it. Package socialtickettest
// checks an implementation.
type Store interface {
	// Load returns what a decision needs, as of one instant; the person may be newer.
	// The cost must not grow with a ticket's thread. What is not there is zero; that
	// is no error.
	Load(ctx context.Context, ref Ref) (Head, error)

	// Commit writes all of c durably or nothing. The error matches [ErrDuplicate] if
	// c.Cause is in already within c.Account, whatever else. It matches
	// [ErrConflict], and the command is to be decided again, if
	//   - the version of the conversation or person is not c.Expect,
	//   - another conversation has one of c.Addresses,
	//   - another comment of the account has one of the message ids of c.Comments,
	//   - a comment has the message that c.Park is about,
	//   - other than c.Parked events are parked for the message ids of c.Comments,
	//   - the link of c.Person would close a circle.
	// Any other error means that the outcome is unknown: c may be in or not, and the
	// same command may be handed in again. If ctx has ended before, nothing is
	// written.
	Commit(ctx context.Context, c Commit) error
}

// Ref says what to load. The first of its parts that leads to a conversation counts:
// Comment, then Message, then Ticket, then Key, then the Addresses in their order.
type Ref struct {
	// Account is that of Comment, Message, Key and Cause. Zero: that of Ticket.
	Account channel.Account
	Comment string // the comment's id
	Message string // one of the comment's ids on the platform
	Ticket  ticket.ID
	Key     Key
	// Addresses are where the user may be known; each names its account.
	Addresses []channel.Address
	// First asks for the first comment of the ticket.
	First bool
	// Cause asks whether a cause is in already.
	Cause string

	// Person is the id of a person. Into is that of another, which it is to be
	// merged into.
	Person, Into string
}

// Head is the part of a conversation that a decision needs: never its thread.
type Head struct {
	Conversation Conversation
	// Ticket is the one that the reference led to; by key or address, the
	// conversation's newest.
	Ticket ticket.Ticket
	// Timers are those that are set for the conversation and for Ticket.
	Timers []Timer
	// Comment is the one that Ref.Comment or Ref.Message named.
	Comment ticket.Comment
	// First is the first comment of Ticket, if Ref.First asked for it.
	First ticket.Comment
	// Owners tell whose the addresses of the reference are, in their order, as far
	// as they are known.
	Owners []Owner
	// Parked are the events about Ref.Message that came before it was known, in the
	// order of their coming.
	Parked []channel.Event
	// Known reports that Ref.Cause is in already.
	Known bool

	// Record is that of Ref.Person itself. Zero: there is none.
	Record identity.Person
	// Person is the end of the links that begin at Ref.Into, else at Ref.Person,
	// else at the conversation's user. Of one without a record it has the ID alone.
	Person identity.Person
	// Circle are the contacts of the person that Ref.Person names, as in [People.Circle].
	// Without one they are those of the conversation's user, if a link leads to it or from it.
	Circle []Contact
	// IntoCircle are the contacts of the person that Ref.Into names.
	IntoCircle []Contact
}

// Owner tells whose an address is.
type Owner struct {
	Address channel.Address
	User    string // the user's id
}

// owner returns the id of the user who has an address, "" if it is unknown.
func (h *Head) owner(a channel.Address) string {
	for i := range h.Owners {
		if h.Owners[i].Address == a {
			return h.Owners[i].User
		}
	}
	return ""
}

// timer returns the timer of a ticket; of the empty id, that of the conversation.
func (h *Head) timer(id ticket.ID) Timer {
	for _, t := range h.Timers {
		if t.Ticket == id {
			return t
		}
	}
	return Timer{}
}
