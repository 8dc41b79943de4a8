package rules_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

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

// attributes are the values of a host's own fields.
type attributes struct{ now, was map[string]any }

// known are the fields that a host of the cases has, whether a ticket has them or not.
func known() []string {
	return strings.Fields("status priority assignee team inbox tags subject created language browser_language country " +
		"id type email phone referer last_message campaign message.text message.direction message.private contact.country contact.company")
}

// hostTable returns a table of a host's own fields: those that it always has, and more.
func hostTable(t testing.TB, more ...string) *rules.Table {
	t.Helper()
	names := slices.Concat(known(), more)
	for _, name := range slices.Clone(names) {
		names = append(names, "previous."+name)
	}
	slices.Sort(names)
	var rows []rules.Field
	for _, name := range slices.Compact(names) {
		row := rules.Field{Name: name, Kind: rules.Mixed}
		if past, is := strings.CutPrefix(name, "previous."); is {
			row.Mixed = func(s *rules.Subject) any { return s.Host.(attributes).was[past] }
		} else {
			row.Mixed = func(s *rules.Subject) any { return s.Host.(attributes).now[name] }
			row.MixedWas = func(s *rules.Subject) any {
				host := s.Host.(attributes)
				if was, changed := host.was[name]; changed {
					return was
				}
				return host.now[name]
			}
		}
		if name == "status" {
			row.Alias = anyStatus
		}
		rows = append(rows, row)
	}
	table, err := rules.NewTable(rows...)
	require.NoError(t, err)
	return table
}

// anyStatus lets a filter's "all" stand for each status.
func anyStatus(text string) []string {
	if text == "all" {
		return []string{"new", "open", "pending", "hold", "snoozed", "solved", "closed"}
	}
	return []string{text}
}

// ownForm puts a tree of conditions of the cases into our words and reads it.
func ownForm(tree any) (rules.Conditions, error) {
	var c rules.Conditions
	text, err := json.Marshal(stored.OwnWords(tree))
	if err == nil {
		err = json.Unmarshal(text, &c)
	}
	return c, err
}

// value returns a value of JSON as a host's field has it.
func value(v any) any {
	list, is := v.([]any)
	if !is {
		return v
	}
	texts := make([]string, len(list))
	for i := range list {
		texts[i], _ = list[i].(string)
	}
	return texts
}

func values(from map[string]any) map[string]any {
	all := map[string]any{}
	for name, v := range from {
		all[name] = value(v)
	}
	return all
}

func keys(sets ...map[string]any) (names []string) {
	for _, set := range sets {
		for name := range set {
			names = append(names, name)
		}
	}
	return names
}

// runs reports whether a trigger with these conditions fires on an update. One that cannot
// run does not.
func runs(table *rules.Table, tree any, s *rules.Subject) (fired bool, refused error) {
	when, err := ownForm(tree)
	if err != nil {
		return false, err
	}
	set, err := rules.CompileTriggers(table, []rules.Rule{{ID: "1", When: when, Do: []rules.Action{{Field: "current_tags", Value: rules.Value{"seen"}}}}})
	set.Run(func() *rules.Subject { return s }, func(rules.Firing) { fired = true })
	return fired, err
}

func hostSubject(host attributes, now time.Time) *rules.Subject {
	return &rules.Subject{Ticket: &ticket.Ticket{ID: "t"}, Before: &ticket.Ticket{ID: "t"}, Update: &rules.Update{}, Host: host, Now: now}
}

func matchCase(c *datatest.Case) {
	var given struct{ Facts, Previous map[string]any }
	var when struct {
		Conditions any
		Now        time.Time
	}
	c.Given(&given)
	c.When(&when)
	host := attributes{now: values(given.Facts), was: values(given.Previous)}
	fired, err := runs(hostTable(c.T, keys(host.now, host.was)...), when.Conditions, hostSubject(host, when.Now))
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
	host, list := attributes{now: map[string]any{}}, []any{}
	for i, is := range given.Results {
		name := "result" + string(rune('a'+i))
		host.now[name] = is
		list = append(list, map[string]any{"field": name, "operator": "is", "value": true})
	}
	fired, _ := runs(hostTable(c.T, keys(host.now)...), map[string]any{when.Joiner: list}, hostSubject(host, time.Time{}))
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
	_, err := runs(hostTable(c.T, given.Custom...), chain(when.Conditions, when.Joiners), hostSubject(attributes{}, time.Time{}))
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
	host := attributes{now: map[string]any{"status": "open"}}
	fired, err := runs(hostTable(c.T), map[string]any{"all": []any{map[string]any{"field": field, "operator": "is", "value": "open"}}}, hostSubject(host, time.Time{}))
	c.Want("error", err != nil)
	c.Want("active", fired)
}
