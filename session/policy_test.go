package session_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// TestMayEnd asks who may end sessions.
func TestMayEnd(t *testing.T) {
	t.Parallel()
	old, fresh := channel.Account{Kind: channel.WhatsApp, ID: "old"}, channel.Account{Kind: channel.WhatsApp, ID: "new"}
	tests := []struct {
		name string
		p    session.Policy
		by   ticket.ActorKind
		on   channel.Account
		want bool
	}{
		{"agents", session.Policy{}, ticket.Agent, fresh, true},
		{"agents, where messaging was before", session.Policy{AgentsMayNot: []channel.Account{old}}, ticket.Agent, old, false},
		{"agents, on another account", session.Policy{AgentsMayNot: []channel.Account{old}}, ticket.Agent, fresh, true},
		{"agents, switched off", session.Policy{AgentsMayNot: []channel.Account{{}}}, ticket.Agent, fresh, false},
		{"users", session.Policy{}, ticket.EndUser, fresh, false},
		{"users, switched on", session.Policy{UsersMay: true}, ticket.EndUser, fresh, true},
		{"rules, where agents may not", session.Policy{AgentsMayNot: []channel.Account{{}}}, ticket.Trigger, fresh, true},
	}
	for _, tt := range tests {
		if got := tt.p.MayEnd(tt.by, tt.on); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// TestRoute routes tickets of sessions that end before and after the choice was made.
func TestRoute(t *testing.T) {
	t.Parallel()
	p := session.Policy{RouteEnded: ticket.RouteEmail, RouteEndedSince: minute(5)}
	require.Equal(t, ticket.Routing(""), session.Policy{}.Route(minute(9)))
	require.Equal(t, ticket.Routing(""), p.Route(minute(5).Add(-1)))
	require.Equal(t, ticket.RouteEmail, p.Route(minute(5)))
}

// TestFrees asks which sessions take no capacity.
func TestFrees(t *testing.T) {
	t.Parallel()
	s := session.Start("s1", "t1", start())
	spare := session.Policy{FreeInactive: true}
	require.False(t, spare.Frees(s))
	require.True(t, spare.Frees(s.Quiet()))
	require.False(t, session.Policy{}.Frees(s.Quiet()))
	require.True(t, session.Policy{}.Frees(s.Take(session.StepRelease, ticket.Actor{}, ticket.Open, minute(9))))
	require.False(t, spare.Frees(s.End(agent(), minute(1))), "that of its ticket's routing is told")
}

// TestPolicyCheck refuses policies that cannot be, those of the vendor's editor among them.
func TestPolicyCheck(t *testing.T) {
	t.Parallel()
	statuses, err := ticket.NewStatuses(
		ticket.CustomStatus{ID: "7", Category: ticket.Pending, AgentLabel: "Waits", Default: true},
		ticket.CustomStatus{ID: "8", Category: ticket.Open, AgentLabel: "Works"},
		ticket.CustomStatus{ID: "9", Category: ticket.Pending, AgentLabel: "Gone", Inactive: true},
		ticket.CustomStatus{ID: "10", Category: ticket.Solved, AgentLabel: "Silent"},
	)
	require.NoError(t, err)
	release := func(after time.Duration, status string, reminders ...session.Reminder) session.Policy {
		return session.Policy{Release: session.Release{After: after, Status: status, Reminders: reminders}}
	}
	one := session.Reminder{After: time.Minute, Text: "Hello?"}
	with := func(p session.Policy, change func(*session.Policy)) session.Policy {
		change(&p)
		return p
	}
	tests := []struct {
		name string
		p    session.Policy
		want string // in the error; empty: none
	}{
		{"zero", session.Policy{}, ""},
		{"the vendor's sequence", release(10*time.Minute, "pending", session.DefaultReminders()...), ""},
		{"the shortest", release(3*time.Minute, ""), ""},
		{"the longest", release(15*time.Minute, "hold"), ""},
		{"too short", release(2*time.Minute, ""), "3 to 15"},
		{"too long", release(16*time.Minute, ""), "3 to 15"},
		{"half a minute", release(210*time.Second, ""), "whole minutes"},
		{"negative", release(-3*time.Minute, ""), "3 to 15"},
		{"a custom status", release(5*time.Minute, "7"), ""},
		{"a custom status of another category", release(5*time.Minute, "8"), `status "8"`},
		{"one that is not used any more", release(5*time.Minute, "9"), `status "9"`},
		{"an unknown status", release(5*time.Minute, "lost"), `status "lost"`},
		{"open", release(5*time.Minute, "open"), `status "open"`},
		{"closed, at a reminder", release(5*time.Minute, "", session.Reminder{After: 1, Text: "x", Status: "closed"}), `status "closed"`},
		{"four reminders", release(5*time.Minute, "", one, one, one, one), "3 at most"},
		{"solved first, no reminder", release(5*time.Minute, "solved"), ""},
		{"solved first, one reminder", release(5*time.Minute, "solved", one), ""},
		{"solved first, two reminders", release(5*time.Minute, "solved", one, one), "more than one reminder"},
		{"a custom solved first, two reminders", release(5*time.Minute, "10", one, one), "more than one reminder"},
		{"a reminder at once", release(5*time.Minute, "", session.Reminder{Text: "x"}), "more than nothing"},
		{"an empty reminder", release(5*time.Minute, "", session.Reminder{After: 1}), "neither"},
		{"reminders without a release", release(0, "", one), "without a release"},
		{"ends when inactive", with(release(5*time.Minute, "pending"), func(p *session.Policy) { p.EndInactive = true }), ""},
		{"ends when inactive, and reminds", with(release(5*time.Minute, "", one), func(p *session.Policy) { p.EndInactive = true }), "reminded"},
		{"ends before the last reminder", with(release(5*time.Minute, "", one), func(p *session.Policy) { p.EndAfter = 6*time.Minute - 1 }), "last step"},
		{"ends with the last reminder", with(release(5*time.Minute, "", one), func(p *session.Policy) { p.EndAfter = 6 * time.Minute }), ""},
		{"a negative idle time", session.Policy{Idle: -1}, "negative"},
		{"an unknown route", session.Policy{RouteEnded: "post"}, `route "post"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.p.Check(statuses)
			if tt.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tt.want)
		})
	}
}
