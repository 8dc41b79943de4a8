package rules_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/schedule"
)

// FuzzRuns states that the run that DueAtRun names is the first at which a cycle fires.
func FuzzRuns(f *testing.F) {
	f.Add(uint16(1), uint16(0), uint8(0), false)
	f.Add(uint16(0), uint16(3600), uint8(1), false)
	f.Add(uint16(24), uint16(1234), uint8(2), true)
	f.Add(uint16(0), uint16(1), uint8(2), true)
	day := []schedule.Range{{From: 9 * time.Hour, To: 17 * time.Hour}}
	office, err := schedule.New(schedule.Config{Weekly: schedule.Week{time.Monday: day, time.Wednesday: day, time.Thursday: day}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, n, phase uint16, kind uint8, business bool) {
		op := []rules.Op{rules.Is, rules.GreaterThan, rules.LessThan}[kind%3]
		if business {
			op += "_business_hours"
		}
		all := []rules.Condition{{Field: "status", Op: rules.Is, Value: rules.Value{"solved"}}, {Field: "SOLVED", Op: op, Value: rules.Value{strconv.Itoa(int(n % 60))}}}
		if kind%2 == 1 {
			all = append(all, rules.Condition{Field: "created_at", Op: rules.WithinPreviousDays, Value: rules.Value{"2"}})
		}
		set, err := rules.CompileAutomations(rules.Standard(), []rules.Rule{{ID: "a", When: rules.Conditions{All: all}, Do: []rules.Action{{Field: "status", Value: rules.Value{"closed"}}}}})
		require.NoError(t, err)
		cycle, runs := rules.Cycle{Automations: set}, rules.Runs{From: solvedAt().Add(time.Duration(phase) * time.Second)}
		s := subject(solvedAt())
		s.Ticket.CreatedAt = solvedAt().Add(-time.Duration(n) * time.Minute)
		s.Schedules = map[string]*schedule.Schedule{"": office}
		got := set.DueAtRun(s, runs)
		if !s.Now.Equal(solvedAt()) {
			t.Fatal("it changed the subject")
		}
		var want time.Time
		for run := runs.Next(solvedAt()); run.Before(solvedAt().Add(30 * 24 * time.Hour)); run = run.Add(time.Hour) {
			if s.Now = run; cycle.Fires("a", s) {
				want = run
				break
			}
		}
		if !got.Equal(want) {
			t.Fatalf("%v: got %v, the cycle fires at %v", all, got, want)
		}
	})
}

// TestRuns has runs before and after the one that is given.
func TestRuns(t *testing.T) {
	at := time.Date(2026, 3, 1, 10, 20, 0, 0, time.UTC)
	hour := rules.Runs{}
	require.Equal(t, at.Add(-20*time.Minute), hour.Last(at))
	require.Equal(t, at.Add(40*time.Minute), hour.Next(at))
	require.Equal(t, hour.Last(at), hour.Next(hour.Last(at)))
	often := rules.Runs{Every: 15 * time.Minute, From: at.Add(24*time.Hour + 2*time.Minute)}
	require.Equal(t, at.Add(-13*time.Minute), often.Last(at))
	require.Equal(t, at.Add(2*time.Minute), often.Next(at))
}
