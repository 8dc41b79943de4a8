package worker_test

import (
	"context"
	"fmt"
	"time"

	"github.com/benbjohnson/clock"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/worker"
)

// A program that answers: the desk decides, and the worker sends until it is stopped.
func Example() {
	ctx, stop := context.WithCancel(context.Background())
	store := &memory.Store{}
	desk, err := socialticket.New(socialticket.Config{Store: store})
	if err != nil {
		panic(err)
	}
	sent := make(chan string)
	w, err := worker.New(worker.Config{
		Desk: desk, Queue: store,
		Transport: channel.TransportFunc(func(_ context.Context, o channel.Outbound) (channel.Accepted, error) {
			sent <- o.Text // here a program calls the platform
			return channel.Accepted{MessageID: "wamid.1"}, nil
		}),
	})
	if err != nil {
		panic(err)
	}
	ended := make(chan error)
	go func() { ended <- w.Run(ctx) }()

	r, err := desk.Receive(ctx, channel.Event{
		ID: "1", Type: channel.EventMessage, Account: channel.Account{Kind: channel.Telegram, ID: "bot"}, From: "42", Sent: clock.New().Now(),
		Message: channel.Message{ID: "1", Type: channel.Text, Text: "Are you open?"}, Opens: channel.OpenMessage,
	})
	if err != nil {
		panic(err)
	}
	_, err = desk.Reply(ctx, socialticket.Reply{Ticket: r.Ticket.ID, By: ticket.Actor{Kind: ticket.Bot, ID: "hours"}, Text: "Until six."})
	if err != nil {
		panic(err)
	}
	w.Nudge()
	fmt.Println("sent:", <-sent)
	stop()
	fmt.Println("stopped:", <-ended)
	// Output:
	// sent: Until six.
	// stopped: <nil>
}

// A simulation chooses the instants itself: it does what is due, and goes on to the next
// instant at which something is.
func ExampleWorker_Once() {
	now := time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	tells := clockFunc(func() time.Time { return now })
	store := &memory.Store{}
	desk, err := socialticket.New(socialticket.Config{Store: store, Clock: tells})
	if err != nil {
		panic(err)
	}
	w, err := worker.New(worker.Config{
		Desk: desk, Queue: store, Goroutines: 1,
		Transport: channel.TransportFunc(func(_ context.Context, o channel.Outbound) (channel.Accepted, error) {
			return channel.Accepted{MessageID: o.ID}, nil
		}),
		Hooks: worker.Hooks{
			Woke: func(_ socialticket.Timer, r socialticket.Receipt) {
				for _, e := range r.Commit.Events {
					fmt.Println(e.At.Format(time.TimeOnly), e.Type, e.From, "to", e.To)
				}
			},
		},
	})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	_, err = desk.Receive(ctx, channel.Event{
		ID: "1", Type: channel.EventMessage, Account: channel.Account{Kind: channel.Telegram, ID: "bot"}, From: "42", Sent: now,
		Message: channel.Message{ID: "1", Type: channel.Text, Text: "Are you open?"}, Opens: channel.OpenMessage,
	})
	if err != nil {
		panic(err)
	}
	for {
		next, err := w.Once(ctx, now)
		if err != nil || next.IsZero() {
			fmt.Println("nothing more:", err)
			return
		}
		now = next
	}
	// Output:
	// 10:10:00 session active to inactive
	// nothing more: <nil>
}

// clockFunc is a function that serves as a clock.
type clockFunc func() time.Time

// Now calls f.
func (f clockFunc) Now() time.Time { return f() }

// A worker posts webhooks by a handler of the host. The id of the effect names the act: a
// receiver that keeps it does nothing twice.
func ExampleHandlerFunc() {
	post := worker.HandlerFunc(func(_ context.Context, c socialticket.Claimed) error {
		fmt.Println("POST", c.To, string(c.Body), "as", c.ID)
		return nil
	})
	_ = post.Do(context.Background(), socialticket.Claimed{Effect: socialticket.Effect{
		ID: "7", Kind: socialticket.EffectWebhook, To: "https://example.com/hook", Body: []byte(`{"solved":1}`),
	}})
	// Output: POST https://example.com/hook {"solved":1} as 7
}
