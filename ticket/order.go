package ticket

import (
	"cmp"
	"time"
)

// OrderBy names what tickets are ordered by. Where Zendesk's views have such a
// column, the text is theirs.
type OrderBy string

// What tickets are ordered by.
const (
	ByCreated          OrderBy = "created" // also that of the empty text
	ByUpdated          OrderBy = "updated"
	ByRequesterUpdated OrderBy = "updated_requester"
	ByAssigneeUpdated  OrderBy = "updated_assignee"
	ByAssigned         OrderBy = "assigned"
	BySolved           OrderBy = "solved"
	ByWaitingSince     OrderBy = "waiting_since"
	ByPriority         OrderBy = "priority"
	ByStatus           OrderBy = "status"
)

// Order is an order of tickets. The zero Order puts the oldest first.
type Order struct {
	By         OrderBy
	Descending bool
}

// Compare orders a and b, for slices.SortFunc. Tickets that lack what is compared,
// a priority or an instant, come last either way. Of equal ones the one updated
// last comes first, then the smaller ID. An unknown OrderBy makes all equal.
func (o Order) Compare(a, b Ticket) int {
	x, y := o.By.weigh(&a), o.By.weigh(&b)
	c := cmp.Or(cmp.Compare(x.rank, y.rank), x.at.Compare(y.at))
	if o.Descending || x.none() || y.none() {
		c = -c
	}
	return cmp.Or(c, b.UpdatedAt.Compare(a.UpdatedAt), cmp.Compare(a.ID, b.ID))
}

// weight is what a ticket counts in an order: a rank or an instant, the other is
// zero.
type weight struct {
	rank int
	at   time.Time
}

func (w weight) none() bool { return w.rank == 0 && w.at.IsZero() }

func (by OrderBy) weigh(t *Ticket) weight {
	switch by {
	case ByCreated, "":
		return weight{at: t.CreatedAt}
	case ByUpdated:
		return weight{at: t.UpdatedAt}
	case ByRequesterUpdated:
		return weight{at: t.RequesterAt}
	case ByAssigneeUpdated:
		return weight{at: t.AssigneeAt}
	case ByAssigned:
		return weight{at: t.AssignedAt}
	case BySolved:
		return weight{at: t.SolvedAt}
	case ByWaitingSince:
		return weight{at: t.WaitingSince}
	case ByPriority:
		return weight{rank: max(t.Priority.Rank(), 0)}
	case ByStatus:
		return weight{rank: t.Status.rank()}
	}
	return weight{}
}
