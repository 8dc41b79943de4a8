// Command close-whatsapp shows the two ways in which WhatsApp threads are closed early, so
// that the next message begins a new ticket: an automation one hour after a ticket was
// solved, and by hand, with the tag "closenow". It plays a day on a clock that is set, and
// prints what happened when:
//
//	go run ./examples/close-whatsapp
//
// Source of the recipes: https://support.zendesk.com/hc/en-us/articles/4742722412954
// (read in autumn 2026).
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
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/worker"
)

func main() {
	if err := play(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "close-whatsapp:", err)
		os.Exit(1)
	}
}

// hourly closes what was solved more than an hour ago. Three conditions: a ticket of
// another channel keeps its four days.
func hourly() rules.Rule {
	return rules.Rule{
		ID: "close-whatsapp-hour", Title: "Close WhatsApp tickets one hour after they are solved",
		When: rules.Conditions{All: []rules.Condition{
			{Field: "status", Op: rules.Is, Value: rules.Value{"solved"}},
			{Field: "via_id", Op: rules.Is, Value: rules.Value{"74"}},
			{Field: "SOLVED", Op: rules.GreaterThan, Value: rules.Value{"1"}},
		}},
		Do: []rules.Action{{Field: "status", Value: rules.Value{"closed"}}},
	}
}

// byHand closes at once what an agent gives the tag to. Agents cannot set the status closed
// themselves; a rule can.
func byHand() rules.Rule {
	return rules.Rule{
		ID: "close-now", Title: "Close tickets with the tag closenow",
		When: rules.Conditions{All: []rules.Condition{
			{Field: "update_type", Op: rules.Is, Value: rules.Value{"Change"}},
			{Field: "current_tags", Op: rules.Includes, Value: rules.Value{"closenow"}},
			{Field: "status", Op: rules.LessThan, Value: rules.Value{"closed"}},
		}},
		Do: []rules.Action{{Field: "status", Value: rules.Value{"closed"}}},
	}
}

// settings returns the two recipes beside the standard automations.
func settings() (*socialticket.Settings, error) {
	automations, err := rules.CompileAutomations(rules.Standard(), append(rules.StandardAutomations(), hourly()))
	if err != nil {
		return nil, err
	}
	triggers, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{byHand()})
	if err != nil {
		return nil, err
	}
	return &socialticket.Settings{Version: 1, Automations: automations, Triggers: triggers}, nil
}

// stage is where the story is played.
type stage struct {
	desk   *socialticket.Desk
	clock  *clock.Mock
	worker *worker.Worker
	out    io.Writer
	number map[ticket.ID]int // tickets by the order of their coming
}

// build returns a stage at nine o'clock.
func build(out io.Writer) (*stage, error) {
	chosen, err := settings()
	if err != nil {
		return nil, err
	}
	s := &stage{clock: clock.NewMock(), out: out, number: map[ticket.ID]int{}}
	s.clock.Set(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	store := &memory.Store{}
	s.desk, err = socialticket.New(socialticket.Config{Store: store, Clock: s.clock, Settings: func() *socialticket.Settings { return chosen }})
	if err != nil {
		return nil, err
	}
	s.worker, err = worker.New(worker.Config{
		Desk: s.desk, Queue: store, Clock: s.clock, Goroutines: 1,
		Transport: channel.TransportFunc(func(_ context.Context, o channel.Outbound) (channel.Accepted, error) {
			return channel.Accepted{MessageID: o.ID}, nil
		}),
		Hooks: worker.Hooks{Woke: func(_ socialticket.Timer, r socialticket.Receipt) { s.tell(r) }},
	})
	return s, err
}

// until lets time pass to an instant: the worker wakes at each instant at which something
// is due, and at no other.
func (s *stage) until(ctx context.Context, at time.Time) error {
	for {
		next, err := s.worker.Once(ctx, s.clock.Now())
		if err != nil {
			return err
		}
		if next.IsZero() || next.After(at) {
			s.clock.Set(at)
			return nil
		}
		s.clock.Set(next)
	}
}

// tell prints what a decision did to the status of a ticket, and who it was.
func (s *stage) tell(r socialticket.Receipt) {
	for _, e := range r.Commit.Events {
		number, known := s.number[e.Ticket]
		if !known {
			number = len(s.number) + 1
			s.number[e.Ticket] = number
		}
		at := e.At.Format("Mon 15:04:05.999999999")
		switch {
		case e.Type == ticket.EventCreate && e.From != "":
			fmt.Fprintf(s.out, "%s  #%d begins, after #%d\n", at, number, s.number[ticket.ID(e.From)])
		case e.Type == ticket.EventCreate:
			fmt.Fprintf(s.out, "%s  #%d begins\n", at, number)
		case e.Type == ticket.EventChange && e.Field == ticket.FieldStatus && e.To != string(ticket.New):
			by := string(e.By.Kind) + " " + e.By.ID
			if e.By.Kind == ticket.EndUser {
				by = "the customer"
			}
			fmt.Fprintf(s.out, "%s  #%d %s, by %s\n", at, number, e.To, by)
		}
	}
}
