package simulate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataHourlyClock tells cases of Zendesk's hourly runs as stories, of a desk whose
// automations run every hour.
func TestDataHourlyClock(t *testing.T) {
	datatest.Cases(t, "zendesk-hourly-clock", datatest.Ops{"count_at_run": countAtRun, "fires": firesAt, "delay_range": delayRange})
}

// hourlyRuns returns a world that begins at an instant, and whose automations run every hour
// at the instant of one run. Its reply windows last.
func hourlyRuns(t testing.TB, begin, run time.Time, list ...rules.Rule) *simulate.World {
	t.Helper()
	w := lasting(t, &socialticket.Settings{
		AutomationRuns: &rules.Runs{From: run}, Lifecycle: ticket.Lifecycle{SolveUnassigned: true, AgentsClose: true},
	}, begin)
	require.NoError(t, w.Change(func(s *socialticket.Settings) { s.Automations = every(t, list...) }))
	return w
}

// every returns automations, each of which acts once on a ticket.
func every(t testing.TB, list ...rules.Rule) *rules.Automations {
	t.Helper()
	for i := range list {
		tag := "did-" + list[i].ID
		list[i].When.All = append(list[i].When.All, rules.Condition{Field: "current_tags", Op: rules.NotIncludes, Value: rules.Value{tag}})
		list[i].Do = []rules.Action{{Field: "current_tags", Value: rules.Value{tag}}}
	}
	set, err := rules.CompileAutomations(rules.Standard(), list)
	require.NoError(t, err)
	return set
}

// sinceSolved returns a rule on the hours since a ticket was solved.
func sinceSolved(id string, op rules.Op, hours int) rules.Rule {
	return rules.Rule{ID: id, When: rules.Conditions{All: []rules.Condition{
		{Field: "status", Op: rules.Is, Value: rules.Value{"solved"}}, {Field: "SOLVED", Op: op, Value: rules.Value{fmt.Sprint(hours)}},
	}}}
}

// countAtRun lets a rule for each number of hours run, and counts those that have fired by a
// run: as many as hours that were counted.
func countAtRun(c *datatest.Case) {
	var told datatest.CountAtRun
	var when struct{ Run time.Time }
	c.Given(&told)
	c.When(&when)
	require.Contains(c.T, []time.Time(told.Runs), when.Run)
	hours := int(when.Run.Sub(told.Since)/time.Hour) + 2
	var list []rules.Rule
	for n := range hours {
		list = append(list, sinceSolved(fmt.Sprint(n), rules.GreaterThan, n))
	}
	w := hourlyRuns(c.T, told.Since, when.Run, list...)
	play(c.T, w, "ana says %q\nada sets ana status solved", "Hello")
	require.NoError(c.T, w.Until(when.Run))
	c.Want("hours", len(entries(c.T, w, "ana", ticket.EventRule)))
}

// firesAt switches a rule on before the run that counts so many hours, and looks whether it
// fires then.
func firesAt(c *datatest.Case) {
	var told struct{ Hours int }
	var when struct{ Condition datatest.ClockCondition }
	c.Given(&told)
	c.When(&when)
	cond := stored.ClockCondition(when.Condition)
	status := ticket.Status(strings.ToLower(cond.Field))
	if !status.Known() || status == ticket.Closed {
		c.NotHere("rules: to switch the rule on changes the ticket, and when it changed last")
		return
	}
	since := time.Date(2026, 8, 20, 9, 15, 0, 0, time.UTC)
	run := since.Add(time.Duration(told.Hours)*time.Hour + 48*time.Minute)
	w := hourlyRuns(c.T, since, run)
	play(c.T, w, "ana says %q", "Hello")
	if status != ticket.New {
		play(c.T, w, "ada sets ana status %s", status)
	}
	require.NoError(c.T, w.Until(run.Add(-time.Minute)))
	automated(c.T, w, every(c.T, rules.Rule{ID: "1", When: rules.Conditions{All: []rules.Condition{
		{Field: "status", Op: rules.Is, Value: rules.Value{string(status)}}, cond,
	}}}))
	play(c.T, w, "ada tags ana watched") // the rule reaches the ticket
	require.NoError(c.T, w.Until(run))
	c.Want("fires", len(entries(c.T, w, "ana", ticket.EventRule)) > 0)
}

// delayRange solves a ticket at a run, and one an instant before it: no rule fires later
// after the first, and none earlier after the second.
func delayRange(c *datatest.Case) {
	var told datatest.DelayRange
	c.Given(&told)
	c.When(&struct{}{})
	run := time.Date(2026, 8, 20, 9, 0, 0, 0, time.UTC)
	var delays []time.Duration
	for _, solved := range []time.Time{run.Add(-1), run} {
		w := hourlyRuns(c.T, solved, run, sinceSolved("1", rules.Op(told.Operator), told.Hours))
		play(c.T, w, "ana says %q\nada sets ana status solved\npass %dh", "Hello", told.Hours+5)
		fired := entries(c.T, w, "ana", ticket.EventRule)
		require.Len(c.T, fired, 1)
		delays = append(delays, fired[0].At.Sub(solved))
	}
	slices.Sort(delays)
	c.Want("min_seconds_exclusive", delays[0]-1)
	c.Want("max_seconds", delays[1])
}
