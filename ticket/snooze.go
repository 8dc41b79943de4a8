package ticket

import (
	"fmt"
	"time"
)

// Snooze returns t on hold until the given instant, when [Lifecycle.Wake] opens
// it; zero: until the requester writes. The error matches [ErrClosed] or
// [ErrTransition]: a solved ticket is not snoozed.
func (l Lifecycle) Snooze(t Ticket, until time.Time, by Actor, now time.Time) (Ticket, error) {
	switch t.Status {
	case Closed:
		return Ticket{}, ErrClosed
	case Solved:
		return Ticket{}, &TransitionError{From: t.Status, To: Hold, By: by.Kind}
	case New, Open, Pending, Hold:
	}
	t = l.move(t, Hold, now).touched(by, now)
	if !until.IsZero() {
		t.SnoozedUntil = until.UTC()
	}
	return t, nil
}

// Wake returns t as it is at now: opened if its snooze is over, else unchanged.
func (l Lifecycle) Wake(t Ticket, now time.Time) Ticket {
	if t.Status != Hold || t.SnoozedUntil.IsZero() || now.Before(t.SnoozedUntil) {
		return t
	}
	t.UpdatedAt = now.UTC()
	return l.move(t, Open, now)
}

// Toggle returns t solved if it was new or open, else opened.
func (l Lifecycle) Toggle(t Ticket, by Actor, now time.Time) (Ticket, error) {
	to := Open
	if t.Status == New || t.Status == Open {
		to = Solved
	}
	return l.Set(t, Change{FieldStatus, string(to)}, by, now)
}

// Mute returns t solved and muted: the requester's messages are kept from then
// on but reopen nothing. [Lifecycle.Unmute] takes that back.
func (l Lifecycle) Mute(t Ticket, by Actor, now time.Time) (Ticket, error) {
	t, err := l.Set(t, Change{FieldStatus, string(Solved)}, by, now)
	if err != nil {
		return Ticket{}, err
	}
	t.Muted = true
	return t, nil
}

// Unmute returns t no longer muted. Its status stays.
func (l Lifecycle) Unmute(t Ticket, by Actor, now time.Time) (Ticket, error) {
	if t.Status == Closed {
		return Ticket{}, ErrClosed
	}
	t.Muted = false
	return t.touched(by, now), nil
}

// Nap is a usual length of a snooze.
type Nap string

// The naps. Those that end on another day end at 09:00.
const (
	NapHour      Nap = "an hour from now"
	NapTomorrow  Nap = "until tomorrow"
	NapNextWeek  Nap = "until next week"  // the next Monday
	NapNextMonth Nap = "until next month" // the first Monday of the next month
	NapNextReply Nap = "until next reply" // the zero instant
)

// Until returns when the nap that begins at now ends, in the zone of now.
func (n Nap) Until(now time.Time) (time.Time, error) {
	const nine = 9
	year, month, day := now.Date()
	switch n {
	case NapHour:
		return now.Add(time.Hour), nil
	case NapTomorrow:
		return time.Date(year, month, day+1, nine, 0, 0, 0, now.Location()), nil
	case NapNextWeek:
		return time.Date(year, month, day+7-int(now.Weekday()+6)%7, nine, 0, 0, 0, now.Location()), nil
	case NapNextMonth:
		first := time.Date(year, month+1, 1, nine, 0, 0, 0, now.Location())
		return time.Date(year, month+1, 1+int(8-first.Weekday())%7, nine, 0, 0, 0, now.Location()), nil
	case NapNextReply:
		return time.Time{}, nil
	}
	return time.Time{}, fmt.Errorf("ticket: nap %q: unknown", n)
}
