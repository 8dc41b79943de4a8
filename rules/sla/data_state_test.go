package sla_test

import (
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/ticket"
)

func slaState(c *datatest.Case) {
	var given struct {
		Schedule     string
		Targets      map[string]float64 `json:"targets_seconds"`
		Timeline     []happening
		Created      time.Time
		FirstReply   time.Time `json:"first_reply"`
		WaitingSince time.Time `json:"waiting_since"`
		ResolvedAt   time.Time `json:"resolved_at"`
	}
	var when struct{ Now time.Time }
	c.Given(&given)
	c.When(&when)
	if given.Timeline == nil {
		given.Timeline = []happening{{At: given.Created, Event: "created"}}
		add := func(at time.Time, event, category string) {
			if !at.IsZero() {
				given.Timeline = append(given.Timeline, happening{At: at, Event: event, Category: category})
			}
		}
		add(given.FirstReply, "agent_reply", "")
		if given.WaitingSince.After(given.Created) {
			add(given.WaitingSince, "customer_message", "")
		}
		add(given.ResolvedAt, "status", "solved")
		slices.SortStableFunc(given.Timeline, func(a, b happening) int { return a.At.Compare(b.At) })
	}
	hours, err := schedule.New(config(c, given.Schedule))
	require.NoError(c.T, err)
	w := told(c, peer(given.Targets), hours, given.Timeline)
	w.wake(when.Now)
	states := sla.At(&w.ticket, w.hours, w.now)
	missed := []string{}
	for _, word := range words() {
		if slices.ContainsFunc(states, func(s sla.State) bool { return s.Metric == named()[word] && s.Breaches > 0 }) {
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
		c.Want("first_reply_used_seconds", w.state(ticket.FirstReply).Used)
	}
	if c.Has("late_seconds") {
		of := ticket.TotalResolution
		if _, has := given.Targets["resolution"]; !has {
			of = ticket.FirstReply
		}
		c.Want("late_seconds", -w.state(of).Left)
	}
}

// stands reports whether promises are as a peer's word says.
func (w *world) stands(states []sla.State, missed bool, word any) bool {
	is := func(phase sla.Phase, of ...ticket.Metric) bool {
		return slices.ContainsFunc(states, func(s sla.State) bool {
			return s.Phase == phase && (of == nil || slices.Contains(of, s.Metric))
		})
	}
	done := w.ticket.Status.Done()
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
	w.t.Fatalf("unknown state %q", word)
	return false
}
