package rules

import "github.com/socialticket/socialticket/ticket"

// SetStatus sets the status category.
func SetStatus(s ticket.Status) Action { return Action{Field: "status", Value: Value{string(s)}} }

// SetPriority sets the priority.
func SetPriority(p ticket.Priority) Action { return Action{Field: "priority", Value: Value{string(p)}} }

// Assign gives the ticket to a person: an id or "current_user"; "" to nobody.
func Assign(person string) Action { return Action{Field: "assignee_id", Value: Value{person}} }

// SetField sets any field of the ticket.
func SetField(name ticket.FieldName, value string) Action {
	return Action{Field: string(name), Value: Value{value}}
}

// AddTags adds tags.
func AddTags(tags ...string) Action { return Action{Field: "current_tags", Value: tags} }

// RemoveTags takes tags away.
func RemoveTags(tags ...string) Action { return Action{Field: "remove_tags", Value: tags} }

// Notify tells a person: "requester_id", "requester_and_ccs", "assignee_id", "all_agents" or
// an id. Subject and body are templates.
func Notify(to, subject, body string) Action {
	return Action{Field: "notification_user", Value: Value{to, subject, body}}
}

// NotifyGroup tells a group: "group_id" or an id.
func NotifyGroup(to, subject, body string) Action {
	return Action{Field: "notification_group", Value: Value{to, subject, body}}
}

// Call calls a webhook with a body, which is a template.
func Call(webhook, body string) Action {
	return Action{Field: "notification_webhook", Value: Value{webhook, body}}
}

// Say writes a public comment, a template.
func Say(body string) Action { return Action{Field: "comment_value", Value: Value{body}} }
