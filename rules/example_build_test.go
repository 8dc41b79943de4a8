package rules_test

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// Rules may be written in Go: what a field does not take does not compile.
func ExampleStatus() {
	rule := rules.Rule{
		ID: "vip", Title: "Urgent if an important customer waits",
		When: rules.Conditions{All: []rules.Condition{
			rules.Status().LessThan(ticket.Solved),
			rules.Channel(channel.WhatsApp, channel.LINE),
			rules.Tags().Includes("vip"),
			rules.Priority().LessThan(ticket.Urgent),
			rules.Hours("requester_updated_at").GreaterThan(2),
		}},
		Do: []rules.Action{rules.SetPriority(ticket.Urgent), rules.AddTags("waited")},
	}
	set, err := rules.CompileAutomations(rules.Standard(), []rules.Rule{rule})
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	t := ticket.Ticket{
		ID: "1", Via: channel.WhatsApp, Status: ticket.Open, Tags: []string{"vip"},
		Times: ticket.Times{CreatedAt: now, RequesterAt: now},
	}
	fmt.Println(set.DueAt(&rules.Subject{Ticket: &t, Now: now}).Format(time.TimeOnly))
	// Output: 11:00:00
}
