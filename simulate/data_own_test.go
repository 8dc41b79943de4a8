package simulate_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
)

// TestStoriesOwn tells cases of our own, in the same form: keys and words that the shared ones
// that are here do not use.
func TestStoriesOwn(t *testing.T) {
	text, err := os.ReadFile("testdata/cases.json")
	require.NoError(t, err)
	datatest.Own(t, text, datatest.Ops{
		"ingest": ingest, "reassign": reassign, "load": loadOf, "round_robin": roundRobin,
		"status_update": statusUpdate, "status_sequence": statusSequence, "retry_delay": retryDelay,
		"transition": transition, "waiting_clock": waitingClock, "unsnooze_sweep": unsnoozeSweep, "solved_at": solvedAt,
		"window_alert": windowAlert, "window_reminder": windowReminder,
		"merge_contacts": mergeContacts, "after_merge": afterMerge, "merge_tickets": mergeTickets, "match_contact": matchContact,
		"on_session_end": onEnd, "schedule_row": scheduleRow, "run_due_row": runDueRow, "sweep": sweep,
	})
}
