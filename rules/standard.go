package rules

import (
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// StandardAutomations returns the automations that a new account has: solved tickets are
// closed after four days, and two reminders, which are not active. Source: the default
// automations of Zendesk accounts from 2012 to 2021, facts of autumn 2026.
func StandardAutomations() []Rule {
	reminder := func(id, title string, hours int, subject string) Rule {
		return Rule{
			ID: id, Title: title, Inactive: true, Position: 9998,
			When: Conditions{All: []Condition{Hours("PENDING").Is(hours), publicTicket()}},
			Do:   []Action{Notify("requester_and_ccs", subject, "We are waiting for your answer to: {{ticket.title}}")},
		}
	}
	return []Rule{
		{
			ID: "close-solved", Title: "Close ticket 4 days after status is set to solved",
			When: Conditions{All: []Condition{Status().Is(ticket.Solved), Hours("SOLVED").GreaterThan(96)}},
			Do:   []Action{SetStatus(ticket.Closed)},
		},
		reminder("pending-1", "Pending notification 24 hours", 24, "Your request: a reminder"),
		reminder("pending-5", "Pending notification 5 days", 120, "Your request: a second reminder"),
	}
}

// CloseWhatsApp returns the automation that Zendesk recommends for WhatsApp, where threads
// else grow for ever: a ticket is closed an hour after it was solved. Source: Zendesk,
// "Social messaging" articles, facts of autumn 2026.
func CloseWhatsApp() Rule {
	return Rule{
		ID: "close-whatsapp", Title: "Close WhatsApp tickets an hour after they are solved",
		When: Conditions{All: []Condition{Status().Is(ticket.Solved), Channel(channel.WhatsApp), Hours("SOLVED").GreaterThan(1)}},
		Do:   []Action{SetStatus(ticket.Closed)},
	}
}

// CloseByHand returns the trigger that closes a ticket which an agent solves with a tag,
// "closenow" for instance, so that the customer's next message begins a new one.
func CloseByHand(tag string) Rule {
	return Rule{
		ID: "close-by-hand", Title: "Close solved tickets with the tag " + tag,
		When: Conditions{All: []Condition{Status().Is(ticket.Solved), Tags().Includes(tag)}},
		Do:   []Action{SetStatus(ticket.Closed)},
	}
}

// AskSatisfaction returns the automation that offers a survey so many hours after a ticket
// was solved, once. Zendesk's standard is 24.
func AskSatisfaction(hours int) Rule {
	return Rule{
		ID: "ask-satisfaction", Title: "Offer a satisfaction survey",
		When: Conditions{All: []Condition{Hours("SOLVED").Is(hours), On("satisfaction_score").Is("unoffered"), Status().LessThan(ticket.Closed)}},
		Do:   []Action{{Field: "satisfaction_score", Value: Value{"offered"}}},
	}
}

func publicTicket() Condition { return On("ticket_is_public").Is("public") }
