package sla

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// metrics is how many metrics there are.
const metrics = 7

// Policies are compiled policies. A nil *Policies promises nothing.
type Policies struct {
	list     []Policy
	when     *rules.Views
	pauses   [metrics]uint8 // by the rank of the metric, a bit a status
	promised [metrics]bool  // by any of the policies
	business [metrics]bool  // by the first of them, in business hours
	statuses map[string]bool
	cfg      Config
}

// Compile compiles the active policies of a Config by a table of fields. Those that cannot
// hold are left out, and the error joins a *[rules.RuleError] for each: an id that is missing
// or used twice, a field, operator or value that is not known, an unknown metric or
// priority, a target that is not more than nothing, two for one priority.
func Compile(t *rules.Table, cfg Config) (*Policies, error) {
	p := &Policies{statuses: cfg.Statuses, cfg: cfg}
	for _, m := range ticket.Metrics() {
		list, own := cfg.Pauses[m]
		if !own {
			list = Pauses(m)
		}
		for _, s := range list {
			p.pauses[m.Rank()] |= bit(s)
		}
	}
	var errs []error
	var views []rules.View
	for _, one := range inOrder(cfg.Policies) {
		if problems := p.problems(&one); len(problems) > 0 {
			errs = append(errs, &rules.RuleError{Rule: one.ID, Title: one.Title, Problems: problems})
			continue
		}
		one.Targets = slices.Clone(one.Targets)
		p.list = append(p.list, one)
		views = append(views, rules.View{Rule: one.Rule})
	}
	var refused error
	p.when, refused = rules.CompileViews(t, views)
	p.list = slices.DeleteFunc(p.list, func(one Policy) bool {
		_, has := p.when.View(one.ID)
		return !has
	})
	for i := range p.list {
		for _, target := range p.list[i].Targets {
			rank := target.Metric.Rank()
			if !p.promised[rank] {
				p.promised[rank], p.business[rank] = true, target.Business
			}
		}
	}
	return p, errors.Join(append(errs, refused)...)
}

// inOrder returns the active policies in the order in which they are asked.
func inOrder(list []Policy) []Policy {
	list = slices.DeleteFunc(slices.Clone(list), func(p Policy) bool { return p.Inactive })
	slices.SortStableFunc(list, func(a, b Policy) int { return cmp.Compare(a.Position, b.Position) })
	return list
}

// problems tells why a policy cannot hold, beside its conditions.
func (p *Policies) problems(one *Policy) (list []rules.Problem) {
	if one.ID == "" || slices.ContainsFunc(p.list, func(o Policy) bool { return o.ID == one.ID }) {
		list = append(list, rules.Problem{Place: "id", Reason: "it is missing, or another policy has it"})
	}
	for i, target := range one.Targets {
		reason := ""
		switch {
		case target.Metric.Rank() >= metrics:
			reason = fmt.Sprintf("the metric %q is not known", target.Metric)
		case target.Priority.Rank() < 0:
			reason = fmt.Sprintf("the priority %q is not known", target.Priority)
		case target.Within <= 0:
			reason = fmt.Sprintf("%v is not more than nothing", target.Within)
		case slices.ContainsFunc(one.Targets[:i], func(o Target) bool {
			return o.Metric == target.Metric && o.Priority == target.Priority
		}):
			reason = "another target is for this metric and priority"
		}
		if reason != "" {
			list = append(list, rules.Problem{Place: fmt.Sprintf("targets[%d]", i), Reason: reason})
		}
	}
	return list
}

// List returns the policies in the order in which they are asked. It must not be changed.
func (p *Policies) List() []Policy {
	if p == nil {
		return nil
	}
	return p.list
}

// Pick returns the id of the policy that holds for a subject, "" if none does.
func (p *Policies) Pick(s *rules.Subject) string {
	if p == nil {
		return ""
	}
	for _, last := range []bool{false, true} {
		for i := range p.list {
			one := &p.list[i]
			empty := len(one.When.All)+len(one.When.Any) == 0
			if one.Default == last && (last || !empty || !p.cfg.EmptyIsNone) && p.when.Matches(one.ID, s) {
				return one.ID
			}
		}
	}
	return ""
}

// target returns what a policy promises of a metric to tickets of a priority; its Within is
// zero if that is nothing.
func (p *Policies) target(id string, m ticket.Metric, of ticket.Priority) (found Target) {
	if p == nil || id == "" {
		return Target{}
	}
	i := slices.IndexFunc(p.list, func(one Policy) bool { return one.ID == id })
	if i < 0 {
		return Target{}
	}
	for _, t := range p.list[i].Targets {
		if t.Metric == m && (t.Priority == of || t.Priority == "" && found.Within == 0) {
			found = t
		}
	}
	return found
}

// has reports whether a policy is one of p.
func (p *Policies) has(id string) bool {
	return p != nil && slices.ContainsFunc(p.list, func(one Policy) bool { return one.ID == id })
}

// pausing reports whether the clock of a metric stands while a ticket is as it is.
func (p *Policies) pausing(m ticket.Metric, t *ticket.Ticket) bool {
	if p == nil || m.Rank() >= metrics {
		return false
	}
	if all, own := p.statuses[t.CustomStatus]; own && t.CustomStatus != "" {
		return all
	}
	return p.pauses[m.Rank()]&bit(t.Status) != 0
}

// bit returns the place of a status in a set.
func bit(s ticket.Status) uint8 {
	switch s {
	case ticket.New:
		return 1
	case ticket.Open:
		return 2
	case ticket.Pending:
		return 4
	case ticket.Hold:
		return 8
	case ticket.Solved, ticket.Closed: // they end a clock
	}
	return 0
}

// promise returns a promise as events write it: "1h0m0s business", "" for none; what is
// measured without one is "0s business" where it counts business hours.
func promise(within time.Duration, business bool) string {
	switch {
	case business:
		return within.String() + businessMark
	case within <= 0:
		return ""
	}
	return within.String()
}

const businessMark = " business"

// Asks reports whether a condition of one of the policies is on the field of a name.
func (p *Policies) Asks(field string) bool {
	return p != nil && slices.ContainsFunc(p.list, func(one Policy) bool {
		return asks(one.When.All, field) || asks(one.When.Any, field)
	})
}

func asks(list []rules.Condition, field string) bool {
	return slices.ContainsFunc(list, func(c rules.Condition) bool {
		return c.Field == field || asks(c.All, field) || asks(c.Any, field)
	})
}
