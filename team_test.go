package socialticket_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/routing"
)

func TestOnline(t *testing.T) {
	s := socialticket.Settings{Agents: []socialticket.Agent{
		{ID: "a"}, {ID: "b", Groups: []string{"sales", "billing"}}, {ID: "c", Groups: []string{"sales"}, Presence: routing.Online},
		{ID: "d", Groups: []string{"sales"}, Presence: routing.Away}, {ID: "e", Presence: routing.Offline},
	}}
	require.Equal(t, map[string]int{"": 1, "sales": 2, "billing": 1}, s.Online())
	require.Empty(t, (&socialticket.Settings{}).Online())
}
