package sla_test

import (
	"cmp"
	"math"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/ticket"
)

// happening is one event of a timeline.
type happening struct {
	At       time.Time
	Event    string
	Category string
	Channel  string // of an answer: all are alike
	Value    string
	Pauses   *bool
	Matches  *bool `json:"matches_policy"`
}

func seconds(n float64) time.Duration { return time.Duration(math.Round(n * float64(time.Second))) }

// peer is how other helpdesks measure: from the ticket's creation, and every clock stands
// while a ticket is pending or on hold. A status may say otherwise.
func peer(targets map[string]float64) sla.Config {
	var list []sla.Target
	for word, within := range targets {
		list = append(list, sla.Target{Metric: named()[word], Within: seconds(within), Business: true})
	}
	cfg := promises(list...)
	measured := sla.Target{Metric: ticket.TotalResolution, Within: time.Hour, Business: true} // promised to no ticket
	cfg.Policies = append(cfg.Policies, sla.Policy{Rule: rules.Rule{ID: "never", When: rules.Conditions{All: []rules.Condition{rules.Tags().Includes("never")}}}, Targets: []sla.Target{measured}})
	cfg.FromCreation, cfg.Pauses, cfg.Statuses = true, map[ticket.Metric][]ticket.Status{}, map[string]bool{}
	for _, m := range ticket.Metrics() {
		cfg.Pauses[m] = []ticket.Status{ticket.Pending, ticket.Hold}
	}
	for _, s := range categories() {
		cfg.Statuses["runs/"+string(s)], cfg.Statuses["stands/"+string(s)] = false, true
	}
	return cfg
}

func categories() []ticket.Status {
	return []ticket.Status{ticket.Open, ticket.Pending, ticket.Hold, ticket.Solved}
}

// told plays a timeline in a world of a peer.
func told(c *datatest.Case, cfg sla.Config, hours *schedule.Schedule, timeline []happening) *world {
	w := newWorld(c.T, cfg, sla.Schedules{"": hours})
	var custom []ticket.CustomStatus
	for _, s := range categories() {
		for _, kind := range []string{"plain", "runs", "stands"} {
			name := kind + "/" + string(s)
			custom = append(custom, ticket.CustomStatus{ID: name, Category: s, AgentLabel: name, Default: kind == "plain"})
		}
	}
	var err error
	w.lifecycle.Statuses, err = ticket.NewStatuses(custom...)
	require.NoError(c.T, err)
	for i, h := range timeline {
		w.play(h, i == len(timeline)-1)
	}
	return w
}

// play lets one thing happen. A peer's closed ticket may be opened again, as our solved one.
func (w *world) play(h happening, last bool) {
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
		w.enter(h, last)
	default: // another change of the ticket, which may matter to the policy
		require.True(w.t, h.Matches != nil || h.Value != "", "event %q", h.Event)
	}
	if h.Matches != nil {
		w.set(h.At, tag)
	}
}

// enter gives the ticket a status.
func (w *world) enter(h happening, last bool) {
	to := ticket.Status(category(cmp.Or(h.Category, strings.ToLower(h.Value))))
	if to == ticket.New {
		to = ticket.Open
	}
	if to == ticket.Closed && (w.ticket.Status != ticket.Solved || !last) {
		to = ticket.Solved
	}
	if h.Pauses == nil {
		w.status(h.At, to)
		return
	}
	if !to.Known() {
		to = ticket.Pending
	}
	id := "runs/" + string(to)
	if *h.Pauses {
		id = "stands/" + string(to)
	}
	w.set(h.At, ticket.Change{Field: ticket.FieldCustomStatus, Value: id})
}

// category is ours of the name of a peer's status.
func category(name string) string {
	for word, ours := range map[string]ticket.Status{
		"pending": ticket.Pending, "paused": ticket.Pending, "waiting": ticket.Pending, "replied": ticket.Pending, "hold": ticket.Hold, "on_hold": ticket.Hold,
		"snoozed": ticket.Hold, "solved": ticket.Solved, "resolved": ticket.Solved, "merged": ticket.Solved, "closed": ticket.Closed, "new": ticket.New,
	} {
		if strings.HasPrefix(name, word) {
			return string(ours)
		}
	}
	return name
}
