package socialticket_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

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
