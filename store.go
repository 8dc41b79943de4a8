package socialticket

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// The errors that a Store returns and hosts branch on, with errors.Is.
var (
	// ErrConflict tells that the conversation's version has moved: decide again.
	ErrConflict = errors.New("socialticket: version conflict")
	// ErrDuplicate tells that the cause of a commit is in already.
	ErrDuplicate = errors.New("socialticket: duplicate event")
	// ErrNotFound tells that there is no such ticket.
	ErrNotFound = errors.New("socialticket: not found")
)

// Store keeps conversations in the host's database. A [Desk] calls it from many
// goroutines at once and holds no lock meanwhile. Package socialtickettest checks
// an implementation.
type Store interface {
	// Load returns what a decision needs, as of one instant. The cost must not
	// grow with a ticket's thread. What is not there is zero; that is no error.
	Load(ctx context.Context, ref Ref) (Head, error)

	// Commit writes all of c or nothing, durably. The error matches
	// [ErrDuplicate] if c.Cause is in already, whatever else; [ErrConflict] if
	// the conversation's version is not c.Expect, or if another conversation has
	// one of c.Addresses. It matches ErrConflict too if a comment has the message
	// of c.Park by now, or if other than c.Parked statuses are parked for the
	// messages of c's comments that have a Delivery.
	Commit(ctx context.Context, c Commit) error
}

// Ref says what to load. The first of its parts that leads to a conversation
// counts: Comment, then Message, then Ticket, then the Addresses in their order.
type Ref struct {
	Comment   string            // the comment's id
	Account   channel.Account   // of Message
	Message   string            // the comment's id on the platform
	Ticket    ticket.ID         //
	Addresses []channel.Address //
}

// Head is the part of a conversation that a decision needs: never its thread.
type Head struct {
	Conversation Conversation
	// Ticket is the one that the reference led to; by address, the conversation's
	// newest. Wake is the instant that was committed with it last.
	Ticket ticket.Ticket
	Wake   time.Time
	// Comment is the one that Ref.Comment or Ref.Message named.
	Comment ticket.Comment
	// Owners are the ids of the users who have addresses of Ref.Addresses. Nil:
	// nobody has any.
	Owners map[channel.Address]string
	// Parked are the statuses that came for Ref.Message before it was known, in
	// the order of their coming.
	Parked []channel.Event
}

// Reader reads what is there for people to look at. A [Store] of a host usually is
// one as well.
type Reader interface {
	// Tickets yields all tickets, the newest update first, ties by id.
	Tickets(ctx context.Context) iter.Seq2[ticket.Ticket, error]

	// Comments returns a ticket's thread, newest first.
	Comments(ctx context.Context, id ticket.ID, page Page) ([]ticket.Comment, error)

	// Events returns a ticket's log, newest first.
	Events(ctx context.Context, id ticket.ID, page Page) ([]ticket.Event, error)
}

// Page is a part of a thread or log.
type Page struct {
	Before int // only what has a smaller number; 0: from the newest
	Limit  int // at most so many; 0: 50
}

// Size returns the limit, 50 where none was given.
func (p Page) Size() int {
	if p.Limit <= 0 {
		return 50
	}
	return p.Limit
}

// Queue holds what waits: timers and messages to be sent.
type Queue interface {
	// Due returns at most limit tickets whose wake has come by now, the earliest
	// first, and the instant of the first timer after now, zero if there is none.
	Due(ctx context.Context, now time.Time, limit int) ([]ticket.ID, time.Time, error)

	// Outbox returns at most limit messages that are to be sent and not done yet,
	// the oldest first, ties by id.
	Outbox(ctx context.Context, limit int) ([]channel.Outbound, error)
}
