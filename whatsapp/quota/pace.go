package quota

import "time"

// Pace keeps one business number from writing to one user faster than the
// platform takes it: about one message in 6 seconds, with bursts of 45 that are
// paid back later. It is a value for each pair; the zero Pace has sent nothing.
// Source: Meta, about the platform (131056), read 2026-09.
type Pace struct {
	// Paid is when all that was sent is paid back.
	Paid time.Time `json:"paid,omitzero"`
	// Held is until when the platform asked to wait.
	Held time.Time `json:"held,omitzero"`
}

const (
	paceInterval = 6 * time.Second
	paceBurst    = 45
)

// Next returns the first instant, now or later, at which a message may go out.
func (p Pace) Next(now time.Time) time.Time {
	next := now
	if at := p.Paid.Add(-(paceBurst - 1) * paceInterval); at.After(next) {
		next = at
	}
	if p.Held.After(next) {
		next = p.Held
	}
	return next
}

// Send returns p with a message sent at now.
func (p Pace) Send(now time.Time) Pace {
	if p.Paid.Before(now) {
		p.Paid = now.UTC()
	}
	p.Paid = p.Paid.Add(paceInterval)
	return p
}

// Refuse returns p after the platform refused a message at now with 131056, for
// the attempts made at it so far, counted from 1: wait 4, 16, 64 … seconds.
func (p Pace) Refuse(now time.Time, attempts int) Pace {
	if until := now.Add(Pause(codePair, attempts)); until.After(p.Held) {
		p.Held = until.UTC()
	}
	return p
}
