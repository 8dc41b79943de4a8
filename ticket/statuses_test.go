package ticket_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/ticket"
)

func TestNewStatusesRefuses(t *testing.T) {
	many := func(n int, categories ...ticket.Status) []ticket.CustomStatus {
		var list []ticket.CustomStatus
		for i := range n {
			list = append(list, ticket.CustomStatus{ID: fmt.Sprint(i), AgentLabel: fmt.Sprint(i), Category: categories[i%len(categories)]})
		}
		return list
	}
	open := ticket.CustomStatus{ID: "1", Category: ticket.Open, AgentLabel: "Open"}
	with := func(edit func(*ticket.CustomStatus)) ticket.CustomStatus {
		c := open
		c.ID, c.AgentLabel = "2", "Other"
		edit(&c)
		return c
	}
	tests := []struct {
		name string
		list []ticket.CustomStatus
		want string // part of the error; empty: accepted
	}{
		{"none", nil, ""},
		{"two in a category", []ticket.CustomStatus{open, with(func(*ticket.CustomStatus) {})}, ""},
		{"no id", []ticket.CustomStatus{with(func(c *ticket.CustomStatus) { c.ID = "" })}, "no id"},
		{"an id twice", []ticket.CustomStatus{open, with(func(c *ticket.CustomStatus) { c.ID = "1" })}, "id used twice"},
		{"a label twice", []ticket.CustomStatus{open, with(func(c *ticket.CustomStatus) { c.AgentLabel, c.Category = "Open", ticket.Solved })}, `label "Open"`},
		{"no label", []ticket.CustomStatus{with(func(c *ticket.CustomStatus) { c.AgentLabel = "" })}, "label of 0"},
		{"48 letters", []ticket.CustomStatus{with(func(c *ticket.CustomStatus) { c.AgentLabel = strings.Repeat("é", 48) })}, ""},
		{"49 letters", []ticket.CustomStatus{with(func(c *ticket.CustomStatus) { c.AgentLabel = strings.Repeat("é", 49) })}, "label of 49"},
		{"closed", []ticket.CustomStatus{with(func(c *ticket.CustomStatus) { c.Category = ticket.Closed })}, `category "closed"`},
		{"no category", []ticket.CustomStatus{with(func(c *ticket.CustomStatus) { c.Category = "" })}, `category ""`},
		{"two defaults", []ticket.CustomStatus{with(func(c *ticket.CustomStatus) { c.ID, c.AgentLabel, c.Default = "0", "Zero", true }), with(func(c *ticket.CustomStatus) { c.Default = true })}, "has the default"},
		{"an inactive default", []ticket.CustomStatus{with(func(c *ticket.CustomStatus) { c.Default, c.Inactive = true, true })}, "must be active"},
		{"an inactive new one", []ticket.CustomStatus{with(func(c *ticket.CustomStatus) { c.Category, c.Inactive = ticket.New, true })}, "must be active"},
		{"two new ones", many(2, ticket.New), "full"},
		{"100 in a category", many(100, ticket.Open), ""},
		{"101 in a category", many(101, ticket.Open), "full"},
		{"300", many(300, ticket.Open, ticket.Pending, ticket.Solved), ""},
		{"301", many(301, ticket.Open, ticket.Pending, ticket.Hold, ticket.Solved), "more than 300"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := ticket.NewStatuses(tt.list...)
			if tt.want == "" {
				require.NoError(t, err)
				require.Len(t, s.All(), len(tt.list))
				return
			}
			require.ErrorContains(t, err, tt.want)
			require.True(t, strings.HasPrefix(err.Error(), "ticket: "), err)
		})
	}
}

