package routing_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/ticket"
)

// chat is a work that any agent can take who is there and has room.
func chat() routing.Work { return routing.Work{Class: ticket.RouteMessaging} }

func TestPick(t *testing.T) {
	limit := func(id string, messaging, load int) routing.Agent {
		return routing.Agent{ID: id, Capacity: routing.Capacity{Messaging: messaging}, Load: routing.Load{Messaging: load}}
	}
	tests := []struct {
		name   string
		method routing.Method
		agents []routing.Agent
		work   routing.Work
		want   routing.Choice
	}{
		{"nobody", "", nil, chat(), routing.Choice{}},
		{"the first in turn", "", []routing.Agent{limit("a", 0, 9), limit("b", 0, 0)}, chat(), routing.Choice{Agent: "a", Reason: routing.ByTurn}},
		{"an empty presence is there", "", []routing.Agent{{ID: "a"}}, chat(), routing.Choice{Agent: "a", Reason: routing.ByTurn}},
		{"only who is online is there", "", []routing.Agent{
			{ID: "a", Presence: routing.Away}, {ID: "b", Presence: routing.Reassigning}, {ID: "c", Presence: routing.TransfersOnly},
			{ID: "d", Presence: routing.Offline}, {ID: "e", Presence: "lunch"}, {ID: "f", Presence: routing.Online},
		}, chat(), routing.Choice{Agent: "f", Reason: routing.ByTurn, Missed: routing.Missed{Absent: 5}}},
		{"room for the last one", "", []routing.Agent{limit("a", 3, 3), limit("b", 3, 2)}, chat(), routing.Choice{Agent: "b", Reason: routing.ByTurn, Missed: routing.Missed{Full: 1}}},
		{"more than the capacity is full", "", []routing.Agent{limit("a", 3, 7)}, chat(), routing.Choice{Missed: routing.Missed{Full: 1}}},
		{"a negative capacity takes none", "", []routing.Agent{limit("a", -1, 0)}, chat(), routing.Choice{Missed: routing.Missed{Full: 1}}},
		{"each way has a capacity of its own", "", []routing.Agent{limit("a", 1, 1)}, routing.Work{Class: ticket.RouteEmail}, routing.Choice{Agent: "a", Reason: routing.ByTurn}},
		{"what is in no queue", "", []routing.Agent{limit("a", 0, 0)}, routing.Work{}, routing.Choice{Missed: routing.Missed{Full: 1}}},
		{"the group", "", []routing.Agent{{ID: "a", Groups: []string{"billing"}}, {ID: "b", Groups: []string{"billing", "sales"}}},
			routing.Work{Class: ticket.RouteMessaging, Group: "sales"}, routing.Choice{Agent: "b", Reason: routing.ByTurn, Missed: routing.Missed{OtherGroup: 1}}},
		{"all skills", "", []routing.Agent{{ID: "a", Skills: []string{"french"}}, {ID: "b", Skills: []string{"tax", "french"}}},
			routing.Work{Class: ticket.RouteMessaging, Skills: []string{"french", "tax"}}, routing.Choice{Agent: "b", Reason: routing.ByTurn, Missed: routing.Missed{Unskilled: 1}}},
		{"the preferred one", "", []routing.Agent{limit("a", 0, 0), limit("b", 0, 5)}, routing.Work{Class: ticket.RouteMessaging, Prefer: "b"}, routing.Choice{Agent: "b", Reason: routing.Preferred}},
		{"the preferred one is full", "", []routing.Agent{limit("a", 0, 0), limit("b", 5, 5)}, routing.Work{Class: ticket.RouteMessaging, Prefer: "b"},
			routing.Choice{Agent: "a", Reason: routing.ByTurn, Missed: routing.Missed{Full: 1}}},
		{"who passed it on comes last", "", []routing.Agent{limit("a", 0, 0), limit("b", 0, 5)}, routing.Work{Class: ticket.RouteMessaging, Prefer: "a", Passed: []string{"a"}}, routing.Choice{Agent: "b", Reason: routing.ByTurn}},
		{"who passed it on, but is alone", "", []routing.Agent{limit("a", 0, 0)}, routing.Work{Class: ticket.RouteMessaging, Passed: []string{"a"}}, routing.Choice{Agent: "a", Reason: routing.ByTurn}},
		{"the smaller share", routing.LeastBusy, []routing.Agent{limit("a", 4, 2), limit("b", 10, 4)}, chat(), routing.Choice{Agent: "b", Reason: routing.ByLoad}},
		{"equal shares: the smaller load", routing.LeastBusy, []routing.Agent{limit("a", 4, 2), limit("b", 2, 1)}, chat(), routing.Choice{Agent: "b", Reason: routing.ByLoad}},
		{"equal loads: by turn", routing.LeastBusy, []routing.Agent{limit("a", 4, 2), limit("b", 4, 2)}, chat(), routing.Choice{Agent: "a", Reason: routing.ByLoad}},
		{"without limits: the smaller load", routing.LeastBusy, []routing.Agent{limit("a", 0, 2), limit("b", 0, 1)}, chat(), routing.Choice{Agent: "b", Reason: routing.ByLoad}},
		{"no limit is no share", routing.LeastBusy, []routing.Agent{limit("a", 9, 1), limit("b", 0, 5)}, chat(), routing.Choice{Agent: "b", Reason: routing.ByLoad}},
		{"the preferred one before the least busy", routing.LeastBusy, []routing.Agent{limit("a", 9, 1), limit("b", 9, 5)}, routing.Work{Class: ticket.RouteMessaging, Prefer: "b"}, routing.Choice{Agent: "b", Reason: routing.Preferred}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := routing.Team{Method: tt.method, Agents: tt.agents}.Pick(tt.work)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Pick mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReasons(t *testing.T) {
	team := routing.Team{Agents: []routing.Agent{
		{ID: "a", Groups: []string{"sales"}, Skills: []string{"french"}}, {ID: "b"}, {ID: "c", Groups: []string{"sales"}},
		{ID: "d", Presence: routing.Away}, {ID: "e", Groups: []string{"sales"}, Skills: []string{"french"}, Capacity: routing.Capacity{Messaging: -1}},
	}}
	work := routing.Work{Class: ticket.RouteMessaging, Group: "sales", Skills: []string{"french"}}
	want := map[string]routing.Reason{"a": "", "b": routing.OtherGroup, "c": routing.Unskilled, "d": routing.Absent, "e": routing.Full}
	if diff := cmp.Diff(want, maps.Collect(team.Reasons(work))); diff != "" {
		t.Errorf("Reasons mismatch (-want +got):\n%s", diff)
	}
	for range team.Reasons(work) {
		break // it may be left early
	}
}

func TestNewTeam(t *testing.T) {
	agents := []routing.Agent{{ID: "a"}, {ID: "b", Capacity: routing.Capacity{Messaging: 2, Email: -1}}, {ID: "c"}, {ID: "d"}}
	team := routing.NewTeam(
		routing.Config{Method: routing.LeastBusy, Capacity: routing.Capacity{Messaging: 5, Email: 7}},
		agents, routing.Loads{"c": {Messaging: 3}, "gone": {Email: 1}}, routing.Turn{"d", "gone", "b"},
	)
	want := routing.Team{Method: routing.LeastBusy, Agents: []routing.Agent{
		{ID: "d", Capacity: routing.Capacity{Messaging: 5, Email: 7}}, {ID: "b", Capacity: routing.Capacity{Messaging: 2, Email: -1}},
		{ID: "a", Capacity: routing.Capacity{Messaging: 5, Email: 7}}, {ID: "c", Capacity: routing.Capacity{Messaging: 5, Email: 7}, Load: routing.Load{Messaging: 3}},
	}}
	if diff := cmp.Diff(want, team); diff != "" {
		t.Errorf("NewTeam mismatch (-want +got):\n%s", diff)
	}
	require.Equal(t, routing.Turn{"d", "b", "a", "c"}, team.Turn())
	require.Equal(t, "a", agents[0].ID, "the agents that were given have moved")

	after := team.With("b", chat())
	require.Equal(t, routing.Turn{"d", "a", "c", "b"}, after.Turn())
	require.Equal(t, routing.Load{Messaging: 1}, after.Agents[3].Load)
	require.Equal(t, routing.Turn{"d", "b", "a", "c"}, team.Turn())
	require.Equal(t, team, team.With("gone", chat()))
}

func TestTurn(t *testing.T) {
	tests := []struct {
		name    string
		turn    routing.Turn
		members []string
		want    routing.Turn
	}{
		{"lost", nil, []string{"a", "b"}, routing.Turn{"a", "b"}},
		{"as it is", routing.Turn{"b", "a"}, []string{"a", "b"}, routing.Turn{"b", "a"}},
		{"one left, one came", routing.Turn{"c", "b", "a"}, []string{"a", "c", "d"}, routing.Turn{"c", "a", "d"}},
		{"each once", routing.Turn{"a", "b", "a"}, []string{"b", "a", "b"}, routing.Turn{"a", "b"}},
		{"nobody", routing.Turn{"a"}, nil, routing.Turn{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.turn.Among(tt.members...)); diff != "" {
				t.Errorf("Among mismatch (-want +got):\n%s", diff)
			}
		})
	}
	id, after := routing.Turn{"a", "b", "c"}.Next(func(id string) bool { return id != "a" })
	require.Equal(t, "b", id)
	require.Equal(t, routing.Turn{"a", "c", "b"}, after)
	id, after = routing.Turn{"a", "b"}.Next(func(string) bool { return false })
	require.Empty(t, id)
	require.Equal(t, routing.Turn{"a", "b"}, after)
	require.Equal(t, routing.Turn{"a"}, routing.Turn{"a"}.After("b"))
}

func TestLoads(t *testing.T) {
	had := func(routed ticket.Routing, status ticket.Status, released bool) ticket.Ticket {
		return ticket.Ticket{ID: "1", Assignee: "a", Routing: routed, Status: status, Released: released}
	}
	tickets := []ticket.Ticket{
		had(ticket.RouteMessaging, ticket.Open, false), had(ticket.RouteMessaging, ticket.Pending, false), had(ticket.RouteMessaging, ticket.Hold, true),
		had(ticket.RouteMessaging, ticket.Solved, false), had(ticket.RouteEmail, ticket.Open, false), had(ticket.RouteEmail, ticket.Closed, false),
		had("", ticket.Open, false), had("fax", ticket.Open, false), {ID: "2", Routing: ticket.RouteMessaging, Status: ticket.New},
		{ID: "3", Routing: ticket.RouteEmail, Status: ticket.Open, Assignee: "b"},
	}
	got := routing.LoadsOf(slices.Values(tickets))
	want := routing.Loads{"a": {Messaging: 2, Email: 1}, "b": {Email: 1}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("LoadsOf mismatch (-want +got):\n%s", diff)
	}
	require.Equal(t, 3, got["a"].Total())
}

func TestConfigCheck(t *testing.T) {
	for _, m := range []routing.Method{"", routing.RoundRobin, routing.LeastBusy} {
		require.NoError(t, routing.Config{Method: m}.Check())
	}
	require.ErrorContains(t, routing.Config{Method: "random"}.Check(), `"random"`)
}

// TestJSON holds the stored form of what goes in with a command and comes out with a receipt.
func TestJSON(t *testing.T) {
	text, err := json.Marshal([]any{
		routing.Loads{"b": {Email: 1}, "a": {Messaging: 2}}, routing.Turn{"b", "a"},
		routing.Choice{Agent: "a", Reason: routing.ByTurn, Missed: routing.Missed{Full: 1}},
	})
	require.NoError(t, err)
	require.Equal(t, `[{"a":{"messaging":2},"b":{"email":1}},["b","a"],{"agent_id":"a","reason":"turn","missed":{"full":1}}]`, string(text))
}
