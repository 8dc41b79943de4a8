package ticket

import (
	"cmp"
	"time"
)

// Receive returns t after a message of its requester, sent at the given instant
// of the platform's clock: a pending, held or solved ticket reopens, unless it is
// muted. What the requester writes as an agent goes to [Lifecycle.Answer] and
// reopens nothing. The error matches [ErrClosed] if t is closed: the message then
// belongs to a new ticket, see [Lifecycle.FollowUp].
func (l Lifecycle) Receive(t Ticket, sent, now time.Time) (Ticket, error) {
	if t.Status == Closed {
		return Ticket{}, ErrClosed
	}
	t.UpdatedAt, t.RequesterAt = now.UTC(), now.UTC()
	if t.Muted {
		return t, nil
	}
	if t.Status.Compare(Pending) >= 0 {
		t = l.move(t, cmp.Or(l.Reopened, Open), now)
	}
	if sent.IsZero() || sent.After(now) { // not told, or a clock that is ahead
		sent = now
	}
	if t.WaitingSince.IsZero() || sent.Before(t.WaitingSince) {
		t.WaitingSince = sent.UTC()
	}
	return t, nil
}

// Answer returns t after a comment by somebody else than the requester. A public
// one by an agent is a reply: it ends the requester's wait, and takes a new or
// open ticket to the answered status. Notes, and what bots, campaigns and rules
// write, are no replies. The error matches [ErrClosed].
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
	if t.Status == New || t.Status == Open {
		t = l.move(t, cmp.Or(l.Answered, Open), now)
	}
	return t, nil
}
