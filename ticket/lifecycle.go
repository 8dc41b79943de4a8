package ticket

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Lifecycle holds the choices that a host makes about a ticket's life. The zero
// Lifecycle is Zendesk's. A Lifecycle never changes by use; goroutines may share
// it. Source: https://support.zendesk.com/hc/en-us/articles/4408894213018, facts
// as of autumn 2026.
type Lifecycle struct {
	Statuses Statuses // zero: no custom statuses
	// Initial is the status of a new ticket. Empty: New. A desk whose bot
	// answers first takes Pending.
	Initial Status
	// Reopened is the status that a requester's message gives to a pending, held
	// or solved ticket: Open or Pending. Empty: Open.
	Reopened Status
	// Answered is the status that an agent's public comment gives to a new or
	// open ticket: Open, Pending or Hold. Empty: Open.
	Answered Status
	// SolveUnassigned lets a ticket be solved without assignee. False: an agent
	// who solves one is assigned, anybody else is refused.
	SolveUnassigned bool
	// AgentsClose lets agents close by hand. False: only rules close.
	AgentsClose bool
	// CloseAfter is how long after it was solved the system closes a ticket,
	// whatever the rules say; updates in between do not delay it. Zero:
	// [DefaultCloseAfter]. Negative: never.
	CloseAfter time.Duration
	// KeepAssignee makes a follow-up take over group and assignee. False:
	// neither.
	KeepAssignee bool
}

// DefaultCloseAfter is how long a ticket stays solved before the system closes it:
// 28 days. Source: https://support.zendesk.com/hc/en-us/articles/4408835051546,
// facts as of autumn 2026.
const DefaultCloseAfter = 28 * 24 * time.Hour

// Check returns an error that names the first setting that cannot be. Only what
// passes keeps the promises of this package.
func (l Lifecycle) Check() error {
	for _, s := range []struct {
		name    string
		status  Status
		allowed []Status
	}{
		{"initial", l.Initial, []Status{New, Open, Pending, Hold}},
		{"reopened", l.Reopened, []Status{Open, Pending}},
		{"answered", l.Answered, []Status{Open, Pending, Hold}},
	} {
		if s.status != "" && !slices.Contains(s.allowed, s.status) {
			return fmt.Errorf("ticket: lifecycle: %s %q: want one of %q", s.name, s.status, s.allowed)
		}
	}
	return nil
}

// Create returns t as a new ticket. A status that t has is kept, for whoever
// writes first may choose it; else t gets the initial one, or Open in place of New
// if it has an assignee. A muted ticket is solved at once: it waits for nobody.
func (l Lifecycle) Create(t Ticket, now time.Time) Ticket {
	status := t.Status
	if !status.Known() {
		status = cmp.Or(l.Initial, New)
	}
	t.Status, t.Times = "", Times{CreatedAt: now.UTC(), UpdatedAt: now.UTC()}
	if t.Assignee != "" {
		t.AssignedAt = now.UTC()
		if status == New {
			status = Open
		}
	}
	if t.Muted {
		status = Solved
	}
	return l.move(t, status, now).WithStations()
}

// move takes t into a category, with its default status. It checks nothing.
func (l Lifecycle) move(t Ticket, to Status, now time.Time) Ticket {
	from := t.Status
	if to == from {
		return t
	}
	if from == Solved && (to == Open || to == Pending) {
		t.Reopens++
	}
	t.Status, t.StatusAt, t.SnoozedUntil = to, now.UTC(), time.Time{}
	switch {
	case to != Closed:
		t.CustomStatus = l.Statuses.Default(to)
	case from != Solved: // a closed ticket keeps its last status of the solved category
		t.CustomStatus = l.Statuses.Default(Solved)
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
