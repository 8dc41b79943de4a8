package rules

import "github.com/socialticket/socialticket/ticket"

// StandardMacros returns the macros that a new account has. The texts are ours. Source: the
// default macros of Zendesk accounts of 2021, facts of autumn 2026.
func StandardMacros() []Macro {
	own := SetField(ticket.FieldGroup, "current_groups")
	macro := func(id, title string, do ...Action) Macro { return Macro{Rule: Rule{ID: id, Title: title, Do: do}} }
	list := []Macro{
		macro("redirect", "Close and redirect to topics", SetStatus(ticket.Solved), SetPriority(ticket.Normal), SetField(ticket.FieldType, "incident"),
			Assign("current_user"), own, Say("Thank you for telling us. The matter is known, and our help center has more on it.")),
		macro("no-answer", "Customer not responding", SetStatus(ticket.Pending),
			Say("Hello {{ticket.requester.name}}. {{current_user.name}} has written to you and has not heard from you yet. Can you tell us more?")),
		macro("downgrade", "Downgrade and inform", SetPriority(ticket.Low),
			Say("Many people write to us at present. We will answer as soon as we can.")),
		macro("take", "Take it!", own, Assign("current_user")),
	}
	for i := range list {
		list[i].Position = i + 1
	}
	return list
}

// StandardViews returns the views that a new account has; those on tasks are not active.
// Source: the default views of Zendesk accounts of 2021, facts of autumn 2026.
func StandardViews() []View {
	unsolved, mine, unassigned := Status().LessThan(ticket.Solved), Assignee().Is("current_user"), Assignee().Is("")
	own := Group().Is("current_groups")
	newest := Sort{By: "nice_id", Descending: true}
	by := func(field string) Sort { return Sort{By: field} }
	down := func(field string) Sort { return Sort{By: field, Descending: true} }
	view := func(id, title string, group, sort Sort, all ...Condition) View {
		return View{
			Rule: Rule{ID: id, Title: title, When: Conditions{All: all}}, Group: group, Sort: sort,
			Columns: []string{"subject", "requester", "created", "priority"},
		}
	}
	list := []View{
		view("mine", "Your unsolved tickets", by("status"), newest, unsolved, mine),
		view("unassigned", "Unassigned tickets", Sort{}, down("created"), unassigned, unsolved),
		view("unsolved", "All unsolved tickets", by("assignee"), newest, unsolved),
		view("recent", "Recently updated tickets", by("status"), down("updated"), Hours("updated_at").LessThan(24), Status().LessThan(ticket.Closed)),
		view("new", "New tickets in your groups", down("group"), down("created"), unsolved, unassigned, own),
		view("pending", "Pending tickets", by("updated"), newest, Status().Is(ticket.Pending)),
		view("solved", "Recently solved tickets", by("assignee"), down("solved"), Status().Is(ticket.Solved)),
		view("groups", "Unsolved tickets in your groups", by("status"), newest, unsolved, own),
		view("tasks", "Current tasks", by("due_date"), by("assignee"), unsolved, On("type").Is("task")),
		view("overdue", "Overdue tasks", by("due_date"), by("assignee"), unsolved, On("type").Is("task"), Hours("due_at").GreaterThan(0)),
	}
	for i := range list {
		list[i].Position, list[i].Inactive = i, i >= 8
	}
	return list
}

// SocialViews returns the two views on social messaging tickets: those of the person who
// looks, and those that nobody has. They ask for the tag "messaging_support". Source:
// Zendesk, "Social messaging" articles, facts of autumn 2026.
func SocialViews() []View {
	social := Tags().Includes("messaging_support")
	columns := []string{"subject", "requester", "created", "priority"}
	return []View{
		{Rule: Rule{ID: "social-mine", Title: "Your social messaging tickets", When: Conditions{All: []Condition{
			social, Assignee().Is("current_user"), Status().LessThan(ticket.Pending),
		}}}, Columns: columns, Sort: Sort{By: "updated", Descending: true}},
		{Rule: Rule{ID: "social-unassigned", Title: "Unassigned social messaging tickets", When: Conditions{All: []Condition{
			social, Assignee().Is(""),
		}}}, Columns: columns, Sort: Sort{By: "updated", Descending: true}},
	}
}
