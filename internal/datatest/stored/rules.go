package stored

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/rules"
)

// is returns a condition.
func is(field string, op rules.Op, values ...string) rules.Condition {
	return rules.Condition{Field: field, Op: op, Value: values}
}

// does returns an action.
func does(field string, values ...string) rules.Action {
	return rules.Action{Field: field, Value: values}
}

// Rule returns a peer's rule in our words, which are Zendesk's.
func Rule(t testing.TB, id string, r datatest.PeerRule) rules.Rule {
	t.Helper()
	rule := rules.Rule{ID: id}
	fields := map[string]string{"status_category": "status", "channel": "via_id", "hours_since_solved": "SOLVED"}
	kinds := map[string]string{"line": "72", "wechat": "73", "whatsapp": "74", "messenger": "78", "instagram": "86", "x": "88"}
	for _, cond := range r.All {
		field, value := fields[cond.Field], fmt.Sprint(cond.Value)
		if cond.Field == "channel" {
			value = kinds[value]
		}
		if field == "" || value == "" {
			t.Fatalf("condition %v is unknown", cond)
		}
		rule.When.All = append(rule.When.All, is(field, rules.Op(cond.Operator), value))
	}
	for field, value := range r.Set {
		rule.Do = append(rule.Do, does(field, value))
	}
	return rule
}

// Delayed returns an automation that acts on a ticket more than an hour after it became
// pending, once and not on one with the tag stop.
func Delayed(t testing.TB, active bool, do rules.Action) *rules.Automations {
	t.Helper()
	set, err := rules.CompileAutomations(rules.Standard(), []rules.Rule{{
		ID: "delayed", Inactive: !active, Do: []rules.Action{do, does("current_tags", "ran")},
		When: rules.Conditions{All: []rules.Condition{
			is("status", rules.Is, "pending"), is("PENDING", rules.GreaterThan, "1"), is("current_tags", rules.NotIncludes, "ran"),
			is("current_tags", rules.NotIncludes, "stop"),
		}},
	}})
	return must(t, set, err)
}

// DelayedAction is what a row of the cases does. One with an error is refused, for nobody is
// assigned.
func DelayedAction(row datatest.DueRow) rules.Action {
	if row.ActionError {
		return does("status", "solved")
	}
	return does("current_tags", "acted")
}

// Silence returns a sweep over silent tickets as automations, nil if the case has none. A closed
// window turns the message into a note.
func Silence(g datatest.Silence) (*rules.Automations, error) {
	minutes := g.After()
	if minutes == 0 {
		return nil, nil
	}
	then := does("status", "solved")
	if g.Eligible != "" { // this peer has only closed
		then = does("status", "closed")
	}
	all := []rules.Condition{
		is("status", rules.Is, datatest.Category(cmp.Or(g.Eligible, "open"))), is("updated_at", rules.GreaterThan, fmt.Sprint(minutes, "m")),
	}
	if g.Skip {
		all = append(all, is("waiting_since", rules.NotPresent))
	}
	rule := func(id string, more []rules.Condition, do ...rules.Action) rules.Rule {
		if g.Tag != "" {
			do = append(do, does("current_tags", g.Tag))
		}
		return rules.Rule{ID: id, When: rules.Conditions{All: slices.Concat(all, more)}, Do: append(do, then)}
	}
	list := []rules.Rule{rule("quiet", nil)}
	if g.Message != "" {
		list = []rules.Rule{
			rule("told", []rules.Condition{is("reply_window_open", rules.Is, "true")}, does("reply_public", g.Message)),
			rule("noted", []rules.Condition{is("reply_window_open", rules.Is, "false")}, does("reply_internal", g.Message)),
		}
	}
	return rules.CompileAutomations(rules.Standard(), list)
}
