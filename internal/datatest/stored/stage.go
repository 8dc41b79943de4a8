package stored

import (
	"cmp"
	"testing"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/ticket"
)

// Lifecycle returns the settings of a peer: it knows no status new and asks for no assignee; a
// bot that answers first is a desk whose tickets begin and reopen as pending; what a peer
// calls snoozed is on hold. A peer whose statuses have names answers into one that waits for
// the customer.
func Lifecycle(t testing.TB, s datatest.Stage) ticket.Lifecycle {
	t.Helper()
	l := ticket.Lifecycle{Initial: ticket.Open, SolveUnassigned: true, Statuses: Statuses(t, s)}
	if s.Bot {
		l.Initial, l.Reopened = ticket.Pending, ticket.Pending
	}
	if len(l.Statuses.All()) > 0 {
		l.Answered = ticket.Pending
	}
	must(t, l, l.Check())
	return l
}

// Statuses returns the statuses of a peer that gives them names. The one that messages lead
// back to is the default of its category.
func Statuses(t testing.TB, s datatest.Stage) ticket.Statuses {
	t.Helper()
	var list []ticket.CustomStatus
	for _, n := range s.Named() {
		category := ticket.Status(datatest.Category(n))
		if category != ticket.Pending && category != ticket.Solved {
			category = ticket.Open // their first one, whatever they call it
		}
		list = append(list, ticket.CustomStatus{ID: n, AgentLabel: n, Category: category, Default: n == s.DefaultStatus})
	}
	if list == nil {
		return ticket.Statuses{}
	}
	statuses, err := ticket.NewStatuses(list...)
	return must(t, statuses, err)
}

// Status returns the category, and the status of the peer's own, that a word means.
func Status(l ticket.Lifecycle, word string) (ticket.Status, string) {
	if s, ok := l.Statuses.Find(word); ok {
		return s.Category, s.ID
	}
	return ticket.Status(datatest.Category(word)), ""
}

// CompareStage compares everything that a case may expect of a ticket.
func CompareStage(c *datatest.Case, l ticket.Lifecycle, tk ticket.Ticket, followed bool) {
	c.Mean("status", func(word string) string {
		category, custom := Status(l, word)
		return cmp.Or(custom, string(category))
	})
	c.Want("status", cmp.Or(tk.CustomStatus, string(tk.Status)))
	c.Want("new_ticket", followed)
	c.Want("contact_blocked", tk.Muted)
	c.Want("snoozed_until", tk.SnoozedUntil)
	c.Want("first_reply_at", tk.FirstReplyAt)
	c.Want("waiting_since", tk.WaitingSince)
	c.Want("first_solved_at", tk.FirstSolvedAt)
	if c.FirstCounts() {
		c.Want("solved_at", tk.FirstSolvedAt)
	} else {
		c.Want("solved_at", tk.SolvedAt)
	}
}
