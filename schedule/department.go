package schedule

import (
	"iter"
	"time"
)

// Department is a part of a team with hours of its own.
type Department struct {
	Name     string
	Schedule *Schedule // nil: calendar hours
}

// Departments are the parts of a team, in the order of preference.
type Departments []Department

// Open yields the departments that are at work at t, in their order.
func (d Departments) Open(t time.Time) iter.Seq[Department] {
	return func(yield func(Department) bool) {
		for _, one := range d {
			if orAlways(one.Schedule).Open(t) && !yield(one) {
				return
			}
		}
	}
}

// NextOpening returns the department that opens next after t and the instant;
// of those that open together the first. The instant is the zero Time if none does.
func (d Departments) NextOpening(t time.Time) (next Department, at time.Time) {
	for _, one := range d {
		opening := orAlways(one.Schedule).NextOpening(t)
		if !opening.IsZero() && (at.IsZero() || opening.Before(at)) {
			next, at = one, opening
		}
	}
	return next, at
}
