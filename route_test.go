package socialticket_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// routed returns an office that routes to agents.
func routed(t testing.TB, c routing.Config, agents ...socialticket.Agent) *office {
	t.Helper()
	return newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) { s.Routing, s.Agents = c, agents })
}

// arrives takes a message of a user, a minute after whatever was before.
func (o *office) arrives(t testing.TB, user string) socialticket.Receipt {
	t.Helper()
	o.clock.Add(time.Minute)
	return o.receive(t, says(user, fmt.Sprint("m-", user, "-", o.clock.now.UnixNano()), "Hello?", o.clock.now))
}

func (o *office) route(t testing.TB, r socialticket.Route) socialticket.Receipt {
	t.Helper()
	got, err := o.Route(context.Background(), r)
	require.NoError(t, err)
	return got
}

// rearrange changes the settings, as a host does when somebody comes or goes.
func (o *office) rearrange(f func(*socialticket.Settings)) {
	next := *o.settings
	next.Version++
	next.Agents = append([]socialticket.Agent(nil), next.Agents...)
	f(&next)
	o.settings = &next
}

// routes returns the tickets that a commit asks to be routed.
func routes(r socialticket.Receipt) (list []ticket.ID) {
	for _, e := range r.Commit.Effects {
		if order, is := e.Command.Command.(socialticket.Route); is && e.Kind == socialticket.EffectRoute {
			list = append(list, order.Ticket)
		}
	}
	return list
}

func byTurn() routing.Config { return routing.Config{Method: routing.RoundRobin} }

func TestRoute(t *testing.T) {
	o := routed(t, byTurn(), socialticket.Agent{ID: "ada", Groups: []string{"sales", "all"}}, socialticket.Agent{ID: "ben"})
	id := o.arrives(t, "1").Ticket.ID
	r := o.route(t, socialticket.Route{Ticket: id, Loads: routing.Loads{"ada": {Messaging: 4}}})
	require.Equal(t, socialticket.Applied, r.Outcome)
	require.Equal(t, routing.Choice{Agent: "ada", Reason: routing.ByTurn}, r.Choice)
	require.Equal(t, routing.Turn{"ben", "ada"}, r.Turn)
	require.Equal(t, []any{"ada", "sales", ticket.Open}, []any{r.Ticket.Assignee, r.Ticket.Group, r.Ticket.Status})
	var by []ticket.Actor
	for _, e := range r.Commit.Events {
		by = append(by, e.By)
	}
	require.Contains(t, by, ticket.Actor{Kind: ticket.System, ID: "routing"})

	again := o.route(t, socialticket.Route{Ticket: id, Turn: r.Turn})
	require.Equal(t, socialticket.Unchanged, again.Outcome, "it has an assignee")
	require.Empty(t, again.Choice)
	require.Nil(t, again.Turn)

	second := o.route(t, socialticket.Route{Ticket: o.arrives(t, "2").Ticket.ID, Turn: r.Turn, By: agent()})
	require.Equal(t, "ben", second.Ticket.Assignee)
	require.Empty(t, second.Ticket.Group, "ben is in none")
	require.Equal(t, agent(), second.Commit.Events[0].By)
}

func TestRouteNobody(t *testing.T) {
	o := routed(t, routing.Config{SkillPrefix: "skill_"}, socialticket.Agent{ID: "ada", Capacity: routing.Capacity{Messaging: 1}}, socialticket.Agent{ID: "ben", Presence: routing.Away})
	id := o.arrives(t, "1").Ticket.ID
	r := o.route(t, socialticket.Route{Ticket: id, Loads: routing.Loads{"ada": {Messaging: 1}}})
	require.Equal(t, socialticket.Unchanged, r.Outcome)
	require.Equal(t, routing.Choice{Missed: routing.Missed{Full: 1, Absent: 1}}, r.Choice)

	o.set(t, id, ticket.FieldTags, "skill_french", agent())
	r = o.route(t, socialticket.Route{Ticket: id})
	require.Equal(t, routing.Choice{Missed: routing.Missed{Unskilled: 1, Absent: 1}}, r.Choice)
	o.rearrange(func(s *socialticket.Settings) { s.Agents[0].Skills = []string{"french"} })
	require.Equal(t, "ada", o.route(t, socialticket.Route{Ticket: id}).Ticket.Assignee)
}

