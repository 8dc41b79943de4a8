package simulate_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataPromises tells cases of promises as stories: their clocks run in a desk.
func TestDataPromises(t *testing.T) {
	ops := stored.Promises(keeping)
	ops["outside_hours_notice"], ops["pick_policy"] = outsideHours, pickPolicy
	datatest.Cases(t, "sla", ops)
}

// keeping tells a timeline to a ticket of ana, on a channel without a reply window.
func keeping(c *datatest.Case, cfg sla.Config, hours *schedule.Schedule, timeline []datatest.PromiseEvent, until time.Time) stored.Promised {
	c.T.Helper()
	policies, err := sla.Compile(rules.Standard(), cfg)
	require.NoError(c.T, err)
	require.NotEmpty(c.T, timeline)
	s := &socialticket.Settings{
		SLA:       policies,
		Lifecycle: ticket.Lifecycle{SolveUnassigned: true, AgentsClose: true, Statuses: stored.PromiseStatuses(c.T)},
	}
	if hours != nil {
		s.Schedules = map[string]*schedule.Schedule{"": hours}
	}
	if datatest.Yes(timeline[0].Matches) {
		s.Defaults = []socialticket.Defaults{{Tags: []string{"matches"}}}
	}
	w := lasting(c.T, s, timeline[0].At)
	for i, h := range timeline {
		reach(c.T, w, s, h.At)
		keep(c.T, w, h, i == len(timeline)-1)
	}
	if !until.IsZero() {
		require.NoError(c.T, w.Until(until))
	}
	tk, err := w.Ticket("ana")
	require.NoError(c.T, err)
	events, err := w.Store().Events(c.T.Context(), tk.ID, socialticket.Page{Limit: 1 << 16})
	require.NoError(c.T, err)
	slices.Reverse(events)
	return stored.Promised{T: c.T, Ticket: tk, Events: events, Hours: s.Schedules, Now: w.Now()}
}

// reach lets time pass until an event. An answer at the instant at which it is due is in time,
// and what is due at an instant comes before a step of a story at it: such a step comes a
// nanosecond earlier.
func reach(t testing.TB, w *simulate.World, s *socialticket.Settings, at time.Time) {
	t.Helper()
	if tk, err := w.Ticket("ana"); err == nil && sla.NextBreach(&tk, s.Schedules).Equal(at) {
		at = at.Add(-1)
	}
	require.NoError(t, w.Until(at))
}

// lasting returns a world whose reply windows last.
func lasting(t testing.TB, s *socialticket.Settings, begin time.Time) *simulate.World {
	t.Helper()
	w, err := simulate.New(simulate.Config{Start: begin, Settings: s, Desk: socialticket.Config{
		Policy: func(a channel.Account) channel.Policy { return channel.Unlimited(a.Kind) },
	}})
	require.NoError(t, err)
	return w
}

// keep lets one event of a timeline happen.
func keep(t testing.TB, w *simulate.World, h datatest.PromiseEvent, last bool) {
	t.Helper()
	switch h.Event {
	case "created", "customer_message":
		play(t, w, "ana says %q", "Hello")
	case "agent_reply":
		play(t, w, "ada replies ana %q", "An answer")
	case "private_note", "note", "internal_note":
		play(t, w, "ada notes ana %q", "A note")
	case "bot_message", "automatic_message", "campaign_message":
		tk, err := w.Ticket("ana")
		require.NoError(t, err)
		_, err = w.Do(socialticket.Reply{Ticket: tk.ID, By: ticket.Actor{Kind: ticket.Bot, ID: "bot"}, Text: "A message"})
		require.NoError(t, err)
	case "status":
		tk, err := w.Ticket("ana")
		require.NoError(t, err)
		_, err = w.Set("ada", "ana", stored.PromiseStatus(h, tk.Status, last))
		require.NoError(t, err)
	default: // another change of the ticket, which may matter to the policy
		require.True(t, h.Matches != nil || h.Value != "", "event %q", h.Event)
	}
	switch {
	case h.Matches == nil || h.Event == "created":
	case *h.Matches:
		play(t, w, "ada tags ana matches")
	default:
		play(t, w, "ada untags ana matches")
	}
	require.NoError(t, w.Pass(0))
}

// outsideHours looks at what ana is told about the hours of the business.
func outsideHours(c *datatest.Case) {
	var given struct {
		Schedule     string
		Created      time.Time
		AgentReplied bool `json:"agent_replied"`
	}
	var when struct{ Now time.Time }
	c.Given(&given)
	c.When(&when)
	hours, err := schedule.New(stored.Hours(c, given.Schedule))
	require.NoError(c.T, err)
	w := lasting(c.T, &socialticket.Settings{}, given.Created)
	play(c.T, w, "ana says %q", "Hello")
	if given.AgentReplied {
		play(c.T, w, "ada replies ana %q", "An answer")
	}
	require.NoError(c.T, w.Until(when.Now))
	tk, err := w.Ticket("ana")
	require.NoError(c.T, err)
	n := sla.NoticeAt(hours, tk.CreatedAt, tk.FirstReplyAt, w.Now())
	c.Want("raised_outside_hours", n.Raised)
	c.Want("notice_shown", n.Shown)
}

// pickPolicy lets ada give a ticket its priority, and looks at the policy that it comes under.
func pickPolicy(c *datatest.Case) {
	var told datatest.PickPolicy
	c.Given(&told)
	c.When(&struct{}{})
	w := lasting(c.T, &socialticket.Settings{SLA: stored.Policies(c.T, told)}, time.Time{})
	play(c.T, w, "ana says %q", "Hello")
	if priority := stored.Priority(told.Ticket.Priority); priority != "" {
		play(c.T, w, "ada sets ana priority %s", priority)
	}
	tk, err := w.Ticket("ana")
	require.NoError(c.T, err)
	c.Want("policy", tk.Policy)
}
