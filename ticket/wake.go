package ticket

import "time"

// DueAt returns the instant at which the lifecycle itself changes t if nothing
// happens before: a snooze ends, or a solved ticket is closed. Zero: it will not, as
// for a solved ticket that has no SolvedAt.
func (l Lifecycle) DueAt(t Ticket) time.Time {
	after := l.CloseAfter
	if after == 0 {
		after = DefaultCloseAfter
	}
	switch {
	case t.Status == Hold:
		return t.SnoozedUntil.UTC()
	case t.Status == Solved && !t.SolvedAt.IsZero() && after > 0:
		return t.SolvedAt.Add(after).UTC()
	}
	return time.Time{}
}

// Wake returns t as it is at now: at the instant of [Lifecycle.DueAt] and after
// it, a snoozed ticket is open and a solved one closed. Waking early, or again,
// changes nothing. The change is the system's.
func (l Lifecycle) Wake(t Ticket, now time.Time) Ticket {
	if due := l.DueAt(t); due.IsZero() || now.Before(due) {
		return t
	}
	to := Open
	if t.Status == Solved {
		to = Closed
	}
	t.UpdatedAt = now.UTC()
	return l.move(t, to, now)
}
