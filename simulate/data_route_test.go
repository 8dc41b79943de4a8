package simulate_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// agents are those of the ids.
func agents(ids ...string) (list []socialticket.Agent) {
	for _, id := range ids {
		list = append(list, socialticket.Agent{ID: id})
	}
	return list
}

// staffed returns a world with agents. Its agents may close tickets, so that a story can.
func staffed(t testing.TB, s *socialticket.Settings, ids ...string) *simulate.World {
	t.Helper()
	s.Agents, s.Lifecycle.AgentsClose = agents(ids...), true
	w, err := simulate.New(simulate.Config{Settings: s})
	require.NoError(t, err)
	return w
}

// bring takes a customer's ticket with an assignee to a status.
func bring(t testing.TB, w *simulate.World, customer, assignee, status string) {
	t.Helper()
	play(t, w, "%s says %q\nada sets %s assignee %s", customer, "Hello", customer, assignee)
	tk, err := w.Ticket(customer)
	require.NoError(t, err)
	if status != "" && status != string(tk.Status) {
		play(t, w, "ada sets %s status %s", customer, status)
	}
}

// reassign lets something happen to a ticket whose assignee is not there.
func reassign(c *datatest.Case) {
	var given datatest.Reassign
	var when struct{ Event string }
	c.Given(&given)
	c.When(&when)
	assignee := strconv.Itoa(given.Assignee)
	w := staffed(c.T, &socialticket.Settings{}, assignee, "ada")
	bring(c.T, w, "ana", assignee, datatest.StageName(given.Status))
	begin, err := w.Ticket("ana")
	require.NoError(c.T, err)
	require.NoError(c.T, w.Change(func(s *socialticket.Settings) {
		s.Agents = slices.Clone(s.Agents)
		if s.Agents[0].Presence = routing.Presence(given.AgentState); given.Gone() {
			s.Agents = s.Agents[1:]
		}
	}))
	step, known := deeds()[when.Event]
	require.True(c.T, known, "event %q", when.Event)
	play(c.T, w, "%s", step)
	tk, err := w.Ticket("ana")
	require.NoError(c.T, err)
	status := string(tk.Status)
	if tk.ID != begin.ID && tk.Status == ticket.New { // instead of a closed one; the peers have no such status
		status = string(ticket.Open)
	}
	c.Mean("status", datatest.StageName)
	c.Want("status", status)
	c.Want("assignee", datatest.Number(tk.Assignee))
}

// loadOf counts what an agent has.
func loadOf(c *datatest.Case) {
	var given datatest.Load
	var when struct {
		CountLoad bool `json:"count_load"`
	}
	c.Given(&given)
	c.When(&when)
	require.True(c.T, when.CountLoad, "the case asks for something else")
	w := staffed(c.T, &socialticket.Settings{Sessions: session.Policy{
		FreeInactive: given.Session != "", UsersMay: true, RouteEnded: ticket.Routing(given.EndedAs()),
	}}, "ada")
	for i, status := range given.Tickets {
		bring(c.T, w, fmt.Sprint("customer", i), "ada", datatest.StageName(status))
	}
	if given.Session != "" {
		bring(c.T, w, "ana", "ada", "")
		letSession(c.T, w, given.Session)
	}
	var all []ticket.Ticket
	for t, err := range w.Store().Tickets(c.T.Context()) {
		require.NoError(c.T, err)
		all = append(all, t)
	}
	load := routing.LoadsOf(slices.Values(all))["ada"]
	c.Want("load", load.Total())
	c.Want("messaging_load", load.Messaging)
	c.Want("email_load", load.Email)
}

// letSession lets the session of ana come to a state.
func letSession(t testing.TB, w *simulate.World, state string) {
	t.Helper()
	tk, err := w.Ticket("ana")
	require.NoError(t, err)
	by := ticket.Actor{Kind: ticket.System}
	switch state {
	case "active":
	case "inactive":
		require.NoError(t, w.Pass(session.DefaultIdle))
		play(t, w, "expect ana session inactive")
		return
	case "ended", "ended_by_agent":
		by = simulate.Agent("ada")
	case "ended_by_user", "ended_by_end_user", "ended_by_customer":
		by = ticket.Actor{Kind: ticket.EndUser, ID: tk.Requester}
	case "ended_by_trigger", "ended_by_rule":
		by = ticket.Actor{Kind: ticket.Trigger, ID: "ends"}
	default:
		require.Contains(t, []string{"ended_by_inactivity", "ended_by_system"}, state)
	}
	if state != "active" {
		_, err = w.Do(socialticket.EndSession{Ticket: tk.ID, By: by})
		require.NoError(t, err)
	}
	play(t, w, "expect ana session %s", map[bool]string{true: "active", false: "ended"}[state == "active"])
}

// roundRobin lets tickets come while some agents are there, and routes each.
func roundRobin(c *datatest.Case) {
	var given datatest.RoundRobin
	var when struct{ Allowed [][]int }
	c.Given(&given)
	c.When(&when)
	members := given.Queue
	if given.Members != nil {
		members = given.Members
	}
	w := staffed(c.T, &socialticket.Settings{Routing: routing.Config{Method: routing.RoundRobin}}, datatest.IDs(members)...)
	turn, picked := routing.Turn(datatest.Turn(datatest.IDs(given.Queue))), []string{}
	for i, list := range when.Allowed {
		allowed, customer := datatest.IDs(list), fmt.Sprint("customer", i)
		require.NoError(c.T, w.Change(func(s *socialticket.Settings) {
			s.Agents = slices.Clone(s.Agents)
			for i := range s.Agents {
				s.Agents[i].Presence = routing.Online
				if !slices.Contains(allowed, s.Agents[i].ID) {
					s.Agents[i].Presence = routing.Away
				}
			}
		}))
		play(c.T, w, "%s says %q", customer, "Hello")
		tk, err := w.Ticket(customer)
		require.NoError(c.T, err)
		r, err := w.Do(socialticket.Route{Ticket: tk.ID, Turn: turn})
		require.NoError(c.T, err)
		if picked = append(picked, r.Choice.Agent); r.Turn != nil {
			turn = r.Turn
		}
	}
	turn = w.Settings().Team(nil, turn).Turn()
	c.Want("picked", datatest.Numbers(picked))
	c.Want("queue", datatest.Numbers(datatest.Turn(turn)))
	c.Want("queue_members", datatest.Numbers(slices.Sorted(slices.Values(turn))))
}
