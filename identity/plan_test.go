package identity_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
)

// twoSides returns a loser and a winner who differ in most fields.
func twoSides() (loser, winner identity.Side) {
	shop := channel.Account{Kind: channel.WhatsApp, ID: "1"}
	l := identity.Person{ID: "l", Name: "A. Souza", Email: "ana@example.com", Tags: []string{"gold", "vip"}, Fields: []identity.Field{{ID: "7", Value: "red"}, {ID: "9", Value: "x"}}, Notes: []string{"pays late"}}
	w := identity.Person{ID: "w", Name: "Ana Souza", Tags: []string{"vip"}, Fields: []identity.Field{{ID: "7", Value: "blue"}}}
	loser = identity.Side{Record: l, End: l, Tickets: 3, Members: []identity.Member{{Record: l, User: identity.User{
		ID: "l", Phone: "+5511987654321", Addresses: []channel.Address{{Account: shop, Handle: "5511987654321"}}, CreatedAt: noon,
	}}}}
	winner = identity.Side{Record: w, End: w, Members: []identity.Member{{Record: w, User: identity.User{ID: "w", Email: "w@example.com", CreatedAt: noon}}}}
	return loser, winner
}

func TestPlan(t *testing.T) {
	loser, winner := twoSides()
	p := identity.Merging{}.Plan(loser, winner, identity.Phones{})
	require.NoError(t, p.Refused)
	want := identity.Moves{
		Contacts: 1, Tickets: 3, Addresses: loser.Members[0].User.Addresses, Tags: []string{"gold"}, Notes: 1,
		Handles: []identity.Handle{{Kind: identity.HandleEmail, Value: "ana@example.com"}, {Kind: identity.HandlePhone, Value: "+5511987654321"}},
	}
	if diff := cmp.Diff(want, p.Moves); diff != "" {
		t.Errorf("moves (-want +got):\n%s", diff)
	}
	fates := []identity.Fate{
		{Field: "name", Winner: "Ana Souza", Loser: "A. Souza", Result: "Ana Souza", From: identity.FromWinner, Differs: true},
		{Field: "email", Winner: "w@example.com", Loser: "ana@example.com", Result: "w@example.com", From: identity.FromWinner, Differs: true},
		{Field: "phone", Loser: "+5511987654321", Result: "+5511987654321", From: identity.FromLoser},
		{Field: "custom_fields_7", Winner: "blue", Loser: "red", Result: "blue", From: identity.FromWinner, Differs: true},
		{Field: "custom_fields_9", Loser: "x", Result: "x", From: identity.FromLoser},
	}
	if diff := cmp.Diff(fates, p.Fields); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	require.Empty(t, p.Lost)
	require.Equal(t, []string{"gold", "vip"}, p.After.Person.Tags)
	require.Equal(t, []string{"vip"}, p.Before.Person.Tags)
}

func TestPlanLossy(t *testing.T) {
	loser, winner := twoSides()
	p := identity.ZendeskMerging().Plan(loser, winner, identity.Phones{})
	require.NoError(t, p.Refused)
	want := []identity.Field{{ID: "current_tags", Value: "gold"}, {ID: "custom_fields_9", Value: "x"}, {ID: "notes", Value: "pays late"}}
	if diff := cmp.Diff(want, p.Lost); diff != "" {
		t.Errorf("lost (-want +got):\n%s", diff)
	}
	require.Equal(t, []string{"w@example.com", "ana@example.com"}, p.After.Emails(), "e-mails are kept")
}

func TestEligible(t *testing.T) {
	type side = *identity.Side
	strict := identity.Merging{MaxTickets: 10, NeedsVerified: true, RefuseExternal: true}
	tests := []struct {
		name   string
		m      identity.Merging
		change func(loser, winner side)
		want   error // nil: they may be merged
	}{
		{"any two", identity.Merging{}, func(side, side) {}, nil},
		{"with itself", identity.Merging{}, func(l, w side) { *w = *l }, identity.ErrCircle},
		{"merged already", identity.Merging{}, func(l, _ side) { l.Record.Into = "x" }, identity.ErrMerged},
		{"an agent", identity.Merging{}, func(l, _ side) { l.Agent = true }, identity.ErrAgent},
		{"into an agent", identity.Merging{}, func(_, w side) { w.Agent = true }, identity.ErrAgent},
		{"many tickets without a limit", identity.Merging{}, func(l, _ side) { l.Tickets = 1 << 30 }, nil},
		{"as many tickets as may be", strict, func(l, _ side) { l.Tickets = 10 }, nil},
		{"too many tickets", strict, func(l, _ side) { l.Tickets = 11 }, identity.ErrTickets},
		{"into one with many tickets", strict, func(_, w side) { w.Tickets = 11 }, nil},
		{"tickets not counted", strict, func(l, _ side) { l.Tickets = -1 }, nil},
		{"an external id", strict, func(_, w side) { w.Members[0].Record.ExternalID = "e" }, identity.ErrExternal},
		{"an external id without the rule", identity.Merging{}, func(l, _ side) { l.Record.ExternalID = "e" }, nil},
		{"not verified", strict, func(l, _ side) { l.Members[0].Record.Email, l.Record.Email, l.End.Email = "", "", "" }, identity.ErrUnverified},
		{"a verified phone", strict, func(l, _ side) {
			l.End.Email, l.End.Handles = "", []identity.Handle{{Kind: identity.HandlePhone, Value: "+331", Verified: true}}
		}, nil},
		{"an address on X", strict, func(l, _ side) {
			l.End.Email, l.Members[0].User.Addresses[0].Account.Kind = "", channel.X
		}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			loser, winner := twoSides()
			tt.change(&loser, &winner)
			err := tt.m.Eligible(loser, winner, identity.Phones{})
			p := tt.m.Plan(loser, winner, identity.Phones{})
			if tt.want == nil {
				require.NoError(t, err)
				require.Empty(t, p.Why)
				return
			}
			require.ErrorIs(t, err, tt.want)
			require.ErrorIs(t, p.Refused, tt.want)
			require.Equal(t, err.Error(), p.Why)
		})
	}
}
