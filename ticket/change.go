package ticket

import (
	"slices"
	"strings"
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
	FieldSetTags      FieldName = "set_tags"     // all tags, replaced
	FieldTags         FieldName = "current_tags" // tags, added
	FieldRemoveTags   FieldName = "remove_tags"  // tags, removed
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
func (t Ticket) Get(n FieldName) string {
	switch n {
	case FieldStatus:
		return string(t.Status)
	case FieldPriority:
		return string(t.Priority)
	case FieldType:
		return string(t.Type)
	case FieldTags, FieldSetTags, FieldRemoveTags:
		return strings.Join(t.Tags, " ")
	}
	if p := t.text(n); p != nil {
		return *p
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
	}
	return nil
}

// plain lists the fields whose change needs no rule, in the order of events.
func plain() []FieldName {
	return []FieldName{
		FieldStatus, FieldCustomStatus, FieldSubject, FieldPriority, FieldType, FieldGroup, FieldAssignee,
		FieldRequester, FieldOrganization, FieldBrand, FieldForm, FieldSchedule, FieldTags,
	}
}

// Diff returns one audit event for each field in which two versions of a ticket
// differ, in a fixed order, numbered after those of before. The events carry no
// instant and no actor: see [Stamp].
func Diff(before, after Ticket) []Event {
	var events []Event
	add := func(n FieldName, from, to string) {
		if from != to {
			events = append(events, Event{Ticket: after.ID, Type: EventChange, Field: n, From: from, To: to})
		}
	}
	for _, n := range plain() {
		if n == FieldTags && slices.Equal(before.Tags, after.Tags) {
			continue
		}
		add(n, before.Get(n), after.Get(n))
	}
	if slices.Equal(before.Fields, after.Fields) {
		return events
	}
	ids := make([]string, 0, len(before.Fields)+len(after.Fields))
	for _, f := range slices.Concat(before.Fields, after.Fields) {
		ids = append(ids, f.ID)
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		add(CustomField+FieldName(id), before.Field(id), after.Field(id))
	}
	return events
}
