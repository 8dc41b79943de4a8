package sqlitestore_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/ticket"
)

// TestRouteAll states that loads are counted, and what waits is found, by a query.
func TestRouteAll(t *testing.T) {
	s := fresh(t)
	settings := &socialticket.Settings{
		Routing: routing.Config{Method: routing.LeastBusy, Capacity: routing.Capacity{Messaging: 2}},
		Agents:  []socialticket.Agent{{ID: "ada"}, {ID: "ben"}},
	}
	desk, err := socialticket.New(socialticket.Config{Store: s, Clock: stopped{}, Settings: func() *socialticket.Settings { return settings }})
	require.NoError(t, err)
	var ids []ticket.ID
	for i := range 6 {
		r, err := desk.Receive(t.Context(), says(fmt.Sprint("1555010", i), fmt.Sprint("m", i)))
		require.NoError(t, err)
		ids = append(ids, r.Ticket.ID)
	}
	by := ticket.Actor{Kind: ticket.Agent, ID: "ada"}
	for id, c := range map[ticket.ID]ticket.Change{
		ids[0]: {Field: ticket.FieldAssignee, Value: "ada"}, ids[1]: {Field: ticket.FieldStatus, Value: "pending"},
	} {
		_, err := desk.Update(t.Context(), socialticket.Update{Ticket: id, By: by, Changes: []ticket.Change{c}})
		require.NoError(t, err)
	}
	n, _, err := desk.RouteAll(t.Context(), s, nil)
	require.NoError(t, err)
	require.Equal(t, 3, n)
	loads := routing.Loads{}
	for tk, err := range s.Tickets(t.Context()) {
		require.NoError(t, err)
		loads.Add(tk)
	}
	require.Equal(t, routing.Loads{"ada": {Messaging: 2}, "ben": {Messaging: 2}}, loads)
}
