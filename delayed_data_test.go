package socialticket_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataDelayed lets a desk run rules with a delay: automations, and a timer for each
// ticket.
func TestDataDelayed(t *testing.T) {
	datatest.Cases(t, "delayed-automations", datatest.Ops{"run_due_row": runDueRow, "schedule_row": scheduleRow})
}

func runDueRow(c *datatest.Case) {
	var given datatest.DueRow
	var when struct{ Now time.Time }
	c.Given(&given)
	c.When(&when)
	set := stored.Delayed(c.T, true, stored.DelayedAction(given))
	o := newOffice(c.T, func(_ *socialticket.Config, s *socialticket.Settings) { s.Automations = set })
	ctx := context.Background()
	pending := given.DueAt.Add(-time.Hour - 1)
	o.clock.Set(pending)
	id := o.receive(c.T, says("15550100", "m1", "hello", pending)).Ticket.ID
	o.set(c.T, id, ticket.FieldStatus, "pending", agent())
	require.Equal(c.T, given.DueAt, o.timer(c.T, id))
	happens(c.T, &given, o, id)

	if strings.HasPrefix(given.Died, "before") { // the worker's context ends with it
		o.clock.Set(given.ClaimedAt)
		dead, cancel := context.WithCancel(ctx)
		cancel()
		_, err := o.Wake(dead, id)
		require.ErrorIs(c.T, err, context.Canceled)
	} else if given.Died != "" {
		o.clock.Set(given.ClaimedAt)
		_, err := o.Wake(ctx, id)
		require.NoError(c.T, err)
	}
	o.clock.Set(when.Now)
	for range max(1, given.Pickups) {
		_, err := o.Wake(ctx, id)
		require.NoError(c.T, err)
	}
	ran, refused := outcome(c.T, o, id)
	c.Want("action_runs", ran)
	c.Want("reported", refused)
	state := "skipped"
	switch {
	case refused:
		state = "failed"
	case ran > 0:
		state = "executed"
	default:
		if !datatest.Yes(given.FeatureOn) {
			o.settings.Automations = set
			_, err := o.Wake(ctx, id)
			require.NoError(c.T, err)
		}
		if later, _ := outcome(c.T, o, id); later > 0 || !o.timer(c.T, id).IsZero() {
			state = "pending"
		}
	}
	c.Want("state", state)
	c.Want("reason", reason(c.T, o, id, pending))
}

// happens lets happen to the ticket what the case tells, an instant before it is due.
func happens(t testing.TB, g *datatest.DueRow, o *office, id ticket.ID) {
	t.Helper()
	o.clock.Set(g.DueAt.Add(-time.Minute))
	switch {
	case !datatest.Yes(g.FeatureOn):
		o.settings.Automations = nil
	case !datatest.Yes(g.RuleActive):
		o.settings.Automations = stored.Delayed(t, false, stored.DelayedAction(*g))
	case !datatest.Yes(g.ConditionsHold), !datatest.Yes(g.GuardsHold):
		o.set(t, id, ticket.FieldTags, "stop", agent())
	case !datatest.Yes(g.StatusStill):
		o.set(t, id, ticket.FieldStatus, "open", agent())
	case g.CustomerReplied:
		o.receive(t, says("15550100", "m2", "hello?", o.clock.Now()))
	}
}

// outcome returns how often the automation acted, and whether it is told that it could not.
func outcome(t testing.TB, o *office, id ticket.ID) (ran int, refused bool) {
	t.Helper()
	events, err := o.store.Events(context.Background(), id, socialticket.Page{Limit: 1000})
	require.NoError(t, err)
	for _, e := range events {
		if e.By.ID == "delayed" && e.Type == ticket.EventRule {
			if refused = e.Reason.Code != ""; !refused {
				ran++
			}
		}
	}
	return ran, refused
}

// reason tells why the automation did not act, by what the desk has of the ticket.
func reason(t testing.TB, o *office, id ticket.ID, pending time.Time) string {
	t.Helper()
	head, err := o.store.Load(context.Background(), socialticket.Ref{Ticket: id})
	require.NoError(t, err)
	tk := head.Ticket
	still := tk.WithoutTags("stop")
	switch {
	case slices.Contains(tk.Tags, "ran"):
		return ""
	case !tk.StatusAt.Equal(pending):
		return "episode_moved"
	case !o.settings.Automations.Holds("delayed", &rules.Subject{Ticket: &still, Now: o.clock.Now()}):
		return "rule_inactive"
	}
	return "conditions_changed"
}

// scheduleRow counts the timers of a ticket that waits for an automation: one, however
// often it is asked for.
func scheduleRow(c *datatest.Case) {
	var given datatest.ScheduleRow
	var when struct{ Event string }
	c.Given(&given)
	c.When(&when)
	o := newOffice(c.T, func(_ *socialticket.Config, s *socialticket.Settings) {
		s.Automations = stored.Delayed(c.T, true, stored.DelayedAction(datatest.DueRow{}))
	})
	id := o.receive(c.T, says("15550100", "m1", "hello", start())).Ticket.ID
	if given.Pending > 0 {
		o.set(c.T, id, ticket.FieldStatus, "pending", agent())
	}
	switch rule, wait := datatest.Gone(when.Event); {
	case rule:
		o.settings.Automations = stored.Delayed(c.T, false, stored.DelayedAction(datatest.DueRow{}))
		_, err := o.Rewake(context.Background(), o.store)
		require.NoError(c.T, err)
	case wait:
		o.receive(c.T, says("15550100", "m2", "hello?", start().Add(time.Minute)))
	default:
		o.set(c.T, id, ticket.FieldStatus, "pending", agent())
		o.set(c.T, id, ticket.FieldPriority, "high", agent())
	}
	due, _, err := o.store.Due(context.Background(), start().AddDate(1, 0, 0), 1000)
	require.NoError(c.T, err)
	n := 0
	for _, timer := range due {
		if timer.Ticket == id {
			n++
		}
	}
	c.Want("pending", n)
}
