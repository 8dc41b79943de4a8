package socialticket_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// cond returns a condition.
func cond(field string, op rules.Op, values ...string) rules.Condition {
	return rules.Condition{Field: field, Op: op, Value: values}
}

// pull returns a trigger.
func pull(id string, do rules.Action, all ...rules.Condition) rules.Rule {
	return rules.Rule{ID: id, When: rules.Conditions{All: all}, Do: []rules.Action{do}}
}

func act(field string, values ...string) rules.Action {
	return rules.Action{Field: field, Value: values}
}

// pulled returns the triggers that fired in a commit, in their order.
func pulled(r socialticket.Receipt) (ids []string) {
	for _, e := range r.Commit.Events {
		if e.Type == ticket.EventRule {
			ids = append(ids, e.By.ID)
		}
	}
	return ids
}

// withTriggers returns an office whose desk has triggers.
func withTriggers(t *testing.T, list ...rules.Rule) *office {
	t.Helper()
	set, err := rules.CompileTriggers(rules.Standard(), list)
	require.NoError(t, err)
	return newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) { s.Triggers = set })
}

// TestTriggers lets triggers run on a new ticket: from the top again after each, each once,
// later ones seeing what earlier ones did, and on a status they do not run.
func TestTriggers(t *testing.T) {
	o := withTriggers(t,
		pull("last", act("priority", "urgent"), cond("current_tags", rules.Includes, "angry"), cond("priority", rules.Is, "high")),
		pull("raise", act("priority", "high"), cond("current_tags", rules.Includes, "angry"), cond("update_type", rules.Is, "Create")),
		pull("tag", act("current_tags", "angry"), cond("comment_includes_word", rules.Includes, "terrible"), cond("role", rules.Is, "end_user")),
		pull("other", act("current_tags", "line"), cond("via_id", rules.Is, "72")),
	)
	r := o.receive(t, says("15550100", "m1", "This is TERRIBLE", start()))
	if diff := cmp.Diff([]string{"tag", "raise", "last"}, pulled(r)); diff != "" {
		t.Errorf("fired (-want +got):\n%s", diff)
	}
	require.Equal(t, ticket.Urgent, r.Ticket.Priority)
	require.True(t, r.Ticket.HasTag("angry"))
	require.Equal(t, "m1", r.Comment.Content.ID)

	answer, err := o.Reply(context.Background(), socialticket.Reply{Ticket: r.Ticket.ID, By: agent(), Text: "not so terrible"})
	require.NoError(t, err)
	require.Empty(t, pulled(answer), "an agent wrote")
	taken := o.receive(t, channel.Accepted{MessageID: "out1", At: start()}.Event(messages(answer)[0]))
	require.Empty(t, pulled(taken))
}

// TestTriggersAsk lets triggers ask for what the world is to see: each once, in lanes of
// its own, with the texts as they are written.
func TestTriggersAsk(t *testing.T) {
	o := withTriggers(t,
		pull("assigned", act("notification_user", "assignee_id", "Yours: {{ticket.title}}", "Look"), cond("assignee_id", rules.Changed)),
		pull("hook", act("notification_webhook", "hook-1", `{"id":"{{ticket.id}}"}`), cond("update_type", rules.Is, "Create")),
		pull("hello", act("reply_public", "We got your message."), cond("update_type", rules.Is, "Create")),
		pull("note", act("reply_internal", "A note."), cond("update_type", rules.Is, "Create")),
	)
	r := o.receive(t, says("15550100", "m1", "hello", start()))
	require.Equal(t, []string{"hook", "hello", "note"}, pulled(r))
	require.Equal(t, "We got your message.", messages(r)[0].Text)
	require.Equal(t, "m1", r.Comment.Content.ID, "the receipt tells of the message")
	require.Equal(t, 3, r.Ticket.Comments)
	var kinds []string
	for _, e := range r.Commit.Effects {
		kinds = append(kinds, string(e.Kind)+" "+e.Lane)
	}
	require.Equal(t, []string{"webhook webhook/hook-1", "message whatsapp:1066/15550100"}, kinds)
	again := o.receive(t, says("15550100", "m1", "hello", start()))
	require.Equal(t, socialticket.Duplicate, again.Outcome)

	set := o.set(t, r.Ticket.ID, ticket.FieldAssignee, "ada", ticket.Actor{Kind: ticket.Agent, ID: "bob"})
	require.Equal(t, []string{"assigned"}, pulled(set))
	var asked socialticket.Asked
	require.NoError(t, json.Unmarshal(set.Commit.Effects[0].Body, &asked))
	want := socialticket.Asked{Kind: rules.AskUser, Rule: "assigned", Ticket: r.Ticket.ID, To: "ada", Subject: "Yours: {{ticket.title}}", Body: "Look"}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}

// TestTriggersClosed lets a trigger fire on the update that closes a ticket, and none on
// what comes after.
func TestTriggersClosed(t *testing.T) {
	o := withTriggers(t,
		pull("closing", act("notification_target", "t1", "closed"), cond("status", rules.ChangedTo, "closed")),
		pull("refused", act("status", "solved"), cond("priority", rules.Is, "low"), cond("priority", rules.Changed)),
	)
	o.settings.Lifecycle.AgentsClose = true
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	low := o.set(t, id, ticket.FieldPriority, "low", agent())
	require.Equal(t, "action_refused", low.Commit.Events[len(low.Commit.Events)-1].Reason.Code, "nobody is assigned")
	require.Equal(t, ticket.Low, low.Ticket.Priority)
	o.set(t, id, ticket.FieldStatus, "solved", agent())
	closed := o.set(t, id, ticket.FieldStatus, "closed", agent())
	require.Equal(t, []string{"closing"}, pulled(closed))
	require.Len(t, closed.Commit.Effects, 1)
	next := o.receive(t, says("15550100", "m2", "again", start()))
	require.NotEqual(t, id, next.Ticket.ID)
	require.Empty(t, pulled(next))
}

// TestTriggersEnd states that a rule set ends, however its rules undo each other, and that
// no rule fires twice in one update.
func TestTriggersEnd(t *testing.T) {
	var list []rules.Rule
	for i := range 40 {
		from, to := fmt.Sprint("t", i%5), fmt.Sprint("t", (i+1)%5)
		list = append(list, pull(fmt.Sprint(i), act("set_tags", to), cond("current_tags", rules.Includes, from)))
	}
	list = append(list, pull("begin", act("current_tags", "t0"), cond("update_type", rules.Is, "Create")))
	r := withTriggers(t, list...).receive(t, says("15550100", "m1", "hello", start()))
	ids := pulled(r)
	seen := map[string]bool{}
	for _, id := range ids {
		require.False(t, seen[id], "%s fired twice", id)
		seen[id] = true
	}
	require.Greater(t, len(ids), 5)
}
