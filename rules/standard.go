package rules

// StandardAutomations returns the automations that a new account has: solved tickets are
// closed after four days, and two reminders, which are not active. Source: the default
// automations of Zendesk accounts from 2012 to 2021, facts of autumn 2026.
func StandardAutomations() []Rule {
	reminder := func(id, title, hours, subject string) Rule {
		return Rule{
			ID: id, Title: title, Inactive: true, Position: 9998,
			When: Conditions{All: []Condition{{Field: "PENDING", Op: Is, Value: Value{hours}}}},
			Do:   []Action{{Field: "notification_user", Value: Value{"requester_and_ccs", subject, "We are waiting for your answer to: {{ticket.title}}"}}},
		}
	}
	return []Rule{
		{
			ID: "close-solved", Title: "Close ticket 4 days after status is set to solved",
			When: Conditions{All: []Condition{
				{Field: "status", Op: Is, Value: Value{"solved"}},
				{Field: "SOLVED", Op: GreaterThan, Value: Value{"96"}},
			}},
			Do: []Action{{Field: "status", Value: Value{"closed"}}},
		},
		reminder("pending-1", "Pending notification 24 hours", "24", "Your request: a reminder"),
		reminder("pending-5", "Pending notification 5 days", "120", "Your request: a second reminder"),
	}
}
