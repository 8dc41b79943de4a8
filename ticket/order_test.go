package ticket_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/ticket"
)

func TestOrder(t *testing.T) {
	hour := func(n int) time.Time { return noon().Add(time.Duration(n) * time.Hour) }
	list := []ticket.Ticket{
		{ID: "a", Status: ticket.Open, Priority: ticket.High, Times: ticket.Times{CreatedAt: hour(1), UpdatedAt: hour(9), WaitingSince: hour(3)}},
		{ID: "b", Status: ticket.New, Times: ticket.Times{CreatedAt: hour(2), UpdatedAt: hour(8)}},
		{ID: "c", Status: ticket.Solved, Priority: ticket.Urgent, Times: ticket.Times{CreatedAt: hour(3), UpdatedAt: hour(7), SolvedAt: hour(7)}},
		{ID: "d", Status: ticket.Open, Priority: ticket.Urgent, Times: ticket.Times{CreatedAt: hour(4), UpdatedAt: hour(8), WaitingSince: hour(2), AssignedAt: hour(5)}},
		{ID: "e", Status: ticket.Hold, Times: ticket.Times{CreatedAt: hour(4), UpdatedAt: hour(8), RequesterAt: hour(4), AssigneeAt: hour(8)}},
	}
	tests := []struct {
		by        ticket.OrderBy
		asc, desc string
	}{
		{"", "abcde", "decba"},
		{ticket.ByCreated, "abcde", "decba"},
		{ticket.ByUpdated, "cbdea", "abdec"},
		{ticket.ByPriority, "adcbe", "dcabe"}, // none is last either way
		{ticket.ByStatus, "badec", "ceadb"},
		{ticket.ByWaitingSince, "dabec", "adbec"},
		{ticket.ByAssigned, "dabec", "dabec"},
		{ticket.BySolved, "cabde", "cabde"},
		{ticket.ByRequesterUpdated, "eabdc", "eabdc"},
		{ticket.ByAssigneeUpdated, "eabdc", "eabdc"},
		{"colour", "abdec", "abdec"},
	}
	for _, tt := range tests {
		got := [2]string{sorted(list, ticket.Order{By: tt.by}), sorted(list, ticket.Order{By: tt.by, Descending: true})}
		if diff := cmp.Diff([2]string{tt.asc, tt.desc}, got); diff != "" {
			t.Errorf("by %q (-want +got):\n%s", tt.by, diff)
		}
	}
}

// sorted returns the IDs in order, from whatever order they are in.
func sorted(list []ticket.Ticket, o ticket.Order) string {
	list = slices.Clone(list)
	r := rand.New(rand.NewPCG(1, uint64(len(o.By))))
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	slices.SortFunc(list, o.Compare)
	var ids strings.Builder
	for _, tk := range list {
		ids.WriteString(string(tk.ID))
	}
	return ids.String()
}
