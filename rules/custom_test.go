package rules_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/ticket"
)

func matches(t *testing.T, table *rules.Table, s *rules.Subject, c rules.Condition) bool {
	t.Helper()
	fired := false
	rule := rules.Rule{ID: "r", When: rules.Conditions{All: []rules.Condition{c}}, Do: []rules.Action{rules.AddTags("x")}}
	set, err := rules.CompileTriggers(table, []rules.Rule{rule})
	require.NoError(t, err)
	set.Run(func() *rules.Subject { return s }, func(rules.Firing) { fired = true })
	return fired
}

func cond(field string, op rules.Op, values ...string) rules.Condition {
	return rules.Condition{Field: field, Op: op, Value: values}
}

// TestCustomFields states what the operators ask of custom fields, with a definition and
// without one.
func TestCustomFields(t *testing.T) {
	defined, err := rules.Standard().WithCustom(
		rules.CustomField{ID: "1", Type: rules.TypeInteger}, rules.CustomField{ID: "2", Type: rules.TypeMultiSelect},
		rules.CustomField{ID: "3", Type: rules.TypeDropDown, Options: []rules.Option{{ID: "77", Value: "canada"}, {ID: "78", Value: "peru"}}},
		rules.CustomField{ID: "4", Type: rules.TypeCheckbox}, rules.CustomField{ID: "5", Type: rules.TypeDate},
		rules.CustomField{Of: "user", ID: "note", Type: rules.TypeText}, rules.CustomField{Of: "organization", ID: "seats", Type: rules.TypeDecimal},
	)
	require.NoError(t, err)
	tk := ticket.Ticket{ID: "1", Status: ticket.Open}
	for id, value := range map[string]string{"1": "12", "2": "a b", "3": "canada", "5": "2026-03-01"} {
		tk = tk.WithField(id, value)
	}
	before := tk.WithField("3", "peru")
	s := &rules.Subject{
		Ticket: &tk, Before: &before, Update: &rules.Update{}, Now: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC),
		Requester: &identity.Person{ID: "p", Fields: []identity.Field{{ID: "note", Value: "Calls on Mondays"}}},
	}
	tests := []struct {
		c          rules.Condition
		want       bool
		undeclared bool // means the same without a definition
	}{
		{cond("custom_fields_1", rules.GreaterThan, "9"), true, true},
		{cond("custom_fields_1", rules.LessThanEqual, "11.5"), false, true},
		{cond("custom_fields_2", rules.Includes, "b"), true, true},
		{cond("custom_fields_2", rules.NotIncludes, "c d"), true, true},
		{cond("custom_fields_3", rules.Is, "canada"), true, true},
		{cond("ticket_fields_3", rules.Is, "77"), true, false},
		{cond("custom_fields_3", rules.ChangedFrom, "peru"), true, true},
		{cond("custom_fields_3", rules.ChangedTo, "peru"), false, true},
		{cond("custom_fields_4", rules.Is, "false"), true, false},
		{cond("custom_fields_5", rules.WithinPreviousDays, "3"), true, true},
		{cond("custom_fields_5", rules.LessThan, "2026-03-01"), false, true},
		{cond("custom_fields_9", rules.NotPresent), true, true},
		{cond("requester.custom_fields.note", rules.IncludesWords, "friday mondays"), true, true},
		{cond("requester.custom_fields.note", rules.Is, "Calls"), false, true},
		{cond("user.custom_fields_note", rules.IncludesString, "on mon"), true, true},
		{cond("organization.custom_fields.seats", rules.GreaterThan, "1"), false, true},
		{cond("organization.custom_fields.seats", rules.IsNot, "1"), false, true}, // it has no organization
	}
	for _, tt := range tests {
		t.Run(tt.c.Field+" "+string(tt.c.Op), func(t *testing.T) {
			require.Equal(t, tt.want, matches(t, defined, s, tt.c))
			if tt.undeclared {
				require.Equal(t, tt.want, matches(t, rules.Standard(), s, tt.c), "without a definition")
			}
		})
	}
}

