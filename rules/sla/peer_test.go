package sla_test

import (
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/ticket"
)

// told plays a timeline in a world of a peer.
func told(c *datatest.Case, cfg sla.Config, hours *schedule.Schedule, timeline []datatest.PromiseEvent, until time.Time) stored.Promised {
	w := newWorld(c.T, cfg, sla.Schedules{"": hours})
	w.lifecycle.Statuses = stored.PromiseStatuses(c.T)
	for i, h := range timeline {
		w.play(h, i == len(timeline)-1)
	}
	if !until.IsZero() {
		w.wake(until)
	}
	return stored.Promised{T: c.T, Ticket: w.ticket, Events: w.events, Hours: w.hours, Now: w.now}
}

// play lets one thing happen. A peer's closed ticket may be opened again, as our solved one.
func (w *world) play(h datatest.PromiseEvent, last bool) {
	tag := ticket.Change{Field: ticket.FieldTags, Value: "matches"}
	if h.Matches != nil && !*h.Matches {
		tag.Field = ticket.FieldRemoveTags
	}
	switch h.Event {
	case "created":
		w.now = h.At
		w.begin(customer(), true)
		if h.Matches != nil && !*h.Matches {
			next, err := w.lifecycle.Set(w.ticket, tag, ann(), h.At)
			w.take(ann(), next, err)
		}
		w.step(true)
		return
	case "customer_message":
		w.message(h.At, 0)
	case "agent_reply":
		w.reply(h.At, ann(), true)
	case "private_note", "note", "internal_note":
		w.reply(h.At, ann(), false)
	case "bot_message", "automatic_message", "campaign_message":
		w.reply(h.At, ticket.Actor{Kind: ticket.Bot, ID: "bot"}, true)
	case "status":
		w.set(h.At, stored.PromiseStatus(h, w.ticket.Status, last))
	default: // another change of the ticket, which may matter to the policy
		require.True(w.t, h.Matches != nil || h.Value != "", "event %q", h.Event)
	}
	if h.Matches != nil {
		w.set(h.At, tag)
	}
}
