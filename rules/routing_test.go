package rules_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/zendesk"
	"github.com/socialticket/socialticket/ticket"
)

// TestRouting reads rules on the routing channel as Zendesk writes others: what it is, is not,
// was and has become.
func TestRouting(t *testing.T) {
	t.Parallel()
	of := func(r ticket.Routing) *ticket.Ticket { return &ticket.Ticket{ID: "t", Status: ticket.Open, Routing: r} }
	tests := []struct {
		condition   string
		before, now ticket.Routing
		want        bool
	}{
		{`"operator":"is","value":"email"`, "", ticket.RouteEmail, true},
		{`"operator":"is","value":"email"`, "", ticket.RouteMessaging, false},
		{`"operator":"is","value":"__NULL__"`, "", "", true},
		{`"operator":"is_not","value":"email"`, "", "", true},
		{`"operator":"is_not","value":"email"`, "", ticket.RouteEmail, false},
		{`"operator":"changed"`, ticket.RouteMessaging, ticket.RouteEmail, true},
		{`"operator":"changed"`, ticket.RouteEmail, ticket.RouteEmail, false},
		{`"operator":"value","value":"email"`, ticket.RouteMessaging, ticket.RouteEmail, true},
		{`"operator":"value_previous","value":"messaging"`, ticket.RouteMessaging, "", true},
		{`"operator":"value_previous","value":"email"`, ticket.RouteMessaging, "", false},
	}
	for _, tt := range tests {
		file, err := zendesk.Read([]byte(`{"trigger":{"id":1,"all":[{"field":"routing_channel",`+tt.condition+`}],"actions":[{"field":"routing_channel","value":"email"}]}}`), "")
		require.NoError(t, err)
		set, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{file.Triggers[0].Rule})
		require.NoError(t, err)
		s := &rules.Subject{Ticket: of(tt.now), Before: of(tt.before), Update: &rules.Update{}}
		fired, is := set.First(s)
		require.Equal(t, tt.want, is, tt.condition)
		if is {
			require.Equal(t, ticket.Change{Field: ticket.FieldRouting, Value: "email"}, fired.Deeds[0].Change)
		}
	}
	_, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{{ID: "a", Do: []rules.Action{{Field: "routing_channel", Value: rules.Value{"post"}}}}})
	require.ErrorContains(t, err, "is not known")
}
