package ticket

import (
	"slices"
	"time"
)

// Lifecycle holds the choices that hosts make about a ticket's life. The zero
// Lifecycle is Zendesk's. Source: Zendesk, "About the system rules", read
// 2026-11-21.
type Lifecycle struct {
	Statuses Statuses // zero: no custom statuses
	// Initial is the status of a new ticket. Empty: New. A desk whose bot
	// answers first takes Pending.
	Initial Status
	// Reopened is the status that a requester's message gives to a pending, held
	// or solved ticket. Empty: Open.
	Reopened Status
	// SolveUnassigned lets a ticket be solved without assignee. False: an agent
	// who solves one is assigned, anybody else is refused.
	SolveUnassigned bool
	// AgentsClose lets agents close by hand. False: only rules close.
	AgentsClose bool
}

// Create returns t as a new ticket.
func (l Lifecycle) Create(t Ticket, now time.Time) Ticket {
	t.Times = Times{CreatedAt: now.UTC(), UpdatedAt: now.UTC()}
	status := l.Initial
	if status == "" {
		status = New
	}
	return l.move(t, status, now)
}

// Receive returns t after a message of its requester, sent at the given instant:
// a pending, held or solved ticket reopens, unless it is muted. The error
// matches [ErrClosed] if t is closed: the message belongs to a new ticket.
func (l Lifecycle) Receive(t Ticket, sent, now time.Time) (Ticket, error) {
	if t.Status == Closed {
		return Ticket{}, ErrClosed
	}
	t.UpdatedAt, t.RequesterAt = now.UTC(), now.UTC()
	if t.Muted {
		return t, nil
	}
	if t.WaitingSince.IsZero() {
		t.WaitingSince = sent.UTC()
	}
	if t.Status.Compare(Pending) >= 0 {
		t = l.move(t, l.reopened(), now)
	}
	return t, nil
}

func (l Lifecycle) reopened() Status {
	if l.Reopened == "" {
		return Open
	}
	return l.Reopened
}

// Answer returns t after a comment by somebody else than the requester. A public
// one by an agent is a reply: it ends the requester's wait, and takes a new
// ticket to open. What bots and rules write is no reply.
func (l Lifecycle) Answer(t Ticket, by Actor, public bool, now time.Time) (Ticket, error) {
	if t.Status == Closed {
		return Ticket{}, ErrClosed
	}
	t = t.touched(by, now)
	if by.Kind != Agent || !public {
		return t, nil
	}
	t.Replies++
	t.WaitingSince = time.Time{}
	if t.FirstReplyAt.IsZero() {
		t.FirstReplyAt = now.UTC()
	}
	if t.Status == New {
		t = l.move(t, Open, now)
	}
	return t, nil
}

// touched returns t as updated by somebody.
func (t Ticket) touched(by Actor, now time.Time) Ticket {
	t.UpdatedAt = now.UTC()
	switch {
	case by.Kind == Agent && by.ID != "" && by.ID == t.Assignee:
		t.AssigneeAt = now.UTC()
	case by.Kind == EndUser && by.ID == t.Requester:
		t.RequesterAt = now.UTC()
	}
	return t
}

// move takes t into a category, with its default status. It checks nothing.
func (l Lifecycle) move(t Ticket, to Status, now time.Time) Ticket {
	if to == t.Status {
		return t
	}
	if t.Status == Solved && (to == Open || to == Pending) {
		t.Reopens++
	}
	t.Status, t.StatusAt, t.SnoozedUntil = to, now.UTC(), time.Time{}
	if to != Closed { // a closed ticket keeps its last status of the solved category
		t.CustomStatus = l.Statuses.Default(to)
	}
	if to.Done() {
		t.WaitingSince = time.Time{}
	}
	switch to {
	case Solved:
		t.SolvedAt = now.UTC()
		if t.FirstSolvedAt.IsZero() {
			t.FirstSolvedAt = now.UTC()
		}
	case Closed:
		t.ClosedAt = now.UTC()
	case New, Open, Pending, Hold:
	}
	return t
}

// Set returns t with one change made by an actor, and what the system's rules add
// to it. The error matches [ErrClosed], [ErrTransition], [ErrNeedsAssignee] or
// [ErrValue].
func (l Lifecycle) Set(t Ticket, c Change, by Actor, now time.Time) (Ticket, error) {
	if t.Status == Closed {
		return Ticket{}, ErrClosed
	}
	before := t
	t, err := l.set(t, c, by, now)
	if err != nil {
		return Ticket{}, err
	}
	if before.same(t) {
		return before, nil
	}
	return t.touched(by, now), nil
}

// same reports whether two versions have the same values, whatever the instants.
func (t Ticket) same(o Ticket) bool {
	return t.SnoozedUntil.Equal(o.SnoozedUntil) && len(Diff(t, o)) == 0
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
		return t.WithTags(Tags(c.Value)...), nil
	case FieldRemoveTags:
		return t.WithoutTags(Tags(c.Value)...), nil
	case FieldRequester:
		if c.Value == "" {
			return Ticket{}, &ValueError{c.Field, c.Value, "a ticket has a requester"}
		}
	}
	if id, ok := c.Field.Custom(); ok && id != "" {
		return t.WithField(id, c.Value), nil
	}
	if p := t.text(c.Field); p != nil {
		*p = c.Value
		return t, nil
	}
	return Ticket{}, &ValueError{c.Field, c.Value, "no such field"}
}

func (l Lifecycle) setStatus(t Ticket, to Status, by Actor, now time.Time) (Ticket, error) {
	switch {
	case !to.Known():
		return Ticket{}, &ValueError{FieldStatus, string(to), "no such status"}
	case to == t.Status:
		return t, nil
	case to == New, to == Closed && by.Kind == Agent && !l.AgentsClose, to == Closed && by.Kind == EndUser:
		return Ticket{}, &TransitionError{From: t.Status, To: to, By: by.Kind}
	case to == Solved && t.Assignee == "" && !l.SolveUnassigned:
		if by.Kind != Agent || by.ID == "" {
			return Ticket{}, ErrNeedsAssignee
		}
		t.Assignee, t.AssignedAt = by.ID, now.UTC()
	}
	return l.move(t, to, now), nil
}

func (l Lifecycle) setCustom(t Ticket, id string, by Actor, now time.Time) (Ticket, error) {
	s, found := l.Statuses.Find(id)
	if !found || s.Inactive {
		return Ticket{}, &ValueError{FieldCustomStatus, id, "no active status has this id"}
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
		return Ticket{}, &ValueError{FieldPriority, string(p), "no such priority"}
	case p == "" && t.Priority != "":
		return Ticket{}, &ValueError{FieldPriority, "", "a priority cannot be taken away again"}
	}
	t.Priority = p
	return t, nil
}

func (t Ticket) setType(to Type) (Ticket, error) {
	if !slices.Contains([]Type{"", Question, Incident, Problem, Task}, to) {
		return Ticket{}, &ValueError{FieldType, string(to), "no such type"}
	}
	t.Type = to
	return t, nil
}
