package socialticket_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// TestExplainViews shows views as the person sees them who asks, and says what is wrong
// with a question.
func TestExplainViews(t *testing.T) {
	views, err := rules.CompileViews(rules.Standard(), []rules.View{
		{Rule: rules.Rule{ID: "mine", When: rules.Conditions{All: []rules.Condition{cond("assignee_id", rules.Is, "current_user")}}}},
		{Rule: rules.Rule{ID: "ours", When: rules.Conditions{All: []rules.Condition{cond("group_id", rules.Is, "current_groups")}}}},
	})
	require.NoError(t, err)
	o := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) {
		s.Views, s.Agents = views, []socialticket.Agent{{ID: "ada", Groups: []string{"g1"}}, {ID: "bob", Groups: []string{"g2"}}}
	})
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	o.set(t, id, ticket.FieldAssignee, "ada", agent())
	o.set(t, id, ticket.FieldGroup, "g2", agent())
	got := map[string][]string{}
	for _, user := range []string{"", "ada", "bob"} {
		look, err := o.Explain(context.Background(), socialticket.Question{Ticket: id, User: user})
		require.NoError(t, err)
		for _, v := range look.Views {
			if v.Holds {
				got[user] = append(got[user], v.Rule)
			}
		}
	}
	if diff := cmp.Diff(map[string][]string{"ada": {"mine"}, "bob": {"ours"}}, got); diff != "" {
		t.Errorf("views (-want +got):\n%s", diff)
	}
	_, err = o.Explain(context.Background(), socialticket.Question{Ticket: "none"})
	require.ErrorIs(t, err, socialticket.ErrNotFound)
}

// TestExplainSpent tells which automations wait: one fired and still holds, another could
// not be carried out.
func TestExplainSpent(t *testing.T) {
	set, err := rules.CompileAutomations(rules.Standard(), []rules.Rule{
		pull("tag", act("current_tags", "late"), cond("NEW", rules.Is, "1")),
		pull("solve", act("status", "solved"), cond("status", rules.Is, "new"), cond("NEW", rules.GreaterThan, "0")),
	})
	require.NoError(t, err)
	o := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) { s.Automations = set })
	ctx := context.Background()
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	o.clock.Add(time.Hour)
	_, err = o.Wake(ctx, id)
	require.NoError(t, err)
	look, err := o.Explain(ctx, socialticket.Question{Ticket: id})
	require.NoError(t, err)
	type brief struct{ Holds, Fired, Refused bool }
	got := map[string]brief{}
	for _, p := range look.Automations {
		got[p.Rule] = brief{p.Holds, p.Fired, p.Refused}
	}
	want := map[string]brief{"tag": {Holds: true, Fired: true}, "solve": {Holds: true, Refused: true}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("prospects (-want +got):\n%s", diff)
	}
	require.Zero(t, look.NextAt)
	require.Zero(t, o.timer(t, id))
	text, err := json.Marshal(look.Automations[1])
	require.NoError(t, err)
	require.Contains(t, string(text), `"refused":true`)
	require.Contains(t, string(text), `"rule_id":"solve"`)
}

// TestRetrace tells how the triggers went over a command that is in, from the head that it
// was decided on.
func TestRetrace(t *testing.T) {
	o := withTriggers(t, pull("raise", act("priority", "high"), cond("current_tags", rules.Includes, "vip"), cond("update_type", rules.Is, "Change")))
	ctx := context.Background()
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	update := socialticket.Update{Ticket: id, By: agent(), IdempotencyKey: "k1", Changes: []ticket.Change{{Field: ticket.FieldTags, Value: "vip"}}}
	then, err := o.store.Load(ctx, o.Ref(update))
	require.NoError(t, err)
	done, err := o.Do(ctx, update)
	require.NoError(t, err)

	now, err := o.Trace(ctx, update)
	require.NoError(t, err)
	require.Equal(t, socialticket.Duplicate, now.Receipt.Outcome)
	require.Empty(t, now.Triggers)
	went, err := o.Retrace(then, update, o.settings, start())
	require.NoError(t, err)
	if diff := cmp.Diff(done.Commit, went.Receipt.Commit); diff != "" {
		t.Errorf("commit (-then +now):\n%s", diff)
	}
	require.Equal(t, []string{"raise"}, course(went))

	event := says("15550100", "m1", "hello", start())
	again, err := o.Trace(ctx, socialticket.Received{Event: event})
	require.NoError(t, err)
	require.Equal(t, socialticket.Duplicate, again.Receipt.Outcome)
	_, err = o.Trace(ctx, socialticket.Update{Ticket: id, By: agent()})
	require.ErrorIs(t, err, socialticket.ErrInvalid)
	event.Type = channel.EventTemplate
	ignored, err := o.Trace(ctx, socialticket.Received{Event: event})
	require.NoError(t, err)
	require.Equal(t, socialticket.Unhandled, ignored.Receipt.Outcome)
}

// TestTriggersOnce lets an update go over the triggers once: what a later one changes does
// not make an earlier one fire.
func TestTriggersOnce(t *testing.T) {
	list := []rules.Rule{
		pull("raise", act("priority", "high"), cond("current_tags", rules.Includes, "angry"), cond("role", rules.Is, "end_user")),
		pull("tag", act("current_tags", "angry"), cond("comment_includes_word", rules.Includes, "terrible")),
		pull("also", act("current_tags", "seen"), cond("current_tags", rules.Includes, "angry")),
	}
	for once, want := range map[bool][]string{false: {"tag", "raise", "also"}, true: {"tag", "also"}} {
		o := withTriggers(t, list...)
		o.settings.TriggersOnce = once
		r := o.receive(t, says("15550100", "m1", "Terrible", start()))
		if diff := cmp.Diff(want, pulled(r)); diff != "" {
			t.Errorf("once %v: fired (-want +got):\n%s", once, diff)
		}
	}
}
