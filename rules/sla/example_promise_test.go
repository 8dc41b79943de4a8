package sla_test

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/ticket"
)

// A helpdesk with tickets of its own steps their clocks after each change, and sets a timer
// for the next breach. A desk does that by itself: see Settings.SLA.
func ExamplePolicies_Step() {
	policies, err := sla.Compile(rules.Standard(), sla.Config{Policies: []sla.Policy{{
		Rule:    rules.Rule{ID: "vip", When: rules.Conditions{All: []rules.Condition{rules.Tags().Includes("vip")}}},
		Targets: []sla.Target{{Metric: ticket.FirstReply, Within: time.Hour}},
	}}})
	if err != nil {
		panic(err)
	}
	nine := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	t := ticket.Lifecycle{}.Create(ticket.Ticket{ID: "1", Tags: []string{"vip"}}, nine)
	t, events := policies.Step(t, sla.Occasion{Subject: &rules.Subject{Ticket: &t, Now: nine}, Now: nine})
	for _, e := range events {
		fmt.Println(e.Field, e.To)
	}
	fmt.Println("timer:", sla.NextBreach(&t, nil).Format(time.TimeOnly))

	// Nothing came. The timer rings late, and the breach is told when it was.
	t, events = policies.Step(t, sla.Occasion{Now: nine.Add(90 * time.Minute)})
	fmt.Println(events[0].Field, events[0].To, events[0].At.Format(time.TimeOnly))
	for _, s := range sla.At(&t, nil, nine.Add(2*time.Hour)) {
		fmt.Println(s.Metric, s.Phase, s.Used, s.Left)
	}
	// Output:
	// sla_policy vip
	// first_reply_time begin
	// timer: 10:00:00
	// first_reply_time breach 10:00:00
	// first_reply_time breached 2h0m0s -1h0m0s
}
