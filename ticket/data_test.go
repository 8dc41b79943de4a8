package ticket_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataLifecycle asks of this package what was found in the tests, code and
// manuals of other help desks. Their words are put into ours, never the answers.
func TestDataLifecycle(t *testing.T) {
	datatest.Cases(t, "lifecycle", datatest.Ops{
		"transition":     transition,
		"initial_status": initialStatus,
		"waiting_clock":  waitingClock,
		"unsnooze_sweep": unsnoozeSweep,
		"snooze_until":   snoozeUntil,
		"solved_at":      solvedAt,
		"status_config":  statusConfig,
		"order":          order,
	})
}

// noon is when things happen in cases that do not say when.
func noon() time.Time { return time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC) }

// before is the desk and the ticket of a case.
type before struct {
	Status        string
	DefaultStatus string `json:"default_status"` // that of new tickets, and of those that a message reopens
	Bot           bool   // it answers first
	Campaign      bool   // the business began the conversation
	Blocked       bool   `json:"contact_blocked"`

	Created      time.Time
	SnoozedUntil time.Time `json:"snoozed_until"`
	FirstReplyAt time.Time `json:"first_reply_at"`
	WaitingSince time.Time `json:"waiting_since"`
	Earlier      []happening
	Timeline     []happening
}

// happening is something that happens to a ticket. Category is that of a new status.
type happening struct {
	At                      time.Time
	Event, Status, Category string
}

// world is a case put into our words: a desk's settings, a ticket, and the ticket
// that a message to a closed one made.
type world struct {
	lifecycle ticket.Lifecycle
	ticket    ticket.Ticket
	followUp  ticket.Ticket
}

// newWorld builds the desk and the ticket of a case. Peers know no status new and
// ask for no assignee; a bot that answers first is a desk whose tickets begin and
// reopen as pending; what a peer calls snoozed is on hold. A peer whose statuses have
// names answers into one that waits for the customer.
func newWorld(t *testing.T, b before) *world {
	t.Helper()
	w := &world{lifecycle: ticket.Lifecycle{Initial: ticket.Open, SolveUnassigned: true}}
	if b.Bot {
		w.lifecycle.Initial, w.lifecycle.Reopened = ticket.Pending, ticket.Pending
	}
	if w.lifecycle.Statuses = peerStatuses(t, b); len(w.lifecycle.Statuses.All()) > 0 {
		w.lifecycle.Answered = ticket.Pending
	}
	require.NoError(t, w.lifecycle.Check())
	category, custom := w.status(b.Status)
	w.ticket = ticket.Ticket{ID: "1", Requester: "user", Status: category, CustomStatus: custom, Muted: b.Blocked}
	w.ticket.CreatedAt, w.ticket.SnoozedUntil = b.Created, b.SnoozedUntil
	w.ticket.FirstReplyAt, w.ticket.WaitingSince = b.FirstReplyAt, b.WaitingSince
	return w
}

// peerStatuses returns the statuses of a peer that gives them names: those that the
// case tells, and those that such a desk has besides. The one that messages lead back
// to is the default of its category.
func peerStatuses(t *testing.T, b before) ticket.Statuses {
	t.Helper()
	names := slices.DeleteFunc([]string{b.DefaultStatus, b.Status}, func(n string) bool { return n == strings.ToLower(n) })
	if len(names) == 0 {
		return ticket.Statuses{}
	}
	names = append(names, "Replied", "Resolved")
	slices.Sort(names)
	var list []ticket.CustomStatus
	for _, n := range slices.Compact(names) {
		category := ours(n)
		if category != ticket.Pending && category != ticket.Solved {
			category = ticket.Open // their first one, whatever they call it
		}
		list = append(list, ticket.CustomStatus{ID: n, AgentLabel: n, Category: category, Default: n == b.DefaultStatus})
	}
	s, err := ticket.NewStatuses(list...)
	require.NoError(t, err)
	return s
}

// ours returns the category that a peer's word means, the word itself if none is known.
func ours(word string) ticket.Status {
	switch strings.ToLower(word) {
	case "open", "active":
		return ticket.Open
	case "pending", "paused", "replied", "waiting":
		return ticket.Pending
	case "hold", "on-hold", "on_hold", "snoozed":
		return ticket.Hold
	case "solved", "resolved":
		return ticket.Solved
	case "new":
		return ticket.New
	case "closed":
		return ticket.Closed
	}
	return ticket.Status(word)
}

// status returns the category, and the status of the peer's own, that a word means.
func (w *world) status(word string) (ticket.Status, string) {
	if s, ok := w.lifecycle.Statuses.Find(word); ok {
		return s.Category, s.ID
	}
	return ours(word), ""
}

// compare compares everything that a case may expect of a ticket.
func (w *world) compare(c *datatest.Case) {
	tk := w.ticket
	c.Mean("status", func(word string) string {
		category, custom := w.status(word)
		return cmp.Or(custom, string(category))
	})
	c.Want("status", cmp.Or(tk.CustomStatus, string(tk.Status)))
	c.Want("new_ticket", !w.followUp.IsZero())
	c.Want("contact_blocked", tk.Muted)
	c.Want("snoozed_until", tk.SnoozedUntil)
	c.Want("first_reply_at", tk.FirstReplyAt)
	c.Want("waiting_since", tk.WaitingSince)
	c.Want("first_solved_at", tk.FirstSolvedAt)
	if firstCounts(c) {
		c.Want("solved_at", tk.FirstSolvedAt)
	} else {
		c.Want("solved_at", tk.SolvedAt)
	}
}

// firstCounts reports whether a case's source means the first of several solutions.
// We keep both.
func firstCounts(c *datatest.Case) bool {
	for _, choice := range c.Policy {
		if strings.Contains(choice, "first") {
			return true
		}
	}
	return false
}