// TestRouteOffer offers a ticket to one after the other: who does not accept in time passes
// it on.
func TestRouteOffer(t *testing.T) {
	o := routed(t, byTurn(), socialticket.Agent{ID: "ada"}, socialticket.Agent{ID: "ben"})
	id := o.arrives(t, "1").Ticket.ID
	first := o.route(t, socialticket.Route{Ticket: id})
	require.Equal(t, "ada", first.Ticket.Assignee)

	back, err := o.Update(context.Background(), socialticket.Update{
		Ticket: id, By: agent(), If: []ticket.Change{{Field: ticket.FieldAssignee, Value: "ada"}}, Changes: []ticket.Change{{Field: ticket.FieldAssignee}},
	})
	require.NoError(t, err)
	require.Equal(t, []ticket.ID{id}, routes(back), "it waits again")
	require.Equal(t, "ben", o.route(t, socialticket.Route{Ticket: id, Turn: routing.Turn{"ada", "ben"}}).Ticket.Assignee)

	asked := o.arrives(t, "2").Ticket.ID
	require.Equal(t, "ben", o.route(t, socialticket.Route{Ticket: asked, Passed: []string{"ada"}}).Ticket.Assignee)
	wanted := o.arrives(t, "3").Ticket.ID
	require.Equal(t, "ben", o.route(t, socialticket.Route{Ticket: wanted, Prefer: "ben"}).Ticket.Assignee)
}

func TestRouteErrors(t *testing.T) {
	o := routed(t, byTurn(), socialticket.Agent{ID: "ada"})
	_, err := o.Route(context.Background(), socialticket.Route{})
	require.ErrorIs(t, err, socialticket.ErrInvalid)
	_, err = o.Route(context.Background(), socialticket.Route{Ticket: "none"})
	require.ErrorIs(t, err, socialticket.ErrNotFound)
	_, err = o.Route(context.Background(), socialticket.Route{Ticket: "1", By: ticket.Actor{Kind: ticket.Agent}})
	require.ErrorIs(t, err, socialticket.ErrInvalid)
	id := o.arrives(t, "1").Ticket.ID
	o.set(t, id, ticket.FieldAssignee, "ada", agent())
	o.set(t, id, ticket.FieldStatus, "closed", ticket.Actor{Kind: ticket.Automation, ID: "close"})
	_, err = o.Route(context.Background(), socialticket.Route{Ticket: id})
	require.ErrorIs(t, err, socialticket.ErrClosed)

	bad := &socialticket.Settings{Routing: routing.Config{Method: "dice"}}
	require.ErrorIs(t, bad.Check(), socialticket.ErrInvalid)
}

// TestRouteTriggers states that triggers see a routed ticket as any other assignment.
func TestRouteTriggers(t *testing.T) {
	o := routed(t, byTurn(), socialticket.Agent{ID: "ada"})
	set, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{{
		ID: "told", When: rules.Conditions{All: []rules.Condition{cond("assignee_id", rules.Changed)}},
		Do: []rules.Action{act("current_tags", "assigned")},
	}})
	require.NoError(t, err)
	o.settings.Triggers = set
	id := o.arrives(t, "1").Ticket.ID
	r := o.route(t, socialticket.Route{Ticket: id})
	require.Contains(t, r.Ticket.Tags, "assigned")
}

// TestRouteAsked states when a commit asks for routing: just when a ticket comes to wait for
// an agent.
func TestRouteAsked(t *testing.T) {
	o := routed(t, byTurn(), socialticket.Agent{ID: "ada"}, socialticket.Agent{ID: "ben"})
	first := o.arrives(t, "1")
	id := first.Ticket.ID
	require.Equal(t, []ticket.ID{id}, routes(first), "a new ticket")
	require.Equal(t, "route", first.Commit.Effects[0].Lane)
	require.Empty(t, routes(o.arrives(t, "1")), "it waits already")
	require.Empty(t, routes(o.set(t, id, ticket.FieldStatus, "pending", agent())))
	require.Equal(t, []ticket.ID{id}, routes(o.arrives(t, "1")), "reopened")
	require.Empty(t, routes(o.set(t, id, ticket.FieldAssignee, "ada", agent())))
	require.Empty(t, routes(o.set(t, id, ticket.FieldAssignee, "ben", agent())))
	require.Equal(t, []ticket.ID{id}, routes(o.set(t, id, ticket.FieldAssignee, "", agent())), "given back")
	o.set(t, id, ticket.FieldAssignee, "ada", agent())
	o.set(t, id, ticket.FieldStatus, "solved", agent())
	require.Empty(t, routes(o.arrives(t, "1")), "reopened with its assignee")

	off := routed(t, routing.Config{}, socialticket.Agent{ID: "ada"})
	require.Empty(t, off.arrives(t, "1").Commit.Effects, "routing is off")

	assigns, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{{
		ID: "bots", When: rules.Conditions{All: []rules.Condition{cond("update_type", rules.Is, "Create")}}, Do: []rules.Action{act("assignee_id", "ada")},
	}})
	require.NoError(t, err)
	o.settings.Triggers = assigns
	require.Empty(t, routes(o.arrives(t, "2")), "a trigger has assigned it")
}

