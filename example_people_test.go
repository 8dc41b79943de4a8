package socialticket_test

import (
	"context"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
)

// twoUsers returns a desk to which one person has written from two numbers, and the ids of the
// two users.
func twoUsers(ctx context.Context) (desk *socialticket.Desk, store *memory.Store, ids [2]string) {
	store = &memory.Store{}
	desk, _ = socialticket.New(socialticket.Config{Store: store})
	for i, from := range []string{"5511987654321", "551187654321"} {
		r, _ := desk.Receive(ctx, channel.Event{
			ID: from, Type: channel.EventMessage, Account: channel.Account{Kind: channel.WhatsApp, ID: fmt.Sprint("shop", i)}, From: from,
			Sent: time.Date(2026, 3, 2, 9, i, 0, 0, time.UTC), Message: channel.Message{ID: from, Type: channel.Text, Text: "hello"},
		})
		ids[i] = r.Ticket.Requester
	}
	return desk, store, ids
}

func ExampleDesk_PlanMerge() {
	ctx, ada := context.Background(), ticket.Actor{Kind: ticket.Agent, ID: "ada"}
	desk, _, ids := twoUsers(ctx)
	_, err := desk.UpdatePerson(ctx, socialticket.UpdatePerson{Person: ids[1], By: ada, Changes: []identity.Change{
		{Field: identity.FieldFullName, Value: "Ana Souza"}, {Field: identity.FieldTags, Value: "gold"},
	}})
	fmt.Println(err)
	plan, err := desk.PlanMerge(ctx, socialticket.Merge{Person: ids[1], Into: ids[0], By: ada})
	fmt.Println(plan.Refused, err)
	fmt.Println(plan.Moves.Tickets, "ticket, tags", plan.Moves.Tags)
	for _, f := range plan.Fields {
		fmt.Println(f.Field, f.Result, "of the", f.From)
	}
	// Output:
	// <nil>
	// <nil> <nil>
	// 1 ticket, tags [gold]
	// name Ana Souza of the loser
	// phone +5511987654321 of the winner
}

func ExampleSuggest() {
	ctx := context.Background()
	_, store, ids := twoUsers(ctx)
	list, err := socialticket.Suggest(ctx, store, identity.Phones{}, ids[0])
	for _, s := range list {
		fmt.Println(s.Person == ids[1], s.Strength, s.Reasons, err)
	}
	// Output: true 90 [{phone +5511987654321}] <nil>
}
