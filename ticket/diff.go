package ticket

import "slices"

// told lists the fields that a [Diff] tells of, in the order of its events. Custom
// fields come after them, by id.
func told() [18]FieldName {
	return [...]FieldName{
		FieldStatus, FieldCustomStatus, FieldSubject, FieldPriority, FieldType, FieldGroup, FieldAssignee,
		FieldRequester, FieldOrganization, FieldBrand, FieldForm, FieldSchedule, FieldMuted, FieldSnoozed, FieldDue, FieldRouting, FieldSatisfaction, FieldTags,
	}
}

// Diff returns one audit event for each field in which two versions of a ticket
// differ, in a fixed order. The events carry no number, no instant and no actor:
// see [Ticket.Stamp].
func Diff(before, after Ticket) []Event { return AppendDiff(nil, &before, &after) }

// AppendDiff is [Diff] that appends its events to a list and copies neither version.
func AppendDiff(events []Event, before, after *Ticket) []Event {
	add := func(n FieldName, from, to string) {
		if from != to {
			events = append(events, Event{Ticket: after.ID, Type: EventChange, Field: n, From: from, To: to})
		}
	}
	for _, n := range told() {
		if n == FieldTags && slices.Equal(before.Tags, after.Tags) {
			continue // spares the joining
		}
		add(n, before.get(n), after.get(n))
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

// same reports whether a [Diff] of two versions would be empty.
func (t Ticket) same(o Ticket) bool {
	for _, n := range told() {
		if n != FieldTags && t.get(n) != o.get(n) {
			return false
		}
	}
	return slices.Equal(t.Tags, o.Tags) && slices.Equal(t.Fields, o.Fields)
}
