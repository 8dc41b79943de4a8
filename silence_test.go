package socialticket_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// withSessions returns an office with a policy of sessions, and perhaps triggers.
func withSessions(t testing.TB, p session.Policy, list ...rules.Rule) *office {
	t.Helper()
	set, err := rules.CompileTriggers(rules.Standard(), list)
	require.NoError(t, err)
	return newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) {
		s.Sessions, s.Triggers, s.Automations = p, set, nil
	})
}

// reminding is a release after five minutes with the vendor's sequence.
func reminding() session.Policy {
	return session.Policy{Release: session.Release{After: 5 * time.Minute, Status: "pending", Reminders: session.DefaultReminders()}}
}

// served lets a customer write and Ada take the ticket and answer at once.
func (o *office) served(t testing.TB) ticket.ID {
	t.Helper()
	id := o.receive(t, says("15550100", "m1", "hello", o.clock.now)).Ticket.ID
	o.set(t, id, ticket.FieldAssignee, "ada", agent())
	o.reply(t, id, "Which one?")
	return id
}

// talkTimer returns the instant of the conversation's timer, zero if it has none.
func (o *office) talkTimer(t testing.TB, id ticket.ID) time.Time {
	t.Helper()
	head, err := o.store.Load(context.Background(), socialticket.Ref{Ticket: id})
	require.NoError(t, err)
	for _, timer := range head.Timers {
		if timer.Ticket == "" {
			return timer.At
		}
	}
	return time.Time{}
}

// conversation returns that of a ticket.
func (o *office) conversation(t testing.TB, id ticket.ID) socialticket.Conversation {
	t.Helper()
	head, err := o.store.Load(context.Background(), socialticket.Ref{Ticket: id})
	require.NoError(t, err)
	return head.Conversation
}

// session returns the session of the conversation of a ticket.
func (o *office) session(t testing.TB, id ticket.ID) session.Session {
	t.Helper()
	return o.conversation(t, id).Session
}

// pass lets time pass: the conversation is woken at the instants that it asked for. It
// returns what happened, a line for each wake.
func (o *office) pass(t testing.TB, id ticket.ID, d time.Duration) (lines []string) {
	t.Helper()
	key, until := o.conversation(t, id).Key, o.clock.now.Add(d)
	for next := o.talkTimer(t, id); !next.IsZero() && !next.After(until); next = o.talkTimer(t, id) {
		if next.After(o.clock.now) { // else it comes late
			o.clock.Set(next)
		}
		r, err := o.Desk.Wake(context.Background(), socialticket.Timer{Account: business(), Key: key})
		require.NoError(t, err)
		require.Equal(t, socialticket.Applied, r.Outcome, "at %v", next)
		var line strings.Builder
		line.WriteString(fmt.Sprint(o.clock.now.Sub(start()), " ", r.Ticket.Status, " ", r.Commit.Conversation.Session.State))
		for _, m := range messages(r) {
			line.WriteString(" " + strings.Fields(m.Text)[0])
		}
		if rules := pulled(r); len(rules) > 0 {
			line.WriteString(" " + strings.Join(rules, ","))
		}
		lines = append(lines, line.String())
	}
	o.clock.Set(until)
	return lines
}

// TestRelease lets a customer be silent: the capacity is released, reminders follow at their
// instants, triggers look at each, and none of it is an answer.
func TestRelease(t *testing.T) {
	t.Parallel()
	o := withSessions(t, reminding(),
		pull("waits", act("current_tags", "waits"), cond("status", rules.ChangedTo, "pending"), cond("role", rules.Is, "system")),
		pull("said", act("current_tags", "said"), cond("comment_is_public", rules.Is, "true"), cond("role", rules.Is, "system")),
		pull("done", act("current_tags", "done"), cond("status", rules.ChangedTo, "solved"), cond("current_tags", rules.Includes, "said")))
	id := o.served(t)
	o.clock.Add(2 * time.Minute)
	o.reply(t, id, "The red one?") // begins no clock anew
	want := []string{
		"5m0s pending inactive waits",
		"10m0s pending inactive Are said",
		"15m0s pending inactive We said",
		"16m0s solved inactive We said,done",
	}
	if diff := cmp.Diff(want, o.pass(t, id, 48*time.Hour)); diff != "" {
		t.Errorf("what happened (-want +got):\n%s", diff)
	}
	tk := o.ticket(t, id)
	require.Equal(t, 2, tk.Replies)
	require.Equal(t, 0, tk.Reopens)
	require.True(t, tk.Released)
	thread := o.thread(t, id)
	require.Equal(t, ticket.Actor{Kind: ticket.System, ID: "session_policy"}, thread[0].Author)
	require.Contains(t, o.dump(t, id), `"from": "open"`, "the status is in the log")

	back := o.receive(t, says("15550100", "m2", "The red one!", o.clock.now))
	require.Equal(t, id, back.Ticket.ID)
	require.Equal(t, ticket.Open, back.Ticket.Status)
	require.False(t, back.Ticket.Released)
	require.Equal(t, session.Active, o.session(t, id).State)
	require.Empty(t, o.pass(t, id, 48*time.Hour), "the agent owes an answer")
}

