package ticket_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/ticket"
)

// TestTakes asks what capacity tickets take: released ones only where they count, done ones
// none.
func TestTakes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name            string
		of              ticket.Ticket
		counted, spared ticket.Routing
	}{
		{"in no queue", ticket.Ticket{Status: ticket.Open}, "", ""},
		{"a live exchange", ticket.Ticket{Status: ticket.New, Routing: ticket.RouteMessaging}, ticket.RouteMessaging, ticket.RouteMessaging},
		{"a silent one", ticket.Ticket{Status: ticket.Pending, Routing: ticket.RouteMessaging, Released: true}, ticket.RouteMessaging, ""},
		{"mail", ticket.Ticket{Status: ticket.Hold, Routing: ticket.RouteEmail}, ticket.RouteEmail, ticket.RouteEmail},
		{"solved", ticket.Ticket{Status: ticket.Solved, Routing: ticket.RouteMessaging}, "", ""},
		{"closed", ticket.Ticket{Status: ticket.Closed, Routing: ticket.RouteEmail}, "", ""},
	}
	for _, tt := range tests {
		if got := [2]ticket.Routing{tt.of.Takes(true), tt.of.Takes(false)}; got != [2]ticket.Routing{tt.counted, tt.spared} {
			t.Errorf("%s: takes %q", tt.name, got)
		}
	}
}

// TestSetRouting changes the capacity that a ticket takes: it is told, and what is not known
// is refused.
func TestSetRouting(t *testing.T) {
	t.Parallel()
	var l ticket.Lifecycle
	before := l.Create(ticket.Ticket{ID: "1", Routing: ticket.RouteMessaging, Released: true}, noon())
	after, err := l.Set(before, ticket.Change{Field: ticket.FieldRouting, Value: "email"}, ticket.Actor{Kind: ticket.Agent, ID: "ann"}, noon())
	require.NoError(t, err)
	require.False(t, after.Released, "a matter of mail is not silent")
	want := []ticket.Event{{Ticket: "1", Type: ticket.EventChange, Field: ticket.FieldRouting, From: "messaging", To: "email"}}
	if diff := cmp.Diff(want, ticket.Diff(before, after)); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	_, err = l.Set(before, ticket.Change{Field: ticket.FieldRouting, Value: "post"}, ticket.Actor{}, noon())
	require.True(t, errors.Is(err, ticket.ErrValue), "%v", err)
}
