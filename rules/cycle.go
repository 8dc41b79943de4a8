package rules

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/socialticket/socialticket/ticket"
)

// Cycle runs automations as Zendesk's clock does: in runs about an hour apart, each of
// which counts whole hours. It is for those who must match; a desk uses the exact instants
// of [Automations.DueAt], unless its settings have [Runs].
//
// The first run after an instant counts zero hours, and each later one adds one: so many
// as have ended before the run. "Is" may be missed between two runs that are further apart
// than an hour, and "greater than 1" fires at the first run at which two are counted.
// Source: https://support.zendesk.com/hc/en-us/articles/4408832701850 and
// https://support.zendesk.com/hc/en-us/articles/4408836495130 (autumn 2026).
//
// A Cycle is a value. Goroutines may share it.
type Cycle struct {
	Automations *Automations // nil: none
	Tickets     int          // on how many tickets one automation acts in a run; 0: 1,000
	Updates     int          // how many updates by automations a ticket takes in its life; 0: 100
}

// counted returns how many whole hours a run counts, when so much time has passed.
func counted(passed time.Duration) int64 {
	return int64((passed - 1) / time.Hour)
}

// Hours returns how many hours a run counts since an instant, and false for a run that
// does not come after it.
func (c Cycle) Hours(since, run time.Time) (hours int, after bool) {
	if !run.After(since) {
		return 0, false
	}
	return int(counted(run.Sub(since))), true
}

// Fires reports whether the conditions of an automation hold at a run at s.Now. Tickets
// that are closed have no automations.
func (c Cycle) Fires(id string, s *Subject) bool {
	if s.Ticket.Status == ticket.Closed {
		return false
	}
	defer counting(s)()
	return c.Automations.Holds(id, s)
}

// counting lets hours be counted whole until the function that it returns is called.
func counting(s *Subject) func() {
	before := s.cycle
	s.cycle = true
	return func() { s.cycle = before }
}

// Delay returns how long after its instant a condition on hours makes an automation fire,
// on a clock that runs every hour: later than after, and upTo at the latest. The operator
// is Is, LessThan or GreaterThan; for others, and no or too many hours, both are zero.
func (c Cycle) Delay(op Op, hours int) (after, upTo time.Duration) {
	if hours < 0 || hours > maxHours {
		return 0, 0
	}
	at := time.Duration(hours) * time.Hour
	switch {
	case op == Is:
		return at, at + time.Hour
	case op == GreaterThan:
		return at + time.Hour, at + 2*time.Hour
	case op == LessThan && hours > 0:
		return 0, time.Hour
	}
	return 0, 0
}

// Begin begins a run of the cycle.
func (c Cycle) Begin() *CycleRun {
	return &CycleRun{cycle: c, acted: map[string]int{}}
}

// CycleRun is one run of a [Cycle] over the tickets of an account. It counts on how many
// each automation acted. One goroutine at a time may use it.
type CycleRun struct {
	cycle Cycle
	acted map[string]int
}

// Ticket runs the automations over one ticket: once through, in their order, each seeing
// what those before it did, as current returns the subject then. updates is how many
// updates by automations the ticket has had. An automation that has acted on its number of
// tickets waits for the next run; a ticket that has had its number of updates is left out,
// but for automations that close it.
func (r *CycleRun) Ticket(updates int, current func() *Subject, fire func(Firing)) {
	if r.cycle.Automations == nil {
		return
	}
	list := r.cycle.Automations.list
	for i := range list {
		a := &list[i]
		s := current()
		if s.Ticket.Status == ticket.Closed {
			return
		}
		full := updates >= cmp.Or(r.cycle.Updates, 100) && !a.closes()
		if full || r.acted[a.rule.ID] >= cmp.Or(r.cycle.Tickets, 1000) || !r.cycle.holds(a, s) {
			continue
		}
		r.acted[a.rule.ID]++
		updates++
		fire(a.firing(s))
	}
}

func (c Cycle) holds(a *compiled, s *Subject) bool {
	defer counting(s)()
	return a.when.plain(s)
}

// closes reports whether an automation closes tickets.
func (c *compiled) closes() bool {
	return slices.ContainsFunc(c.do, func(d deed) bool { return d.field == ticket.FieldStatus && d.value == string(ticket.Closed) })
}

// maxAutomations is how many active automations an account of Zendesk may have. Source:
// https://support.zendesk.com/hc/en-us/articles/4408832701850 (autumn 2026).
const maxAutomations = 500

// CompileCycle compiles automations as [CompileAutomations] does, and refuses what Zendesk
// refuses: conditions on hours beside those that all have to hold; conditions without one
// in All on the status, type, group, assignee or requester; the same conditions twice; and
// more than 500 active ones. Source: the description of Zendesk's API for automations
// (autumn 2026).
func CompileCycle(t *Table, list []Rule) (Cycle, error) {
	var seen []Conditions
	active := 0
	set, err := compile(t, list, false, func(c *compiler, r *Rule) {
		c.automation(r)
		if active++; active > maxAutomations {
			c.refuse("automations", "more than %d are active", maxAutomations)
		}
		c.vendor(r)
		if slices.ContainsFunc(seen, func(o Conditions) bool { return same(o, r.When) }) {
			c.refuse("conditions", "another automation has the same")
		}
		seen = append(seen, r.When)
	})
	return Cycle{Automations: newAutomations(t, set)}, err
}

// vendor checks what Zendesk wants of the conditions of an automation.
func (c *compiler) vendor(r *Rule) {
	pins := []string{"status", "type", "group_id", "assignee_id", "requester_id", "custom_status_id"}
	if !slices.ContainsFunc(r.When.All, func(cond Condition) bool { return slices.Contains(pins, cond.Field) }) {
		c.refuse("conditions.all", "none of them is on the status, type, group, assignee or requester")
	}
	for i, cond := range r.When.Any {
		if f := c.field(&cond); f != nil && (f.Kind == Since || f.Kind == Until) {
			c.refuse("conditions.any["+strconv.Itoa(i)+"]", "conditions on hours stand in all")
		}
	}
}

// same reports whether two rules have the same conditions.
func same(a, b Conditions) bool {
	return slices.EqualFunc(a.All, b.All, equals) && slices.EqualFunc(a.Any, b.Any, equals)
}

func equals(a, b Condition) bool {
	return a.Field == b.Field && a.Op == b.Op && a.Exact == b.Exact && slices.Equal(a.Value, b.Value) &&
		slices.EqualFunc(a.All, b.All, equals) && slices.EqualFunc(a.Any, b.Any, equals)
}
