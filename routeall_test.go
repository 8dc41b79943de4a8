package socialticket_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/ticket"
)

// all returns the tickets that are not closed, by id.
func (o *office) all(t testing.TB) map[ticket.ID]ticket.Ticket {
	t.Helper()
	list := map[ticket.ID]ticket.Ticket{}
	for tk, err := range o.store.Tickets(context.Background()) {
		require.NoError(t, err)
		list[tk.ID] = tk
	}
	return list
}

func TestRouteAll(t *testing.T) {
	o := routed(t, routing.Config{Method: routing.RoundRobin, Capacity: routing.Capacity{Messaging: 1}}, socialticket.Agent{ID: "ada"}, socialticket.Agent{ID: "ben"})
	first, second, urgent := o.arrives(t, "1").Ticket.ID, o.arrives(t, "2").Ticket.ID, o.arrives(t, "3").Ticket.ID
	o.set(t, urgent, ticket.FieldPriority, "urgent", agent())
	n, turn, err := o.RouteAll(context.Background(), o.store, nil)
	require.NoError(t, err)
	require.Equal(t, 2, n)
	require.Equal(t, routing.Turn{"ada", "ben"}, turn)
	require.Equal(t, []string{"ada", "ben", ""}, []string{o.ticket(t, urgent).Assignee, o.ticket(t, first).Assignee, o.ticket(t, second).Assignee})

	n, turn, err = o.RouteAll(context.Background(), o.store, turn)
	require.NoError(t, err)
	require.Zero(t, n, "nobody has room")
	o.set(t, first, ticket.FieldStatus, "solved", agent())
	n, turn, err = o.RouteAll(context.Background(), o.store, turn)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.Equal(t, "ben", o.ticket(t, second).Assignee)
	require.Equal(t, routing.Turn{"ada", "ben"}, turn)
}

// TestRouteAllBegins states that a turn which was lost begins with who was given nothing for
// the longest time.
func TestRouteAllBegins(t *testing.T) {
	o := routed(t, byTurn(), socialticket.Agent{ID: "ada"}, socialticket.Agent{ID: "ben"}, socialticket.Agent{ID: "cleo"})
	for _, id := range []string{"ben", "ada"} {
		o.bring(t, o.arrives(t, id).Ticket.ID, id, "")
	}
	var got []string
	for i := range 3 {
		id := o.arrives(t, fmt.Sprint(i)).Ticket.ID
		_, _, err := o.RouteAll(context.Background(), o.store, nil)
		require.NoError(t, err)
		got = append(got, o.ticket(t, id).Assignee)
	}
	require.Equal(t, []string{"cleo", "ben", "ada"}, got)
}

// TestRouteAllFair states that those who can take everything get as much as each other.
func TestRouteAllFair(t *testing.T) {
	o := routed(t, byTurn(), socialticket.Agent{ID: "ada"}, socialticket.Agent{ID: "ben"}, socialticket.Agent{ID: "cleo"})
	var turn routing.Turn
	for round, news := range []int{4, 1, 0, 5, 2} {
		for i := range news {
			o.arrives(t, fmt.Sprint(round, " ", i))
		}
		n, after, err := o.RouteAll(context.Background(), o.store, turn)
		require.NoError(t, err)
		require.Equal(t, news, n)
		turn = after
		var counts []int
		for _, a := range o.settings.Agents {
			counts = append(counts, loads(o.all(t))[a.ID].Messaging)
		}
		require.LessOrEqual(t, slices.Max(counts)-slices.Min(counts), 1, "%v", counts)
	}
}

// TestRouteAllLeft states that the open tickets of an agent who left are handed out, or at
// least taken off.
func TestRouteAllLeft(t *testing.T) {
	o := routed(t, routing.Config{Method: routing.RoundRobin, Capacity: routing.Capacity{Messaging: 1}}, socialticket.Agent{ID: "ada"}, socialticket.Agent{ID: "ben"})
	var ids []ticket.ID
	for i := range 2 {
		ids = append(ids, o.arrives(t, fmt.Sprint(i)).Ticket.ID)
		o.bring(t, ids[i], "ada", "")
	}
	o.change(func(s *socialticket.Settings) { s.Agents = s.Agents[1:] })
	n, _, err := o.RouteAll(context.Background(), o.store, nil)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.Equal(t, []string{"ben", ""}, []string{o.ticket(t, ids[0]).Assignee, o.ticket(t, ids[1]).Assignee})
}

// plain hides that a store selects.
type plain struct{ socialticket.Reader }

// failing is a reader that breaks off.
type failing struct{ socialticket.Reader }

func (failing) Tickets(context.Context) iter.Seq2[ticket.Ticket, error] {
	return func(yield func(ticket.Ticket, error) bool) { yield(ticket.Ticket{}, errDown) }
}

var errDown = fmt.Errorf("the database is down")

func TestRouteAllErrors(t *testing.T) {
	o := routed(t, byTurn(), socialticket.Agent{ID: "ada"})
	id := o.arrives(t, "1").Ticket.ID
	n, turn, err := o.RouteAll(context.Background(), failing{o.store}, routing.Turn{"ada"})
	require.ErrorIs(t, err, errDown)
	require.Equal(t, []any{0, routing.Turn{"ada"}}, []any{n, turn})

	ended, end := context.WithCancel(context.Background())
	end()
	_, _, err = o.RouteAll(ended, o.store, nil)
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, o.ticket(t, id).Assignee)
}

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
		s.change(func(next *socialticket.Settings) {
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

// BenchmarkRouteAll looks at 2,000 tickets that wait and 10,000 that agents have, while
// nobody has room: what a retry costs.
func BenchmarkRouteAll(b *testing.B) {
	o := routed(b, routing.Config{Method: routing.RoundRobin, Capacity: routing.Capacity{Messaging: 10}})
	for i := range 1000 {
		o.settings.Agents = append(o.settings.Agents, socialticket.Agent{ID: fmt.Sprint("agent", i)})
	}
	o.settings.Automations = nil
	for i := range 12000 {
		o.arrives(b, fmt.Sprint(i))
	}
	n, turn, err := o.RouteAll(context.Background(), o.store, nil)
	require.NoError(b, err)
	require.Equal(b, 10000, n)
	b.ReportAllocs()
	for b.Loop() {
		if n, _, err := o.RouteAll(context.Background(), o.store, turn); n != 0 || err != nil {
			b.Fatal(n, err)
		}
	}
}
