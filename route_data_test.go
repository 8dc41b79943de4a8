package socialticket_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataRouting asks a desk who keeps a ticket, and what agents have.
func TestDataRouting(t *testing.T) {
	datatest.Cases(t, "routing", datatest.Ops{"load": loadOf, "reassign": reassign})
}

// bring takes a ticket with an assignee to a status.
func (o *office) bring(t testing.TB, id ticket.ID, assignee, status string) {
	t.Helper()
	if assignee != "" {
		o.set(t, id, ticket.FieldAssignee, assignee, agent())
	}
	by := agent()
	if status == string(ticket.Closed) {
		by = ticket.Actor{Kind: ticket.Automation, ID: "close"}
	}
	if status != "" && status != string(o.ticket(t, id).Status) {
		o.set(t, id, ticket.FieldStatus, status, by)
	}
}

func reassign(c *datatest.Case) {
	var given datatest.Reassign
	var when struct{ Event string }
	c.Given(&given)
	c.When(&when)
	assignee := strconv.Itoa(given.Assignee)
	o := routed(c.T, routing.Config{}, socialticket.Agent{ID: assignee}, socialticket.Agent{ID: "ada"})
	id := o.arrives(c.T, "1").Ticket.ID
	o.bring(c.T, id, assignee, datatest.StageName(given.Status))
	o.rearrange(func(s *socialticket.Settings) {
		s.Agents[0].Presence = routing.Presence(given.AgentState)
		if given.Gone() {
			s.Agents = s.Agents[1:]
		}
	})
	var r socialticket.Receipt
	switch when.Event {
	case "customer_message":
		r = o.arrives(c.T, "1")
	case "agent_message", "agent_reply":
		r = o.reply(c.T, id, "Hello.")
	default:
		c.T.Fatalf("event %q is unknown", when.Event)
	}
	c.Mean("status", datatest.StageName)
	status := string(r.Ticket.Status)
	if r.Created && status == string(ticket.New) { // instead of a closed one; the peers have no such status
		status = string(ticket.Open)
	}
	c.Want("status", status)
	c.Want("assignee", datatest.Number(r.Ticket.Assignee))
}

// loadOf counts what an agent has: of tickets with these statuses, or of one ticket with a
// session.
func loadOf(c *datatest.Case) {
	var given datatest.Load
	var when struct {
		CountLoad bool `json:"count_load"`
	}
	c.Given(&given)
	c.When(&when)
	o := routed(c.T, routing.Config{}, socialticket.Agent{ID: "ada"})
	// Zendesk has sessions, of which the inactive ones take nothing here; the peers count
	// what is not done.
	o.settings.Sessions = session.Policy{FreeInactive: given.Session != "", UsersMay: true, RouteEnded: ticket.Routing(given.EndedAs())}
	for i, status := range given.Tickets {
		id := o.arrives(c.T, fmt.Sprint("user", i)).Ticket.ID
		o.bring(c.T, id, "ada", datatest.StageName(status))
	}
	if given.Session != "" {
		o.inSession(c.T, given.Session)
	}
	var all []ticket.Ticket
	for t, err := range o.store.Tickets(context.Background()) {
		require.NoError(c.T, err)
		all = append(all, t)
	}
	load := routing.LoadsOf(slices.Values(all))["ada"]
	require.True(c.T, when.CountLoad, "the case asks for something else")
	c.Want("load", load.Total())
	c.Want("messaging_load", load.Messaging)
	c.Want("email_load", load.Email)
}

// inSession lets ada have a ticket whose session is in a state.
func (o *office) inSession(t testing.TB, state string) {
	t.Helper()
	ctx := context.Background()
	r := o.arrives(t, "talks")
	o.bring(t, r.Ticket.ID, "ada", "")
	by, err := agent(), error(nil)
	switch state {
	case "active":
		return
	case "inactive":
		o.clock.Add(session.DefaultIdle)
		_, err = o.Desk.Wake(ctx, socialticket.Timer{Account: r.Commit.Account, Key: r.Commit.Key})
		require.NoError(t, err)
		return
	case "ended", "ended_by_agent":
	case "ended_by_user", "ended_by_end_user", "ended_by_customer":
		by = ticket.Actor{Kind: ticket.EndUser, ID: r.Commit.Conversation.User.ID}
	case "ended_by_trigger", "ended_by_rule":
		by = ticket.Actor{Kind: ticket.Trigger, ID: "ends"}
	case "ended_by_inactivity", "ended_by_system":
		by = ticket.Actor{Kind: ticket.System}
	default:
		t.Fatalf("session %q is unknown", state)
	}
	_, err = o.EndSession(ctx, socialticket.EndSession{Ticket: r.Ticket.ID, By: by})
	require.NoError(t, err)
}
