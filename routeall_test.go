package socialticket_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"testing"

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
	o.rearrange(func(s *socialticket.Settings) { s.Agents = s.Agents[1:] })
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