func TestStatusesWith(t *testing.T) {
	base := customStatuses(t)
	change := func(id string, edit func(*ticket.CustomStatus)) ticket.CustomStatus {
		c, found := base.Find(id)
		require.True(t, found)
		edit(&c)
		return c
	}
	tests := []struct {
		name   string
		status ticket.CustomStatus
		want   string // part of the error; empty: accepted
	}{
		{"added", ticket.CustomStatus{ID: "22", Category: ticket.Open, AgentLabel: "With the boss"}, ""},
		{"renamed", change("30", func(c *ticket.CustomStatus) { c.AgentLabel = "Waiting for you" }), ""},
		{"one of two moved", change("21", func(c *ticket.CustomStatus) { c.Category = ticket.Hold }), ""},
		{"one of two switched off", change("21", func(c *ticket.CustomStatus) { c.Inactive = true }), ""},
		{"the last moved", change("30", func(c *ticket.CustomStatus) { c.Category = ticket.Hold }), "last active one of category pending"},
		{"the last switched off", change("40", func(c *ticket.CustomStatus) { c.Inactive = true }), "last active one of category hold"},
		{"the one of new switched off", change("10", func(c *ticket.CustomStatus) { c.Inactive = true }), "must be active"},
		{"the default switched off", change("20", func(c *ticket.CustomStatus) { c.Inactive = true }), "must be active"},
		{"an inactive one relabelled", change("52", func(c *ticket.CustomStatus) { c.AgentLabel = "Lost" }), ""},
	}
	before := base.All()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			next, err := base.With(tt.status)
			require.True(t, slices.Equal(before, base.All()), "With changed the set itself")
			if tt.want != "" {
				require.ErrorContains(t, err, tt.want)
				return
			}
			require.NoError(t, err)
			got, found := next.Find(tt.status.ID)
			require.True(t, found)
			require.Equal(t, tt.status, got)
		})
	}
	t.Run("one of a category that has no active one", func(t *testing.T) {
		s, err := ticket.NewStatuses(ticket.CustomStatus{ID: "1", Category: ticket.Hold, AgentLabel: "Parked", Inactive: true})
		require.NoError(t, err)
		_, err = s.With(ticket.CustomStatus{ID: "1", Category: ticket.Hold, AgentLabel: "Shelved", Inactive: true})
		require.NoError(t, err)
	})
	t.Run("another default", func(t *testing.T) {
		next, err := base.With(change("21", func(c *ticket.CustomStatus) { c.Default = true }))
		require.NoError(t, err)
		require.Equal(t, "20", base.Default(ticket.Open))
		require.Equal(t, "21", next.Default(ticket.Open))
		require.Equal(t, "50", next.Default(ticket.Solved))
	})
}

func TestStatusesDefault(t *testing.T) {
	s, err := ticket.NewStatuses(
		ticket.CustomStatus{ID: "3", Category: ticket.Open, AgentLabel: "c"},
		ticket.CustomStatus{ID: "1", Category: ticket.Open, AgentLabel: "a", Inactive: true},
		ticket.CustomStatus{ID: "2", Category: ticket.Open, AgentLabel: "b"},
	)
	require.NoError(t, err)
	require.Equal(t, "2", s.Default(ticket.Open), "the first active one")
	require.Empty(t, s.Default(ticket.Solved))
	require.Empty(t, ticket.Statuses{}.Default(ticket.Open))
	s.All()[0].AgentLabel = "z"
	require.Equal(t, "a", s.All()[0].AgentLabel, "All gave its own list away")
}

func TestStatusOrder(t *testing.T) {
	order := []ticket.Status{"lost", ticket.New, ticket.Open, ticket.Pending, ticket.Hold, ticket.Solved, ticket.Closed}
	for i := range order {
		for j := range order {
			if got := order[i].Compare(order[j]); (got < 0) != (i < j) || (got == 0) != (i == j) {
				t.Errorf("%s against %s: %d", order[i], order[j], got)
			}
		}
	}
	require.False(t, order[0].Known())
	require.True(t, ticket.Solved.Done() && ticket.Closed.Done() && !ticket.Hold.Done())
}
