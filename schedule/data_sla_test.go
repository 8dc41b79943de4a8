package schedule_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/schedule"
)

type slaGiven struct {
	Targets      map[string]float64 `json:"targets_seconds"`
	Timeline     []slaEvent         `json:"timeline"`
	Pauses       [][2]any           `json:"pauses"`
	Statuses     [][2]string        `json:"statuses"`
	Hold         float64            `json:"hold_business_seconds"`
	Created      any                `json:"created"`
	AgentReplied bool               `json:"agent_replied"`
	FirstReply   any                `json:"first_reply"`
	Waiting      any                `json:"waiting_since"`
	Resolved     any                `json:"resolved_at"`
}

type slaEvent struct{ At, Event, Category string }

// TestDataScheduleSLA runs the cases of sla.json that are about hours.
func TestDataScheduleSLA(t *testing.T) {
	runCases(t, datatest.Read(t, "cases/sla.json"), checkSLA)
}

// TestCasesSLA runs our own cases, in the same form.
func TestCasesSLA(t *testing.T) {
	runCases(t, ownFile(t, "sla.json"), checkSLA)
}

func checkSLA(t *testing.T, f caseFile, c dataCase) {
	switch c.Op {
	case "pick_policy", "next_deadline":
		return // conditions; the smallest of given instants
	}
	c = c.read(t)
	switch c.Op {
	case "sla_clock":
		checkClock(t, f, c)
	case "sla_state":
		checkState(t, f, c)
	case "used_time", "due_with_pauses", "due_with_hold":
		checkStopwatch(t, f, c)
	case "pauses_from_statuses":
		got := []any{}
		for _, p := range pauses(t, c.Given.Statuses) {
			got = append(got, segmentLike(t, nil, p))
		}
		require.Equal(t, c.Then["pauses"], any(got))
	case "outside_hours_notice":
		cfg, err := f.config(t, c.Given)
		require.NoError(t, err)
		s := with(t, cfg, defaults)
		raised := !s.Open(instantOf(t, c.Given.Created))
		shown := raised && !c.Given.AgentReplied && !s.Open(instantOf(t, c.When.Now))
		checkKeys(t, c.Then, map[string]any{"raised_outside_hours": raised, "notice_shown": shown})
	default:
		t.Fatalf("unknown op %q", c.Op)
	}
}

// checkKeys compares what of got is wanted; the rest of want is not about hours.
func checkKeys(t *testing.T, want, got map[string]any) {
	t.Helper()
	for key, v := range want {
		if answer, ours := got[key]; ours {
			require.Equal(t, v, answer, key)
		} else {
			t.Logf("%s is not about hours", key)
		}
	}
}

func checkStopwatch(t *testing.T, f caseFile, c dataCase) {
	cfg, err := f.config(t, c.Given)
	require.NoError(t, err)
	for key, want := range c.Then {
		_, words, _ := strings.Cut(key, "_")
		ok := slices.ContainsFunc(c.settings(words), func(set setting) bool {
			w := schedule.Stopwatch{Schedule: with(t, cfg, set), Pauses: segments(t, c.Given.Pauses)}
			got := stopwatchAnswer(t, w, c, want)
			t.Log(key, want, got)
			return cmp.Equal(want, got)
		})
		require.True(t, ok, key)
	}
}

func stopwatchAnswer(t *testing.T, w schedule.Stopwatch, c dataCase, want any) any {
	start := instantOf(t, c.Given.Start)
	switch c.Op {
	case "used_time":
		return w.Between(instantOf(t, c.When.From), instantOf(t, c.When.To)).Seconds()
	case "due_with_hold":
		return like(t, want, w.Due(start, seconds(c.When.Add+c.Given.Hold)))
	}
	return like(t, want, w.Due(start, seconds(c.When.Add)))
}

func segments(t *testing.T, pairs [][2]any) []schedule.Segment {
	var out []schedule.Segment
	for _, p := range pairs {
		out = append(out, schedule.Segment{Start: instantOf(t, p[0]), End: instantOf(t, p[1])})
	}
	return out
}

func checkClock(t *testing.T, f caseFile, c dataCase) {
	cfg, err := f.config(t, c.Given)
	require.NoError(t, err)
	clock := newClock(t, with(t, cfg, defaults), c.Given.Timeline)
	rolled := newClock(t, with(t, cfg, meant("roll")), c.Given.Timeline)
	now := instantOf(t, c.When.Now)
	var hold time.Duration
	for _, p := range clock.watch.Pauses {
		if p.End.IsZero() {
			p.End = now
		}
		hold += clock.watch.Schedule.Between(p.Start, p.End)
	}
	for name, want := range c.Then {
		target, ours := c.Given.Targets[name]
		switch {
		case ours && want == nil:
			require.Zero(t, clock.due(name, seconds(target)), name)
		case ours:
			checkTarget(t, clock, rolled, name, seconds(target), now, want.(map[string]any))
		default:
			checkKeys(t, map[string]any{name: want}, map[string]any{
				"next_deadline":         like(t, want, clock.next(c.Given.Targets)),
				"hold_business_seconds": hold.Seconds(),
			})
		}
	}
}

func checkTarget(t *testing.T, clock, rolled slaClock, name string, target time.Duration, now time.Time, then map[string]any) {
	used, done := clock.measured()[name]
	if !done && !now.IsZero() {
		used = max(0, clock.late(name, 0, now))
	}
	due, roll := clock.due(name, target), rolled.due(name, target)
	got := map[string]any{
		"due": like(t, then["due"], due), "due_roll": like(t, then["due_roll"], roll), "met": done && used <= target,
		"used_seconds": used.Seconds(), "worst_used_seconds": used.Seconds(),
		"left_seconds": (target - used).Seconds(), "late_seconds": max(used-target, 0).Seconds(),
	}
	if n := len(clock.exchanges); n > 0 {
		last := clock.exchanges[n-1]
		got["last_used_seconds"] = clock.watch.Between(last[0], last[1]).Seconds()
	}
	checkKeys(t, then, got)
}

// checkState checks which targets were missed and by how much; the names of the
// states are the policies' affair.
func checkState(t *testing.T, f caseFile, c dataCase) {
	cfg, err := f.config(t, c.Given)
	require.NoError(t, err)
	clock := newClock(t, with(t, cfg, defaults), c.Given.Timeline)
	if len(c.Given.Timeline) == 0 {
		clock.created, clock.waiting = instantOf(t, c.Given.Created), instantOf(t, c.Given.Waiting)
		clock.replied, clock.ended = instantOf(t, c.Given.FirstReply), instantOf(t, c.Given.Resolved)
	}
	now := instantOf(t, c.When.Now)
	missed := []any{}
	for _, name := range []string{"first_reply", "next_reply", "resolution"} {
		target, ok := c.Given.Targets[name]
		if late := clock.late(name, seconds(target), now); ok && late > 0 {
			missed = append(missed, name)
			if want, ok := c.Then["late_seconds"]; ok && name == "resolution" {
				require.Equal(t, want, late.Seconds())
			}
		}
	}
	if want, ok := c.Then["missed"]; ok {
		require.Equal(t, want, any(missed))
	}
}
