package socialticket_test

import (
	"context"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/ticket"
)

// staff returns a desk that routes to three agents, and two tickets that wait.
func staff(ctx context.Context) (desk *socialticket.Desk, store *memory.Store, waiting []ticket.ID) {
	settings := &socialticket.Settings{
		Routing: routing.Config{Method: routing.LeastBusy, Capacity: routing.Capacity{Messaging: 3}, SkillPrefix: "skill_"},
		Agents: []socialticket.Agent{
			{ID: "ada", Presence: routing.Away}, {ID: "ben", Presence: routing.Online}, {ID: "cleo", Presence: routing.Online, Skills: []string{"french"}},
		},
	}
	store = &memory.Store{}
	desk, err := socialticket.New(socialticket.Config{
		Store: store, Clock: &handClock{now: start()}, Settings: func() *socialticket.Settings { return settings },
	})
	if err != nil {
		panic(err)
	}
	for i, text := range []string{"Bonjour !", "Hello!"} {
		r, err := desk.Receive(ctx, channel.Event{
			ID: fmt.Sprint(i), Type: channel.EventMessage, Account: channel.Account{Kind: channel.Telegram, ID: "bot"}, From: fmt.Sprint(i),
			Sent: start().Add(time.Duration(i) * time.Second), Opens: channel.OpenMessage,
			Message: channel.Message{ID: fmt.Sprint(i), Type: channel.Text, Text: text},
		})
		if err != nil {
			panic(err)
		}
		waiting = append(waiting, r.Ticket.ID)
	}
	return desk, store, waiting
}

// A ticket that waits is given to who is there, knows enough and has most room. The loads and
// the turn are the caller's; the receipt tells why, and the turn after that.
func ExampleDesk_Route() {
	ctx := context.Background()
	desk, _, waiting := staff(ctx)
	r, err := desk.Route(ctx, socialticket.Route{Ticket: waiting[0], Loads: routing.Loads{"ben": {Messaging: 1}, "cleo": {Messaging: 2}}})
	if err != nil {
		panic(err)
	}
	fmt.Println(r.Ticket.Assignee, r.Choice.Reason, r.Turn)

	r, err = desk.Route(ctx, socialticket.Route{Ticket: waiting[1], Loads: routing.Loads{"ben": {Messaging: 3}, "cleo": {Messaging: 3}}})
	if err != nil {
		panic(err)
	}
	fmt.Println(r.Outcome, r.Choice.Missed.Absent, r.Choice.Missed.Full)
	// Output:
	// ben load [ada cleo ben]
	// unchanged 1 2
}

// Everything that waits is handed out at once; loads are counted from the tickets.
func ExampleDesk_RouteAll() {
	ctx := context.Background()
	desk, store, waiting := staff(ctx)
	_, err := desk.Update(ctx, socialticket.Update{
		Ticket: waiting[0], By: ticket.Actor{Kind: ticket.Bot, ID: "language"}, Changes: []ticket.Change{{Field: ticket.FieldTags, Value: "skill_french"}},
	})
	if err != nil {
		panic(err)
	}
	routed, _, err := desk.RouteAll(ctx, store, nil)
	if err != nil {
		panic(err)
	}
	fmt.Println(routed)
	for _, id := range waiting {
		t, err := store.Ticket(ctx, id)
		if err != nil {
			panic(err)
		}
		fmt.Println(t.Assignee)
	}
	// Output:
	// 2
	// cleo
	// ben
}
