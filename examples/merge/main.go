// Command merge shows what happens to a person who writes to two numbers of a business: two
// users, a suggestion that they are one, a plan, the merge, a message from the other number,
// and the undo. It prints what agents see at each step:
//
//	go run ./examples/merge
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/benbjohnson/clock"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/worker"
)

func main() {
	if err := play(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "merge:", err)
		os.Exit(1)
	}
}

// stage is where the story is played.
type stage struct {
	desk   *socialticket.Desk
	store  *memory.Store
	clock  *clock.Mock
	worker *worker.Worker
	out    io.Writer
}

func build(out io.Writer) (*stage, error) {
	s := &stage{store: &memory.Store{}, clock: clock.NewMock(), out: out}
	s.clock.Set(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	var err error
	if s.desk, err = socialticket.New(socialticket.Config{Store: s.store, Clock: s.clock}); err != nil {
		return nil, err
	}
	s.worker, err = worker.New(worker.Config{
		Desk: s.desk, Queue: s.store, Clock: s.clock, Goroutines: 1,
		Transport: channel.TransportFunc(func(_ context.Context, o channel.Outbound) (channel.Accepted, error) {
			return channel.Accepted{MessageID: o.ID}, nil
		}),
	})
	return s, err
}

func play(ctx context.Context, out io.Writer) error {
	s, err := build(out)
	if err != nil {
		return err
	}
	ada := ticket.Actor{Kind: ticket.Agent, ID: "ada"}
	sales, err := s.hear(ctx, "sales", "5511987654321", "Ana Souza", "Do you have it in green?")
	if err != nil {
		return err
	}
	help, err := s.hear(ctx, "support", "551187654321", "Ana", "My order has not come")
	if err != nil {
		return err
	}
	_, err = s.desk.UpdatePerson(ctx, socialticket.UpdatePerson{Person: help.Requester, By: ada, Changes: []identity.Change{
		{Field: identity.FieldEmail, Value: "ana@example.com"}, {Field: identity.FieldTags, Value: "gold"},
	}})
	if err != nil {
		return err
	}
	if err := s.suggest(ctx, sales.Requester); err != nil {
		return err
	}
	m := socialticket.Merge{Person: help.Requester, Into: sales.Requester, By: ada, Reason: "the same number"}
	if err := s.plan(ctx, m); err != nil {
		return err
	}
	if _, err := s.desk.Merge(ctx, m); err != nil {
		return err
	}
	if err := s.look(ctx, "merged", sales, help); err != nil {
		return err
	}
	if _, err := s.hear(ctx, "support", "551187654321", "Ana", "It is here now, thank you"); err != nil {
		return err
	}
	if _, err := s.desk.Unmerge(ctx, socialticket.Unmerge{Person: help.Requester, By: ada}); err != nil {
		return err
	}
	return s.look(ctx, "parted", sales, help)
}

// hear takes a message to a number of the business.
func (s *stage) hear(ctx context.Context, number, from, name, text string) (ticket.Ticket, error) {
	s.clock.Add(time.Minute)
	now := s.clock.Now()
	r, err := s.desk.Receive(ctx, channel.Event{
		ID: "event " + text, Type: channel.EventMessage, Account: channel.Account{Kind: channel.WhatsApp, ID: number}, From: from,
		Sent: now, Received: now, Opens: channel.OpenMessage, Profile: channel.Profile{Name: name},
		Message: channel.Message{ID: "message " + text, Type: channel.Text, Text: text},
	})
	if err == nil {
		fmt.Fprintf(s.out, "to %s: %q\n", number, text)
	}
	return r.Ticket, err
}
