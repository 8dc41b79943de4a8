package socialticket_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/ticket"
)

// shift is a random day of an office that routes.
type shift struct {
	*office
	*rand.Rand
	asked map[ticket.ID]bool // that somebody was asked to route, since they were routed last
	turn  routing.Turn
}

func newShift(t testing.TB, seed uint64) *shift {
	s := &shift{Rand: rand.New(rand.NewPCG(seed, 2)), asked: map[ticket.ID]bool{}}
	s.office = routed(t, routing.Config{Method: []routing.Method{routing.RoundRobin, routing.LeastBusy}[s.IntN(2)], SkillPrefix: "skill_"})
	s.settings.Automations = nil
	for i := range 2 + s.IntN(4) {
		s.settings.Agents = append(s.settings.Agents, socialticket.Agent{
			ID: fmt.Sprint("agent", i), Groups: [][]string{{"sales"}, {"billing"}, {"billing", "sales"}}[s.IntN(3)],
			Skills: [][]string{nil, {"french"}}[s.IntN(2)], Capacity: routing.Capacity{Messaging: s.IntN(4), Email: 1},
		})
	}
	return s
}

func (s *shift) note(r socialticket.Receipt) {
	if !routing.Waits(r.Ticket) {
		delete(s.asked, r.Ticket.ID) // who was asked finds nothing to do
	}
	for _, id := range routes(r) {
		s.asked[id] = true
	}
}

// happens does one thing that happens in an office.
func (s *shift) happens(t testing.TB) {
	t.Helper()
	pick := func(list ...string) string { return list[s.IntN(len(list))] }
	r := s.arrives(t, fmt.Sprint("user", s.IntN(25)))
	s.note(r)
	change := func(f ticket.FieldName, value string) {
		r, err := s.Update(context.Background(), socialticket.Update{Ticket: r.Ticket.ID, By: agent(), Changes: []ticket.Change{{Field: f, Value: value}}})
		if err == nil {
			s.note(r)
		}
	}
	switch s.IntN(8) {
	case 0:
		change(ticket.FieldPriority, pick("low", "high", "urgent"))
	case 1:
		change(ticket.FieldGroup, pick("sales", "billing"))
	case 2:
		change(ticket.FieldTags, pick("skill_french", "other"))
	case 3:
		change(ticket.FieldStatus, pick("pending", "solved"))
	case 4:
		change(ticket.FieldAssignee, "")
	case 5:
		change(ticket.FieldRouting, pick("email", "messaging"))
	case 6:
		s.rearrange(func(next *socialticket.Settings) {
			next.Agents[s.IntN(len(next.Agents))].Presence = routing.Presence(pick("online", "online", "away", "away_and_reassigning"))
		})
	}
}

// TestRouteAllLaw states, over random days: nobody is brought over their capacity, to nobody
// goes what they cannot take, what somebody can take is handed out and what was asked for
// last only what is less urgent, and of all that waits somebody was asked to route it.
func TestRouteAllLaw(t *testing.T) {
	for seed := range uint64(12) {
		s := newShift(t, seed)
		for range 40 {
			for range s.IntN(6) {
				s.happens(t)
			}
			before := s.all(t)
			n, turn, err := s.RouteAll(context.Background(), []socialticket.Reader{s.store, plain{s.store}}[s.IntN(2)], s.turn)
			require.NoError(t, err)
			s.turn = turn
			s.judge(t, before, n)
		}
	}
}

func loads(list map[ticket.ID]ticket.Ticket) routing.Loads {
	return routing.LoadsOf(func(yield func(ticket.Ticket) bool) {
		for _, t := range list {
			if !yield(t) {
				return
			}
		}
	})
}

// judge checks what a round of routing made of the tickets that were there before.
func (s *shift) judge(t testing.TB, before map[ticket.ID]ticket.Ticket, n int) {
	t.Helper()
	after := s.all(t)
	had, has := loads(before), loads(after)
	for _, a := range s.settings.Agents {
		for _, class := range []ticket.Routing{ticket.RouteMessaging, ticket.RouteEmail} {
			if limit := a.Capacity.Of(class); limit > 0 {
				require.LessOrEqual(t, has[a.ID].Of(class), max(limit, had[a.ID].Of(class)), "%s: %s", a.ID, class)
			}
		}
	}
	given := 0
	for id, was := range before {
		is := after[id]
		if is.Assignee != was.Assignee {
			given++
			s.mayHave(t, is)
			delete(s.asked, id)
			continue
		}
		if !routing.Waits(is) {
			continue
		}
		require.True(t, s.asked[id], "%s waits, and nobody was asked to route it", id)
		for _, a := range s.settings.Agents {
			limit := a.Capacity.Of(is.Routing)
			require.False(t, s.suits(a, is) && (limit == 0 || has[a.ID].Of(is.Routing) < limit), "%s can take %s", a.ID, id)
		}
		s.lessUrgent(t, is, before, after)
	}
	require.Equal(t, n, given)
}

// suits says whether an agent may have a ticket, apart from room.
func (s *shift) suits(a socialticket.Agent, tk ticket.Ticket) bool {
	french := slices.Contains(tk.Tags, "skill_french")
	return (a.Presence == "" || a.Presence == routing.Online) && (tk.Group == "" || slices.Contains(a.Groups, tk.Group)) &&
		(!french || slices.Contains(a.Skills, "french"))
}

func (s *shift) mayHave(t testing.TB, tk ticket.Ticket) {
	t.Helper()
	i := slices.IndexFunc(s.settings.Agents, func(a socialticket.Agent) bool { return a.ID == tk.Assignee })
	require.GreaterOrEqual(t, i, 0, "%q is not an agent", tk.Assignee)
	require.True(t, s.suits(s.settings.Agents[i], tk), "%s was given to %s", tk.ID, tk.Assignee)
}

// lessUrgent checks that nothing which asks for the same was handed out in place of a more
// urgent ticket.
func (s *shift) lessUrgent(t testing.TB, waits ticket.Ticket, before, after map[ticket.ID]ticket.Ticket) {
	t.Helper()
	french := func(tk ticket.Ticket) bool { return slices.Contains(tk.Tags, "skill_french") }
	for id, was := range before {
		same := was.Routing == waits.Routing && was.Group == waits.Group && french(was) == french(waits)
		if same && after[id].Assignee != was.Assignee {
			require.Negative(t, routing.Compare(was, waits), "%s was handed out before %s", id, waits.ID)
		}
	}
}

// TestRouteAllSame states that a reader which selects and one which does not give the same.
func TestRouteAllSame(t *testing.T) {
	var dumps [2]map[ticket.ID]ticket.Ticket
	for i := range dumps {
		s := newShift(t, 99)
		reader := []socialticket.Reader{s.store, plain{s.store}}[i]
		for range 60 {
			s.happens(t)
			var err error
			_, s.turn, err = s.RouteAll(context.Background(), reader, s.turn)
			require.NoError(t, err)
		}
		dumps[i] = s.all(t)
	}
	if diff := cmp.Diff(dumps[0], dumps[1]); diff != "" {
		t.Errorf("(-selected +all):\n%s", diff)
	}
}
