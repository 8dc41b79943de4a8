package stored

import (
	"slices"
	"time"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/ticket"
)

func (tell Teller) state(c *datatest.Case) {
	var given datatest.PromiseState
	var when struct{ Now time.Time }
	c.Given(&given)
	c.When(&when)
	if given.Timeline == nil {
		given.Timeline = []datatest.PromiseEvent{{At: given.Created, Event: "created"}}
		add := func(at time.Time, event, category string) {
			if !at.IsZero() {
				given.Timeline = append(given.Timeline, datatest.PromiseEvent{At: at, Event: event, Category: category})
			}
		}
		add(given.FirstReply, "agent_reply", "")
		if given.WaitingSince.After(given.Created) {
			add(given.WaitingSince, "customer_message", "")
		}
		add(given.ResolvedAt, "status", "solved")
		slices.SortStableFunc(given.Timeline, func(a, b datatest.PromiseEvent) int { return a.At.Compare(b.At) })
	}
	hours, err := schedule.New(Hours(c, given.Schedule))
	w := tell(c, peer(given.Targets), must(c.T, hours, err), given.Timeline, when.Now)
	states := sla.At(&w.Ticket, w.Hours, w.Now)
	missed := []string{}
	for _, word := range words() {
		if slices.ContainsFunc(states, func(s sla.State) bool { return s.Metric == Metric(word) && s.Breaches > 0 }) {
			missed = append(missed, word)
		}
	}
	c.Want("missed", missed)
	c.Check("state", func(want any) string {
		if w.stands(states, len(missed) > 0, want) {
			return ""
		}
		return "the promises are not as " + want.(string) + " says"
	})
	if c.Has("first_reply_used_seconds") {
		c.Want("first_reply_used_seconds", w.State(ticket.FirstReply).Used)
	}
	if c.Has("late_seconds") {
		of := ticket.TotalResolution
		if _, has := given.Targets["resolution"]; !has {
			of = ticket.FirstReply
		}
		c.Want("late_seconds", -w.State(of).Left)
	}
}

// stands reports whether promises are as a peer's word says.
func (w Promised) stands(states []sla.State, missed bool, word any) bool {
	is := func(phase sla.Phase, of ...ticket.Metric) bool {
		return slices.ContainsFunc(states, func(s sla.State) bool {
			return s.Phase == phase && (of == nil || slices.Contains(of, s.Metric))
		})
	}
	done := w.Ticket.Status.Done()
	switch word {
	case "active", "pending":
		return !done && !missed
	case "active_with_misses":
		return !done && missed
	case "hit", "fulfilled", "met":
		return done && !missed
	case "missed":
		return done && missed
	case "failed", "breached":
		return missed
	case "first_reply_due":
		return !missed && is(sla.Active, ticket.FirstReply)
	case "resolution_due":
		return !missed && !is(sla.Active, ticket.FirstReply) && is(sla.Active, ticket.TotalResolution)
	case "paused", "on_hold", "hold":
		return !done && !slices.ContainsFunc(states, func(s sla.State) bool { return s.Phase != sla.Fulfilled && !s.DueAt.IsZero() })
	}
	w.T.Fatalf("unknown state %q", word)
	return false
}

// pauses tells the pauses from an instant on until another; zero: all of them.
func (tell Teller) pauses(c *datatest.Case, p datatest.PromisePauses, hours *schedule.Schedule, from, to time.Time, within float64) Promised {
	timeline := []datatest.PromiseEvent{{At: from, Event: "created"}}
	for _, pause := range p.Pauses {
		for i, s := range []ticket.Status{ticket.Pending, ticket.Open} {
			at := pause[i]
			switch {
			case at.IsZero(), !to.IsZero() && at.After(to), i == 1 && !at.After(from):
				continue
			case at.Before(from):
				if !pause[1].IsZero() && !pause[1].After(from) {
					continue
				}
				at = from
			}
			timeline = append(timeline, datatest.PromiseEvent{At: at, Event: "status", Category: string(s)})
		}
	}
	return tell(c, peer(map[string]float64{"resolution": within}), hours, timeline, to)
}

func (tell Teller) usedTime(c *datatest.Case) {
	var given datatest.PromisePauses
	var when struct{ From, To time.Time }
	c.Given(&given)
	c.When(&when)
	if when.To.Before(when.From) {
		c.NotHere("schedule: time that runs backwards")
		return
	}
	under(c, "seconds", given.Schedule, func(s *schedule.Schedule) any {
		w := tell.pauses(c, given, s, when.From, when.To, 1e9)
		return w.State(ticket.TotalResolution).Used
	})
}

func (tell Teller) dueWithPauses(c *datatest.Case) {
	var given datatest.PromisePauses
	var when struct {
		Add float64 `json:"add_seconds"`
	}
	c.Given(&given)
	c.When(&when)
	under(c, "at", given.Schedule, func(s *schedule.Schedule) any {
		w := tell.pauses(c, given, s, given.Start, time.Time{}, when.Add)
		state := w.State(ticket.TotalResolution)
		if !state.BreachedAt.IsZero() {
			return state.BreachedAt
		}
		return state.DueAt
	})
}
