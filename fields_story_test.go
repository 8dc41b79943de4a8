package socialticket_test

import (
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// fieldStory is a condition, a story after which it holds, and one after which it does not.
type fieldStory struct {
	probe   rules.Condition
	yes, no []move
}

func fieldStories() []fieldStory {
	is, more, has := rules.Is, rules.GreaterThan, rules.Includes
	picture := func(e *channel.Event) { e.Message.Attachments = []channel.Attachment{{Type: channel.Image, ID: "p1"}} }
	french := func(e *channel.Event) { e.Profile.Locale = "fr" }
	due := func(hours time.Duration) move {
		return sets(ticket.FieldDue, start().Add(hours*time.Hour).Format(time.RFC3339))
	}
	status := func(s ticket.Status) move { return sets(ticket.FieldStatus, string(s)) }
	list := func(moves ...move) []move { return moves }
	return []fieldStory{
		{cond("CLOSED", rules.LessThan, "1"), list(hello(), status("solved"), status("closed")), list(hello(), status("solved"))},
		{cond("HOLD", more, "1"), list(hello(), status("hold"), wakes(2)), list(hello(), status("pending"), wakes(2))},
		{cond("NEW", more, "1"), list(hello(), wakes(2)), list(hello(), sets(ticket.FieldAssignee, "ada"), wakes(2))},
		{cond("OPEN", more, "1"), list(hello(), sets(ticket.FieldAssignee, "ada"), wakes(2)), list(hello(), wakes(2))},
		{cond("PENDING", more, "1"), list(hello(), status("pending"), wakes(2)), list(hello(), status("pending"), wakes(1))},
		{cond("SOLVED", more, "1"), list(hello(), status("solved"), wakes(2)), list(hello(), status("solved"), wakes(1))},
		{cond("agent_stations", is, "2"), list(hello(), sets(ticket.FieldAssignee, "ada"), sets(ticket.FieldAssignee, "bob"), sets(ticket.FieldAssignee, "ada")),
			list(hello(), sets(ticket.FieldAssignee, "ada"), sets(ticket.FieldAssignee, ""))},
		{cond("assigned_at", more, "1"), list(hello(), sets(ticket.FieldAssignee, "ada"), wakes(2)), list(hello(), wakes(2))},
		{cond("assignee_id", is, "current_user"), list(hello(), sets(ticket.FieldAssignee, "ada")), list(hello(), sets(ticket.FieldAssignee, "bob"))},
		{cond("assignee_updated_at", more, "1"), list(hello(), sets(ticket.FieldAssignee, "ada"), sets(ticket.FieldPriority, "low"), wakes(2)),
			list(hello(), sets(ticket.FieldPriority, "low"), wakes(2))},
		{cond("attachment", is, "true"), list(arrives("look", picture)), list(hello())},
		{cond("brand_id", is, "b1"), list(hello()), list(onLINE())},
		{cond("comment_includes_word", has, "order"), list(hello()), list(arrives("hi"))},
		{cond("comment_is_public", is, "false"), list(hello(), writes(true)), list(hello(), writes(false))},
		{cond("comments", more, "1"), list(hello(), writes(false)), list(hello())},
		{cond("created_at", rules.WithinPreviousDays, "1"), list(hello()), list(hello(), passes(72*time.Hour), arrives("and?"))},
		{cond("current_tags", has, "vip"), list(hello(), sets(ticket.FieldTags, "vip")), list(hello(), sets(ticket.FieldTags, "other"))},
		{cond("current_via_id", is, "74"), list(hello()), list(hello(), writes(false))},
		{cond("custom_status_id", is, "parts"), list(hello(), sets(ticket.FieldCustomStatus, "parts")), list(hello(), status("pending"))},
		{cond("description_includes_word", has, "order"), list(hello(), wakes(3)), list(arrives("hi"), arrives("my order"), wakes(3))},
		{cond("due_at", more, "1"), list(hello(), due(1), wakes(3)), list(hello(), due(1), wakes(2))},
		{cond("due_date", more, "1"), list(hello(), due(1), wakes(3)), list(hello(), wakes(3))},
		{cond("exact_created_at", rules.LessThan, "2026-03-03"), list(hello()), list(passes(48*time.Hour), hello())},
		{cond("follow_up_of", rules.Present), list(hello(), status("solved"), status("closed"), arrives("again")), list(hello(), status("solved"), arrives("again"))},
		{cond("group_id", is, "current_groups"), list(hello(), sets(ticket.FieldGroup, "g1")), list(hello(), sets(ticket.FieldGroup, "g2"))},
		{cond("group_stations", more, "1"), list(hello(), sets(ticket.FieldGroup, "g1"), sets(ticket.FieldGroup, "g2")),
			list(hello(), sets(ticket.FieldGroup, "g1"), sets(ticket.FieldGroup, ""), sets(ticket.FieldGroup, "g1"))},
		{cond("in_business_hours", is, "true"), list(hello()), list(passes(10*time.Hour), hello())},
		{cond("integration_account", is, "1066"), list(hello()), list(onLINE())},
		{cond("locale_id", is, "fr"), list(arrives("Bonjour", french)), list(hello())},
		{cond("on_holiday", is, "true"), list(passes(24*time.Hour), hello()), list(hello())},
		{cond("organization_id", is, "o1"), list(hello(), sets(ticket.FieldOrganization, "o1")), list(hello())},
		{cond("priority", more, "normal"), list(hello(), sets(ticket.FieldPriority, "high")), list(hello(), sets(ticket.FieldPriority, "low"))},
		{cond("recipient", is, "1066"), list(hello()), list(onLINE())},
		{cond("reopens", more, "0"), list(hello(), status("solved"), arrives("again")), list(hello(), status("pending"), arrives("again"))},
		{cond("replies", more, "0"), list(hello(), writes(false)), list(hello(), writes(true))},
		{cond("reply_window_open", is, "true"), list(hello(), passes(23*time.Hour), sets(ticket.FieldPriority, "low")),
			list(hello(), passes(24*time.Hour), sets(ticket.FieldPriority, "low"))},
		{cond("requester_email", has, "ana@example.com"), list(hello(), noted(identity.Person{Email: "ana@example.com"}), arrives("again")), list(hello())},
		{cond("requester_id", is, "bob"), list(hello(), sets(ticket.FieldRequester, "bob")), list(hello())},
		{cond("requester_name", has, "customer"), list(hello()), list(arrives("hi", func(e *channel.Event) { e.Profile.Name = "Ana" }))},
		{cond("requester_role", is, "agent"), list(hello(), sets(ticket.FieldRequester, "bob")), list(hello())},
		{cond("requester_time_zone", is, "Paris"), list(hello(), noted(identity.Person{Zone: "Paris"}), arrives("again")), list(hello(), noted(identity.Person{Zone: "Berlin"}), arrives("again"))},
		{cond("requester_tags", has, "gold"), list(hello(), noted(identity.Person{Tags: []string{"gold"}}), arrives("again")), list(hello())},
		{cond("requester_updated_at", more, "1"), list(hello(), wakes(2)), list(hello(), passes(time.Hour), arrives("again"), wakes(1))},
		{cond("role", is, "end_user"), list(hello()), list(hello(), writes(false))},
		{cond("routing_channel", is, "email"), list(hello(), sets(ticket.FieldRouting, "email")), list(hello(), ends())},
		{cond("satisfaction_score", rules.ChangedTo, "good"), list(hello(), status("solved"), rates(ticket.Bad), rates(ticket.Good)), list(hello(), status("solved"), rates(ticket.Bad))},
		{cond("schedule_id", is, "always"), list(hello(), sets(ticket.FieldSchedule, "always")), list(hello())},
		{cond("session_ended_reason", rules.ChangedTo, "agent"), list(hello(), ends()), list(hello(), ends(), sets(ticket.FieldPriority, "low"))},
		{cond("session_state", is, "inactive"), list(hello(), status("pending")), list(hello(), passes(time.Minute), wakes(0))},
		{cond("sla_due_at", rules.LessThan, "2"), list(hello(), sets(ticket.FieldPriority, "urgent"), wakes(2)), list(hello(), wakes(2))},
		{cond("sla_next_breach_at", more, "1"), list(hello(), sets(ticket.FieldPriority, "urgent"), wakes(5)), list(hello(), sets(ticket.FieldPriority, "urgent"), wakes(4))},
		{cond("status", is, "pending"), list(hello(), status("pending")), list(hello())},
		{cond("subject_includes_word", has, "lamp"), list(hello(), sets(ticket.FieldSubject, "My lamp")), list(hello(), sets(ticket.FieldSubject, "My chair"))},
		{cond("ticket_due_date", is, "true"), list(hello(), due(1)), list(hello())},
		{cond("ticket_form_id", is, "f1"), list(hello()), list(onLINE())},
		{cond("ticket_is_public", is, "private"), list(opens(), writes(true)), list(opens(), writes(false))},
		{cond("ticket_type_id", is, "4"), list(hello(), sets(ticket.FieldType, "task")), list(hello(), sets(ticket.FieldType, "question"))},
		{cond("type", is, "task"), list(hello(), sets(ticket.FieldType, "task")), list(hello())},
		{cond("until_due_at", rules.LessThan, "2"), list(hello(), due(5), wakes(4)), list(hello(), due(5), wakes(1))},
		{cond("until_due_date", rules.LessThan, "2"), list(hello(), due(5), wakes(4)), list(hello(), wakes(4))},
		{cond("until_reply_window_end", rules.LessThan, "3"), list(hello(), wakes(22)), list(hello(), wakes(20))},
		{cond("until_sla_next_breach_at", rules.LessThan, "2"), list(hello(), sets(ticket.FieldPriority, "urgent"), wakes(2)), list(hello(), wakes(2))},
		{cond("update_type", is, "Create"), list(hello()), list(hello(), arrives("again"))},
		{cond("updated_at", more, "1"), list(hello(), wakes(2)), list(hello(), wakes(1))},
		{cond("updater_id", is, "ada"), list(hello(), sets(ticket.FieldPriority, "low")), list(hello())},
		{cond("via_id", is, "74"), list(hello()), list(onLINE())},
		{cond("via_subtype_id", is, "74:1066"), list(hello()), list(onLINE())},
		{cond("waiting_since", more, "1"), list(hello(), wakes(2)), list(hello(), writes(false), wakes(2))},
		{cond("within_schedule", is, "office"), list(hello()), list(passes(10*time.Hour), hello())},
	}
}
