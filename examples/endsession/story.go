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
	who   string        // the customer whose ticket it is about
	does  string        // "writes", or what Ada does: "answers", "ends"
	text  string
}

// story is a talk that an agent ends, and one that a customer lets sleep.
func story() []act {
	m := time.Minute
	return []act{
		{0, "Ana", "writes", "Where is my bike?"},
		{1 * m, "Ana", "answers", "It is ready. Anything else?"},
		{2 * m, "Ana", "writes", "No, thanks!"},
		{3 * m, "Ana", "ends", ""},
		{4 * m, "Ana", "answers", "See you."}, // it is not sent any more
		{5 * m, "Ana", "writes", "Do you have bells?"},
		{30 * m, "Ben", "writes", "My lamp is broken"},
		{31 * m, "Ben", "answers", "Which model is it?"},
		{90 * m, "Ben", "writes", "Sorry, a B2"},
	}
}

// play plays the story.
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
		if receipt.Composer == socialticket.ComposeNote {
			s.say("#%d can be answered by a note alone", s.number[receipt.Ticket.ID])
		}
	}
	return s.until(ctx, begin.Add(91*time.Minute))
}

// perform does what an act says.
func (s *stage) perform(ctx context.Context, id string, a act, to ticket.ID) (socialticket.Receipt, error) {
	ada := ticket.Actor{Kind: ticket.Agent, ID: "Ada"}
	switch a.does {
	case "ends":
		s.say("Ada ends the session with %s", a.who)
		return s.desk.EndSession(ctx, socialticket.EndSession{Ticket: to, By: ada})
	case "answers":
		return s.desk.Reply(ctx, socialticket.Reply{
			Ticket: to, By: ada, Text: a.text, Changes: []ticket.Change{{Field: ticket.FieldAssignee, Value: ada.ID}},
		})
	}
	s.say("%s: %s", a.who, a.text)
	return s.desk.Receive(ctx, channel.Event{
		ID: id, Type: channel.EventMessage, Account: channel.Account{Kind: channel.WhatsApp, ID: "shop"}, From: a.who,
		Sent: s.clock.Now(), Received: s.clock.Now(), Opens: channel.OpenMessage,
		Message: channel.Message{ID: id, Type: channel.Text, Text: a.text},
	})
}

// tell prints what a decision did to a ticket, its session and its routing, and who it was.
func (s *stage) tell(r socialticket.Receipt) {
	for _, e := range r.Commit.Events {
		if s.number[e.Ticket] == 0 {
			s.number[e.Ticket] = len(s.number) + 1
		}
		number, by := s.number[e.Ticket], string(e.By.Kind)
		switch {
		case e.Type == ticket.EventCreate:
			s.say("#%d begins", number)
		case e.Type == ticket.EventSession:
			s.say("#%d session %s, by %s", number, e.To, by)
		case e.Type == ticket.EventDelivery && e.To == string(channel.StateFailed):
			s.say("#%d not sent: %s", number, e.Reason.Code)
		case e.Type == ticket.EventChange && (e.Field == ticket.FieldStatus || e.Field == ticket.FieldRouting):
			s.say("#%d %s %s, by %s", number, e.Field, e.To, by)
		}
	}
}
