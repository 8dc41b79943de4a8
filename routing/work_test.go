package routing_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/ticket"
)

// waiting returns a ticket that waits for an agent since so many minutes after midnight.
func waiting(id ticket.ID, priority ticket.Priority, minutes int) ticket.Ticket {
	t := ticket.Ticket{ID: id, Status: ticket.Open, Routing: ticket.RouteMessaging, Priority: priority}
	t.WaitingSince = time.Date(2026, 3, 2, 0, minutes, 0, 0, time.UTC)
	return t
}

func TestWorkOf(t *testing.T) {
	of := ticket.Ticket{
		ID: "1", Routing: ticket.RouteEmail, Group: "sales", Tags: []string{"skill_", "skill_french", "skillful", "skill_tax"}, AgentStations: []string{"a"},
	}
	want := routing.Work{Class: ticket.RouteEmail, Group: "sales", Skills: []string{"french", "tax"}, Passed: []string{"a"}}
	if diff := cmp.Diff(want, routing.Config{SkillPrefix: "skill_"}.WorkOf(of)); diff != "" {
		t.Errorf("WorkOf mismatch (-want +got):\n%s", diff)
	}
	require.Empty(t, routing.Config{}.WorkOf(of).Skills, "without a prefix")
}

func TestWaits(t *testing.T) {
	base := waiting("1", "", 0)
	tests := []struct {
		name   string
		change func(*ticket.Ticket)
		want   bool
	}{
		{"open", func(*ticket.Ticket) {}, true},
		{"new", func(t *ticket.Ticket) { t.Status = ticket.New }, true},
		{"released", func(t *ticket.Ticket) { t.Released = true }, true},
		{"pending", func(t *ticket.Ticket) { t.Status = ticket.Pending }, false},
		{"on hold", func(t *ticket.Ticket) { t.Status = ticket.Hold }, false},
		{"solved", func(t *ticket.Ticket) { t.Status = ticket.Solved }, false},
		{"closed", func(t *ticket.Ticket) { t.Status = ticket.Closed }, false},
		{"assigned", func(t *ticket.Ticket) { t.Assignee = "a" }, false},
		{"in no queue", func(t *ticket.Ticket) { t.Routing = "" }, false},
		{"no ticket", func(t *ticket.Ticket) { *t = ticket.Ticket{} }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			of := base
			tt.change(&of)
			require.Equal(t, tt.want, routing.Waits(of))
		})
	}
}

func TestCompare(t *testing.T) {
	created := waiting("created", "", 0)
	created.CreatedAt, created.WaitingSince = created.WaitingSince.Add(150*time.Second), time.Time{}
	queue := []ticket.Ticket{
		waiting("late", ticket.Urgent, 9), waiting("low", ticket.Low, 0), waiting("b", "", 2), waiting("a", "", 2), created,
		waiting("new", "", 3), waiting("high", ticket.High, 5), waiting("early", ticket.Urgent, 8), waiting("odd", "odd", 0),
	}
	slices.SortFunc(queue, routing.Compare)
	var got []ticket.ID
	for _, t := range queue {
		got = append(got, t.ID)
	}
	want := []ticket.ID{"early", "late", "high", "low", "a", "b", "created", "new", "odd"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("order mismatch (-want +got):\n%s", diff)
	}
	queue[0].Assignee = "a"
	slices.Reverse(queue)
	first, ok := routing.First(slices.Values(queue))
	require.True(t, ok)
	require.Equal(t, ticket.ID("late"), first.ID, "the first that waits")
	_, ok = routing.First(slices.Values(queue[len(queue)-1:]))
	require.False(t, ok)
}
