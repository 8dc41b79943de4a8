package rules_test

import (
	"strings"
	"testing"
	"time"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataRuleConditions puts conditions on a host's own fields to triggers.
func TestDataRuleConditions(t *testing.T) {
	datatest.Cases(t, "rule-conditions", datatest.Ops{
		"match": matchCase, "match_change": matchCase, "combine": combineCase, "validate_rule": validateRule, "rule_health": ruleHealth,
	})
}

// runs reports whether a trigger with these conditions fires on an update. One that cannot
// run does not.
func runs(table *rules.Table, tree any, s *rules.Subject) (fired bool, refused error) {
	set, err := stored.OnFacts(table, tree)
	set.Run(func() *rules.Subject { return s }, func(rules.Firing) { fired = true })
	return fired, err
}

// hostTable returns a table of fields that a host tells with the subject.
func hostTable(t testing.TB, more ...string) *rules.Table {
	t.Helper()
	return stored.HostTable(t, func(s *rules.Subject) stored.Facts { return s.Host.(stored.Facts) }, more...)
}

func hostSubject(host stored.Facts, now time.Time) *rules.Subject {
	return &rules.Subject{Ticket: &ticket.Ticket{ID: "t"}, Before: &ticket.Ticket{ID: "t"}, Update: &rules.Update{}, Host: host, Now: now}
}

func matchCase(c *datatest.Case) {
	var given datatest.Match
	var when datatest.MatchWhen
	c.Given(&given)
	c.When(&when)
	host := stored.FactsOf(given)
	fired, err := runs(hostTable(c.T, host.Names()...), when.Conditions, hostSubject(host, when.Now))
	if err != nil {
		c.T.Log("refused:", err)
	}
	c.Want("match", fired)
}

// combineCase makes of each result a field that is so.
func combineCase(c *datatest.Case) {
	var given struct{ Results []bool }
	var when struct{ Joiner string }
	c.Given(&given)
	c.When(&when)
	host, list := stored.Facts{Now: map[string]any{}}, []any{}
	for i, is := range given.Results {
		name := "result" + string(rune('a'+i))
		host.Now[name] = is
		list = append(list, map[string]any{"field": name, "operator": "is", "value": true})
	}
	fired, _ := runs(hostTable(c.T, host.Names()...), map[string]any{when.Joiner: list}, hostSubject(host, time.Time{}))
	c.Want("match", fired)
}

func validateRule(c *datatest.Case) {
	var given struct {
		Custom []string `json:"custom_fields"`
	}
	var when struct {
		Conditions any
		Joiners    []any
	}
	c.Given(&given)
	c.When(&when)
	_, err := runs(hostTable(c.T, given.Custom...), chain(when.Conditions, when.Joiners), hostSubject(stored.Facts{}, time.Time{}))
	c.Want("valid", err == nil)
}

// chain returns a flat chain of conditions as a tree: "and" binds tighter than "or". A
// joiner that is none of them is kept as it is.
func chain(conditions any, joiners []any) any {
	list, flat := conditions.([]any)
	if !flat {
		return conditions
	}
	groups := []any{}
	group := []any{}
	for i, leaf := range list {
		group = append(group, leaf)
		if i >= len(joiners) || i+1 == len(list) {
			continue
		}
		word, _ := joiners[i].(string)
		switch strings.ToLower(word) {
		case "all", "and":
		case "any", "or":
			groups, group = append(groups, map[string]any{"all": group}), []any{}
		default:
			return map[string]any{word: list}
		}
	}
	return map[string]any{"any": append(groups, map[string]any{"all": group})}
}

// ruleHealth lets a rule go bad, or be mended: a rule with an error is one that is refused
// at load and does not run.
func ruleHealth(c *datatest.Case) {
	var given struct{ Active, Error *bool }
	var when struct{ Edit, Event string }
	c.Given(&given)
	c.When(&when)
	broken := given.Error != nil && *given.Error || when.Event != ""
	if when.Edit == "conditions" {
		broken = false
	}
	field := "status"
	if broken {
		field = "no_such_field"
	}
	host := stored.Facts{Now: map[string]any{"status": "open"}}
	fired, err := runs(hostTable(c.T), map[string]any{"all": []any{map[string]any{"field": field, "operator": "is", "value": "open"}}}, hostSubject(host, time.Time{}))
	c.Want("error", err != nil)
	c.Want("active", fired)
}
