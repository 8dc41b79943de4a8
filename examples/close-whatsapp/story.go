package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// act is one thing that people do in the story.
type act struct {
	after time.Duration // since the story began
	who   string        // a customer, or an agent where do is given
	kind  channel.Kind  // of the customer's channel
	text  string
	do    []ticket.Change // to the ticket of customer who
}

// story is a day on WhatsApp, and on LINE for comparison.
func story() []act {
	status := func(to string) []ticket.Change { return []ticket.Change{{Field: ticket.FieldStatus, Value: to}} }
	tag := []ticket.Change{{Field: ticket.FieldTags, Value: "closenow"}}
	return []act{
		{0, "Ana", channel.WhatsApp, "Where is my bike?", nil},
		{5 * time.Minute, "Ana", "", "", status("solved")},
		{50 * time.Minute, "Ana", channel.WhatsApp, "And the bell?", nil}, // it was not closed yet: it opens again
		{55 * time.Minute, "Ana", "", "", status("solved")},
		{3 * time.Hour, "Ana", channel.WhatsApp, "Another thing", nil}, // it was closed at 10:55: a new one
		{3*time.Hour + time.Minute, "Ana", "", "", tag},
		{4 * time.Hour, "Ana", channel.WhatsApp, "And another", nil},
		{5 * time.Hour, "Ken", channel.LINE, "Hello", nil},
		{6 * time.Hour, "Ken", "", "", status("solved")},
	}
}

// play plays the story, and the week after it.
func play(ctx context.Context, out io.Writer) error {
	s, err := build(out)
	if err != nil {
		return err
	}
	begin := s.clock.Now()
	tickets := map[string]ticket.ID{} // the newest of each customer
	for i, a := range story() {
		if err := s.until(ctx, begin.Add(a.after)); err != nil {
			return err
		}
		receipt, err := s.perform(ctx, fmt.Sprint(i), a, tickets[a.who])
		if err != nil {
			return err
		}
		tickets[a.who] = receipt.Ticket.ID
		s.tell(receipt)
	}
	return s.until(ctx, begin.AddDate(0, 0, 7))
}

// perform does what an act says.
func (s *stage) perform(ctx context.Context, id string, a act, to ticket.ID) (socialticket.Receipt, error) {
	now := s.clock.Now().Format("Mon 15:04:05")
	if a.do != nil {
		fmt.Fprintf(s.out, "%s  Ada sets %s %s\n", now, a.do[0].Field, a.do[0].Value)
		return s.desk.Update(ctx, socialticket.Update{Ticket: to, By: ticket.Actor{Kind: ticket.Agent, ID: "Ada"}, Changes: a.do})
	}
	fmt.Fprintf(s.out, "%s  %s on %s: %s\n", now, a.who, a.kind, a.text)
	return s.desk.Receive(ctx, channel.Event{
		ID: id, Type: channel.EventMessage, Account: channel.Account{Kind: a.kind, ID: "shop"}, From: a.who,
		Sent: s.clock.Now(), Received: s.clock.Now(), Opens: channel.OpenMessage,
		Message: channel.Message{ID: id, Type: channel.Text, Text: a.text},
	})
}
