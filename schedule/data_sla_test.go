package schedule_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

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
	runCases(t, dataFile(t, "cases", "sla.json"), checkSLA)
}

// TestCasesSLA runs our own cases, in the same form.
func TestCasesSLA(t *testing.T) {
	file, err := os.ReadFile("testdata/sla.json")
	require.NoError(t, err)
	runCases(t, file, checkSLA)
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

// pauses are the times in a pending or hold status; the last may have no end.
func pauses(t *testing.T, statuses [][2]string) []schedule.Segment {
	var out []schedule.Segment
	paused := false
	for _, status := range statuses {
		waits := status[1] == "pending" || status[1] == "hold" || status[1] == "on_hold"
		switch at := instantOf(t, status[0]); {
		case waits && !paused:
			out = append(out, schedule.Segment{Start: at})
		case !waits && paused:
			out[len(out)-1].End = at
		}
		paused = waits
	}
	return out
}

// slaClock is what a ticket's timeline says of its targets, all of it told by
// one stopwatch.
type slaClock struct {
	watch          schedule.Stopwatch
	created        time.Time
	replied, ended time.Time      // zero: not yet
	waiting        time.Time      // first unanswered message of the customer; zero: none
	exchanges      [][2]time.Time // message and answer
	paused         bool
}

func newClock(t *testing.T, s *schedule.Schedule, events []slaEvent) slaClock {
	c := slaClock{watch: schedule.Stopwatch{Schedule: s}}
	var statuses [][2]string
	for _, e := range events {
		at := instantOf(t, e.At)
		switch e.Event {
		case "created":
			c.created, c.waiting = at, at
		case "customer_message":
			if c.waiting.IsZero() {
				c.waiting = at
			}
		case "agent_reply":
			if c.replied.IsZero() {
				c.replied = at
			}
			if !c.waiting.IsZero() {
				c.exchanges = append(c.exchanges, [2]time.Time{c.waiting, at})
				c.waiting = time.Time{}
			}
		case "status":
			statuses = append(statuses, [2]string{e.At, e.Category})
			if c.ended = (time.Time{}); e.Category == "solved" || e.Category == "closed" {
				c.ended = at
			}
		} // nothing else moves a target
	}
	c.watch.Pauses = pauses(t, statuses)
	n := len(c.watch.Pauses)
	c.paused = n > 0 && c.watch.Pauses[n-1].End.IsZero()
	return c
}

// measured is the time used for each target, the longest exchange for the replies.
func (c slaClock) measured() map[string]time.Duration {
	out := map[string]time.Duration{}
	if !c.replied.IsZero() {
		out["first_reply"] = c.watch.Between(c.created, c.replied)
	}
	for _, e := range c.exchanges {
		out["next_reply"] = max(out["next_reply"], c.watch.Between(e[0], e[1]))
	}
	if !c.ended.IsZero() {
		out["resolution"] = c.watch.Between(c.created, c.ended)
	}
	return out
}

// due is when a target is or was to be met; zero: none is running.
func (c slaClock) due(name string, target time.Duration) time.Time {
	from := c.created
	if name == "next_reply" {
		if from = c.waiting; from.IsZero() {
			return time.Time{}
		}
	}
	return c.watch.Due(from, target)
}

// next is the earliest deadline still running.
func (c slaClock) next(targets map[string]float64) (next time.Time) {
	if !c.ended.IsZero() || c.paused {
		return next
	}
	for name, target := range targets {
		if name == "first_reply" && !c.replied.IsZero() {
			continue
		}
		if due := c.due(name, seconds(target)); !due.IsZero() && (next.IsZero() || due.Before(next)) {
			next = due
		}
	}
	return next
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
	var s *schedule.Schedule
	if c.Given.Schedule != "" || c.Given.ScheduleInline != nil {
		cfg, err := f.config(t, c.Given)
		require.NoError(t, err)
		s = with(t, cfg, defaults)
	}
	clock := newClock(t, s, c.Given.Timeline)
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

// late is by how much a target is exceeded at now, or was when it was met.
func (c slaClock) late(name string, target time.Duration, now time.Time) time.Duration {
	from, until := c.created, now
	switch name {
	case "first_reply":
		if until = c.replied; until.IsZero() {
			until = now
		}
	case "next_reply":
		if c.replied.IsZero() || c.waiting.IsZero() {
			return slices.Max([]time.Duration{0, c.measured()["next_reply"] - target})
		}
		from = c.waiting
	case "resolution":
		if until = c.ended; until.IsZero() {
			until = now
		}
	}
	return c.watch.Between(from, until) - target
}
