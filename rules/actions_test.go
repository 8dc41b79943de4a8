package rules_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

func action(field string, values ...string) rules.Action {
	return rules.Action{Field: field, Value: values}
}

// does returns what a trigger of these actions does to a subject.
func does(t *testing.T, s *rules.Subject, do ...rules.Action) []rules.Deed {
	t.Helper()
	set, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{{ID: "r", Do: do}})
	require.NoError(t, err)
	var deeds []rules.Deed
	set.Run(func() *rules.Subject { return s }, func(f rules.Firing) { deeds = f.Deeds })
	return deeds
}

func change(field ticket.FieldName, value string) rules.Deed {
	return rules.Deed{Change: ticket.Change{Field: field, Value: value}}
}

func asks(a rules.Ask) rules.Deed { return rules.Deed{Ask: a} }

// TestActions compiles every action and compares what it does.
func TestActions(t *testing.T) {
	tests := []struct {
		action rules.Action
		want   rules.Deed
	}{
		{action("status", "Solved"), change("status", "solved")},
		{action("custom_status_id", "7"), change("custom_status_id", "7")},
		{action("priority", "urgent"), change("priority", "urgent")},
		{action("type", "task"), change("type", "task")},
		{action("group_id", "g1"), change("group_id", "g1")},
		{action("group_id", ""), change("group_id", "")},
		{action("group_id", "__NULL__"), change("group_id", "")},
		{action("group_id", "current_groups"), change("group_id", "first")},
		{action("group_id#current_groups", ""), change("group_id", "")},
		{action("assignee_id", "9"), change("assignee_id", "9")},
		{action("assignee_id"), change("assignee_id", "")},
		{action("assignee_id", "current_user"), change("assignee_id", "ada")},
		{action("assignee_id", "requester_id"), change("assignee_id", "u1")},
		{action("assignee_id#all_agents", "current_user"), change("assignee_id", "ada")},
		{action("brand_id", "b"), change("brand_id", "b")},
		{action("ticket_form_id", "default_ticket_form"), change("ticket_form_id", rules.DefaultForm)},
		{action("set_schedule", "s"), change("set_schedule", "s")},
		{action("set_tags", ""), change("set_tags", "")},
		{action("current_tags", "a", "b"), change("current_tags", "a b")},
		{action("remove_tags", "a b"), change("remove_tags", "a b")},
		{action("custom_fields_5", "x", "y"), change("custom_fields_5", "x y")},
		{action("custom_fields_5", ""), change("custom_fields_5", "")},
		{action("subject", "s"), change("subject", "s")},
		{action("notification_user", "requester_id", "s", "b"), asks(rules.Ask{Kind: rules.AskUser, To: "requester_id", Subject: "s", Body: "b"})},
		{action("notification_user", "9"), asks(rules.Ask{Kind: rules.AskUser, To: "9"})},
		{action("notification_group", "group_id", "s", "b"), asks(rules.Ask{Kind: rules.AskGroup, To: "group_id", Subject: "s", Body: "b"})},
		{action("notification_target", "t", "b"), asks(rules.Ask{Kind: rules.AskTarget, To: "t", Body: "b"})},
		{action("notification_webhook", "w"), asks(rules.Ask{Kind: rules.AskWebhook, To: "w"})},
		{action("notification_sms_user", "requester_id", "b"), asks(rules.Ask{Kind: rules.AskSMSUser, To: "requester_id", Body: "b"})},
		{action("notification_sms_group", "g", "b"), asks(rules.Ask{Kind: rules.AskSMSGroup, To: "g", Body: "b"})},
		{action("notification_messaging_csat", "x"), asks(rules.Ask{Kind: rules.AskSurvey, Body: "x"})},
		{action("satisfaction_score", "offered"), asks(rules.Ask{Kind: rules.AskSurvey, Body: "offered"})},
		{action("reply_public", "hi"), asks(rules.Ask{Kind: rules.AskComment, Public: true, Body: "hi"})},
		{action("reply_internal", "hi"), asks(rules.Ask{Kind: rules.AskComment, Body: "hi"})},
		{action("comment_value", "channel:all", "hi"), asks(rules.Ask{Kind: rules.AskComment, Public: true, Body: "hi"})},
		{action("comment_value", "channel:web", "hi"), rules.Deed{}},
		{action("comment_value_html", "<p>"), asks(rules.Ask{Kind: rules.AskComment, Public: true, HTML: true, Body: "<p>"})},
		{action("routing_channel", "EMAIL"), change("routing_channel", "email")},
		{action("routing_channel", "messaging"), change("routing_channel", "messaging")},
		{action("end_session"), asks(rules.Ask{Kind: rules.AskEndSession})},
		{action("follower", "current_user"), asks(rules.Ask{Kind: rules.AskFollower, To: "current_user"})},
		{action("cc", "9"), asks(rules.Ask{Kind: rules.AskFollower, To: "9"})},
		{action("locale_id", "8"), asks(rules.Ask{Kind: rules.AskLocale, To: "8"})},
		{action("side_conversation_slack", "a", "b"), asks(rules.Ask{Kind: rules.AskOther, To: "side_conversation_slack", Body: "a\nb"})},
		{action("add_skills", "1"), asks(rules.Ask{Kind: rules.AskOther, To: "add_skills", Body: "1"})},
		{action("requester.custom_fields.plan", "gold"), asks(rules.Ask{Kind: rules.AskOther, To: "requester.custom_fields.plan", Body: "gold"})},
		{action("organization.custom_fields.plan", ""), asks(rules.Ask{Kind: rules.AskOther, To: "organization.custom_fields.plan"})},
	}
	for _, tt := range tests {
		t.Run(tt.action.Field, func(t *testing.T) {
			s := subjectOf(ticket.Ticket{ID: "t", Status: ticket.Open, Requester: "u1", Via: channel.WhatsApp})
			s.Update, s.User, s.Groups = &rules.Update{}, "ada", []string{"first", "second"}
			if diff := cmp.Diff([]rules.Deed{tt.want}, does(t, s, tt.action)); diff != "" {
				t.Errorf("%v (-want +got):\n%s", tt.action, diff)
			}
		})
	}
}

