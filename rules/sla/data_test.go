package sla_test

import (
	"cmp"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataSLA asks this package what was found in the tests of other helpdesks.
func TestDataSLA(t *testing.T) { datatest.Cases(t, "sla", ops()) }

// TestCasesSLA runs our own cases, in the same form.
func TestCasesSLA(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "sla.json"))
	require.NoError(t, err)
	datatest.Own(t, text, ops())
}

func ops() datatest.Ops {
	return datatest.Ops{
		"sla_clock": slaClock, "sla_state": slaState, "pauses_from_statuses": pausesOf, "next_deadline": nextDeadline,
		"pick_policy": pickPolicy, "used_time": usedTime, "due_with_pauses": dueWithPauses, "outside_hours_notice": outsideHours,
	}
}

// named is our metric of a peer's word.
func named() map[string]ticket.Metric {
	return map[string]ticket.Metric{
		"first_reply": ticket.FirstReply, "next_reply": ticket.NextReply, "resolution": ticket.TotalResolution,
	}
}

func words() []string { return []string{"first_reply", "next_reply", "resolution"} }

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

// under runs a question under the choice of the boundary for which a key tells the answer.
func under(c *datatest.Case, key, hours string, ask func(*schedule.Schedule) any) {
	cfg := config(c, hours)
	for _, k := range []string{key, key + "_roll"} {
		c.Check(k, func(want any) string { return datatest.Diff(want, ask(bounded(c, cfg, key, k))) })
	}
}

// bounded is the schedule under the boundary that a key means: a plain one that of the
// source, unless another key tells the answer of it.
func bounded(c *datatest.Case, cfg schedule.Config, plain, key string) *schedule.Schedule {
	choice := c.Policy["boundary"]
	rolls := key != plain || !c.Has(plain+"_roll") && strings.Contains(choice, "roll") && !strings.Contains(choice, "stay")
	if rolls {
		cfg.Policy.Boundary = schedule.Roll
	}
	s, err := schedule.New(cfg)
	require.NoError(c.T, err)
	return s
}

func slaClock(c *datatest.Case) {
	var given struct {
		Schedule string
		Targets  map[string]float64 `json:"targets_seconds"`
		Timeline []happening
	}
	c.Given(&given)
	c.When(&struct{}{})
	cfg := peer(given.Targets)
	cfg.NextReplyAtOnce = true
	play := func(s *schedule.Schedule) *world { return told(c, cfg, s, given.Timeline) }
	for _, word := range words() {
		m := named()[word]
		ask := func(key string, answer func(sla.State) any) {
			under(c, word+"."+key, given.Schedule, func(s *schedule.Schedule) any { return answer(play(s).state(m)) })
		}
		ask("due", func(s sla.State) any { return s.DueAt })
		ask("left_seconds", func(s sla.State) any { return s.Left })
		ask("last_used_seconds", func(s sla.State) any { return s.Used })
		ask("worst_used_seconds", func(s sla.State) any { return s.Worst })
		ask("met", func(s sla.State) any { return s.Phase == sla.Fulfilled && !s.Moot && s.BreachedAt.IsZero() })
		ask("used_seconds", func(s sla.State) any {
			if s.Phase == sla.Fulfilled {
				return s.Worst
			}
			return s.Used
		})
	}
	under(c, "next_deadline", given.Schedule, func(s *schedule.Schedule) any {
		w := play(s)
		next, _ := sla.Next(sla.At(&w.ticket, w.hours, w.now))
		return next.DueAt
	})
	under(c, "hold_business_seconds", given.Schedule, func(s *schedule.Schedule) any {
		w := play(s)
		var sum time.Duration
		for _, line := range sla.Explain(w.events, w.hours, w.now) {
			if line.Metric == ticket.TotalResolution {
				sum += line.Paused
			}
		}
		return sum
	})
}

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

