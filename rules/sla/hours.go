package sla

import (
	"time"

	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/ticket"
)

// Schedules are the hours of a business by id, as a desk's settings have them: "" is the
// default, which also measures what has an unknown id. If it is missing as well, all hours
// are business hours.
type Schedules map[string]*schedule.Schedule

// of returns the hours that a clock counts, nil for calendar hours.
func (s Schedules) of(c *ticket.Clock) *schedule.Schedule {
	if !c.Business {
		return nil
	}
	return s.named(c.Schedule)
}

func (s Schedules) named(id string) *schedule.Schedule {
	if h := s[id]; h != nil {
		return h
	}
	return s[""]
}

// between returns the time that a schedule counts from a to b, 0 if b is not after a.
func between(h *schedule.Schedule, a, b time.Time) time.Duration {
	switch {
	case !a.Before(b):
		return 0
	case h == nil:
		return b.Sub(a)
	}
	return h.Between(a, b)
}

// rebase notes what a clock has used by now.
func (s Schedules) rebase(c *ticket.Clock, now time.Time) {
	if !c.Since.IsZero() && c.Since.Before(now) {
		c.Used += between(s.of(c), c.Since, now)
		c.Since = now
	}
}
