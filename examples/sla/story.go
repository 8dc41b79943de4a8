package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/ticket"
)

// act is one thing that happens in the story.
type act struct {
	after time.Duration // since the story began
	says  string        // by the customer
	reply string        // by Ada
	to    ticket.Status // that Ada sets
}

// story begins half an hour before the weekend.
func story() []act {
	day := 24 * time.Hour
	return []act{
		{says: "My new bike squeaks."},
		{after: time.Hour}, // the office is closed: how do the promises stand?
		{after: 2*day + 17*time.Hour + 10*time.Minute, reply: "Does it squeak uphill?"}, // Monday 09:40
		{after: 2*day + 17*time.Hour + 15*time.Minute, to: ticket.Pending},
		{after: 2*day + 20*time.Hour, says: "Only when I brake."}, // Monday 12:30
		{after: 2*day + 21*time.Hour, reply: "We send new pads."},
		{after: 2*day + 21*time.Hour + 5*time.Minute, to: ticket.Solved},
		{after: 3*day + 18*time.Hour, says: "It still squeaks."}, // Tuesday 10:30
		{after: 3*day + 21*time.Hour, reply: "Come by, please."},
		{after: 3*day + 21*time.Hour + 30*time.Minute, to: ticket.Solved},
	}
}

// play plays the story, and tells at its end how each figure came about.
func play(ctx context.Context, out io.Writer) error {
	s, err := build(out)
	if err != nil {
		return err
	}
	begin := s.clock.Now()
	for i, a := range story() {
		if err := s.until(ctx, begin.Add(a.after)); err != nil {
			return err
		}
		if err := s.perform(ctx, i, a); err != nil {
			return err
		}
		if err := s.look(ctx); err != nil {
			return err
		}
	}
	return s.account(ctx)
}

// perform does what an act says.
func (s *stage) perform(ctx context.Context, i int, a act) error {
	ada, now := ticket.Actor{Kind: ticket.Agent, ID: "Ada"}, s.clock.Now()
	var r socialticket.Receipt
	var err error
	fmt.Fprint(s.out, now.Format("Mon 15:04"), "  ")
	switch {
	case a.says != "":
		fmt.Fprintln(s.out, "Ana:", a.says)
		r, err = s.desk.Receive(ctx, channel.Event{
			ID: fmt.Sprint(i), Type: channel.EventMessage, Account: channel.Account{Kind: channel.Telegram, ID: "shop"}, From: "ana",
			Sent: now, Received: now, Opens: channel.OpenMessage, Message: channel.Message{ID: fmt.Sprint(i), Type: channel.Text, Text: a.says},
		})
		s.ticket = r.Ticket.ID
	case a.reply != "":
		fmt.Fprintln(s.out, "Ada:", a.reply)
		r, err = s.desk.Reply(ctx, socialticket.Reply{Ticket: s.ticket, By: ada, Text: a.reply})
	case a.to != "":
		fmt.Fprintln(s.out, "Ada sets", a.to)
		r, err = s.desk.Update(ctx, socialticket.Update{Ticket: s.ticket, By: ada, Changes: []ticket.Change{{Field: ticket.FieldStatus, Value: string(a.to)}}})
	default:
		fmt.Fprintln(s.out, "time has passed")
	}
	s.tell(r)
	return err
}

// account prints the timelines and the metrics of the ticket, from its events alone.
func (s *stage) account(ctx context.Context) error {
	events, err := s.store.Events(ctx, s.ticket, socialticket.Page{Limit: 1000})
	if err != nil {
		return err
	}
	fmt.Fprintln(s.out)
	for _, line := range sla.Explain(events, s.settings.Schedules, s.clock.Now()) {
		fmt.Fprint(s.out, line)
	}
	m := sla.Measure(events, sla.Measuring{Schedules: s.settings.Schedules})
	fmt.Fprintf(s.out, "\nfirst reply after %v, %v of business hours; %d replies, %d reopening\n",
		m.FirstReply.Calendar, m.FirstReply.Business, m.Replies, m.Reopens)
	return nil
}
