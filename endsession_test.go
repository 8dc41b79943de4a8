package socialticket_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
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

// TestRouteAsEmail lets a trigger route a ticket as email: its session ends, by the trigger,
// and the routing stays what the trigger said.
func TestRouteAsEmail(t *testing.T) {
	t.Parallel()
	o := withSessions(t, session.Policy{RouteEnded: ticket.RouteMessaging},
		pull("slow", act("routing_channel", "email"), cond("current_tags", rules.Includes, "slow"), cond("session_state", rules.IsNot, "ended")),
		pull("ended", act("current_tags", "over"), cond("session_ended_reason", rules.ChangedTo, "rule")),
		pull("routed", act("current_tags", "routed"), cond("routing_channel", rules.ChangedTo, "email"), cond("routing_channel", rules.ChangedFrom, "messaging")))
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	r := o.set(t, id, ticket.FieldTags, "slow", agent())
	require.Equal(t, []string{"slow", "ended", "routed"}, pulled(r))
	require.Equal(t, ticket.RouteEmail, r.Ticket.Routing)
	require.Equal(t, session.Ended, o.session(t, id).State)
	require.Equal(t, ticket.Actor{Kind: ticket.Trigger, ID: "slow"}, o.session(t, id).EndedBy)
	back := o.set(t, id, ticket.FieldRouting, "messaging", agent())
	require.Equal(t, ticket.RouteMessaging, back.Ticket.Routing)
	require.Equal(t, session.Ended, o.session(t, id).State, "an ended session cannot be resumed")
}

// TestRoutingRefused undoes the end of a session if the rest of a rule cannot be carried out.
func TestRoutingRefused(t *testing.T) {
	t.Parallel()
	rule := pull("both", act("routing_channel", "email"), cond("current_tags", rules.Includes, "slow"))
	rule.Do = append(rule.Do, act("status", "solved")) // needs an assignee
	o := withSessions(t, session.Policy{}, rule)
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	r := o.set(t, id, ticket.FieldTags, "slow", agent())
	require.Equal(t, session.Active, o.session(t, id).State)
	require.Equal(t, ticket.RouteMessaging, r.Ticket.Routing)
	require.True(t, r.Ticket.SessionEndedAt.IsZero())
}

// TestComposer asks how people answer once a session was ended: by a note, by mail where the
// host sends mail and an address is known, or on as before where that is set.
func TestComposer(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	tests := []struct {
		name  string
		p     session.Policy
		email string
		want  socialticket.Composer
	}{
		{"a note", session.Policy{}, "ana@example.com", socialticket.ComposeNote},
		{"a note, for no address is known", session.Policy{MailEnded: true}, "", socialticket.ComposeNote},
		{"mail", session.Policy{MailEnded: true}, "ana@example.com", socialticket.ComposeMail},
		{"as before", session.Policy{WriteEnded: true, MailEnded: true}, "ana@example.com", socialticket.ComposeMessage},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := withSessions(t, tt.p, pull("thanks", act("reply_public", "How was it?"), cond("session_ended_reason", rules.ChangedTo, "agent")))
			id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
			noted(identity.Person{Email: tt.email}).do(t, o, id)
			ended, err := o.EndSession(ctx, socialticket.EndSession{Ticket: id, By: agent()})
			require.NoError(t, err)
			require.Equal(t, tt.want, ended.Composer)
			require.Len(t, messages(ended), 1, "rules still reach the customer")

			d, err := o.MayReply(ctx, id, channel.Request{Human: true})
			require.NoError(t, err)
			r := o.reply(t, id, "One more thing.")
			note, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "For us.", Note: true})
			require.NoError(t, err)
			require.False(t, note.Comment.Public)
			require.Equal(t, tt.want != socialticket.ComposeNote, r.Ticket.Replies == 1, "what is not sent is no answer")
			switch tt.want {
			case socialticket.ComposeMessage:
				require.True(t, d.Allowed)
				require.Len(t, messages(r), 1)
			case socialticket.ComposeMail:
				require.Equal(t, channel.Decision{Reason: channel.ReasonEnded, Instead: channel.AdviseMail}, d)
				require.Equal(t, d, r.Decision)
				require.Len(t, r.Commit.Effects, 1)
				e := r.Commit.Effects[0]
				require.Equal(t, [2]string{string(socialticket.EffectMail), tt.email}, [2]string{string(e.Kind), e.To})
				var mail socialticket.Mail
				require.NoError(t, json.Unmarshal(e.Body, &mail))
				if diff := cmp.Diff(socialticket.Mail{Ticket: id, Comment: r.Comment.ID, Text: "One more thing."}, mail); diff != "" {
					t.Errorf("mail (-want +got):\n%s", diff)
				}
				done, err := o.Settle(ctx, e)
				require.NoError(t, err)
				require.Equal(t, []string{e.ID}, done.Commit.Done)
			case socialticket.ComposeNote:
				require.Equal(t, channel.Decision{Reason: channel.ReasonEnded, Instead: channel.AdviseNote}, d)
				require.Equal(t, d, r.Decision)
				require.Empty(t, r.Commit.Effects)
				require.Equal(t, channel.StateFailed, r.Comment.Delivery.State)
				require.Equal(t, "session_ended", r.Comment.Delivery.Error.Code)
				require.True(t, r.Comment.Public, "it is kept")
			}
		})
	}
}

