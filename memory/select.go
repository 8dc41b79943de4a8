package memory

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"math/bits"
	"slices"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// Select implements [socialticket.Selector]. It yields the tickets as they were when it
// began. Fields are those of [rules.Standard]. Without looking at a ticket it answers: the
// status, its custom status, the priority, type, channel, account, group, assignee, brand,
// form, organization, schedule, routing and tags; and to the minute, when the ticket was
// created, updated by whom, assigned, entered its status, and since when it waits. All other
// tests pass. Where the tree names requesters it looks at their tickets alone.
func (s *Store) Select(ctx context.Context, tree rules.Tree) iter.Seq2[ticket.Ticket, error] {
	return func(yield func(ticket.Ticket, error) bool) {
		s.mu.RLock()
		found, are := s.askedBy(tree)
		if !are {
			found = s.columns.find(tree, nil)
		}
		list := make([]ticket.Ticket, len(found))
		for i, row := range found {
			list[i] = s.columns.record(row).ticket
		}
		s.mu.RUnlock()
		yieldTickets(ctx, list, "select", yield)
	}
}

// find appends the rows of the tickets that may pass a tree, the oldest first.
func (c *columns) find(tree rules.Tree, list []uint32) []uint32 {
	sweep, row := c.sweepOf(tree), uint32(0)
	for _, p := range c.pages {
		for line := 0; line < len(p.used); line += len(words{}) {
			in := words(p.used[line:])
			sweep.narrow(p, line, &in)
			for j, word := range in {
				for ; word != 0; word &= word - 1 {
					list = append(list, row+uint32(j*64+bits.TrailingZeros64(word)))
				}
			}
			row += lineRows
		}
	}
	return list
}

// yieldTickets yields tickets, the newest update first, ties by id. They share slices with
// the store.
func yieldTickets(ctx context.Context, list []ticket.Ticket, what string, yield func(ticket.Ticket, error) bool) {
	order := make([]*ticket.Ticket, len(list)) // a ticket is too large to be swapped
	for i := range list {
		order[i] = &list[i]
	}
	slices.SortFunc(order, func(a, b *ticket.Ticket) int {
		if c := b.UpdatedAt.Compare(a.UpdatedAt); c != 0 {
			return c
		}
		return cmp.Compare(a.ID, b.ID)
	})
	for _, t := range order {
		if err := ctx.Err(); err != nil {
			yield(ticket.Ticket{}, fmt.Errorf("memory: %s: %w", what, err))
			return
		}
		if !yield(cloneTicket(*t), nil) {
			return
		}
	}
}

// choiceNamed returns the column of a field of rules.
func choiceNamed(field string) (k int, found bool) {
	switch field {
	case "status":
		return byStatus, true
	case "priority":
		return byPriority, true
	case "type":
		return byType, true
	case "via_id":
		return byVia, true
	case "integration_account":
		return byAccount, true
	case "group_id":
		return byGroup, true
	case "assignee_id":
		return byAssignee, true
	case "brand_id":
		return byBrand, true
	case "ticket_form_id":
		return byForm, true
	case "organization_id":
		return byOrganization, true
	case "custom_status_id":
		return byCustomStatus, true
	case "schedule_id":
		return bySchedule, true
	case "routing_channel":
		return byRouting, true
	}
	return 0, false
}

// instantNamed returns the column of a field that is an instant.
func instantNamed(field string) (k int, found bool) {
	switch field {
	case "created_at", "exact_created_at":
		return atCreated, true
	case "updated_at":
		return atUpdated, true
	case "requester_updated_at":
		return atRequester, true
	case "assignee_updated_at":
		return atAssignee, true
	case "assigned_at":
		return atAssigned, true
	case "waiting_since":
		return atWaiting, true
	}
	return 0, false
}

// statusNamed returns the status whose hours a field counts.
func statusNamed(field string) (ticket.Status, bool) {
	switch field {
	case "NEW":
		return ticket.New, true
	case "OPEN":
		return ticket.Open, true
	case "PENDING":
		return ticket.Pending, true
	case "HOLD":
		return ticket.Hold, true
	case "SOLVED":
		return ticket.Solved, true
	case "CLOSED":
		return ticket.Closed, true
	}
	return "", false
}
