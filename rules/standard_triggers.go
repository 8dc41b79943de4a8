package rules

import "github.com/socialticket/socialticket/ticket"

// StandardTriggers returns the triggers that a new account has, which tell people of what
// happens to tickets; the last one is not active. The texts are ours. Source: the default
// triggers of Zendesk accounts of 2021, facts of autumn 2026.
func StandardTriggers() []Rule {
	const news = "{{ticket.comments_formatted}}"
	rule := func(id, title string, do Action, all ...Condition) Rule {
		return Rule{ID: id, Title: title, When: Conditions{All: all}, Do: []Action{do}}
	}
	role := func(name string) Condition { return On("role").Is(name) }
	list := []Rule{
		rule("received", "Notify requester and CCs of received request",
			Notify("requester_and_ccs", "We have received your request", "We will answer your request ({{ticket.id}}) soon.\n\n"+news),
			Created(), Status().IsNot(ticket.Solved), publicTicket(), PublicComment(), role("end_user")),
		rule("proactive", "Notify requester of new proactive ticket",
			Notify("requester_and_ccs", "{{ticket.title}}", "We have opened a ticket for you.\n\n"+news),
			Created(), publicTicket(), role("agent")),
		rule("comment-requester", "Notify requester and CCs of comment update",
			Notify("requester_and_ccs", "Re: {{ticket.title}}", "Your request ({{ticket.id}}) has an answer.\n\n"+news),
			Updated(), PublicComment()),
		rule("comment-assignee", "Notify assignee of comment update",
			Notify("assignee_id", "Re: {{ticket.title}}", "Ticket {{ticket.id}} has a new comment.\n\n"+news),
			On("comment_is_public").Is("not_relevant"), Assignee().IsNot("current_user"), Assignee().IsNot("requester_id"),
			Condition{Field: "assignee_id", Op: NotChanged}, Condition{Field: "status", Op: NotChangedFrom, Value: Value{"solved"}}),
		rule("assigned", "Notify assignee of assignment",
			Notify("assignee_id", "Yours: {{ticket.title}}", "Ticket {{ticket.id}} was given to you.\n\n"+news),
			Assignee().Changed(), Assignee().IsNot("current_user")),
		rule("reopened", "Notify assignee of reopened ticket",
			Notify("assignee_id", "Open again: {{ticket.title}}", "Ticket {{ticket.id}} is open again.\n\n"+news),
			Assignee().IsNot("current_user"), Status().ChangedFrom(ticket.Solved), Status().IsNot(ticket.Closed)),
		rule("group-assigned", "Notify group of assignment",
			NotifyGroup("group_id", "For {{ticket.group.name}}: {{ticket.title}}", "Ticket {{ticket.id}} was given to your group.\n\n"+news),
			Group().IsNot(""), Assignee().Is("")),
		rule("all-agents", "Notify all agents of received request",
			Notify("all_agents", "New: {{ticket.title}}", "{{ticket.requester.name}} asks (ticket {{ticket.id}}).\n\n"+news),
			Created()),
		rule("first-responder", "Auto-assign to first email responding agent", Assign("current_user"),
			Updated(), On("current_via_id").Is("4"), Assignee().Is(""), On("role").IsNot("end_user")),
	}
	list[6].When.Any = []Condition{Group().Changed(), Assignee().Changed()}
	list[8].Inactive = true
	for i := range list {
		list[i].Position = i + 1
	}
	return list
}