// TestComposerOld keeps people from writing on a ticket whose session was ended, also when
// the customer has begun another, while that other is answered as ever.
func TestComposerOld(t *testing.T) {
	t.Parallel()
	o := withSessions(t, session.Policy{})
	old := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	_, err := o.EndSession(context.Background(), socialticket.EndSession{Ticket: old, By: agent()})
	require.NoError(t, err)
	fresh := o.receive(t, says("15550100", "m2", "again", start()))
	require.Equal(t, socialticket.ComposeMessage, fresh.Composer)
	require.Empty(t, messages(o.reply(t, old, "on the old one")))
	require.Len(t, messages(o.reply(t, fresh.Ticket.ID, "on the new one")), 1)
	o.set(t, old, ticket.FieldAssignee, "ada", agent())
	o.set(t, old, ticket.FieldStatus, "solved", agent())
	require.Equal(t, session.Active, o.session(t, fresh.Ticket.ID).State, "the old one does not silence the new")
	closed := o.set(t, old, ticket.FieldStatus, "closed", ticket.Actor{Kind: ticket.Trigger, ID: "r"})
	require.Equal(t, socialticket.Composer(""), closed.Composer)
}

// TestLoad counts the capacity that the tickets of an agent take through a day.
func TestLoad(t *testing.T) {
	t.Parallel()
	o := withSessions(t, session.Policy{RouteEnded: ticket.RouteEmail, FreeInactive: true})
	load := func(counted bool) [2]int {
		n := map[ticket.Routing]int{}
		for tk, err := range o.store.Tickets(context.Background()) {
			require.NoError(t, err)
			if tk.Assignee == "ada" {
				n[tk.Takes(counted)]++
			}
		}
		return [2]int{n[ticket.RouteMessaging], n[ticket.RouteEmail]}
	}
	var ids []ticket.ID
	for _, user := range []string{"A", "B", "C"} {
		id := o.receive(t, says(user, "m"+user, "hello", o.clock.now)).Ticket.ID
		o.set(t, id, ticket.FieldAssignee, "ada", agent())
		ids = append(ids, id)
	}
	require.Equal(t, [2]int{3, 0}, load(false))
	_, err := o.EndSession(context.Background(), socialticket.EndSession{Ticket: ids[0], By: agent()})
	require.NoError(t, err)
	require.Equal(t, [2]int{2, 1}, load(false))
	o.set(t, ids[1], ticket.FieldStatus, "pending", agent())
	require.Equal(t, [2]int{1, 1}, load(false))
	require.Equal(t, [2]int{2, 1}, load(true))
	o.receive(t, says("B", "mB2", "here", o.clock.now))
	require.Equal(t, [2]int{2, 1}, load(false))
	o.set(t, ids[2], ticket.FieldStatus, "solved", agent())
	require.Equal(t, [2]int{1, 1}, load(true))
}
