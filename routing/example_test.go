package routing_test

import (
	"fmt"
	"slices"

	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/ticket"
)

// A team of three: one is away, one has no room, one takes the chat.
func ExampleTeam_Pick() {
	team := routing.NewTeam(
		routing.Config{Capacity: routing.Capacity{Messaging: 3}},
		[]routing.Agent{{ID: "ada", Presence: routing.Away}, {ID: "ben"}, {ID: "cleo"}},
		routing.Loads{"ben": {Messaging: 3}, "cleo": {Messaging: 1}}, nil,
	)
	work := routing.Work{Class: ticket.RouteMessaging}
	choice := team.Pick(work)
	fmt.Println(choice.Agent, choice.Reason)
	for id, why := range team.Reasons(work) {
		fmt.Println(id, why)
	}
	// Output:
	// cleo turn
	// ada absent
	// ben full
	// cleo
}

// The turn is a value: keep it, and hand it in with the next ticket.
func ExampleTurn_Next() {
	turn := routing.Turn{"ada", "ben", "cleo"}
	for range 4 {
		var id string
		id, turn = turn.Next(func(id string) bool { return id != "ben" }) // ben is at lunch
		fmt.Print(id, " ")
	}
	fmt.Println(turn)
	// Output: ada cleo ada cleo [ben ada cleo]
}

// What agents have is counted from their tickets.
func ExampleLoadsOf() {
	tickets := []ticket.Ticket{
		{ID: "1", Assignee: "ada", Status: ticket.Open, Routing: ticket.RouteMessaging},
		{ID: "2", Assignee: "ada", Status: ticket.Pending, Routing: ticket.RouteEmail},
		{ID: "3", Assignee: "ada", Status: ticket.Solved, Routing: ticket.RouteMessaging},
	}
	fmt.Println(routing.LoadsOf(slices.Values(tickets)))
	// Output: map[ada:{1 1}]
}

// The most urgent ticket of a queue comes first, then the one that has waited longest.
func ExampleFirst() {
	queue := []ticket.Ticket{
		{ID: "1", Status: ticket.New, Routing: ticket.RouteMessaging},
		{ID: "2", Status: ticket.New, Routing: ticket.RouteMessaging, Priority: ticket.Urgent},
	}
	first, _ := routing.First(slices.Values(queue))
	fmt.Println(first.ID)
	// Output: 2
}
