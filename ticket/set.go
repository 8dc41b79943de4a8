package ticket

import (
	"slices"
	"time"
)

// Set returns t with one change made by an actor, and with what the system's
// rules add to it. A change that changes nothing returns t as it was, also its
// instants. The error matches [ErrClosed], [ErrTransition], [ErrNeedsAssignee] or
// [ErrValue].
func (l Lifecycle) Set(t Ticket, c Change, by Actor, now time.Time) (Ticket, error) {
	if t.Status == Closed {
		return Ticket{}, ErrClosed
	}
	next, err := l.set(t, c, by, now)
	if err != nil {
		return Ticket{}, err
	}
	if next.same(t) {
		return t, nil
	}
	return next.touched(by, now).WithStations(), nil
}

func (l Lifecycle) set(t Ticket, c Change, by Actor, now time.Time) (Ticket, error) {
	switch c.Field {
	case FieldStatus:
		return l.setStatus(t, Status(c.Value), by, now)
	case FieldCustomStatus:
		return l.setCustom(t, c.Value, by, now)
	case FieldAssignee:
		return l.setAssignee(t, c.Value, now)
	case FieldPriority:
		return t.setPriority(Priority(c.Value))
	case FieldType:
		return t.setType(Type(c.Value))
	case FieldSetTags:
		t.Tags = Tags(c.Value)
		return t, nil
	case FieldTags:
		return t.WithTags(c.Value), nil
	case FieldRemoveTags:
		return t.WithoutTags(c.Value), nil
	case FieldSubject, FieldGroup, FieldRequester, FieldOrganization, FieldBrand, FieldForm, FieldSchedule:
		return t.setText(c)
	case FieldMuted:
		return l.setMuted(t, c, by, now)
	case FieldSnoozed:
		return l.setSnoozed(t, c, by, now)
	case FieldDue:
		return t.setDue(c)
	case FieldRouting:
		return t.setRouting(Routing(c.Value))
	case FieldSatisfaction, CustomField: // the one is the requester's to give, the other names none
	}
	if id, ok := c.Field.Custom(); ok && id != "" {
		return t.WithField(id, c.Value), nil
	}
	return Ticket{}, &ValueError{Field: c.Field, Value: c.Value, Reason: "no field to be set"}
}

// setMuted mutes t, or takes that back.
func (l Lifecycle) setMuted(t Ticket, c Change, by Actor, now time.Time) (Ticket, error) {
	switch c.Value {
	case "true":
		return l.Mute(t, by, now)
	case "", "false":
		return l.Unmute(t, by, now)
	}
	return Ticket{}, &ValueError{Field: c.Field, Value: c.Value, Reason: `want "true" or nothing`}
}

// setSnoozed snoozes t until an instant, or opens it again.
func (l Lifecycle) setSnoozed(t Ticket, c Change, by Actor, now time.Time) (Ticket, error) {
	if c.Value == "" {
		if t.SnoozedUntil.IsZero() {
			return t, nil
		}
		return l.move(t, Open, now), nil
	}
	until, err := time.Parse(time.RFC3339Nano, c.Value)
	if err != nil || until.IsZero() {
		return Ticket{}, &ValueError{Field: c.Field, Value: c.Value, Reason: "want an instant as in RFC 3339"}
	}
	if until.Equal(t.SnoozedUntil) {
		return t, nil
	}
	return l.Snooze(t, until, by, now)
}

// setDue sets when t is due, or takes that away.
func (t Ticket) setDue(c Change) (Ticket, error) {
	if c.Value == "" {
		t.DueAt = time.Time{}
		return t, nil
	}
	at, err := time.Parse(time.RFC3339Nano, c.Value)
	if err != nil || at.IsZero() {
		return Ticket{}, &ValueError{Field: c.Field, Value: c.Value, Reason: "want an instant as in RFC 3339"}
	}
	t.DueAt = at.UTC()
	return t, nil
}

// setText sets a plain text field.
func (t Ticket) setText(c Change) (Ticket, error) {
	if c.Field == FieldRequester && c.Value == "" {
		return Ticket{}, &ValueError{Field: c.Field, Reason: "a ticket has a requester"}
	}
	*t.text(c.Field) = c.Value
	return t, nil
}

// setStatus moves t to a category, if the actor may. To write the category that t
// is in puts its default status in.
func (l Lifecycle) setStatus(t Ticket, to Status, by Actor, now time.Time) (Ticket, error) {
	switch {
	case !to.Known():
		return Ticket{}, &ValueError{Field: FieldStatus, Value: string(to), Reason: "no such status"}
	case to == t.Status:
		t.CustomStatus = l.Statuses.Default(to)
		return t, nil
	case to == New, to == Closed && !l.closes(by.Kind):
		return Ticket{}, &TransitionError{From: t.Status, To: to, By: by.Kind}
	case to == Solved && t.Assignee == "" && !l.SolveUnassigned:
		if by.Kind != Agent || by.ID == "" {
			return Ticket{}, ErrNeedsAssignee
		}
		t.Assignee, t.AssignedAt = by.ID, now.UTC()
	}
	return l.move(t, to, now), nil
}

// closes reports whether an actor may close.
func (l Lifecycle) closes(k ActorKind) bool { return k.Rule() || k == Agent && l.AgentsClose }

func (l Lifecycle) setCustom(t Ticket, id string, by Actor, now time.Time) (Ticket, error) {
	if id == t.CustomStatus {
		return t, nil
	}
	s, found := l.Statuses.Find(id)
	if !found || s.Inactive {
		return Ticket{}, &ValueError{Field: FieldCustomStatus, Value: id, Reason: "no active status has this id"}
	}
	t, err := l.setStatus(t, s.Category, by, now)
	if err != nil {
		return Ticket{}, err
	}
	t.CustomStatus = id
	return t, nil
}

// setAssignee assigns; a new ticket becomes open by that, a solved one must keep
// an assignee.
func (l Lifecycle) setAssignee(t Ticket, id string, now time.Time) (Ticket, error) {
	switch {
	case id == t.Assignee:
		return t, nil
	case id == "" && t.Status == Solved && !l.SolveUnassigned:
		return Ticket{}, ErrNeedsAssignee
	}
	t.Assignee, t.AssignedAt = id, now.UTC()
	if id == "" {
		t.AssignedAt = time.Time{}
	} else if t.Status == New {
		t = l.move(t, Open, now)
	}
	return t, nil
}

func (t Ticket) setPriority(p Priority) (Ticket, error) {
	switch {
	case p.Rank() < 0:
		return Ticket{}, &ValueError{Field: FieldPriority, Value: string(p), Reason: "no such priority"}
	case p == "" && t.Priority != "":
		return Ticket{}, &ValueError{Field: FieldPriority, Reason: "a priority cannot be taken away again"}
	}
	t.Priority = p
	return t, nil
}

func (t Ticket) setType(to Type) (Ticket, error) {
	if !slices.Contains([]Type{"", Question, Incident, Problem, Task}, to) {
		return Ticket{}, &ValueError{Field: FieldType, Value: string(to), Reason: "no such type"}
	}
	t.Type = to
	return t, nil
}

// Toggle returns t solved if it was new or open, else opened. The error is that
// of [Lifecycle.Set].
func (l Lifecycle) Toggle(t Ticket, by Actor, now time.Time) (Ticket, error) {
	to := Open
	if t.Status == New || t.Status == Open {
		to = Solved
	}
	return l.Set(t, Change{Field: FieldStatus, Value: string(to)}, by, now)
}