// subjectOf returns what rules look at when all is known of a ticket alone.
func subjectOf(x ticket.Ticket) *rules.Subject { return &rules.Subject{Ticket: &x, Now: solvedAt()} }

// TestActionsMissing lets an action do nothing that means a person who is not there: it
// must not take the assignee away.
func TestActionsMissing(t *testing.T) {
	s := subjectOf(ticket.Ticket{ID: "t", Status: ticket.Open})
	s.Update = &rules.Update{}
	for _, a := range []rules.Action{action("assignee_id", "current_user"), action("assignee_id", "requester_id"), action("group_id", "current_groups")} {
		require.Equal(t, []rules.Deed{{}}, does(t, s, a), a)
	}
}

// TestActionsRefused refuses at load what cannot run, and names the place.
func TestActionsRefused(t *testing.T) {
	for _, a := range []rules.Action{
		action("status"), action("status", ""), action("status", "done"), action("status", "open", "pending"), action("priority", "0"), action("type", "bug"),
		action("custom_status_id", ""), action("assignee_id", "1", "2"), action("group_id", "1", "2"), action("brand_id", ""), action("ticket_form_id"),
		action("custom_fields_", "x"), action("notification_user"), action("notification_group", ""), action("notification_target", "", "x"),
		action("notification_webhook"), action("notification_sms_user"), action("reply_public", " "), action("reply_internal"),
		action("comment_value", "channel:sms", "x"), action("comment_value", "a", "b", "c"), action("comment_mode_is_public", "yes"),
		action("satisfaction_score", "good"), action("follower"), action("locale_id", ""), action("set_skills"), action("requester.custom_fields.", "x"),
		action("send_fax", "x"), action("", "x"), action("#status", "open"),
	} {
		_, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{{ID: "r", Do: []rules.Action{action("priority", "low"), a}}})
		refused, is := errors.AsType[*rules.RuleError](err)
		if !is || len(refused.Problems) != 1 || refused.Problems[0].Place != "actions[1]" || refused.Problems[0].Reason == "" {
			t.Errorf("%+v: %v", a, err)
		}
	}
}

