package socialticket_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// An outlook says why an automation does not hold yet, and when it will.
func ExampleDesk_Explain() {
	ctx := context.Background()
	automations, err := rules.CompileAutomations(rules.Standard(), rules.StandardAutomations())
	if err != nil {
		panic(err)
	}
	settings, clock := &socialticket.Settings{Automations: automations}, &fixed{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	desk, err := socialticket.New(socialticket.Config{Store: &memory.Store{}, Clock: clock, Settings: func() *socialticket.Settings { return settings }})
	if err != nil {
		panic(err)
	}
	received, _ := desk.Receive(ctx, ana("wamid.1", "Thanks!", clock.now))
	_, _ = desk.Update(ctx, socialticket.Update{
		Ticket: received.Ticket.ID, By: ticket.Actor{Kind: ticket.Agent, ID: "ada"},
		Changes: []ticket.Change{{Field: ticket.FieldStatus, Value: "solved"}},
	})
	clock.now = clock.now.Add(time.Hour)

	outlook, err := desk.Explain(ctx, socialticket.Question{Ticket: received.Ticket.ID})
	if err != nil {
		panic(err)
	}
	for _, a := range outlook.Automations {
		fmt.Println(a.Rule, a.Holds, a.Due.Format(time.DateTime))
		for _, v := range a.All {
			fmt.Println(" ", v.Field, v.Op, v.Value, "saw", v.Seen, v.Holds)
		}
	}
	// Output:
	// close-solved false 2026-03-06 09:00:00
	//   status is [solved] saw [solved] true
	//   SOLVED greater_than [96] saw [1h0m0s] false
}

// A trace says how the triggers would go over a message, before it is handed in.
func ExampleDesk_Trace() {
	ctx := context.Background()
	triggers, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{
		{ID: "urgent", When: rules.Conditions{All: []rules.Condition{
			{Field: "current_tags", Op: rules.Includes, Value: rules.Value{"refund"}},
		}}, Do: []rules.Action{{Field: "priority", Value: rules.Value{"urgent"}}}},
		{ID: "refund", When: rules.Conditions{All: []rules.Condition{
			{Field: "comment_includes_word", Op: rules.Includes, Value: rules.Value{"money back"}},
		}}, Do: []rules.Action{{Field: "current_tags", Value: rules.Value{"refund"}}}},
		{ID: "night", When: rules.Conditions{All: []rules.Condition{
			{Field: "in_business_hours", Op: rules.Is, Value: rules.Value{"false"}},
		}}, Do: []rules.Action{{Field: "current_tags", Value: rules.Value{"night"}}}},
	})
	if err != nil {
		panic(err)
	}
	settings, clock := &socialticket.Settings{Triggers: triggers}, &fixed{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	store := &memory.Store{}
	desk, err := socialticket.New(socialticket.Config{Store: store, Clock: clock, Settings: func() *socialticket.Settings { return settings }})
	if err != nil {
		panic(err)
	}
	traced, err := desk.Trace(ctx, socialticket.Received{Event: ana("wamid.1", "Can I have my money back?", clock.now)})
	if err != nil {
		panic(err)
	}
	for _, o := range traced.Triggers.Triggers {
		fmt.Println(o.Rule, "fired:", o.Round > 0, "round", o.Round)
	}
	_, err = store.Ticket(ctx, traced.Receipt.Ticket.ID)
	fmt.Println(traced.Receipt.Ticket.Priority, "written:", !errors.Is(err, socialticket.ErrNotFound))
	// Output:
	// urgent fired: true round 2
	// refund fired: true round 1
	// night fired: false round 0
	// urgent written: false
}
