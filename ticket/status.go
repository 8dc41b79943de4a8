package ticket

import "cmp"

// Status is a category in the life of a ticket. Its text is what hosts store.
// Finer custom statuses belong to one category each: see [Statuses].
type Status string

// The status categories, in the order that comparisons use.
const (
	New     Status = "new"     // nobody has taken it yet
	Open    Status = "open"    // the agents' side has to act
	Pending Status = "pending" // waiting for the requester
	Hold    Status = "hold"    // waiting for a third party; the requester sees it as open
	Solved  Status = "solved"  // answered; a message reopens it
	Closed  Status = "closed"  // final
)

// Known reports whether s is one of the six categories.
func (s Status) Known() bool { return s.rank() > 0 }

// Compare orders statuses: new, open, pending, hold, solved, closed. Unknown
// texts come first.
func (s Status) Compare(o Status) int { return cmp.Compare(s.rank(), o.rank()) }

// Done reports whether s is solved or closed.
func (s Status) Done() bool { return s == Solved || s == Closed }

func (s Status) rank() int {
	switch s {
	case New:
		return 1
	case Open:
		return 2
	case Pending:
		return 3
	case Hold:
		return 4
	case Solved:
		return 5
	case Closed:
		return 6
	}
	return 0
}