// TestCustomRefused states that what a defined field does not take is refused with its place.
func TestCustomRefused(t *testing.T) {
	table, err := rules.Standard().WithCustom(
		rules.CustomField{ID: "1", Type: rules.TypeInteger}, rules.CustomField{ID: "3", Options: []rules.Option{{Value: "canada"}}},
	)
	require.NoError(t, err)
	for _, c := range []rules.Condition{
		cond("custom_fields_1", rules.Includes, "a"), cond("custom_fields_1", rules.Is, "many"), cond("custom_fields_3", rules.Is, "france"),
		cond("custom_fields_3", rules.LessThan, "3"), cond("via_id", rules.Is, "pigeon"), cond("no_such_field", rules.Is, "1"),
		cond("status", rules.Is, "waiting"), cond("reopens", rules.Changed), cond("due_at", rules.Is, "soon"),
	} {
		_, err := rules.CompileTriggers(table, []rules.Rule{{ID: "r", When: rules.Conditions{All: []rules.Condition{c}}, Do: []rules.Action{rules.AddTags("x")}}})
		var refused *rules.RuleError
		require.ErrorAs(t, err, &refused, "%s %s", c.Field, c.Op)
		require.Equal(t, "conditions.all[0]", refused.Problems[0].Place)
		require.NotEmpty(t, refused.Problems[0].Reason)
	}
	_, err = rules.Standard().WithCustom(rules.CustomField{ID: "1"}, rules.CustomField{ID: "1"})
	require.Error(t, err)
	_, err = rules.Standard().WithCustom(rules.CustomField{Of: "car", ID: "1"})
	require.Error(t, err)
}

// TestKnownFields states what rules read of what a host knows.
func TestKnownFields(t *testing.T) {
	always := schedule.Always()
	now := time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)
	tk := ticket.Ticket{ID: "1", Status: ticket.Open, Via: "75", Group: "g2", Type: ticket.Problem}
	before := tk
	s := &rules.Subject{
		Ticket: &tk, Before: &before, Update: &rules.Update{By: ticket.Actor{Kind: ticket.Agent, ID: "8"}, Via: "mail"}, Now: now,
		Groups: []string{"g1", "g2"}, Schedules: map[string]*schedule.Schedule{"5": always},
		Known: rules.Known{
			Satisfaction: "good", DueAt: now.Add(-3 * time.Hour), BreachAt: now.Add(time.Hour), RequesterRole: "admin", Recipient: "help@example.com", Incidents: 4,
		},
		KnownBefore: rules.Known{Satisfaction: "offered"},
	}
	tests := []struct {
		c    rules.Condition
		want bool
	}{
		{cond("role", rules.Is, "8"), true}, {cond("role", rules.Is, "9"), false}, {cond("role", rules.IsNot, "9"), true},
		{cond("role", rules.Is, "9", "agent"), true},
		{cond("via_id", rules.Includes, "4", "75"), true}, {cond("via_id", rules.Is, "4"), false}, {cond("via_id", rules.IsNot, "76"), true},
		{cond("current_via_id", rules.Is, "email"), true}, {cond("group_id", rules.Is, "current_groups"), true},
		{cond("satisfaction_score", rules.ChangedTo, "good"), true}, {cond("satisfaction_score", rules.ChangedFrom, "false"), true},
		{cond("satisfaction_score", rules.GreaterThan, "bad"), true}, {cond("ticket_due_date", rules.Is, "true"), true},
		{cond("due_at", rules.GreaterThan, "0"), true}, {cond("until_sla_next_breach_at", rules.LessThan, "1"), true},
		{cond("sla_next_breach_at", rules.GreaterThan, "0"), false}, {cond("requester_role", rules.Is, "2"), true},
		{cond("recipient", rules.Is, "help@example.com"), true}, {cond("number_of_incidents", rules.GreaterThanEqual, "4"), true},
		{cond("within_schedule", rules.Is, "5"), true}, {cond("within_schedule", rules.Is, "6"), false},
		{cond("ticket_type_id", rules.Is, "3"), true}, {cond("ticket_is_public", rules.Is, "public"), true}, {cond("support_type", rules.Is, "0"), true},
		{cond("update_type", rules.Is, "Created"), false}, // as real rules have it: it never holds
	}
	for _, tt := range tests {
		require.Equal(t, tt.want, matches(t, rules.Standard(), s, tt.c), "%s %s %v", tt.c.Field, tt.c.Op, tt.c.Value)
	}
}

// TestStandardRules states that what ships as data runs.
func TestStandardRules(t *testing.T) {
	activate := func(list []rules.Rule) []rules.Rule {
		for i := range list {
			list[i].Inactive = false
		}
		return list
	}
	table := rules.Standard()
	_, err := rules.CompileTriggers(table, activate(append(rules.StandardTriggers(), rules.CloseByHand("closenow"))))
	require.NoError(t, err)
	_, err = rules.CompileAutomations(table, activate(append(rules.StandardAutomations(), rules.CloseWhatsApp(), rules.AskSatisfaction(24))))
	require.NoError(t, err)
	_, err = rules.CompileMacros(table, rules.StandardMacros())
	require.NoError(t, err)
	views := append(rules.StandardViews(), rules.SocialViews()...)
	for i := range views {
		views[i].Inactive = false
	}
	_, err = rules.CompileViews(table, views)
	require.NoError(t, err)
}
