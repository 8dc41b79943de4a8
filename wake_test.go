package socialticket_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// TestDeskAutomations runs the two recipes that close solved tickets, at the last
// instant at which nothing may happen and at the first at which it must.
func TestDeskAutomations(t *testing.T) {
	whatsApp := rules.Rule{
		ID: "whatsapp-hour", Title: "Close WhatsApp tickets an hour after solved",
		When: rules.Conditions{All: []rules.Condition{
			{Field: "status", Op: "is", Value: rules.Value{"solved"}},
			{Field: "via_id", Op: "is", Value: rules.Value{"74"}},
			{Field: "SOLVED", Op: "greater_than", Value: rules.Value{"1"}},
		}},
		Do: []rules.Action{{Field: "status", Value: rules.Value{"closed"}}},
	}
	tests := []struct {
		name  string
		rules []rules.Rule
		rule  string
		after time.Duration
	}{
		{"four days", rules.StandardAutomations(), "close-solved", 96 * time.Hour},
		{"one hour on WhatsApp", append(rules.StandardAutomations(), whatsApp), "whatsapp-hour", time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set, err := rules.CompileAutomations(rules.Standard(), tt.rules)
			require.NoError(t, err)
			o, ctx := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) { s.Automations = set }), context.Background()
			id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
			solved := o.set(t, id, ticket.FieldStatus, "solved", agent())
			require.Equal(t, session.Inactive, solved.Commit.Conversation.Session.State)
			due := solved.Ticket.SolvedAt.Add(tt.after + 1) // "more than": the first instant after
			require.Equal(t, due, o.timer(t, id))
			o.clock.Set(due.Add(-1))
			early, err := o.Wake(ctx, id)
			require.NoError(t, err)
			if early.Outcome != socialticket.Unchanged || early.Ticket.Status != ticket.Solved {
				t.Errorf("an instant early: %s, %s", early.Outcome, early.Ticket.Status)
			}
			o.clock.Set(due)
			closed, err := o.Wake(ctx, id)
			require.NoError(t, err)
			if closed.Ticket.Status != ticket.Closed || !closed.Ticket.ClosedAt.Equal(due) {
				t.Errorf("at the instant: %s at %v", closed.Ticket.Status, closed.Ticket.ClosedAt)
			}
			if by := closed.Commit.Events[0].By; by.ID != tt.rule {
				t.Errorf("closed by %+v, want %s", by, tt.rule)
			}
			again, err := o.Wake(ctx, id)
			require.NoError(t, err)
			if again.Outcome != socialticket.Unchanged {
				t.Errorf("woken twice: %s", again.Outcome)
			}
		})
	}
}

// TestDeskWarn warns once for each window, an hour before it ends, and not of what
// needs no answer any more.
func TestDeskWarn(t *testing.T) {
	o, ctx := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) { s.Warn = time.Hour }), context.Background()
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	warnings := func() int {
		events, err := o.store.Events(ctx, id, socialticket.Page{})
		require.NoError(t, err)
		return len(slices.DeleteFunc(events, func(e ticket.Event) bool { return e.Type != ticket.EventWindow || e.To != "closing" }))
	}
	for _, step := range []struct {
		at   time.Duration
		want int
	}{{10 * time.Minute, 0}, {23*time.Hour - 1, 0}, {23 * time.Hour, 1}, {23*time.Hour + time.Minute, 1}, {25 * time.Hour, 1}} {
		o.clock.Set(start().Add(step.at))
		r, err := o.Wake(ctx, id)
		require.NoError(t, err)
		if got := warnings(); got != step.want {
			t.Errorf("after %v: %d warnings, want %d", step.at, got, step.want)
		}
		if step.at == 10*time.Minute && !wakeOf(r).Equal(start().Add(23*time.Hour)) {
			t.Errorf("wake at %v, want an hour before the end", wakeOf(r))
		}
	}
	o.receive(t, says("15550100", "m2", "hello?", o.clock.Now()))
	o.set(t, id, ticket.FieldStatus, "solved", agent())
	o.clock.Add(23 * time.Hour)
	_, err := o.Wake(ctx, id)
	require.NoError(t, err)
	require.Equal(t, 1, warnings(), "a solved ticket needs no warning")
}

// TestDeskAutomationAtOnce lets an update make an automation true: it is due at that
// instant. One that cannot be carried out is told once, until the next update.
func TestDeskAutomationAtOnce(t *testing.T) {
	set, err := rules.CompileAutomations(rules.Standard(), []rules.Rule{
		{ID: "old and urgent", Do: []rules.Action{{Field: "current_tags", Value: rules.Value{"late"}}}, When: rules.Conditions{All: []rules.Condition{
			{Field: "priority", Op: "is", Value: rules.Value{"urgent"}}, {Field: "current_tags", Op: "not_includes", Value: rules.Value{"late"}},
			{Field: "requester_updated_at", Op: "greater_than", Value: rules.Value{"24"}}}}},
		{ID: "solve", Do: []rules.Action{{Field: "status", Value: rules.Value{"solved"}}}, When: rules.Conditions{All: []rules.Condition{
			{Field: "status", Op: "is", Value: rules.Value{"new"}}, {Field: "NEW", Op: "greater_than", Value: rules.Value{"24"}}}}},
	})
	require.NoError(t, err)
	o, ctx := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) { s.Automations = set }), context.Background()
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	o.clock.Add(25 * time.Hour)
	wake := func() (socialticket.Receipt, string) {
		r, err := o.Wake(ctx, id)
		require.NoError(t, err)
		var told []string
		for _, e := range r.Commit.Events {
			if e.Type == ticket.EventRule {
				told = append(told, e.By.ID+" "+e.Reason.Code)
			}
		}
		return r, strings.Join(told, ", ")
	}
	refused, told := wake()
	require.Equal(t, "solve action_refused", told, "nobody is assigned")
	require.Zero(t, wakeOf(refused))
	o.clock.Add(time.Hour)
	again, _ := wake()
	require.Equal(t, socialticket.Unchanged, again.Outcome)

	urgent := o.set(t, id, ticket.FieldPriority, "urgent", agent())
	require.Equal(t, o.clock.now, wakeOf(urgent))
	fired, told := wake()
	require.Equal(t, "old and urgent , solve action_refused", told)
	require.True(t, fired.Ticket.HasTag("late"))
	require.Zero(t, wakeOf(fired))
}

// TestDeskWarnOfWhatEnds warns of no window after which another way stays open.
func TestDeskWarnOfWhatEnds(t *testing.T) {
	o := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) { s.Warn = time.Hour })
	e := says("U1", "m1", "hello", start())
	e.Account.Kind, e.ReplyToken = channel.LINE, "token"
	id := o.receive(t, e).Ticket.ID
	o.clock.Add(time.Second)
	r, err := o.Wake(context.Background(), id)
	require.NoError(t, err)
	require.NotEqual(t, socialticket.Applied, r.Outcome)
}
