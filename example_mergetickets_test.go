package socialticket_test

import (
	"context"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/ticket"
)

// A customer has two tickets about one matter: the session about the first was ended. The
// agent looks at what a merge would do, and makes it: both are one thread from then on.
func ExampleDesk_MergeTickets() {
	ctx, ada := context.Background(), ticket.Actor{Kind: ticket.Agent, ID: "ada"}
	desk, store, clock := shop()
	first, _ := desk.Receive(ctx, ana("wamid.1", "Is my bike ready?", clock.now))
	_, _ = desk.EndSession(ctx, socialticket.EndSession{Ticket: first.Ticket.ID, By: ada})
	clock.now = clock.now.Add(time.Hour)
	second, _ := desk.Receive(ctx, ana("wamid.2", "The blue one, I mean.", clock.now))

	merge := socialticket.MergeTickets{
		Ticket: second.Ticket.ID, Into: first.Ticket.ID, By: ada, Text: "We answer both of your messages here.", Public: true,
	}
	preview, err := desk.Trace(ctx, merge)
	if err != nil {
		panic(err)
	}
	for _, t := range preview.Receipt.Commit.Tickets() {
		fmt.Println("would be", t.Status, "and has taken over", len(t.Merged))
	}
	if _, err := desk.MergeTickets(ctx, merge); err != nil {
		panic(err)
	}

	clock.now = clock.now.Add(time.Minute)
	next, _ := desk.Receive(ctx, ana("wamid.3", "Thanks!", clock.now))
	goesOn, _ := desk.Follow(ctx, second.Ticket.ID)
	fmt.Println(next.Ticket.ID == first.Ticket.ID, goesOn.ID == first.Ticket.ID)
	for c, err := range inbox.Thread(ctx, store, first.Ticket.ID, "") {
		if err != nil {
			panic(err)
		}
		fmt.Println(c.Ticket == second.Ticket.ID, c.Content.Text)
	}
	// Output:
	// would be closed and has taken over 0
	// would be new and has taken over 1
	// true true
	// false Thanks!
	// false We answer both of your messages here.
	// true The blue one, I mean.
	// false Is my bike ready?
}

// Two tickets were merged that are about two matters after all.
func ExampleDesk_UnmergeTickets() {
	ctx, ada := context.Background(), ticket.Actor{Kind: ticket.Agent, ID: "ada"}
	desk, store, clock := shop()
	bike, _ := desk.Receive(ctx, ana("wamid.1", "Is my bike ready?", clock.now))
	_, _ = desk.EndSession(ctx, socialticket.EndSession{Ticket: bike.Ticket.ID, By: ada})
	helmet, _ := desk.Receive(ctx, ana("wamid.2", "Do you sell helmets?", clock.now))
	_, err := desk.MergeTickets(ctx, socialticket.MergeTickets{Ticket: helmet.Ticket.ID, Into: bike.Ticket.ID, By: ada})
	if err != nil {
		panic(err)
	}
	merged, _ := store.Ticket(ctx, helmet.Ticket.ID)
	fmt.Println(merged.Status, merged.MergedInto == bike.Ticket.ID)

	clock.now = clock.now.Add(24 * time.Hour)
	parted, err := desk.UnmergeTickets(ctx, socialticket.UnmergeTickets{Ticket: helmet.Ticket.ID, By: ada})
	if err != nil {
		panic(err)
	}
	fmt.Println(parted.Ticket.Status, parted.Ticket.MergedInto == "", parted.Ticket.WaitingSince.Format(time.DateTime))
	next, _ := desk.Receive(ctx, ana("wamid.3", "A red one?", clock.now))
	fmt.Println(next.Ticket.ID == helmet.Ticket.ID)
	// Output:
	// closed true
	// new true 2026-03-02 09:00:00
	// true
}