// TestMacrosRefused refuses macros that cannot be applied; the others stay, in the order of
// their positions.
func TestMacrosRefused(t *testing.T) {
	one := func(id string, position int, do ...rules.Action) rules.Macro {
		return rules.Macro{Rule: rules.Rule{ID: id, Position: position, Do: do}}
	}
	timed := one("timed", 0, action("priority", "low"))
	timed.When.All = []rules.Condition{{Field: "status", Op: rules.Is, Value: rules.Value{"open"}}}
	heavy := one("heavy", 0)
	heavy.Attachments = make([]channel.Attachment, 6)
	set, err := rules.CompileMacros(rules.Standard(), []rules.Macro{
		one("b", 2, action("priority", "low")), one("a", 1), one("closes", 0, action("status", "closed")), one("b", 3), timed, heavy,
	})
	var ids, wrong []string
	for _, m := range set.List("ada", nil) {
		ids = append(ids, m.ID)
	}
	many, is := err.(interface{ Unwrap() []error })
	require.True(t, is)
	for _, e := range many.Unwrap() {
		refused, _ := errors.AsType[*rules.RuleError](e)
		wrong = append(wrong, refused.Rule+" "+refused.Problems[0].Place)
	}
	require.Equal(t, []string{"a", "b"}, ids)
	require.Equal(t, []string{"closes actions[0]", "timed conditions", "heavy attachments", "b id"}, wrong)
	_, found := set.Macro("closes")
	require.False(t, found)
}

// TestComment settles which comments a macro makes, by the channel of its ticket.
func TestComment(t *testing.T) {
	tests := []struct {
		name           string
		do             []rules.Action
		talk, web      string
		internal, rich bool
	}{
		{name: "one", do: []rules.Action{action("comment_value", "a")}, talk: "a", web: "a"},
		{name: "nothing", do: []rules.Action{action("comment_value", "")}},
		{name: "hidden", do: []rules.Action{action("comment_value", "a"), action("comment_mode_is_public", "false")}, talk: "a", web: "a", internal: true},
		{name: "rich", do: []rules.Action{action("comment_value_html", "a")}, talk: "a", web: "a", rich: true},
		{name: "two forms", do: []rules.Action{action("comment_value_html", "h"), action("comment_value", "a")}, talk: "a", web: "a"},
		{name: "an empty form", do: []rules.Action{action("comment_value_html", "h"), action("comment_value", "")}, talk: "h", web: "h", rich: true},
		{name: "for each", do: []rules.Action{action("comment_value", "channel:all", "a"), action("comment_value", "channel:web", "w")}, talk: "a", web: "w"},
		{name: "for the web", do: []rules.Action{action("comment_value", "channel:web", "w")}, web: "w"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for via, want := range map[channel.Kind]string{channel.WhatsApp: tt.talk, channel.Web: tt.web, "web_form": tt.web} {
				s := subjectOf(ticket.Ticket{ID: "t", Via: via})
				s.Update = &rules.Update{}
				var got []rules.Ask
				for _, d := range does(t, s, append(tt.do, action("priority", "low"))...) {
					if d.Ask.Kind == rules.AskComment {
						got = append(got, d.Ask)
					}
				}
				var expected []rules.Ask
				if want != "" {
					expected = []rules.Ask{{Kind: rules.AskComment, Public: !tt.internal, HTML: tt.rich, Body: want}}
				}
				if diff := cmp.Diff(expected, got); diff != "" {
					t.Errorf("on %s (-want +got):\n%s", via, diff)
				}
			}
		})
	}
}
