package ticket

import (
	"cmp"
	"slices"
	"time"
)

// Merge tells what the merge of two tickets changed, so that it can be undone.
type Merge struct {
	Ticket ID        `json:"ticket_id"` // that was merged: the source
	Into   ID        `json:"into_id"`   // that took it over: the target
	At     time.Time `json:"at"`
	By     Actor     `json:"by"`

	Before     Standing `json:"before"`      // of the source
	IntoBefore Standing `json:"into_before"` // of the target
	// Reopened is the status that the target got because the source's requester waits.
	// Empty: it kept its own.
	Reopened Status `json:"reopened,omitzero"`
	// Tags are those that the target got from the source.
	Tags []string `json:"tags,omitzero"`
	// HeardAt is the requester's first message to the target since. Zero: none has come.
	HeardAt time.Time `json:"heard_at,omitzero"`
}

// Standing is what a merge changes of where a ticket stands.
type Standing struct {
	Status       Status    `json:"status"`
	CustomStatus string    `json:"custom_status_id,omitzero"`
	StatusAt     time.Time `json:"status_updated_at,omitzero"`
	SnoozedUntil time.Time `json:"snoozed_until,omitzero"`
	WaitingSince time.Time `json:"waiting_since,omitzero"`
	Reopens      int       `json:"reopens,omitzero"`
}

func (t Ticket) standing() Standing {
	return Standing{t.Status, t.CustomStatus, t.StatusAt, t.SnoozedUntil, t.WaitingSince, t.Reopens}
}

// stand returns t where it stood before.
func (t Ticket) stand(s Standing) Ticket {
	t.Status, t.CustomStatus, t.StatusAt = s.Status, s.CustomStatus, s.StatusAt
	t.SnoozedUntil, t.WaitingSince, t.Reopens = s.SnoozedUntil, s.WaitingSince, s.Reopens
	return t
}

// Merge returns the source closed, with a pointer to the target, and the target with what
// it takes over: the source's tags, and its requester's wait. A target that is pending, on
// hold or solved reopens if the requester of the source waits for an answer, as it would
// for the message itself; a muted one does neither. All else stays with its ticket:
// fields, assignee, counts, comments. The error matches [ErrClosed] if one of them is
// closed, and [ErrCircle] if they are one ticket.
func (l Lifecycle) Merge(source, target Ticket, by Actor, now time.Time) (Ticket, Ticket, Merge, error) {
	switch {
	case source.ID == target.ID:
		return Ticket{}, Ticket{}, Merge{}, ErrCircle
	case source.Status == Closed || target.Status == Closed:
		return Ticket{}, Ticket{}, Merge{}, ErrClosed
	}
	m := Merge{
		Ticket: source.ID, Into: target.ID, At: now.UTC(), By: by, Before: source.standing(), IntoBefore: target.standing(),
		Tags: source.WithoutTags(target.Tags...).Tags,
	}
	if waits := source.WaitingSince; !waits.IsZero() && !target.Muted {
		if target.Status.Compare(Pending) >= 0 {
			m.Reopened = cmp.Or(l.Reopened, Open)
			target = l.move(target, m.Reopened, now)
		}
		target.WaitingSince = earlier(target.WaitingSince, waits)
	}
	target = target.WithTags(m.Tags...)
	target.Merged = append(without(target.Merged, source.ID), source.ID)
	source = l.move(source, Closed, now)
	source.MergedInto = target.ID
	return source.touched(by, now), target.touched(by, now), m, nil
}

// Unmerge undoes a merge. The source stands where it stood before. The target gives back
// what it got and what has not been changed since: what came in since stays with it. A
// target that is closed by now stays as it is.
func (l Lifecycle) Unmerge(source, target Ticket, m Merge, by Actor, now time.Time) (Ticket, Ticket) {
	source = source.stand(m.Before)
	source.MergedInto, source.ClosedAt = "", time.Time{}
	source = source.touched(by, now)
	if target.Status == Closed {
		return source, target
	}
	if target.Merged = without(target.Merged, source.ID); len(target.Merged) == 0 {
		target.Merged = nil
	}
	return source, target.WithoutTags(m.Tags...).unwait(m).touched(by, now)
}

// without returns a list of its own without an id.
func without(list []ID, id ID) []ID {
	return slices.DeleteFunc(slices.Clone(list), func(o ID) bool { return o == id })
}

// unwait takes the source's wait off the target, if it was not answered.
func (t Ticket) unwait(m Merge) Ticket {
	waits := m.Before.WaitingSince
	if waits.IsZero() || !t.WaitingSince.Equal(earlier(m.IntoBefore.WaitingSince, waits)) {
		return t
	}
	if m.Reopened != "" && t.Status == m.Reopened && t.StatusAt.Equal(m.At) && m.HeardAt.IsZero() {
		return t.stand(m.IntoBefore)
	}
	t.WaitingSince = earlier(m.IntoBefore.WaitingSince, m.HeardAt)
	return t
}

// earlier returns the earlier of two instants; a zero one does not count.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// Heard returns m after a message of the requester to the target, sent at an instant of the
// platform's clock.
func (m Merge) Heard(sent, now time.Time) Merge {
	if sent.IsZero() || sent.After(now) {
		sent = now
	}
	m.HeardAt = earlier(m.HeardAt, sent.UTC())
	return m
}

// UnmergeUntil returns the instant from which on a merge stays: when the source would have
// been closed by the system had it been solved instead, see CloseAfter. Zero: it can always
// be undone, for the system closes nothing.
func (l Lifecycle) UnmergeUntil(m Merge) time.Time {
	return l.DueAt(Ticket{Status: Solved, Times: Times{SolvedAt: m.At}})
}
