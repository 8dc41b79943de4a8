package socialticket_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

func automations(t testing.TB, list ...rules.Rule) *rules.Automations {
	t.Helper()
	set, err := rules.CompileAutomations(rules.Standard(), list)
	require.NoError(t, err)
	return set
}

// wake wakes a ticket and returns which rules fired.
func (o *office) wake(t testing.TB, id ticket.ID) (socialticket.Receipt, []string) {
	t.Helper()
	r, err := o.Wake(context.Background(), id)
	require.NoError(t, err)
	return r, pulled(r)
}

// TestTriggersAfterAutomation lets what an automation does make triggers run, in the same
// commit: the update comes from a rule.
func TestTriggersAfterAutomation(t *testing.T) {
	o := withTriggers(t,
		pull("closed", act("notification_target", "t1", "closed"), cond("status", rules.ChangedTo, "closed"), cond("current_via_id", rules.Is, "8"), cond("role", rules.IsNot, "agent")),
		pull("late", act("reply_internal", "It waits."), cond("current_tags", rules.Includes, "late"), cond("status", rules.Is, "new")),
	)
	o.settings.Automations = automations(t,
		pull("tag", act("current_tags", "late"), cond("NEW", rules.GreaterThan, "2"), cond("status", rules.Is, "new"), cond("current_tags", rules.NotIncludes, "late")),
		pull("close", act("status", "closed"), cond("status", rules.Is, "solved"), cond("SOLVED", rules.GreaterThan, "1")),
	)
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	o.clock.Add(2*time.Hour + 1)
	r, fired := o.wake(t, id)
	require.Equal(t, []string{"tag", "late"}, fired)
	require.Equal(t, "internal It waits.", wrote(r))
	o.set(t, id, ticket.FieldStatus, "solved", agent())
	o.clock.Add(time.Hour + 1)
	r, fired = o.wake(t, id)
	require.Equal(t, []string{"close", "closed"}, fired)
	require.Equal(t, "webhook target t1", asked(t, r))
	_, fired = o.wake(t, id)
	require.Empty(t, fired)
}

// TestTriggersNone lets no trigger fire on what the system does by itself: the close after
// 28 days, a session that falls silent, a merge, the delivery of an answer.
func TestTriggersNone(t *testing.T) {
	o := withTriggers(t, pull("any", act("notification_target", "t1", "x"), cond("update_type", rules.Is, "Change")))
	o.settings.Automations = nil
	ctx := context.Background()
	r := o.receive(t, says("15550100", "m1", "hello", start()))
	id := r.Ticket.ID
	o.clock.Add(11 * time.Minute)
	silent, fired := o.wake(t, id)
	require.Equal(t, socialticket.Applied, silent.Outcome)
	require.Empty(t, fired)
	merged, err := o.Merge(ctx, socialticket.Merge{Person: r.Ticket.Requester, Into: "other", By: agent()})
	require.NoError(t, err)
	require.Empty(t, pulled(merged))
	require.Equal(t, []string{"any"}, pulled(o.set(t, id, ticket.FieldStatus, "solved", agent())))
	o.clock.Add(ticket.DefaultCloseAfter)
	closed, fired := o.wake(t, id)
	require.Equal(t, ticket.Closed, closed.Ticket.Status)
	require.Empty(t, fired)
	require.Empty(t, closed.Commit.Effects)
}

// TestTriggersSession takes the end of a session for an update.
func TestTriggersSession(t *testing.T) {
	o := withTriggers(t,
		pull("over", act("status", "pending"), cond("session_state", rules.Is, "ended"), cond("status", rules.LessThan, "pending")),
		pull("end", act("end_session"), cond("current_tags", rules.Includes, "bye")),
	)
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	ended, err := o.EndSession(context.Background(), socialticket.EndSession{Ticket: id, By: agent()})
	require.NoError(t, err)
	require.Equal(t, []string{"over"}, pulled(ended))
	require.Equal(t, ticket.Pending, ended.Ticket.Status)
	next := o.receive(t, says("15550100", "m2", "me again", start())).Ticket.ID
	require.NotEqual(t, id, next)
	require.Equal(t, []string{"end", "over"}, pulled(o.set(t, next, ticket.FieldTags, "bye", agent())))
}

// TestTriggersLate marks what a trigger says after the window has ended before it is
// tried: it is kept, with the reason, and nothing is sent.
func TestTriggersLate(t *testing.T) {
	o := withTriggers(t, pull("sorry", act("reply_public", "Sorry for the wait."), cond("priority", rules.ChangedTo, "urgent")))
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	o.clock.Add(24*time.Hour + time.Second)
	r := o.set(t, id, ticket.FieldPriority, "urgent", agent())
	require.Equal(t, []string{"sorry"}, pulled(r))
	require.Empty(t, r.Commit.Effects)
	c := r.Commit.Comments[0]
	require.Equal(t, channel.StateFailed, c.Delivery.State)
	require.Equal(t, string(channel.ReasonClosed), c.Delivery.Error.Code)
	require.True(t, r.Ticket.FirstReplyAt.IsZero())
	require.False(t, r.Ticket.WaitingSince.IsZero())
}

