package zendesk

import (
	"encoding/json"
	"slices"
)

// looksLikeRule reports whether an object is a rule, and not an envelope.
func (o object) looksLikeRule() bool {
	return slices.ContainsFunc([]string{"conditions", "actions", "all", "any", "filter", "execution", "output", "title"}, o.has)
}

// objects reports whether all members are objects, as in what an app requires.
func (o object) objects() bool {
	return !slices.ContainsFunc(o, func(m member) bool { return !begins(m.value, '{') })
}

// guess tells the kind of rules that stand without an envelope by what they have.
func guess(list ...json.RawMessage) Kind {
	for _, raw := range list {
		o, _ := parse(raw)
		r := &reader{}
		when := r.conditions("", o)
		switch {
		case o.has("policy_metrics") || o.has("filter"):
			return Policies
		case o.has("execution") || o.has("output") || o.has("columns"):
			return Views
		case o.has("actions") && len(when.All)+len(when.Any) == 0:
			return Macros
		}
		for _, c := range when.All {
			switch c.Field {
			case "NEW", "OPEN", "PENDING", "HOLD", "SOLVED", "CLOSED", "assigned_at", "updated_at", "requester_updated_at", "assignee_updated_at":
				return Automations
			}
		}
	}
	return Triggers
}
