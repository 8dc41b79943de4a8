package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/ticket"
)

// TestSeen states that marks belong to one agent and one ticket, and never go back.
func TestSeen(t *testing.T) {
	s := newShop(t)
	ctx := t.Context()
	for _, mark := range []struct {
		agent   string
		id      ticket.ID
		comment int
	}{{"ada", "a", 3}, {"ada", "a", 2}, {"ada", "b", 1}, {"ben", "a", 7}, {"ada", "b", 4}, {"", "a", 9}, {"ada", "", 9}, {"ada", "c", 0}} {
		require.NoError(t, s.markSeen(ctx, mark.agent, mark.id, mark.comment))
	}
	seen, err := s.seen(ctx, "ada", []ticket.ID{"a", "b", "c", "a', 'b"})
	require.NoError(t, err)
	require.Equal(t, map[ticket.ID]int{"a": 3, "b": 4}, seen)
	none, err := s.seen(ctx, "ada", nil)
	require.NoError(t, err)
	require.Empty(t, none)
}
