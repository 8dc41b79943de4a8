package socialticket_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// TestAutomationRuns closes a ticket in the run that counts more than one whole hour, as
// Zendesk's hourly clock does, and not at the instant at which an hour is over.
func TestAutomationRuns(t *testing.T) {
	set := automations(t, pull("close", act("status", "closed"), cond("status", rules.Is, "solved"), cond("SOLVED", rules.GreaterThan, "1")))
	runs := rules.Runs{From: start().Add(7 * time.Minute)}
	o, ctx := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) { s.Automations, s.AutomationRuns = set, &runs }), context.Background()
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	solved := o.set(t, id, ticket.FieldStatus, "solved", agent()).Ticket.SolvedAt
	due := runs.Next(solved.Add(2*time.Hour + 1)) // the first run before which two hours have ended
	var closed time.Time
	for at := solved; closed.IsZero() && at.Before(solved.Add(6*time.Hour)); at = at.Add(time.Minute) {
		o.clock.Set(at)
		r, err := o.Wake(ctx, id)
		require.NoError(t, err)
		if r.Ticket.Status == ticket.Closed {
			closed = at
		}
	}
	require.True(t, !closed.Before(due) && closed.Before(due.Add(time.Minute)), "closed at %v, want %v", closed, due)

	id = o.receive(t, says("15550100", "m2", "again", o.clock.Now())).Ticket.ID
	last := o.set(t, id, ticket.FieldStatus, "solved", agent())
	timer := last.Commit.Timers[len(last.Commit.Timers)-1]
	want := runs.Next(last.Ticket.SolvedAt.Add(2*time.Hour + 1))
	require.Equal(t, want, timer.At, "the timer is that of the run")
	out, err := o.Desk.Explain(ctx, socialticket.Question{Ticket: id})
	require.NoError(t, err)
	require.Equal(t, want, out.Automations[0].Due)
	o.clock.Set(want.Add(3*time.Hour + time.Minute)) // late: the last run is caught up
	r, err := o.Wake(ctx, id)
	require.NoError(t, err)
	require.Equal(t, ticket.Closed, r.Ticket.Status)
}