// TestReleaseStops stops the clock and the reminders in the ways in which they stop.
func TestReleaseStops(t *testing.T) {
	t.Parallel()
	set := func(f ticket.FieldName, v string) func(*testing.T, *office, ticket.ID) {
		return func(t *testing.T, o *office, id ticket.ID) { o.set(t, id, f, v, agent()) }
	}
	write := func(t *testing.T, o *office, id ticket.ID) {
		require.Equal(t, id, o.receive(t, says("15550100", "m2", "wait", o.clock.now)).Ticket.ID)
	}
	tests := []struct {
		name string
		at   time.Duration
		do   func(*testing.T, *office, ticket.ID)
		want []string
	}{
		{"the customer writes before", 5*time.Minute - 1, write, nil},
		{"the customer writes after the release", 9 * time.Minute, write, nil},
		{"the customer writes before the last", 16*time.Minute - 1, write, nil},
		{"an agent sets pending before", 2 * time.Minute, set(ticket.FieldStatus, "pending"), nil},
		{"an agent takes it up again", 7 * time.Minute, set(ticket.FieldStatus, "open"), nil},
		{"an agent solves it", 12 * time.Minute, set(ticket.FieldStatus, "solved"), nil},
		{"nobody is assigned any more", 2 * time.Minute, set(ticket.FieldAssignee, ""), []string{"10m0s open inactive"}},
		{"another agent is assigned", 2 * time.Minute, set(ticket.FieldAssignee, "bob"),
			[]string{"5m0s pending inactive", "10m0s pending inactive Are", "15m0s pending inactive We", "16m0s solved inactive We"}},
		{"only the subject changes", 12 * time.Minute, set(ticket.FieldSubject, "lamp"), []string{"15m0s pending inactive We", "16m0s solved inactive We"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := withSessions(t, reminding())
			id := o.served(t)
			o.pass(t, id, tt.at)
			tt.do(t, o, id)
			if diff := cmp.Diff(tt.want, o.pass(t, id, 48*time.Hour)); diff != "" {
				t.Errorf("afterwards (-want +got):\n%s", diff)
			}
		})
	}
}

// TestReleaseClock begins the clock when an agent has answered and the ticket was assigned,
// whichever comes last.
func TestReleaseClock(t *testing.T) {
	t.Parallel()
	o := withSessions(t, session.Policy{Release: session.Release{After: 3 * time.Minute}})
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	o.reply(t, id, "Hello")
	require.Equal(t, start().Add(session.DefaultIdle), o.talkTimer(t, id))
	o.clock.Add(time.Minute)
	o.set(t, id, ticket.FieldAssignee, "ada", agent())
	require.Equal(t, start().Add(4*time.Minute), o.talkTimer(t, id))
	require.Equal(t, []string{"4m0s open inactive"}, o.pass(t, id, time.Hour))
	require.True(t, o.ticket(t, id).Released)
	require.Equal(t, ticket.Routing(""), o.ticket(t, id).Takes(false))
	require.Equal(t, ticket.RouteMessaging, o.ticket(t, id).Takes(true))
}

// TestReleaseLate wakes hours late: what was missed is done once, in its order, and the next
// reminder comes as long after as it should.
func TestReleaseLate(t *testing.T) {
	t.Parallel()
	o := withSessions(t, reminding())
	id := o.served(t)
	o.clock.Add(3 * time.Hour)
	r, err := o.Wake(context.Background(), id)
	require.NoError(t, err)
	require.Equal(t, ticket.Pending, r.Ticket.Status)
	require.Empty(t, messages(r))
	again, err := o.Wake(context.Background(), id)
	require.NoError(t, err)
	require.Equal(t, socialticket.Unchanged, again.Outcome)
	want := []string{"3h5m0s pending inactive Are", "3h10m0s pending inactive We", "3h11m0s solved inactive We"}
	require.Equal(t, want, o.pass(t, id, 10*time.Hour))
}

// TestReminderLate marks a reminder that comes after the window as failed, and goes on.
func TestReminderLate(t *testing.T) {
	t.Parallel()
	o := withSessions(t, reminding())
	id := o.served(t)
	o.clock.Add(30 * time.Hour)
	require.Len(t, o.pass(t, id, time.Hour), 4)
	thread := o.thread(t, id)
	last := thread[0]
	require.Equal(t, channel.StateFailed, last.Delivery.State)
	require.Equal(t, string(channel.ReasonClosed), last.Delivery.Error.Code)
	require.Equal(t, ticket.Solved, o.ticket(t, id).Status)
}

// TestReleaseRefused tells in the log that a ticket could not be given its status.
func TestReleaseRefused(t *testing.T) {
	t.Parallel()
	o := withSessions(t, reminding())
	id := o.served(t)
	o.pass(t, id, 11*time.Minute)
	o.set(t, id, ticket.FieldAssignee, "", agent())
	o.pass(t, id, time.Hour)
	require.Equal(t, ticket.Pending, o.ticket(t, id).Status, "solved needs an assignee")
	require.Contains(t, o.dump(t, id), "action_refused")
}

// TestReleaseCustom gives custom statuses.
func TestReleaseCustom(t *testing.T) {
	t.Parallel()
	statuses, err := ticket.NewStatuses(ticket.CustomStatus{ID: "7", Category: ticket.Pending, AgentLabel: "Silent"})
	require.NoError(t, err)
	o := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) {
		s.Lifecycle.Statuses, s.Sessions = statuses, session.Policy{Release: session.Release{After: 5 * time.Minute, Status: "7"}}
	})
	id := o.served(t)
	o.pass(t, id, time.Hour)
	require.Equal(t, "7", o.ticket(t, id).CustomStatus)
	require.Equal(t, ticket.Pending, o.ticket(t, id).Status)
}
