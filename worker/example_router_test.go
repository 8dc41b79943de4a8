package worker_test

import (
	"context"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/worker"
)

// A desk whose settings have a method asks for routing, and a worker with a Router does it.
func ExampleRouter() {
	ctx, now := context.Background(), time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	settings := &socialticket.Settings{
		Routing: routing.Config{Method: routing.RoundRobin},
		Agents:  []socialticket.Agent{{ID: "ada", Presence: routing.Away}, {ID: "ben", Presence: routing.Online}},
	}
	store := &memory.Store{}
	desk, err := socialticket.New(socialticket.Config{
		Store: store, Clock: clockFunc(func() time.Time { return now }), Settings: func() *socialticket.Settings { return settings },
	})
	if err != nil {
		panic(err)
	}
	w, err := worker.New(worker.Config{
		Desk: desk, Queue: store, Transport: channel.TransportFunc(func(context.Context, channel.Outbound) (channel.Accepted, error) {
			return channel.Accepted{}, nil
		}),
		Handlers: map[socialticket.EffectKind]worker.Handler{
			socialticket.EffectRoute: &worker.Router{Desk: desk, Reader: store},
		},
	})
	if err != nil {
		panic(err)
	}
	r, err := desk.Receive(ctx, channel.Event{
		ID: "1", Type: channel.EventMessage, Account: channel.Account{Kind: channel.Telegram, ID: "bot"}, From: "42", Sent: now,
		Message: channel.Message{ID: "1", Type: channel.Text, Text: "Is anybody there?"}, Opens: channel.OpenMessage,
	})
	if err != nil {
		panic(err)
	}
	if _, err = w.Once(ctx, now); err != nil {
		panic(err)
	}
	t, err := store.Ticket(ctx, r.Ticket.ID)
	if err != nil {
		panic(err)
	}
	fmt.Println(t.Assignee)
	// Output: ben
}
