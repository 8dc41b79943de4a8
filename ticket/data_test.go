package ticket_test

import (
	"testing"
	"time"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
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

type (
	before    = datatest.Stage
	happening = datatest.Happening
)

// world is a case put into our words: a desk's settings, a ticket, and the ticket
// that a message to a closed one made.
type world struct {
	lifecycle ticket.Lifecycle
	ticket    ticket.Ticket
	followUp  ticket.Ticket
}

// newWorld builds the desk and the ticket of a case.
func newWorld(t *testing.T, b before) *world {
	t.Helper()
	w := &world{lifecycle: stored.Lifecycle(t, b)}
	category, custom := w.status(b.Status)
	w.ticket = ticket.Ticket{ID: "1", Requester: "user", Status: category, CustomStatus: custom, Muted: b.Blocked}
	w.ticket.CreatedAt, w.ticket.SnoozedUntil = b.Created, b.SnoozedUntil
	w.ticket.FirstReplyAt, w.ticket.WaitingSince = b.FirstReplyAt, b.WaitingSince
	return w
}

// status returns the category, and the status of the peer's own, that a word means.
func (w *world) status(word string) (ticket.Status, string) {
	return stored.Status(w.lifecycle, word)
}

// compare compares everything that a case may expect of a ticket.
func (w *world) compare(c *datatest.Case) {
	stored.CompareStage(c, w.lifecycle, w.ticket, !w.followUp.IsZero())
}
