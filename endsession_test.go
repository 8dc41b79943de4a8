package socialticket_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// TestEndSessionMay lets agents, users and rules end sessions, as the policy says.
func TestEndSessionMay(t *testing.T) {
	t.Parallel()
	old := []channel.Account{business()}
	user := func(r socialticket.Receipt) ticket.Actor {
		return ticket.Actor{Kind: ticket.EndUser, ID: r.Ticket.Requester}
	}
	other := func(socialticket.Receipt) ticket.Actor { return ticket.Actor{Kind: ticket.EndUser, ID: "another"} }
	ada := func(socialticket.Receipt) ticket.Actor { return agent() }
	tests := []struct {
		name string
		p    session.Policy
		by   func(socialticket.Receipt) ticket.Actor
		want string // in the refusal; empty: it is ended
	}{
		{"an agent", session.Policy{}, ada, ""},
		{"an agent, where messaging was before", session.Policy{AgentsMayNot: old}, ada, `actor of kind "agent" end sessions of account whatsapp:1066`},
		{"the user", session.Policy{}, user, `actor of kind "end_user"`},
		{"the user, switched on", session.Policy{UsersMay: true, AgentsMayNot: old}, user, ""},
		{"another user", session.Policy{UsersMay: true}, other, "another user's session"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := withSessions(t, tt.p)
			first := o.receive(t, says("15550100", "m1", "hello", start()))
			r, err := o.EndSession(context.Background(), socialticket.EndSession{Ticket: first.Ticket.ID, By: tt.by(first)})
			if tt.want == "" {
				require.NoError(t, err)
				require.Equal(t, session.Ended, r.Commit.Conversation.Session.State)
				require.Equal(t, tt.by(first), r.Commit.Conversation.Session.EndedBy)
				return
			}
			refusal, is := errors.AsType[*socialticket.Error](err)
			require.True(t, is)
			require.ErrorIs(t, err, socialticket.ErrRefused)
			require.Equal(t, "by", refusal.Field)
			require.ErrorContains(t, err, tt.want)
			require.Equal(t, session.Active, o.session(t, first.Ticket.ID).State)
			_, err = o.Update(context.Background(), socialticket.Update{Ticket: first.Ticket.ID, By: tt.by(first), Changes: []ticket.Change{{Field: ticket.FieldRouting, Value: "email"}}})
			require.ErrorIs(t, err, socialticket.ErrRefused, "to route it as email is no way round")
		})
	}
}

// TestEndSessionFollows looks at what follows an end: the status stays, the capacity is free
// or another, the customer is told only what they did themselves.
func TestEndSessionFollows(t *testing.T) {
	t.Parallel()
	mail := session.Policy{RouteEnded: ticket.RouteEmail, UsersMay: true, Farewell: "You have ended the chat."}
	later := mail
	later.RouteEndedSince = start().Add(time.Hour)
	rule := ticket.Actor{Kind: ticket.Automation, ID: "r"}
	tests := []struct {
		name     string
		p        session.Policy
		by       ticket.Actor
		assignee string
		route    ticket.Routing
		owner    string
	}{
		{"off: it leaves all queues", session.Policy{}, agent(), "bob", "", "bob"},
		{"as email, to the agent who ended it", mail, agent(), "bob", ticket.RouteEmail, "ada"},
		{"as email, unassigned before", mail, agent(), "", ticket.RouteEmail, "ada"},
		{"as email, by a rule", mail, rule, "bob", ticket.RouteEmail, "bob"},
		{"before it was chosen", later, agent(), "bob", "", "bob"},
		{"as messaging", session.Policy{RouteEnded: ticket.RouteMessaging}, agent(), "bob", ticket.RouteMessaging, "bob"},
		{"by the user", mail, ticket.Actor{Kind: ticket.EndUser}, "bob", ticket.RouteEmail, "bob"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := withSessions(t, tt.p)
			first := o.receive(t, says("15550100", "m1", "hello", start()))
			id := first.Ticket.ID
			require.Equal(t, ticket.RouteMessaging, first.Ticket.Routing)
			before := o.set(t, id, ticket.FieldAssignee, tt.assignee, ticket.Actor{Kind: ticket.Agent, ID: "lead"}).Ticket
			if tt.by.Kind == ticket.EndUser {
				tt.by.ID = first.Ticket.Requester
			}
			r, err := o.EndSession(context.Background(), socialticket.EndSession{Ticket: id, By: tt.by})
			require.NoError(t, err)
			if tt.assignee != "" {
				require.Equal(t, before.Status, r.Ticket.Status)
			}
			require.Equal(t, [2]string{string(tt.route), tt.owner}, [2]string{string(r.Ticket.Routing), r.Ticket.Assignee})
			require.Equal(t, tt.route, r.Ticket.Takes(false))
			require.Equal(t, o.clock.now, r.Ticket.SessionEndedAt)
			told := slices.ContainsFunc(r.Commit.Events, func(e ticket.Event) bool { return e.Field == ticket.FieldRouting && e.To == string(tt.route) })
			require.Equal(t, tt.route != ticket.RouteMessaging, told, "a change of the routing is told")
			require.Equal(t, tt.by.Kind == ticket.EndUser, len(messages(r)) == 1, "the customer is told")

			again, err := o.EndSession(context.Background(), socialticket.EndSession{Ticket: id, By: tt.by})
			require.NoError(t, err)
			require.Equal(t, socialticket.Unchanged, again.Outcome, "a session ends once")
			next := o.receive(t, says("15550100", "m2", "again", o.clock.now))
			require.NotEqual(t, id, next.Ticket.ID)
			require.Equal(t, ticket.RouteMessaging, next.Ticket.Routing)
			require.Empty(t, next.Ticket.FollowUpOf)
		})
	}
}

// TestFarewell tells triggers that the user ended the session, not that a word was said.
func TestFarewell(t *testing.T) {
	t.Parallel()
	o := withSessions(t, session.Policy{UsersMay: true, Farewell: "Bye."},
		pull("user", act("current_tags", "u"), cond("session_ended_reason", rules.ChangedTo, "end_user"), cond("role", rules.Is, "end_user")),
		pull("said", act("current_tags", "s"), cond("comment_is_public", rules.Is, "true"), cond("update_type", rules.Is, "Change")))
	first := o.receive(t, says("15550100", "m1", "hello", start()))
	r, err := o.EndSession(context.Background(), socialticket.EndSession{Ticket: first.Ticket.ID, By: ticket.Actor{Kind: ticket.EndUser, ID: first.Ticket.Requester}})
	require.NoError(t, err)
	require.Equal(t, []string{"user"}, pulled(r))
	require.Equal(t, "Bye.", messages(r)[0].Text)
}
