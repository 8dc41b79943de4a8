package rules_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// FuzzCycle holds a cycle against the exact clock. An automation fires at a run within what
// [rules.Cycle.Delay] says, never before the instant of DueAt, on hours that are more than
// some at most two runs after it, and once in an episode.
func FuzzCycle(f *testing.F) {
	f.Add(uint16(1), uint16(0), true)
	f.Add(uint16(0), uint16(3599), true)
	f.Add(uint16(5), uint16(1800), false)
	f.Fuzz(func(t *testing.T, n, phase uint16, more bool) {
		number, op := int(n%200), rules.Is
		if more {
			op = rules.GreaterThan
		}
		rule := closing(hours("SOLVED", string(op), fmt.Sprint(number)))
		cycle, err := rules.CompileCycle(rules.Standard(), []rules.Rule{rule})
		require.NoError(t, err)
		due := cycle.Automations.DueAt(subject(solvedAt()))
		after, upTo := cycle.Delay(op, number)
		tk, fired := solved(), []time.Duration{}
		for i := range number + 5 {
			now := solvedAt().Add(time.Duration(phase%3600+1)*time.Second + time.Duration(i)*time.Hour)
			count, is := cycle.Hours(solvedAt(), now)
			if !is || count != i {
				t.Fatalf("run %d counts %d", i, count)
			}
			cycle.Begin().Ticket(0, func() *rules.Subject { return &rules.Subject{Ticket: &tk, Now: now} }, func(rules.Firing) {
				fired = append(fired, now.Sub(solvedAt()))
				tk.Status = ticket.Closed
			})
		}
		if len(fired) != 1 || fired[0] <= after || fired[0] > upTo {
			t.Fatalf("%s %d fired %v, want once in (%v, %v]", op, number, fired, after, upTo)
		}
		if late := solvedAt().Add(fired[0]).Sub(due); late < 0 || late > 2*time.Hour {
			t.Errorf("%s %d: %v after the exact instant", op, number, late)
		}
	})
}

// TestCycleMissed lets "is" pass unseen between two runs that are further apart than an
// hour, as in Zendesk's own example.
func TestCycleMissed(t *testing.T) {
	cycle, err := rules.CompileCycle(rules.Standard(), []rules.Rule{closing(hours("SOLVED", "is", "1"))})
	require.NoError(t, err)
	for after, want := range map[time.Duration]bool{58 * time.Minute: false, 123 * time.Minute: false, 90 * time.Minute: true, 0: false} {
		require.Equal(t, want, cycle.Fires("a1", subject(solvedAt().Add(after))), after)
	}
}

// TestCycleOrder lets the automations of a run see what those before them did, once
// through.
func TestCycleOrder(t *testing.T) {
	rule := func(id, from, then string) rules.Rule {
		return rules.Rule{ID: id, Do: []rules.Action{{Field: "priority", Value: rules.Value{then}}}, When: rules.Conditions{All: []rules.Condition{
			{Field: "priority", Op: "is", Value: rules.Value{from}}, {Field: "status", Op: "is", Value: rules.Value{"solved"}}, hours("updated_at", "greater_than", "1")}}}
	}
	cycle, err := rules.CompileCycle(rules.Standard(), []rules.Rule{rule("late", "urgent", "low"), rule("a", "normal", "high"), rule("b", "high", "urgent")})
	require.NoError(t, err)
	run := func(c rules.Cycle, updates int) (fired []string) {
		tk := solved()
		c.Begin().Ticket(updates, func() *rules.Subject { return &rules.Subject{Ticket: &tk, Now: solvedAt().Add(3 * time.Hour)} }, func(f rules.Firing) {
			fired = append(fired, f.Rule)
			tk.Priority = ticket.Priority(f.Deeds[0].Change.Value)
		})
		return fired
	}
	if diff := cmp.Diff([]string{"a", "b"}, run(cycle, 0)); diff != "" {
		t.Errorf("fired (-want +got):\n%s", diff)
	}
	require.Equal(t, []string{"a"}, run(cycle, 99), "the hundredth update is the last")
	require.Empty(t, run(rules.Cycle{}, 0))
	closes, err := rules.CompileCycle(rules.Standard(), []rules.Rule{closing(hours("SOLVED", "greater_than", "1"))})
	require.NoError(t, err)
	n := 0
	closes.Begin().Ticket(100, func() *rules.Subject { return subject(solvedAt().Add(3 * time.Hour)) }, func(rules.Firing) { n++ })
	require.Equal(t, 1, n, "what closes is not counted out")
}

func TestCompileCycleRefuses(t *testing.T) {
	plain := closing(hours("SOLVED", "greater_than", "1"))
	unpinned, beside, twin := plain, plain, plain
	unpinned.When.All = []rules.Condition{hours("updated_at", "is", "1")}
	beside.When.Any = []rules.Condition{hours("updated_at", "greater_than", "1"), {Field: "priority", Op: "is", Value: rules.Value{"low"}}}
	twin.ID = "a2"
	for want, list := range map[string][]rules.Rule{
		"none of them is on the status":                 {unpinned},
		"conditions.any[0]: conditions on hours stand":  {beside},
		`rule "a2": conditions: another automation has`: {plain, twin},
	} {
		_, err := rules.CompileCycle(rules.Standard(), list)
		require.ErrorContains(t, err, want)
	}
}

// TestCycleAsks lets a run ask all conditions, those on small fields too.
func TestCycleAsks(t *testing.T) {
	cycle, err := rules.CompileCycle(rules.Standard(), []rules.Rule{closing(hours("updated_at", "greater_than", "1"))})
	require.NoError(t, err)
	s := subject(solvedAt().Add(5 * time.Hour))
	require.True(t, cycle.Fires("a1", s))
	s.Ticket.Status = ticket.Open
	s.Renew()
	require.False(t, cycle.Fires("a1", s), "it is for solved tickets")
	require.Zero(t, cycle.Automations.DueAt(s))
}
