package ticket

import (
	"strings"
	"time"
)

// FieldName names what a [Change] sets and an audit event reports. The texts are
// those of Zendesk's rules.
type FieldName string

// The names of fields. A custom field's is CustomField followed by its id.
const (
	FieldStatus       FieldName = "status"
	FieldCustomStatus FieldName = "custom_status_id"
	FieldSubject      FieldName = "subject"
	FieldPriority     FieldName = "priority"
	FieldType         FieldName = "type"
	FieldGroup        FieldName = "group_id"
	FieldAssignee     FieldName = "assignee_id"
	FieldRequester    FieldName = "requester_id"
	FieldOrganization FieldName = "organization_id"
	FieldBrand        FieldName = "brand_id"
	FieldForm         FieldName = "ticket_form_id"
	FieldSchedule     FieldName = "set_schedule"
	FieldSetTags      FieldName = "set_tags"           // all tags, replaced
	FieldTags         FieldName = "current_tags"       // tags, added
	FieldRemoveTags   FieldName = "remove_tags"        // tags, removed
	FieldMuted        FieldName = "muted"              // "true" or "": see [Lifecycle.Mute]
	FieldSnoozed      FieldName = "snoozed_until"      // RFC 3339, UTC, or "" to open it again: see [Lifecycle.Snooze]
	FieldDue          FieldName = "due_at"             // RFC 3339, UTC, or ""
	FieldSatisfaction FieldName = "satisfaction_score" // it is told, and set by [Lifecycle.Rate] alone
	CustomField       FieldName = "custom_fields_"
)

// Custom returns the id of the custom field that n names, if it names one.
func (n FieldName) Custom() (id string, ok bool) {
	return strings.CutPrefix(string(n), string(CustomField))
}

// Change sets one field. Empty values clear, where the field may be empty.
type Change struct {
	Field FieldName `json:"field"`
	Value string    `json:"value"`
}

// Get returns the value of a field as text; tags are joined by spaces. Unknown
// names have no value.
func (t Ticket) Get(n FieldName) string { return t.get(n) }

func (t *Ticket) get(n FieldName) string {
	switch n {
	case FieldStatus:
		return string(t.Status)
	case FieldPriority:
		return string(t.Priority)
	case FieldType:
		return string(t.Type)
	case FieldTags, FieldSetTags, FieldRemoveTags:
		return strings.Join(t.Tags, " ")
	case FieldMuted:
		if t.Muted {
			return "true"
		}
		return ""
	case FieldSnoozed:
		return instantText(t.SnoozedUntil)
	case FieldDue:
		return instantText(t.DueAt)
	case FieldSatisfaction:
		return string(t.Survey.Score)
	case FieldRouting:
		return string(t.Routing)
	case FieldCustomStatus, FieldSubject, FieldGroup, FieldAssignee, FieldRequester, FieldOrganization, FieldBrand,
		FieldForm, FieldSchedule:
		return *t.text(n)
	case CustomField: // names none
		return ""
	}
	if id, ok := n.Custom(); ok {
		return t.Field(id)
	}
	return ""
}

// text returns the plain text field that n names, nil for the others.
func (t *Ticket) text(n FieldName) *string {
	switch n {
	case FieldCustomStatus:
		return &t.CustomStatus
	case FieldSubject:
		return &t.Subject
	case FieldGroup:
		return &t.Group
	case FieldAssignee:
		return &t.Assignee
	case FieldRequester:
		return &t.Requester
	case FieldOrganization:
		return &t.Organization
	case FieldBrand:
		return &t.Brand
	case FieldForm:
		return &t.Form
	case FieldSchedule:
		return &t.Schedule
	case FieldStatus, FieldPriority, FieldType, FieldSetTags, FieldTags, FieldRemoveTags, FieldMuted, FieldSnoozed, FieldDue, FieldRouting, FieldSatisfaction, CustomField:
	}
	return nil
}

// instantText writes an instant as changes do, "" for none.
func instantText(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339Nano)
}
