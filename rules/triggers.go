package rules

import (
	"slices"

	"github.com/socialticket/socialticket/ticket"
)

// Triggers are compiled triggers, in their order. A nil *Triggers has none. Goroutines may
// share it.
type Triggers struct{ set ruleSet }

// CompileTriggers compiles the active ones of a list by a table. Those that cannot run are
// left out, and the error joins a *[RuleError] for each: a field, operator, value or
// action that is not known. One without actions runs, and does nothing.
func CompileTriggers(t *Table, list []Rule) (*Triggers, error) {
	set, err := compile(t, list, true, func(*compiler, *Rule) {})
	return &Triggers{newRuleSet(t, set)}, err
}

// Run fires the triggers that hold for an update: the first of them, then from the top
// again the first of those that have not fired, until none holds. So each fires once at
// most, and sees what those before it changed, as current returns the subject then. A
// ticket that was closed before the update starts none, and neither does an update by a
// trigger: it is part of the one that started the trigger. Source:
// https://support.zendesk.com/hc/en-us/articles/4408822236058 (autumn 2026).
func (tr *Triggers) Run(current func() *Subject, fire func(Firing)) {
	if tr == nil {
		return
	}
	var fired, holding []int
	for {
		s := current()
		if !starts(s) {
			return
		}
		holding = tr.set.match(s, holding[:0])
		i := slices.IndexFunc(holding, func(i int) bool { return !slices.Contains(fired, i) })
		if i < 0 {
			return
		}
		fired = append(fired, holding[i])
		fire(tr.set.list[holding[i]].firing(s))
	}
}

// starts reports whether the update starts triggers.
func starts(s *Subject) bool {
	return (s.Before == nil || s.Before.Status != ticket.Closed) && (s.Update == nil || s.Update.By.Kind != ticket.Trigger)
}

// RunOnce fires the triggers that hold in one pass over them, in their order, as other
// helpdesks than Zendesk do: each sees what those before it changed, and none is asked
// again.
func (tr *Triggers) RunOnce(current func() *Subject, fire func(Firing)) {
	if tr == nil {
		return
	}
	var holding []int
	for last := -1; ; {
		s := current()
		if !starts(s) {
			return
		}
		holding = tr.set.match(s, holding[:0])
		i := slices.IndexFunc(holding, func(i int) bool { return i > last })
		if i < 0 {
			return
		}
		last = holding[i]
		fire(tr.set.list[last].firing(s))
	}
}

// First returns what the first trigger that holds does, and false if none holds: for rules
// of which one decides.
func (tr *Triggers) First(s *Subject) (Firing, bool) {
	if tr == nil || !starts(s) {
		return Firing{}, false
	}
	if holding := tr.set.match(s, nil); len(holding) > 0 {
		return tr.set.list[holding[0]].firing(s), true
	}
	return Firing{}, false
}
