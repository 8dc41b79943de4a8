package ticket

import "time"

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
	t.SnoozedUntil = until.UTC()
	return t, nil
}

// Mute returns t solved and muted: the requester's messages are kept from then
// on but reopen nothing. [Lifecycle.Unmute] takes that back. The error is that of
// [Lifecycle.Set].
func (l Lifecycle) Mute(t Ticket, by Actor, now time.Time) (Ticket, error) {
	if t.Muted && t.Status == Solved {
		return t, nil
	}
	if t.Status != Solved {
		var err error
		if t, err = l.Set(t, Change{Field: FieldStatus, Value: string(Solved)}, by, now); err != nil {
			return Ticket{}, err
		}
	}
	t.Muted = true
	return t.touched(by, now), nil
}

// Unmute returns t no longer muted. Its status stays. The error matches
// [ErrClosed].
func (l Lifecycle) Unmute(t Ticket, by Actor, now time.Time) (Ticket, error) {
	if t.Status == Closed {
		return Ticket{}, ErrClosed
	}
	if !t.Muted {
		return t, nil
	}
	t.Muted = false
	return t.touched(by, now), nil
}
