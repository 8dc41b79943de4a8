package stored

import (
	"strings"
	"time"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/ticket"
)

// metrics are our metric of a peer's word.
func metrics() map[string]ticket.Metric {
	return map[string]ticket.Metric{
		"first_reply": ticket.FirstReply, "next_reply": ticket.NextReply, "resolution": ticket.TotalResolution,
	}
}

func words() []string { return []string{"first_reply", "next_reply", "resolution"} }

// under runs a question under the choice of the boundary for which a key tells the answer.
func under(c *datatest.Case, key, hours string, ask func(*schedule.Schedule) any) {
	cfg := Hours(c, hours)
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
	return must(c.T, s, err)
}

func (tell Teller) clock(c *datatest.Case) {
	var given datatest.PromiseClock
	c.Given(&given)
	c.When(&struct{}{})
	cfg := peer(given.Targets)
	cfg.NextReplyAtOnce = true
	play := func(s *schedule.Schedule) Promised { return tell(c, cfg, s, given.Timeline, time.Time{}) }
	for _, word := range words() {
		m := Metric(word)
		ask := func(key string, answer func(sla.State) any) {
			under(c, word+"."+key, given.Schedule, func(s *schedule.Schedule) any { return answer(play(s).State(m)) })
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
		next, _ := sla.Next(sla.At(&w.Ticket, w.Hours, w.Now))
		return next.DueAt
	})
	under(c, "hold_business_seconds", given.Schedule, func(s *schedule.Schedule) any {
		w := play(s)
		var sum time.Duration
		for _, line := range sla.Explain(w.Events, w.Hours, w.Now) {
			if line.Metric == ticket.TotalResolution {
				sum += line.Paused
			}
		}
		return sum
	})
}

// pausesOf reads the pauses from the timeline of a promise.
func (tell Teller) pausesOf(c *datatest.Case) {
	var given struct{ Statuses [][2]string }
	c.Given(&given)
	c.When(&struct{}{})
	var timeline []datatest.PromiseEvent
	for i, pair := range given.Statuses {
		at, err := time.Parse(time.RFC3339, pair[0])
		must(c.T, at, err)
		if i == 0 {
			timeline = append(timeline, datatest.PromiseEvent{At: at, Event: "created"})
		}
		timeline = append(timeline, datatest.PromiseEvent{At: at, Event: "status", Category: category(pair[1])})
	}
	w := tell(c, peer(map[string]float64{"resolution": 1e6}), nil, timeline, time.Time{})
	pauses := [][]time.Time{}
	for _, line := range sla.Explain(w.Events, w.Hours, w.Now) {
		for _, s := range line.Stretches {
			if s.Kind == sla.Stood {
				pauses = append(pauses, []time.Time{s.From, s.To})
			}
		}
	}
	if w.State(ticket.TotalResolution).Phase == sla.Paused { // it lasts
		if n := len(pauses); n > 0 && pauses[n-1][1].Equal(w.Now) {
			pauses[n-1][1] = time.Time{}
		} else {
			pauses = append(pauses, []time.Time{w.Now, {}})
		}
	}
	c.Want("pauses", pauses)
}