// TestTriggersRequester tells the requester and those in copy of public comments alone.
func TestTriggersRequester(t *testing.T) {
	o := withTriggers(t, pull("told", act("notification_user", "requester_and_ccs", "Re", "x"), cond("update_type", rules.Is, "Change")))
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	require.Empty(t, asked(t, o.set(t, id, ticket.FieldPriority, "low", agent())))
	for note, want := range map[bool]string{true: "", false: "messagenotify notify_user requester_and_ccs"} {
		r, err := o.Reply(context.Background(), socialticket.Reply{Ticket: id, By: agent(), Note: note, Text: "hi"})
		require.NoError(t, err)
		require.Equal(t, want, asked(t, r))
	}
}

// TestAutomationOnce fires a rule on one hour once in that hour, whatever else happens in
// it, and again when the ticket comes into the status anew.
func TestAutomationOnce(t *testing.T) {
	o := newOffice(t)
	o.settings.Automations = automations(t, pull("remind", act("notification_user", "assignee_id", "s", "b"), cond("status", rules.Is, "pending"), cond("PENDING", rules.Is, "2")))
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	var log []string
	wake := func(after time.Duration) {
		o.clock.Add(after)
		_, fired := o.wake(t, id)
		log = append(log, fired...)
		log = append(log, "|")
	}
	o.set(t, id, ticket.FieldStatus, "pending", agent())
	wake(2*time.Hour - 1)
	wake(1)
	wake(time.Minute)
	o.set(t, id, ticket.FieldPriority, "high", agent())
	wake(time.Minute)
	_, err := o.Reply(context.Background(), socialticket.Reply{Ticket: id, By: agent(), Text: "still there?"})
	require.NoError(t, err)
	wake(time.Minute)
	o.set(t, id, ticket.FieldStatus, "open", agent())
	o.set(t, id, ticket.FieldStatus, "pending", agent())
	wake(2 * time.Hour)
	wake(5 * time.Hour)
	if diff := cmp.Diff([]string{"|", "remind", "|", "|", "|", "|", "remind", "|", "|"}, log); diff != "" {
		t.Errorf("fired (-want +got):\n%s", diff)
	}
}

// TestRewakeRules lets new rules reach tickets that are there already: what is due at once
// happens at once, and what is due later gets its timer.
func TestRewakeRules(t *testing.T) {
	o := newOffice(t)
	o.settings.Automations = nil
	ctx := context.Background()
	old := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	o.set(t, old, ticket.FieldStatus, "solved", agent())
	o.clock.Add(90 * time.Minute)
	young := o.receive(t, says("15550101", "m2", "hello", o.clock.now)).Ticket.ID
	solved := o.set(t, young, ticket.FieldStatus, "solved", agent()).Ticket.SolvedAt
	next := *o.settings
	next.Version++
	next.Automations = automations(t, pull("hour", act("status", "closed"), cond("status", rules.Is, "solved"), cond("SOLVED", rules.GreaterThan, "1")))
	o.settings = &next
	changed, err := o.Rewake(ctx, o.store)
	require.NoError(t, err)
	require.Equal(t, 2, changed)
	require.Equal(t, ticket.Closed, o.ticket(t, old).Status)
	require.Equal(t, ticket.Solved, o.ticket(t, young).Status)
	require.Equal(t, solved.Add(time.Hour+1), o.timer(t, young))
	changed, err = o.Rewake(ctx, o.store)
	require.NoError(t, err)
	require.Zero(t, changed)
}

// TestTriggersOrganization asks for the fields of the ticket's organization, as the settings
// have them.
func TestTriggersOrganization(t *testing.T) {
	list := []rules.Rule{
		pull("gold", act("current_tags", "gold"), cond("organization.custom_fields.plan", rules.Is, "gold")),
		pull("other", act("current_tags", "other"), cond("organization.custom_fields.plan", rules.IsNot, "gold")),
	}
	set, err := rules.CompileTriggers(rules.Standard(), list)
	require.NoError(t, err)
	o := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) {
		s.Triggers = set
		s.Organizations = []rules.Organization{{ID: "acme", Fields: []identity.Field{{ID: "plan", Value: "gold"}}}, {ID: "globex", Fields: []identity.Field{{ID: "plan", Value: "silver"}}}}
	})
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	require.Equal(t, []string{"gold"}, pulled(o.set(t, id, ticket.FieldOrganization, "acme", agent())))
	require.Equal(t, []string{"other"}, pulled(o.set(t, id, ticket.FieldOrganization, "globex", agent())))
	require.Empty(t, pulled(o.set(t, id, ticket.FieldOrganization, "unknown", agent())), "a denial needs a value")

	require.ErrorIs(t, (&socialticket.Settings{Organizations: []rules.Organization{{ID: "a"}, {ID: "a"}}}).Check(), socialticket.ErrInvalid)
	require.ErrorIs(t, (&socialticket.Settings{Organizations: []rules.Organization{{ID: "a", Fields: []identity.Field{{ID: "b"}, {ID: "a"}}}}}).Check(), socialticket.ErrInvalid)
}
