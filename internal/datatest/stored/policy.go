package stored

import (
	"strings"
	"testing"
	"time"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/ticket"
)

// Policies returns the policies of a case. Each promises something.
func Policies(t testing.TB, g datatest.PickPolicy) *sla.Policies {
	t.Helper()
	cfg := sla.Config{EmptyIsNone: true}
	for _, p := range g.Policies {
		one := sla.Policy{Rule: rules.Rule{ID: p.ID}, Default: p.Default, Targets: []sla.Target{{Metric: ticket.FirstReply, Within: time.Hour}}}
		if cond, has := p.Condition.(map[string]any); has {
			field, _ := cond["field"].(string)
			op, _ := cond["operator"].(string)
			value, _ := cond["value"].(string)
			one.When.All = []rules.Condition{is(field, rules.Op(op), string(Priority(value)))}
		}
		cfg.Policies = append(cfg.Policies, one)
	}
	set, err := sla.Compile(rules.Standard(), cfg)
	return must(t, set, err)
}

// Priority is ours of a peer's word.
func Priority(word string) ticket.Priority {
	if word == "Medium" {
		return ticket.Normal
	}
	return ticket.Priority(strings.ToLower(word))
}
