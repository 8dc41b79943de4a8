package simulate_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// dueRow is an action that waits until a ticket was pending for an hour.
type dueRow struct {
	ActionError     bool      `json:"action_error"`
	ClaimedAt       time.Time `json:"claimed_at"`
	ConditionsHold  *bool     `json:"conditions_hold"`
	CustomerReplied bool      `json:"customer_replied"`
	Died            string
	DueAt           time.Time `json:"due_at"`
	FeatureOn       *bool     `json:"feature_on"`
	GuardsHold      *bool     `json:"guards_hold"`
	Pickups         int
	RuleActive      *bool `json:"rule_active"`
	StatusStill     *bool `json:"status_still"`
}

// hourly returns the automation of a case.
func hourly(t *testing.T, active bool) *rules.Automations {
	t.Helper()
	set, err := rules.CompileAutomations(rules.Standard(), []rules.Rule{{
		ID: "delayed", Inactive: !active, Do: []rules.Action{{Field: "current_tags", Value: []string{"acted"}}},
		When: rules.Conditions{All: []rules.Condition{
			{Field: "status", Op: rules.Is, Value: []string{"pending"}}, {Field: "PENDING", Op: rules.GreaterThan, Value: []string{"1"}},
			{Field: "current_tags", Op: rules.NotIncludes, Value: []string{"acted"}}, {Field: "current_tags", Op: rules.NotIncludes, Value: []string{"stop"}},
		}},
	}})
	require.NoError(t, err)
	return set
}

// runDueRow lets a ticket wait for its automation. What happens to a worker is the root's.
func runDueRow(c *datatest.Case) {
	var given dueRow
	var when struct{ Now time.Time }
	c.Given(&given)
	c.When(&when)
	if given.Died != "" || given.ActionError {
		c.NotHere(".")
		return
	}
	no := func(b *bool) bool { return b != nil && !*b }
	w, err := simulate.New(simulate.Config{
		Start: given.DueAt.Add(-time.Hour - 1), Settings: &socialticket.Settings{Automations: hourly(c.T, true)},
	})
	require.NoError(c.T, err)
	story := "ana says \"Hello\"\nada sets ana status pending\npass 59m\n"
	switch {
	case no(given.ConditionsHold), no(given.GuardsHold):
		story += "ada tags ana stop"
	case no(given.StatusStill):
		story += "ada sets ana status open"
	case given.CustomerReplied:
		story += `ana says "Hello?"`
	}
	require.NoError(c.T, w.Play(story))
	change := func(set *rules.Automations) {
		require.NoError(c.T, w.Change(func(s *socialticket.Settings) { s.Automations = set }))
	}
	if no(given.FeatureOn) {
		change(nil)
	} else if no(given.RuleActive) {
		change(hourly(c.T, false))
	}
	for range max(1, given.Pickups) {
		require.NoError(c.T, w.Until(when.Now))
	}
	runs := ran(c.T, w)
	c.Want("action_runs", runs)
	state := map[bool]string{true: "executed", false: "skipped"}[runs > 0]
	if no(given.FeatureOn) { // it waits for the feature
		change(hourly(c.T, true))
		_, err := w.Desk().Rewake(context.Background(), w.Store())
		require.NoError(c.T, err)
		require.NoError(c.T, w.Pass(time.Minute))
		if runs == 0 && ran(c.T, w) > 0 {
			state = "pending"
		}
	}
	c.Want("state", state)
	c.Want("reported", false)
	c.Excuse("reason", "the root compares it")
}

// ran counts how often the automation acted.
func ran(t *testing.T, w *simulate.World) (n int) {
	t.Helper()
	tk, err := w.Ticket("ana")
	require.NoError(t, err)
	list, err := w.Store().Events(context.Background(), tk.ID, socialticket.Page{Limit: 1000})
	require.NoError(t, err)
	for _, e := range list {
		if e.Type == ticket.EventRule && e.By.ID == "delayed" && e.Reason.Code == "" {
			n++
		}
	}
	return n
}
