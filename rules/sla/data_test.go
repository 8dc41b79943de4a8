package sla_test

import (
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
