package rules_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// TestTriggersSilent leaves out what a rule would tell the requester of an automatic
// message, and tells each of the others once.
func TestTriggersSilent(t *testing.T) {
	notice := func(to string) rules.Action {
		return rules.Action{Field: "notification_user", Value: rules.Value{to, "Subject", "Body"}}
	}
	set, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{{ID: "1", Do: []rules.Action{
		notice("requester_id"), notice("ada"), notice("ada"), {Field: "reply_public", Value: rules.Value{"Hello"}}, {Field: "reply_internal", Value: rules.Value{"Note"}},
	}}})
	require.NoError(t, err)
	told := func(silent bool) (to []string) {
		tk := ticket.Ticket{ID: "t"}
		f, is := set.First(&rules.Subject{Ticket: &tk, Update: &rules.Update{Silent: silent}})
		require.True(t, is)
		for _, d := range f.Deeds {
			to = append(to, string(d.Ask.Kind)+" "+d.Ask.To)
		}
		return to
	}
	require.Equal(t, []string{"notify_user requester_id", "notify_user ada", "comment ", "comment "}, told(false))
	require.Equal(t, []string{"notify_user ada", "comment "}, told(true))
}

// TestTriggersOnce runs the same triggers from the top again, and in one pass.
func TestTriggersOnce(t *testing.T) {
	rule := func(id, from, then string) rules.Rule {
		return rules.Rule{ID: id, Do: []rules.Action{{Field: "set_tags", Value: rules.Value{then}}}, When: rules.Conditions{All: []rules.Condition{{Field: "current_tags", Op: rules.Includes, Value: rules.Value{from}}}}}
	}
	set, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{rule("c", "two", "three"), rule("a", "zero", "one"), rule("b", "one", "two")})
	require.NoError(t, err)
	run := func(run func(func() *rules.Subject, func(rules.Firing)), by ticket.ActorKind) (fired []string) {
		tk := ticket.Ticket{ID: "t", Tags: []string{"zero"}}
		run(func() *rules.Subject {
			return &rules.Subject{Ticket: &tk, Update: &rules.Update{By: ticket.Actor{Kind: by}}}
		}, func(f rules.Firing) {
			fired, tk.Tags = append(fired, f.Rule), []string{f.Deeds[0].Change.Value}
		})
		return fired
	}
	require.Equal(t, []string{"a", "b", "c"}, run(set.Run, ticket.Agent))
	require.Equal(t, []string{"a", "b"}, run(set.RunOnce, ticket.Agent))
	require.Empty(t, run(set.Run, ticket.Trigger))
	_, is := (*rules.Triggers)(nil).First(nil)
	require.False(t, is)
}

func TestPlaceholders(t *testing.T) {
	tk := ticket.Ticket{ID: "t", Subject: "A < B", Tags: []string{"a", "b"}}
	p, s := rules.Placeholders{Table: rules.Standard()}, &rules.Subject{Ticket: &tk}
	for _, tt := range []struct {
		text, want string
		html       bool
		missing    []string
	}{
		{"Tags: {{current_tags}}.", "Tags: a, b.", false, nil},
		{"{{ subject_includes_word }} {{comments}}", "A &lt; B 0", true, nil},
		{"{{group_id}}{{moon}}{{", "{{", false, []string{"group_id", "moon"}},
		{"{{open", "{{open", false, nil},
	} {
		made, missing := p.Render(tt.text, s, tt.html)
		if diff := cmp.Diff([]any{tt.want, tt.missing}, []any{made, missing}); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}
