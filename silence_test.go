package socialticket_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
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

// session returns the session of the conversation of a ticket.
func (o *office) session(t testing.TB, id ticket.ID) session.Session {
	t.Helper()
	head, err := o.store.Load(context.Background(), socialticket.Ref{Ticket: id})
	require.NoError(t, err)
	return head.Conversation.Session
}

// pass lets time pass: the conversation is woken at the instants that it asked for. It
// returns what happened, a line for each wake.
func (o *office) pass(t testing.TB, id ticket.ID, d time.Duration) (lines []string) {
	t.Helper()
	until := o.clock.now.Add(d)
	for next := o.talkTimer(t, id); !next.IsZero() && !next.After(until); next = o.talkTimer(t, id) {
		if next.After(o.clock.now) { // else it comes late
			o.clock.Set(next)
		}
		r, err := o.Wake(context.Background(), id)
		require.NoError(t, err)
		require.Equal(t, socialticket.Applied, r.Outcome, "at %v", next)
		line := fmt.Sprint(o.clock.now.Sub(start()), " ", r.Ticket.Status, " ", r.Commit.Conversation.Session.State)
		for _, m := range messages(r) {
			line += " " + strings.Fields(m.Text)[0]
		}
		if rules := pulled(r); len(rules) > 0 {
			line += " " + strings.Join(rules, ",")
		}
		lines = append(lines, line)
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

// TestSilenceEnds ends sessions by silence: triggers see why, the ticket leaves its queue,
// and the next message begins another. A user who waits is left alone.
func TestSilenceEnds(t *testing.T) {
	t.Parallel()
	why := pull("why", act("current_tags", "inactive"), cond("session_ended_reason", rules.ChangedTo, "inactivity"))
	release := session.Release{After: 5 * time.Minute, Status: "hold"}
	tests := []struct {
		name string
		p    session.Policy
		want []string
	}{
		{"when inactive", session.Policy{EndInactive: true}, []string{"10m0s open ended why"}},
		{"at the release", session.Policy{EndInactive: true, Release: release}, []string{"5m0s hold ended why"}},
		{"after a longer silence", session.Policy{EndAfter: time.Hour}, []string{"10m0s open inactive", "1h0m0s open ended why"}},
		{"after the release and a longer silence", session.Policy{EndAfter: time.Hour, Release: release}, []string{"5m0s hold inactive", "1h0m0s hold ended why"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := withSessions(t, tt.p, why)
			id := o.served(t)
			got := o.pass(t, id, 48*time.Hour)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("what happened (-want +got):\n%s", diff)
			}
			require.Equal(t, ticket.Routing(""), o.ticket(t, id).Routing)
			require.Equal(t, ticket.System, o.session(t, id).EndedBy.Kind)
			require.NotEqual(t, id, o.receive(t, says("15550100", "m2", "again", o.clock.now)).Ticket.ID)

			waits := withSessions(t, tt.p, why)
			id = waits.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
			waits.pass(t, id, 48*time.Hour)
			require.Equal(t, session.Inactive, waits.session(t, id).State)
		})
	}
}

// TestStatusSilences makes a session inactive by the ticket's status, and active by the next
// message alone.
func TestStatusSilences(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"pending", "hold", "solved"} {
		o := withSessions(t, session.Policy{FreeInactive: true})
		id := o.served(t)
		r := o.set(t, id, ticket.FieldStatus, status, agent())
		require.Equal(t, session.Inactive, r.Commit.Conversation.Session.State, status)
		require.True(t, r.Ticket.Released, status)
		r = o.set(t, id, ticket.FieldStatus, "open", agent())
		require.Equal(t, session.Inactive, r.Commit.Conversation.Session.State, status)
		require.True(t, r.Ticket.Released, status)
		r = o.receive(t, says("15550100", "m2", "and?", o.clock.now))
		require.Equal(t, session.Active, r.Commit.Conversation.Session.State, status)
		require.False(t, r.Ticket.Released, status)
	}
}

// TestRewakeSessions switches the release on and off while customers are silent.
func TestRewakeSessions(t *testing.T) {
	t.Parallel()
	o, ctx := withSessions(t, session.Policy{}), context.Background()
	id := o.served(t)
	require.Equal(t, start().Add(10*time.Minute), o.talkTimer(t, id))
	change := func(p session.Policy) {
		next := *o.settings
		next.Version++
		next.Sessions = p
		o.settings = &next
		_, err := o.Rewake(ctx, o.store)
		require.NoError(t, err)
	}
	o.clock.Add(time.Minute)
	change(reminding())
	require.Equal(t, start().Add(5*time.Minute), o.talkTimer(t, id))
	late := reminding()
	late.Release.Since = o.clock.now
	change(late)
	require.Equal(t, start().Add(10*time.Minute), o.talkTimer(t, id), "what began before is left alone")
	o.pass(t, id, time.Hour)
	require.False(t, o.ticket(t, id).Released)
	change(session.Policy{FreeInactive: true})
	require.True(t, o.ticket(t, id).Released)
}

// TestSilenceWakes states that wakes beside those that were asked for change nothing: agents
// and customers write at random, and both desks end the same to the byte.
func TestSilenceWakes(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		var dumps []string
		for _, eager := range []bool{false, true} {
			dice, extra := rand.New(rand.NewPCG(seed, 21)), rand.New(rand.NewPCG(seed, 22))
			o := withSessions(t, chaosSessions(seed))
			ids := []ticket.ID{o.served(t)}
			for i := range 25 {
				id := ids[len(ids)-1]
				for left := time.Duration(dice.IntN(12*60)) * time.Second; left > 0; {
					part := left
					if eager {
						part = min(left, time.Duration(extra.IntN(120)+1)*time.Second)
					}
					o.pass(t, id, part)
					left -= part
					if eager {
						_, err := o.Wake(context.Background(), id)
						require.NoError(t, err)
					}
				}
				switch dice.IntN(4) {
				case 0:
					ids = append(ids, o.receive(t, says("15550100", fmt.Sprint("n", i), "well", o.clock.now)).Ticket.ID)
				case 1:
					_, err := o.EndSession(context.Background(), socialticket.EndSession{Ticket: id, By: agent(), IdempotencyKey: fmt.Sprint(i)})
					require.NoError(t, err)
				default:
					_, err := o.Reply(context.Background(), socialticket.Reply{Ticket: id, By: agent(), Text: "so", IdempotencyKey: fmt.Sprint(i), Changes: []ticket.Change{{Field: ticket.FieldAssignee, Value: "ada"}}})
					require.NoError(t, err)
				}
			}
			slices.Sort(ids)
			dump := ""
			for _, id := range slices.Compact(ids) {
				dump += o.dump(t, id) + fmt.Sprintf("%+v", o.session(t, id))
			}
			dumps = append(dumps, dump)
		}
		if diff := cmp.Diff(dumps[0], dumps[1]); diff != "" {
			t.Fatalf("seed %d: wakes between changed something (-asked for +more):\n%s", seed, diff)
		}
	}
}
