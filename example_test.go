package socialticket_test

import (
	"context"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// A customer writes, an agent answers in time, and once more too late.
func Example() {
	ctx := context.Background()
	clock := &handClock{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	desk, err := socialticket.New(socialticket.Config{Store: &socialticket.Memory{}, Clock: clock})
	if err != nil {
		panic(err)
	}

	received, err := desk.Receive(ctx, channel.Event{
		ID: "wamid.1", Type: channel.EventMessage, Opens: channel.OpenMessage,
		Account: channel.Account{Kind: channel.WhatsApp, ID: "106540352242922"}, From: "16505551234",
		Sent: clock.now, Message: channel.Message{ID: "wamid.1", Type: channel.Text, Text: "Is my bike ready?"},
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(received.Ticket.Status, received.Ticket.Tags)

	for _, wait := range []time.Duration{time.Hour, 24 * time.Hour} {
		clock.now = clock.now.Add(wait)
		reply, err := desk.Reply(ctx, socialticket.Reply{
			Ticket: received.Ticket.ID, By: ticket.Actor{Kind: ticket.Agent, ID: "ada"}, Text: "It is.",
		})
		if err != nil {
			panic(err)
		}
		d := reply.Decision
		fmt.Printf("%s: %s, left %v, instead %q\n", reply.Comment.Delivery.State, d.Reason, d.Left, d.Instead)
	}
	// Output:
	// new [messaging_support whatsapp_support]
	// queued: window_open, left 23h0m0s, instead ""
	// failed: window_closed, left 0s, instead "use_template"
}

// Time passes in a loop: a desk that simulates a week needs no waiting.
func ExampleDesk_Wake() {
	ctx := context.Background()
	clock := &handClock{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	store := &socialticket.Memory{}
	automations, err := rules.CompileAutomations(rules.StandardAutomations())
	if err != nil {
		panic(err)
	}
	desk, err := socialticket.New(socialticket.Config{Store: store, Clock: clock, Automations: automations})
	if err != nil {
		panic(err)
	}
	received, _ := desk.Receive(ctx, says("16505551234", "wamid.1", "Thanks!", clock.now))
	_, _ = desk.Update(ctx, socialticket.Update{
		Ticket: received.Ticket.ID, By: ticket.Actor{Kind: ticket.Agent, ID: "ada"},
		Changes: []ticket.Change{{Field: ticket.FieldStatus, Value: "solved"}},
	})
	for range 10 { // what is due, until nothing is
		_, next, _ := store.Due(ctx, clock.now, 10)
		if next.IsZero() {
			break
		}
		clock.now = next
		woken, _ := desk.Wake(ctx, received.Ticket.ID)
		fmt.Println(clock.now.Format(time.DateTime), woken.Ticket.Status)
	}
	// Output:
	// 2026-03-02 09:10:00 solved
	// 2026-03-06 09:00:00 closed
}
