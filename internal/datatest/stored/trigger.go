package stored

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/rules"
)

// Trigger returns a trigger of the cases. What it tests and sets are custom fields here.
func Trigger(t testing.TB, p datatest.PeerTrigger, name string) rules.Rule {
	t.Helper()
	r := rules.Rule{ID: name, Category: name}
	if p.If != nil {
		text, err := json.Marshal(OwnWords(p.If))
		must(t, text, err)
		var one rules.Condition
		must(t, one, json.Unmarshal(text, &one))
		if !strings.Contains(one.Field, ".") {
			one.Field = "custom_fields_" + one.Field
		}
		r.When.All = []rules.Condition{one}
	}
	for field, v := range p.Set {
		r.Do = append(r.Do, rules.Action{Field: "custom_fields_" + field, Value: Value(v)})
	}
	for _, action := range p.Actions {
		r.Do = append(r.Do, rules.Action{Field: "reply_internal", Value: rules.Value{action}})
	}
	if r.Do == nil {
		r.Do = []rules.Action{{Field: "current_tags", Value: rules.Value{"ran"}}}
	}
	return r
}

// Triggers returns the rules of a case. What they test and set are custom fields here.
func Triggers(t testing.TB, g datatest.TriggerRun) (list []rules.Rule) {
	t.Helper()
	for i, p := range slices.Concat(g.Triggers, []datatest.PeerTrigger(g.Rules)) {
		r := Trigger(t, p, cmp.Or(p.Name, fmt.Sprint("rule", i+1)))
		if g.AllMatch != nil && !*g.AllMatch {
			r.When.All = append(r.When.All, rules.Condition{Field: "custom_fields_none", Op: rules.Present})
		}
		list = append(list, r)
	}
	if list == nil {
		list = []rules.Rule{{ID: "notice", Do: notices(g.Notify)}}
	}
	return list
}

// notices are actions that tell people; nobody named: the requester.
func notices(to any) (do []rules.Action) {
	list := Value(to)
	if to == nil {
		list = rules.Value{"requester"}
	}
	for _, who := range list {
		switch who {
		case "customer", "requester", "sender":
			who = "requester_id"
		}
		do = append(do, rules.Action{Field: "notification_user", Value: rules.Value{who, "Subject", "Body"}})
	}
	return do
}

// OwnWords puts a tree of conditions of the cases into our words.
func OwnWords(tree any) any {
	switch node := tree.(type) {
	case []any:
		out := make([]any, len(node))
		for i := range node {
			out[i] = OwnWords(node[i])
		}
		return out
	case map[string]any:
		if _, leaf := node["field"]; leaf {
			return ownLeaf(node)
		}
		out := map[string]any{}
		for key, inner := range node {
			out[key] = OwnWords(inner)
		}
		return out
	}
	return tree
}

// ownLeaf translates the name of an operator. "changed" from one value to another is two
// conditions.
func ownLeaf(leaf map[string]any) any {
	field, value := leaf["field"], leaf["value"]
	op, _ := leaf["operator"].(string)
	if op == "changed" && (leaf["from"] != nil || leaf["to"] != nil) {
		both := []any{}
		for key, op := range map[string]rules.Op{"from": rules.ChangedFrom, "to": rules.ChangedTo} {
			if leaf[key] != nil {
				both = append(both, map[string]any{"field": field, "operator": op, "value": leaf[key]})
			}
		}
		return map[string]any{"all": both}
	}
	ours := map[string]rules.Op{
		"is_any": rules.Is, "is_none": rules.IsNot, "contains": rules.Includes, "contains_any": rules.Includes, "contains_none": rules.NotIncludes,
		"contains_all": rules.IncludesAll, "excludes": rules.NotIncludes, "is_empty": rules.NotPresent, "is_not_empty": rules.Present,
	}
	out := map[string]any{"field": field, "operator": cmp.Or(ours[op], rules.Op(op)), "value": value}
	if exact, has := leaf["case_sensitive"]; has {
		out["case_sensitive"] = exact
	}
	return out
}

// Value returns a value of JSON as that of a condition.
func Value(v any) rules.Value {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		var all rules.Value
		for _, one := range v {
			all = append(all, fmt.Sprint(one))
		}
		return all
	}
	return rules.Value{fmt.Sprint(v)}
}

// Placeholders returns a text of the cases with the placeholders of ours. Theirs have single
// braces.
func Placeholders(template string) string {
	names := strings.NewReplacer("{tags}", "{{current_tags}}", "{ticket.tags}", "{{current_tags}}")
	return regexp.MustCompile(`[#$]?(\{[a-z_.]+\})`).ReplaceAllStringFunc(template, func(s string) string {
		return names.Replace(strings.TrimLeft(s, "#$"))
	})
}
