package rules

import (
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket/ticket"
)

// Automations are compiled automations, in their order. A nil *Automations has
// none.
type Automations struct{ list []automation }

type automation struct {
	id      string
	when    compiled
	changes []ticket.Change
}

// CompileAutomations compiles the active ones of list. The error names the first
// automation, and in it the condition or action, that cannot be: a field,
// operator or value that is not supported, an action missing, or conditions that
// would hold again at once after the actions, so that it would fire for ever.
func CompileAutomations(list []Automation) (*Automations, error) {
	out := &Automations{}
	for _, rule := range list {
		if !rule.Active {
			continue
		}
		a, err := compileAutomation(rule)
		if err != nil {
			return nil, fmt.Errorf("rules: automation %q: %w", rule.ID, err)
		}
		out.list = append(out.list, a)
	}
	return out, nil
}

func compileAutomation(rule Automation) (automation, error) {
	when, err := compileConditions(rule.Conditions)
	if err != nil {
		return automation{}, err
	}
	a := automation{id: rule.ID, when: when}
	for i, action := range rule.Actions {
		name := ticket.FieldName(action.Field)
		if _, custom := name.Custom(); !custom && !settable(name) {
			return automation{}, fmt.Errorf("actions[%d]: field %q is not supported", i, action.Field)
		}
		a.changes = append(a.changes, ticket.Change{Field: name, Value: action.Value})
	}
	switch {
	case len(when.times) == 0:
		return automation{}, fmt.Errorf("no condition on time in all")
	case !nullified(rule):
		return automation{}, fmt.Errorf("its actions end none of its conditions: it would fire for ever")
	}
	return a, nil
}

func settable(n ticket.FieldName) bool {
	return slices.Contains([]ticket.FieldName{
		ticket.FieldStatus, ticket.FieldPriority, ticket.FieldType, ticket.FieldGroup, ticket.FieldAssignee,
		ticket.FieldSetTags, ticket.FieldTags, ticket.FieldRemoveTags,
	}, n)
}

// nullified reports whether an action ends a condition for sure: it sets the
// tested status or priority to another, or adds a tag that must not be there.
func nullified(rule Automation) bool {
	return slices.ContainsFunc(rule.Actions, func(a Action) bool {
		return slices.ContainsFunc(rule.Conditions.All, func(c Condition) bool {
			switch {
			case c.Field == a.Field && c.Operator == "is":
				return c.Value != a.Value
			case c.Field == "current_tags" && c.Operator == "not_includes" && a.Field == "current_tags":
				return slices.ContainsFunc(ticket.Tags(a.Value), func(tag string) bool {
					return slices.Contains(ticket.Tags(c.Value), tag)
				})
			}
			return false
		})
	})
}

// DueAt returns the first instant from now on at which an automation will hold if
// nothing happens to t before; zero if there is none. Hours since an event are
// counted to the nanosecond: "greater than 96 hours" holds from the first instant
// after 96 hours.
func (a *Automations) DueAt(t *ticket.Ticket, now time.Time) time.Time {
	var due time.Time
	if a == nil || t.Status == ticket.Closed {
		return due
	}
	for i := range a.list {
		if at := a.list[i].when.dueAt(t, now); !at.IsZero() && (due.IsZero() || at.Before(due)) {
			due = at
		}
	}
	return due
}

// Firing is one automation that applied, and what it does.
type Firing struct {
	Rule    string
	Changes []ticket.Change
}

// Without returns a without the automations of the given ids.
func (a *Automations) Without(ids ...string) *Automations {
	if a == nil || len(ids) == 0 {
		return a
	}
	return &Automations{list: slices.DeleteFunc(slices.Clone(a.list), func(rule automation) bool {
		return slices.Contains(ids, rule.id)
	})}
}

// Run yields the automations whose conditions hold at now, in order, and in order
// again those that the first made true, until none is left: each fires at most
// once. Each sees the ticket as current returns it then, so that it can follow the
// changes of those before it.
func (a *Automations) Run(current func() ticket.Ticket, now time.Time, fire func(Firing)) {
	if a == nil {
		return
	}
	fired := make([]bool, len(a.list))
	for more := true; more; {
		more = false
		for i, rule := range a.list {
			t := current()
			if t.Status == ticket.Closed {
				return
			}
			if due := rule.when.dueAt(&t, now); fired[i] || !due.Equal(now) {
				continue
			}
			fired[i], more = true, true
			fire(Firing{Rule: rule.id, Changes: rule.changes})
		}
	}
}