// TestReassign states when a ticket is taken off its assignee.
func TestReassign(t *testing.T) {
	tests := []struct {
		name     string
		keep     bool
		status   string
		presence routing.Presence
		left     bool
		want     string
	}{
		{"online", false, "pending", routing.Online, false, "ada"},
		{"away", false, "pending", routing.Away, false, "ada"},
		{"reassigning, pending", false, "pending", routing.Reassigning, false, ""},
		{"reassigning, on hold", false, "hold", routing.Reassigning, false, ""},
		{"reassigning, solved", false, "solved", routing.Reassigning, false, ""},
		{"reassigning, open already", false, "open", routing.Reassigning, false, "ada"},
		{"reassigning, but kept", true, "pending", routing.Reassigning, false, "ada"},
		{"left", false, "solved", "", true, ""},
		{"left, but kept", true, "solved", "", true, "ada"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := routed(t, routing.Config{KeepAssignee: tt.keep}, socialticket.Agent{ID: "ada"}, socialticket.Agent{ID: "ben"})
			id := o.arrives(t, "1").Ticket.ID
			o.set(t, id, ticket.FieldAssignee, "ada", agent())
			o.set(t, id, ticket.FieldStatus, tt.status, agent())
			o.rearrange(func(s *socialticket.Settings) {
				s.Agents[0].Presence = tt.presence
				if tt.left {
					s.Agents = s.Agents[1:]
				}
			})
			r := o.arrives(t, "1")
			require.Equal(t, id, r.Ticket.ID)
			require.Equal(t, []any{tt.want, ticket.Open}, []any{r.Ticket.Assignee, r.Ticket.Status})
			if diff := cmp.Diff(r.Ticket, o.ticket(t, id)); diff != "" {
				t.Errorf("stored (-receipt +store):\n%s", diff)
			}
		})
	}
}

// TestReassignFollowUp states that a follow-up is not given to somebody who is lost.
func TestReassignFollowUp(t *testing.T) {
	o := routed(t, byTurn(), socialticket.Agent{ID: "ada"}, socialticket.Agent{ID: "ben"})
	o.settings.Lifecycle.KeepAssignee = true
	for _, presence := range []routing.Presence{routing.Online, routing.Reassigning} {
		o.rearrange(func(s *socialticket.Settings) { s.Agents[0].Presence = presence })
		user := fmt.Sprint("of ", presence)
		id := o.arrives(t, user).Ticket.ID
		o.set(t, id, ticket.FieldAssignee, "ada", agent())
		o.set(t, id, ticket.FieldStatus, "closed", ticket.Actor{Kind: ticket.Automation, ID: "close"})
		r := o.arrives(t, user)
		require.Equal(t, id, r.Ticket.FollowUpOf)
		if presence == routing.Online {
			require.Equal(t, "ada", r.Ticket.Assignee)
			continue
		}
		require.Empty(t, r.Ticket.Assignee)
		require.Empty(t, r.Ticket.AgentStations)
		require.Equal(t, []ticket.ID{r.Ticket.ID}, routes(r))
	}
}

// TestReassignWoken states that new settings without an agent free the open tickets of the
// agent who left, once they are woken.
func TestReassignWoken(t *testing.T) {
	o := routed(t, byTurn(), socialticket.Agent{ID: "ada"}, socialticket.Agent{ID: "ben"})
	id, asleep := o.arrives(t, "1").Ticket.ID, o.arrives(t, "2").Ticket.ID
	for _, id := range []ticket.ID{id, asleep} {
		o.set(t, id, ticket.FieldAssignee, "ada", agent())
	}
	o.set(t, asleep, ticket.FieldStatus, "pending", agent())
	o.rearrange(func(s *socialticket.Settings) { s.Agents = s.Agents[1:] })
	changed, err := o.Rewake(context.Background(), o.store)
	require.NoError(t, err)
	require.Equal(t, 1, changed)
	require.Equal(t, []any{"", "ada"}, []any{o.ticket(t, id).Assignee, o.ticket(t, asleep).Assignee})
	changed, err = o.Rewake(context.Background(), o.store)
	require.NoError(t, err)
	require.Zero(t, changed, "waking twice changes nothing")
}
