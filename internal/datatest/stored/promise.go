package stored

import (
	"cmp"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the answers must not depend on the machine's zone files

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/ticket"
)

// Promised is a ticket that promises were made of, as it stands.
type Promised struct {
	T      testing.TB
	Ticket ticket.Ticket
	Events []ticket.Event // its log, the oldest first
	Hours  sla.Schedules
	Now    time.Time
}

// State returns how a metric stands now.
func (w Promised) State(m ticket.Metric) sla.State {
	w.T.Helper()
	for _, s := range sla.At(&w.Ticket, w.Hours, w.Now) {
		if s.Metric == m {
			return s
		}
	}
	w.T.Fatalf("the ticket has no promise of %s", m)
	return sla.State{}
}

// Teller tells a timeline to a ticket under policies and hours, and lets time pass until an
// instant; zero: until the last event. The ticket has [PromiseStatuses], and the tag "matches"
// while an event does not say otherwise.
type Teller func(c *datatest.Case, cfg sla.Config, hours *schedule.Schedule, timeline []datatest.PromiseEvent, until time.Time) Promised

// Promises returns the questions of the cases about promises, of timelines that are told.
func Promises(tell Teller) datatest.Ops {
	return datatest.Ops{
		"sla_clock": tell.clock, "sla_state": tell.state, "pauses_from_statuses": tell.pausesOf, "used_time": tell.usedTime, "due_with_pauses": tell.dueWithPauses,
	}
}

// peer is how other helpdesks measure: from the ticket's creation, and every clock stands
// while a ticket is pending or on hold. A status may say otherwise.
func peer(targets map[string]float64) sla.Config {
	var list []sla.Target
	for word, within := range targets {
		list = append(list, sla.Target{Metric: Metric(word), Within: datatest.Seconds(within), Business: true})
	}
	when := rules.Conditions{All: []rules.Condition{rules.Tags().Includes("matches")}}
	cfg := sla.Config{Policies: []sla.Policy{{Rule: rules.Rule{ID: "p1", When: when}, Targets: list}}}
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

// PromiseStatuses are those of the tickets of cases. Clocks run in some and stand in others.
func PromiseStatuses(t testing.TB) ticket.Statuses {
	t.Helper()
	var custom []ticket.CustomStatus
	for _, s := range categories() {
		for _, kind := range []string{"plain", "runs", "stands"} {
			name := kind + "/" + string(s)
			custom = append(custom, ticket.CustomStatus{ID: name, Category: s, AgentLabel: name, Default: kind == "plain"})
		}
	}
	statuses, err := ticket.NewStatuses(custom...)
	return must(t, statuses, err)
}

// PromiseStatus returns the change of status that an event means for a ticket, the last of all
// or not. A peer's closed ticket may be opened again, as our solved one.
func PromiseStatus(h datatest.PromiseEvent, is ticket.Status, last bool) ticket.Change {
	to := ticket.Status(category(cmp.Or(h.Category, strings.ToLower(h.Value))))
	if to == ticket.New {
		to = ticket.Open
	}
	if to == ticket.Closed && (is != ticket.Solved || !last) {
		to = ticket.Solved
	}
	if h.Pauses == nil {
		return ticket.Change{Field: ticket.FieldStatus, Value: string(to)}
	}
	if !to.Known() {
		to = ticket.Pending
	}
	id := "runs/" + string(to)
	if *h.Pauses {
		id = "stands/" + string(to)
	}
	return ticket.Change{Field: ticket.FieldCustomStatus, Value: id}
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

// Metric returns our metric of a peer's word.
func Metric(word string) ticket.Metric { return metrics()[word] }
