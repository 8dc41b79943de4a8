package schedule

import "time"

// Stopwatch measures open time with pauses, such as the time that a ticket
// waits for its requester. It is a value; goroutines may share it.
type Stopwatch struct {
	Schedule *Schedule // nil: calendar hours
	Pauses   []Segment // by Start; a zero End means that the pause still lasts
}

// Between returns the open time from a to b outside the pauses. If b is before
// a, the schedule's Policy says what it is.
func (w Stopwatch) Between(a, b time.Time) time.Duration {
	hours := orAlways(w.Schedule)
	if b.Before(a) {
		return hours.reversed(-w.Between(b, a))
	}
	var sum time.Duration
	for run := range w.runs(a) {
		if !run.Start.Before(b) {
			break
		}
		if run.End.IsZero() || run.End.After(b) {
			run.End = b
		}
		sum += hours.Between(run.Start, run.End)
	}
	return sum
}

// Due returns the instant at which a target of open time outside the pauses
// will have passed after t. It is the zero Time while a pause lasts that began
// before, and if the schedule never has as many hours.
func (w Stopwatch) Due(t time.Time, target time.Duration) time.Time {
	hours := orAlways(w.Schedule)
	for run := range w.runs(t) {
		if run.End.IsZero() {
			return hours.Add(run.Start, target)
		}
		open := hours.Between(run.Start, run.End)
		if target <= open {
			return hours.Add(run.Start, target)
		}
		target -= open
	}
	return time.Time{}
}

// runs yields the time from t on that lies between the pauses; the End of the
// last is zero, unless the last pause lasts.
func (w Stopwatch) runs(t time.Time) func(func(Segment) bool) {
	return func(yield func(Segment) bool) {
		for _, p := range w.Pauses {
			if t.Before(p.Start) && !yield(Segment{t, p.Start}) || p.End.IsZero() {
				return
			}
			if t.Before(p.End) {
				t = p.End
			}
		}
		yield(Segment{Start: t})
	}
}
