package rules_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/rules"
)

// rule returns a rule of conditions that all have to hold.
func rule(id string, do rules.Action, all ...rules.Condition) rules.Rule {
	return rules.Rule{ID: id, When: rules.Conditions{All: all}, Do: []rules.Action{do}}
}

func act(field string, value ...string) rules.Action { return rules.Action{Field: field, Value: value} }

func TestCheck(t *testing.T) {
	closes := closing(hours("SOLVED", "greater_than", "96"))
	reply := act("reply_public", "Are you still there?")
	tests := []struct {
		name string
		cfg  rules.CheckConfig
		want []string // "kind rule place"
	}{
		{"nothing", rules.CheckConfig{}, nil},
		{"in order", rules.CheckConfig{Automations: []rules.Rule{closes}}, nil},
		{"nothing closes", rules.CheckConfig{Automations: []rules.Rule{rule("a", act("priority", "high"), hours("priority", "is", "low"), hours("updated_at", "greater_than", "1"))}}, []string{"never_closed  "}},
		{"the lifecycle closes", rules.CheckConfig{CloseAfter: 1, Automations: []rules.Rule{rule("a", act("priority", "high"), hours("priority", "is", "low"), hours("updated_at", "greater_than", "1"))}}, nil},
		{"a field that is not known", rules.CheckConfig{CloseAfter: 1, Triggers: []rules.Rule{rule("a", act("priority", "high"), hours("moon", "is", "full"))}}, []string{"refused a conditions.all[0]"}},
		{"endless", rules.CheckConfig{CloseAfter: 1, Automations: []rules.Rule{rule("a", act("priority", "high"), hours("SOLVED", "greater_than", "1"))}}, []string{"endless a actions"}},
		{"two clocks", rules.CheckConfig{Automations: []rules.Rule{closes, rule("b", act("status", "open"), hours("status", "is", "solved"), hours("PENDING", "greater_than", "1"))}}, []string{"contradiction b conditions.all[1]"}},
		{"less than no hours", rules.CheckConfig{Automations: []rules.Rule{closes, rule("b", act("status", "open"), hours("status", "is", "pending"), hours("PENDING", "less_than", "0"))}}, []string{"never b conditions.all[1]"}},
		{"late on WhatsApp", rules.CheckConfig{CloseAfter: 1, Automations: []rules.Rule{rule("a", reply, hours("via_id", "is", "74"), hours("PENDING", "is", "48"))}}, []string{"window_closed a actions[0]"}},
		{"in time on WhatsApp", rules.CheckConfig{CloseAfter: 1, Automations: []rules.Rule{rule("a", reply, hours("via_id", "is", "74"), hours("PENDING", "is", "20"))}}, nil},
		{"on LINE", rules.CheckConfig{CloseAfter: 1, Automations: []rules.Rule{rule("a", reply, hours("via_id", "is", "72"), hours("PENDING", "is", "48"))}}, nil},
		{"only to closed windows", rules.CheckConfig{CloseAfter: 1, Triggers: []rules.Rule{rule("a", reply, hours("update_type", "is", "Create"), hours("reply_window_open", "is", "false"))}}, []string{"window_closed a actions[0]"}},
		{"undo", rules.CheckConfig{CloseAfter: 1, Triggers: []rules.Rule{rule("a", act("status", "pending"), hours("status", "is", "open")), rule("b", act("status", "open"), hours("status", "is", "pending"))}}, []string{"undo a actions"}},
		{"circle", rules.CheckConfig{CloseAfter: 1, Triggers: []rules.Rule{
			rule("a", act("priority", "normal"), hours("priority", "is", "low")), rule("b", act("priority", "high"), hours("priority", "is", "normal")), rule("c", act("priority", "low"), hours("priority", "is", "high")),
		}}, []string{"circle a actions"}},
		{"shadowed", rules.CheckConfig{CloseAfter: 1, Triggers: []rules.Rule{rule("a", act("status", "pending"), hours("status", "is", "open")), rule("b", act("priority", "high"), hours("status", "is", "open"), hours("via_id", "is", "74"))}}, []string{"shadowed b conditions"}},
		{"a shadowed automation", rules.CheckConfig{Automations: []rules.Rule{closes, rule("b", act("status", "open"), hours("status", "is", "solved"), hours("SOLVED", "greater_than", "120"))}}, []string{"shadowed b conditions"}},
		{"duplicate", rules.CheckConfig{CloseAfter: 1, Triggers: []rules.Rule{rule("a", act("current_tags", "x"), hours("status", "less_than", "pending"), hours("current_tags", "not_includes", "x")), rule("b", act("current_tags", "x"), hours("current_tags", "not_includes", "x"), rules.Condition{Field: "status", Op: rules.LessThan, Value: rules.Value{"pending"}})}}, []string{"duplicate b conditions"}},
		{"at each update", rules.CheckConfig{CloseAfter: 1, Triggers: []rules.Rule{rule("a", act("notification_group", "1", "s", "b"), hours("priority", "is", "high"))}}, []string{"repeats a conditions"}},
		{"what the host has", rules.CheckConfig{CloseAfter: 1, Known: map[string][]string{"group_id": {"1"}}, CustomFields: []string{"5"}, Triggers: []rules.Rule{
			rule("a", act("group_id", "2"), hours("group_id", "is", "1"), hours("custom_fields_6", "is", "x"), hours("current_tags", "includes", "rare whatsapp_support")),
		}}, []string{"unknown_field a conditions.all[1]", "unset_tag a conditions.all[2]", "unknown_value a actions[0]"}},
		{"what no ticket has", rules.CheckConfig{CloseAfter: 1, Triggers: []rules.Rule{
			rule("a", act("priority", "high"), hours("update_type", "is", "Created"), hours("via_id", "is", "74")), rule("b", act("priority", "low"), hours("update_type", "is", "Create"), hours("via_id", "is", "9")),
		}}, []string{"unknown_value a conditions.all[0]", "unknown_value b conditions.all[1]"}},
		{"no actions", rules.CheckConfig{CloseAfter: 1, Triggers: []rules.Rule{{ID: "a", When: rules.Conditions{All: []rules.Condition{hours("status", "is", "open")}}}}, Macros: []rules.Macro{{Rule: rules.Rule{ID: "m"}}}}, []string{"idle a actions", "idle m actions"}},
		{"social tags", rules.CheckConfig{Macros: []rules.Macro{{Rule: rule("m", act("remove_tags", "vip whatsapp_support"))}, {Rule: rule("n", act("set_tags", "vip"))}}}, []string{"social_tag m actions[0]", "social_tag n actions[0]"}},
		{"ends a session twice", rules.CheckConfig{CloseAfter: 1, Triggers: []rules.Rule{
			{ID: "a", When: rules.Conditions{All: []rules.Condition{hours("update_type", "is", "Create")}}, Do: []rules.Action{act("routing_channel", "email"), act("end_session")}},
			rule("b", act("routing_channel", "email"), hours("update_type", "is", "Change"), hours("routing_channel", "is", "messaging")),
		}}, []string{"ends_twice a actions"}},
		{"a view of all", rules.CheckConfig{Views: []rules.View{{Rule: rules.Rule{ID: "v"}}}}, []string{"always v conditions"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, f := range rules.Check(tt.cfg) {
				got = append(got, fmt.Sprintf("%s %s %s", f.Kind, f.Rule, f.Place))
				if f.Reason == "" || f.Advice == "" || f.Severity == "" {
					t.Errorf("it says too little: %+v", f)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func ExampleCheck() {
	reminder := rule("remind", act("reply_public", "Are you still there?"), hours("via_id", "is", "74"), hours("PENDING", "is", "48"))
	for _, f := range rules.Check(rules.CheckConfig{Automations: append(rules.StandardAutomations(), reminder)}) {
		fmt.Println(f.Severity, f.Kind, f.Rule, f.Place)
		fmt.Println(f.Reason)
	}
	// Output:
	// error window_closed remind actions[0]
	// its message goes out 48h0m0s or more after the customer wrote, when the window of whatsapp is closed (24h0m0s): it can never arrive
}
