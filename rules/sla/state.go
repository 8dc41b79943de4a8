package sla

import (
	"time"

	"github.com/socialticket/socialticket/ticket"
)

// Phase says how a promise stands. Its text is stable.
type Phase string

// The phases.
const (
	Active    Phase = "active"    // its clock runs
	Paused    Phase = "paused"    // its clock stands
	Breached  Phase = "breached"  // its target is used up and it is not fulfilled, whether the clock runs or not
	Fulfilled Phase = "fulfilled" // what was promised came, late if BreachedAt is set
)

// State is how a promise of a ticket stands at an instant.
type State struct {
	Metric   ticket.Metric `json:"metric"`
	Policy   string        `json:"policy_id"`
	Phase    Phase         `json:"phase"`
	Target   time.Duration `json:"target"`                  // in nanoseconds
	Business bool          `json:"business_hours,omitzero"` // Target, Used and Left are business time

	BeganAt time.Time `json:"began_at"`
	// DueAt is when the target is used up if nothing happens, or was. Zero: the clock stands,
	// or a reply came. If the ticket was done before the reply, it is when that was due.
	DueAt      time.Time `json:"due_at,omitzero"`
	MetAt      time.Time `json:"met_at,omitzero"`
	BreachedAt time.Time `json:"breached_at,omitzero"` // of this stage
	Moot       bool      `json:"moot,omitzero"`        // as in [ticket.Clock]

	Used time.Duration `json:"used"` // of this stage, or of the one that ended last
	// Left is Target less Used, negative if it is late; of a fulfilled promise, Target less
	// Worst.
	Left  time.Duration `json:"left"`
	Worst time.Duration `json:"worst"` // the longest stage of the episode, this one included
	// Breaches counts those of the episode, this stage's included; LastBreachAt is the last
	// one of the ticket.
	Breaches     int       `json:"breaches,omitzero"`
	LastBreachAt time.Time `json:"last_breached_at,omitzero"`
}

// At returns how the promises of a ticket stand at an instant if nothing happens to it until
// then, in the order of [ticket.Metrics].
func At(t *ticket.Ticket, hours Schedules, now time.Time) []State {
	if len(t.Clocks) == 0 {
		return nil
	}
	list := make([]State, 0, len(t.Clocks))
	for i := range t.Clocks {
		if c := &t.Clocks[i]; c.Target > 0 {
			list = append(list, hours.state(c, now.UTC()))
		}
	}
	return list
}

func (s Schedules) state(c *ticket.Clock, now time.Time) State {
	out := State{
		Metric: c.Metric, Policy: c.Policy, Phase: Active, Target: c.Target, Business: c.Business, BeganAt: c.BeganAt,
		MetAt: c.MetAt, BreachedAt: c.BreachedAt, Moot: c.Moot, Used: s.used(c, now), Breaches: c.Breaches, LastBreachAt: c.LastBreachAt,
	}
	due := s.due(c)
	if out.BreachedAt.IsZero() && !due.IsZero() && !due.After(now) {
		out.BreachedAt = due
	}
	out.Left, out.Worst = c.Target-out.Used, max(c.Worst, out.Used)
	switch {
	case !c.MetAt.IsZero():
		out.Phase, out.Left = Fulfilled, c.Target-out.Worst
		if c.Moot {
			due = s.after(c, c.MetAt, c.Target-c.Used)
		}
	case !out.BreachedAt.IsZero():
		out.Phase = Breached
	case c.Since.IsZero():
		out.Phase = Paused
	}
	if out.DueAt = due; !due.IsZero() && !out.BreachedAt.IsZero() {
		out.DueAt = out.BreachedAt
	}
	if !out.BreachedAt.IsZero() {
		out.Breaches++
		out.LastBreachAt = out.BreachedAt
	}
	return out
}

// used returns the time that the stage of a clock has taken by now.
func (s Schedules) used(c *ticket.Clock, now time.Time) time.Duration {
	if c.Since.IsZero() {
		return c.Used
	}
	return c.Used + between(s.of(c), c.Since, now)
}

// due returns when the target of a running clock is used up; zero if it does not run.
func (s Schedules) due(c *ticket.Clock) time.Time {
	if c.Since.IsZero() || c.Target <= 0 {
		return time.Time{}
	}
	return s.after(c, c.Since, c.Target-c.Used)
}

// after returns when so much time of a clock will have passed after an instant, which is the
// instant itself if it has passed already.
func (s Schedules) after(c *ticket.Clock, at time.Time, left time.Duration) time.Time {
	h := s.of(c)
	switch {
	case left < 0:
		return at.UTC()
	case h == nil:
		return at.Add(left).UTC()
	}
	return h.Add(at, left)
}

// NextBreach returns when the first promise of a ticket will break if nothing happens, which
// may be before now if that was not noticed yet; zero if none will.
func NextBreach(t *ticket.Ticket, hours Schedules) time.Time {
	var first time.Time
	for i := range t.Clocks {
		c := &t.Clocks[i]
		if !c.BreachedAt.IsZero() {
			continue
		}
		if due := hours.due(c); !due.IsZero() && (first.IsZero() || due.Before(first)) {
			first = due
		}
	}
	return first
}

// DueAt returns when the first promise of a ticket that is not fulfilled is due, or was due if
// it is broken; zero if none is, or if the clocks of all stand.
func DueAt(t *ticket.Ticket, hours Schedules) time.Time {
	var first time.Time
	for i := range t.Clocks {
		c := &t.Clocks[i]
		due := hours.due(c)
		if c.MetAt.IsZero() && !c.BreachedAt.IsZero() {
			due = c.BreachedAt
		}
		if !due.IsZero() && (first.IsZero() || due.Before(first)) {
			first = due
		}
	}
	return first
}

// LastBreach returns when a promise of a ticket was broken last, zero if none was.
func LastBreach(t *ticket.Ticket) time.Time {
	var last time.Time
	for i := range t.Clocks {
		for _, at := range []time.Time{t.Clocks[i].BreachedAt, t.Clocks[i].LastBreachAt} {
			if at.After(last) {
				last = at
			}
		}
	}
	return last
}

// Next returns the state whose promise breaks first among those that are active, and false
// if none is.
func Next(states []State) (first State, found bool) {
	for _, s := range states {
		if s.Phase == Active && !s.DueAt.IsZero() && (!found || s.DueAt.Before(first.DueAt)) {
			first, found = s, true
		}
	}
	return first, found
}
