package stored

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/rules"
)

// Facts are the values of a host's own fields, and what they were.
type Facts struct{ Now, Was map[string]any }

// FactsOf returns the facts of a case.
func FactsOf(m datatest.Match) Facts { return Facts{Now: values(m.Facts), Was: values(m.Previous)} }

// Names returns the names of the fields.
func (f Facts) Names() []string { return keys(f.Now, f.Was) }

// hostFields are the fields that a host of the cases has, whether a ticket has them or not.
func hostFields() []string {
	return strings.Fields("status priority assignee team inbox tags subject created language browser_language country " +
		"id type email phone referer last_message campaign message.text message.direction message.private contact.country contact.company")
}

// HostTable returns a table of a host's own fields: those that it always has, and more.
func HostTable(t testing.TB, facts func(*rules.Subject) Facts, more ...string) *rules.Table {
	t.Helper()
	names := slices.Concat(hostFields(), more)
	for _, name := range slices.Clone(names) {
		names = append(names, "previous."+name)
	}
	slices.Sort(names)
	var rows []rules.Field
	for _, name := range slices.Compact(names) {
		row := rules.Field{Name: name, Kind: rules.Mixed}
		if past, is := strings.CutPrefix(name, "previous."); is {
			row.Mixed = func(s *rules.Subject) any { return facts(s).Was[past] }
		} else {
			row.Mixed = func(s *rules.Subject) any { return facts(s).Now[name] }
			row.MixedWas = func(s *rules.Subject) any {
				host := facts(s)
				if was, changed := host.Was[name]; changed {
					return was
				}
				return host.Now[name]
			}
		}
		if name == "status" {
			row.Alias = anyStatus
		}
		rows = append(rows, row)
	}
	table, err := rules.NewTable(rows...)
	return must(t, table, err)
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
	text, err := json.Marshal(OwnWords(tree))
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

// OnFacts returns a trigger of which a case tells the conditions. The error is why it cannot
// run; it is nothing then.
func OnFacts(table *rules.Table, tree any) (*rules.Triggers, error) {
	when, err := ownForm(tree)
	if err != nil {
		return nil, err
	}
	return rules.CompileTriggers(table, []rules.Rule{{ID: "1", When: when, Do: []rules.Action{does("current_tags", "seen")}}})
}
