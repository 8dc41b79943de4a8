package simulate_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// automated gives a world other automations.
func automated(t testing.TB, w *simulate.World, set *rules.Automations) {
	t.Helper()
	require.NoError(t, w.Change(func(s *socialticket.Settings) { s.Automations = set }))
}

// runDueRow lets a ticket wait for its automation. What happens to a worker that dies is the
// root's: that of a world does not.
func runDueRow(c *datatest.Case) {
	var given datatest.DueRow
	var when struct{ Now time.Time }
	c.Given(&given)
	c.When(&when)
	if given.Died != "" {
		c.NotHere("the root: the worker of a world does not die")
		return
	}
	set := stored.Delayed(c.T, true, stored.DelayedAction(given))
	w, err := simulate.New(simulate.Config{Start: given.DueAt.Add(-time.Hour - 1), Settings: &socialticket.Settings{Automations: set}})
	require.NoError(c.T, err)
	play(c.T, w, "ana says %q\nada sets ana status pending\npass 59m", "Hello")
	pending, err := w.Ticket("ana")
	require.NoError(c.T, err)
	meanwhile(c.T, w, &given)
	for range max(1, given.Pickups) {
		require.NoError(c.T, w.Until(when.Now))
	}
	acted, refused := ran(c.T, w)
	c.Want("action_runs", acted)
	c.Want("reported", refused > 0)
	state := "skipped"
	switch {
	case refused > 0:
		state = "failed"
	case acted > 0:
		state = "executed"
	}
	c.Want("reason", notActed(c.T, w, pending))
	if !datatest.Yes(given.FeatureOn) { // it waits for the feature
		automated(c.T, w, set)
		_, err := w.Desk().Rewake(context.Background(), w.Store())
		require.NoError(c.T, err)
		require.NoError(c.T, w.Pass(time.Minute))
		if later, _ := ran(c.T, w); acted == 0 && later > 0 {
			state = "pending"
		}
	}
	c.Want("state", state)
}

// meanwhile lets happen to ana's ticket what a case tells.
func meanwhile(t testing.TB, w *simulate.World, given *datatest.DueRow) {
	t.Helper()
	switch {
	case !datatest.Yes(given.FeatureOn):
		automated(t, w, nil)
	case !datatest.Yes(given.RuleActive):
		automated(t, w, stored.Delayed(t, false, stored.DelayedAction(*given)))
	case !datatest.Yes(given.ConditionsHold), !datatest.Yes(given.GuardsHold):
		play(t, w, "ada tags ana stop")
	case !datatest.Yes(given.StatusStill):
		play(t, w, "ada sets ana status open")
	case given.CustomerReplied:
		play(t, w, "ana says %q", "Hello?")
	}
}

// ran counts how often the automation acted, and how often it is told that it could not.
func ran(t *testing.T, w *simulate.World) (acted, refused int) {
	t.Helper()
	for _, e := range entries(t, w, "ana", ticket.EventRule) {
		switch {
		case e.By.ID != "delayed":
		case e.Reason.Code != "":
			refused++
		default:
			acted++
		}
	}
	return acted, refused
}

// notActed tells why the automation did not act, by what became of the ticket since it was
// pending.
func notActed(t *testing.T, w *simulate.World, pending ticket.Ticket) string {
	t.Helper()
	tk, err := w.Ticket("ana")
	require.NoError(t, err)
	still := tk.WithoutTags("stop")
	switch {
	case tk.HasTag("ran"):
		return ""
	case !tk.StatusAt.Equal(pending.StatusAt):
		return "episode_moved"
	case !w.Settings().Automations.Holds("delayed", &rules.Subject{Ticket: &still, Now: w.Now()}):
		return "rule_inactive"
	}
	return "conditions_changed"
}

// scheduleRow looks at whether a ticket waits for an automation: once, however often it is
// asked for. A world has nothing to do by itself once the session is over.
func scheduleRow(c *datatest.Case) {
	var given datatest.ScheduleRow
	var when struct{ Event string }
	c.Given(&given)
	c.When(&when)
	action := stored.DelayedAction(datatest.DueRow{})
	w, err := simulate.New(simulate.Config{Settings: &socialticket.Settings{Automations: stored.Delayed(c.T, true, action)}})
	require.NoError(c.T, err)
	play(c.T, w, "ana says %q", "Hello")
	if given.Pending > 0 {
		play(c.T, w, "ada sets ana status pending")
	}
	switch rule, wait := datatest.Gone(when.Event); {
	case rule:
		automated(c.T, w, stored.Delayed(c.T, false, action))
		_, err := w.Desk().Rewake(context.Background(), w.Store())
		require.NoError(c.T, err)
	case wait:
		play(c.T, w, "pass 1m\nana says %q", "Hello?")
	default:
		play(c.T, w, "ada sets ana status pending\nada sets ana priority high")
	}
	tk, err := w.Ticket("ana")
	require.NoError(c.T, err)
	due, _, err := w.Store().Due(c.T.Context(), w.Now().AddDate(1, 0, 0), 1000)
	require.NoError(c.T, err)
	n := 0
	for _, timer := range due {
		if timer.Ticket == tk.ID {
			n++
		}
	}
	c.Want("pending", n)
	require.NoError(c.T, w.Pass(2*time.Hour))
	acted, _ := ran(c.T, w)
	require.Equal(c.T, n, acted, "what waits is done, once")
}

// closeAfterSolved lets a ticket be solved, or left as it is, and time pass.
func closeAfterSolved(c *datatest.Case) {
	var given datatest.CloseAfterSolved
	var when struct {
		Now  time.Time
		Rule datatest.PeerRule
	}
	c.Given(&given)
	c.When(&when)
	set, err := rules.CompileAutomations(rules.Standard(), []rules.Rule{stored.Rule(c.T, c.ID, when.Rule)})
	require.NoError(c.T, err)
	begin := when.Now.Add(-time.Hour)
	if !given.SolvedAt.IsZero() {
		begin = given.SolvedAt
	}
	w, err := simulate.New(simulate.Config{
		Start: begin, Account: on(given.Channel),
		Settings: &socialticket.Settings{Automations: set, Lifecycle: ticket.Lifecycle{SolveUnassigned: true, AgentsClose: true}},
		Desk:     socialticket.Config{Policy: func(a channel.Account) channel.Policy { return channel.Unlimited(a.Kind) }},
	})
	require.NoError(c.T, err)
	play(c.T, w, "ana says %q", "Hello")
	if given.Status != "" && given.Status != "new" {
		play(c.T, w, "ada sets ana status %s", given.Status)
	}
	require.NoError(c.T, w.Until(when.Now))
	tk, err := w.Ticket("ana")
	require.NoError(c.T, err)
	c.Want("status", string(tk.Status))
}
