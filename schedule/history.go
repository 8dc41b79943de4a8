package schedule

import "time"

// History tells which schedule was in force when: a ticket may change its
// schedule. It is a value; goroutines may share it.
type History struct {
	First   *Schedule // until the first change; nil: calendar hours
	Changes []Change  // by From, the earliest first
	Count   Counting  // zero: CountEach
}

// Change puts a schedule in force.
type Change struct {
	From     time.Time
	Schedule *Schedule // nil: calendar hours
}

// Counting says which schedules of a [History] measure a stretch of time.
type Counting string

// The ways to count.
//
// Source: https://github.com/fivetran/dbt_zendesk/blob/main/DECISIONLOG.md:
// Zendesk counts by the last one, the metric model there by each. Read 2026-11-21.
const (
	CountEach Counting = "each" // each schedule, while it was in force
	CountLast Counting = "last" // the one in force at the end, over the whole time
)

// At returns the schedule in force at t; nil means calendar hours.
func (h History) At(t time.Time) *Schedule {
	in := h.First
	for _, c := range h.Changes {
		if c.From.After(t) {
			break
		}
		in = c.Schedule
	}
	return in
}

// Between returns the business time from a to b, zero if b is not after a.
func (h History) Between(a, b time.Time) time.Duration {
	if !a.Before(b) {
		return 0
	}
	if h.Count == CountLast {
		return between(h.At(b.Add(-1)), a, b)
	}
	var sum time.Duration
	in := h.First
	for _, c := range h.Changes {
		if !c.From.Before(b) {
			break
		}
		if c.From.After(a) {
			sum += between(in, a, c.From)
			a = c.From
		}
		in = c.Schedule
	}
	return sum + between(in, a, b)
}

func between(s *Schedule, a, b time.Time) time.Duration {
	if s == nil {
		return b.Sub(a)
	}
	return s.Between(a, b)
}