// pausesOf reads the pauses from the timeline of a promise.
func pausesOf(c *datatest.Case) {
	var given struct{ Statuses [][2]string }
	c.Given(&given)
	c.When(&struct{}{})
	var timeline []happening
	for i, pair := range given.Statuses {
		at, err := time.Parse(time.RFC3339, pair[0])
		require.NoError(c.T, err)
		if i == 0 {
			timeline = append(timeline, happening{At: at, Event: "created"})
		}
		timeline = append(timeline, happening{At: at, Event: "status", Category: category(pair[1])})
	}
	w := told(c, peer(map[string]float64{"resolution": 1e6}), nil, timeline)
	pauses := [][]time.Time{}
	for _, line := range sla.Explain(w.events, w.hours, w.now) {
		for _, s := range line.Stretches {
			if s.Kind == sla.Stood {
				pauses = append(pauses, []time.Time{s.From, s.To})
			}
		}
	}
	if w.state(ticket.TotalResolution).Phase == sla.Paused { // it lasts
		if n := len(pauses); n > 0 && pauses[n-1][1].Equal(w.now) {
			pauses[n-1][1] = time.Time{}
		} else {
			pauses = append(pauses, []time.Time{w.now, {}})
		}
	}
	c.Want("pauses", pauses)
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

func nextDeadline(c *datatest.Case) {
	var given struct {
		Deadlines map[string]time.Time
		Running   []string
	}
	c.Given(&given)
	c.When(&struct{}{})
	var states []sla.State
	for word, at := range given.Deadlines {
		s := sla.State{Metric: named()[word], Phase: sla.Fulfilled, DueAt: at}
		if slices.Contains(given.Running, word) {
			s.Phase = sla.Active
		}
		states = append(states, s)
	}
	next, _ := sla.Next(states)
	c.Want("at", next.DueAt)
}

func pickPolicy(c *datatest.Case) {
	var given struct {
		Policies []struct {
			ID        string
			Condition any
			Default   bool
		}
		Ticket struct{ Priority string }
	}
	c.Given(&given)
	c.When(&struct{}{})
	cfg := sla.Config{EmptyIsNone: true}
	for _, p := range given.Policies {
		one := sla.Policy{Rule: rules.Rule{ID: p.ID}, Default: p.Default}
		if cond, has := p.Condition.(map[string]any); has {
			one.When.All = []rules.Condition{{
				Field: cond["field"].(string), Op: rules.Op(cond["operator"].(string)), Value: rules.Value{string(priority(cond["value"].(string)))},
			}}
		}
		cfg.Policies = append(cfg.Policies, one)
	}
	set, err := sla.Compile(rules.Standard(), cfg)
	require.NoError(c.T, err)
	c.Want("policy", set.Pick(&rules.Subject{Ticket: &ticket.Ticket{ID: "t1", Priority: priority(given.Ticket.Priority)}}))
}

// priority is ours of a peer's word.
func priority(word string) ticket.Priority {
	if word == "Medium" {
		return ticket.Normal
	}
	return ticket.Priority(strings.ToLower(word))
}

// paused is a ticket that was pending now and then; a pause that lasts has a null end.
type paused struct {
	Schedule string
	Pauses   [][2]time.Time
	Start    time.Time
}

// world plays the pauses from an instant on until another; zero: all of them.
func (p paused) world(c *datatest.Case, hours *schedule.Schedule, from, to time.Time, within float64) *world {
	timeline := []happening{{At: from, Event: "created"}}
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
			timeline = append(timeline, happening{At: at, Event: "status", Category: string(s)})
		}
	}
	return told(c, peer(map[string]float64{"resolution": within}), hours, timeline)
}

func usedTime(c *datatest.Case) {
	var given paused
	var when struct{ From, To time.Time }
	c.Given(&given)
	c.When(&when)
	if when.To.Before(when.From) {
		c.NotHere("schedule: time that runs backwards")
		return
	}
	under(c, "seconds", given.Schedule, func(s *schedule.Schedule) any {
		w := given.world(c, s, when.From, when.To, 1e9)
		w.wake(when.To)
		return w.state(ticket.TotalResolution).Used
	})
}

func dueWithPauses(c *datatest.Case) {
	var given paused
	var when struct {
		Add float64 `json:"add_seconds"`
	}
	c.Given(&given)
	c.When(&when)
	under(c, "at", given.Schedule, func(s *schedule.Schedule) any {
		w := given.world(c, s, given.Start, time.Time{}, when.Add)
		state := w.state(ticket.TotalResolution)
		if !state.BreachedAt.IsZero() {
			return state.BreachedAt
		}
		return state.DueAt
	})
}

func outsideHours(c *datatest.Case) {
	var given struct {
		Schedule     string
		Created      time.Time
		AgentReplied bool `json:"agent_replied"`
	}
	var when struct{ Now time.Time }
	c.Given(&given)
	c.When(&when)
	s, err := schedule.New(config(c, given.Schedule))
	require.NoError(c.T, err)
	var replied time.Time
	if given.AgentReplied {
		replied = given.Created
	}
	n := sla.NoticeAt(s, given.Created, replied, when.Now)
	c.Want("raised_outside_hours", n.Raised)
	c.Want("notice_shown", n.Shown)
}
