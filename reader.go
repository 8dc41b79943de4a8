package socialticket

import (
	"context"
	"iter"

	"github.com/socialticket/socialticket/ticket"
)

// Reader reads what is there for people to look at. A [Store] of a host usually is
// one as well. Many goroutines call it at once.
type Reader interface {
	// Ticket returns one ticket. The error matches [ErrNotFound].
	Ticket(ctx context.Context, id ticket.ID) (ticket.Ticket, error)

	// Tickets yields all tickets, the newest update first, ties by id.
	Tickets(ctx context.Context) iter.Seq2[ticket.Ticket, error]

	// Comments returns a ticket's thread, newest first. The error matches
	// [ErrNotFound].
	Comments(ctx context.Context, id ticket.ID, page Page) ([]ticket.Comment, error)

	// Events returns a ticket's log, newest first. The error matches [ErrNotFound].
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

// Feed tells what was committed, for search, live pages and projections. It is
// optional; the stores of this module have it.
type Feed interface {
	// Feed yields the commits that came after a place, in the order in which they
	// were written, and ends with the newest; 0 is before the first. A place that
	// was pruned begins with the oldest that is left. The comments of a commit are
	// yielded as they are now, so that what was redacted or withdrawn is not told
	// again, and its effects without what they carry: Message, Command, To and Body.
	Feed(ctx context.Context, after int64) iter.Seq2[Entry, error]
}

// Entry is one commit of a [Feed].
type Entry struct {
	Place  int64  `json:"place"` // grows from entry to entry, not always by one
	Commit Commit `json:"commit"`
}
