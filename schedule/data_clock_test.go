package schedule_test

import (
	"slices"
	"testing"
	"time"

	"github.com/socialticket/socialticket/schedule"
)

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
