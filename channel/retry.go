package channel

import (
	"strconv"
	"time"
)

// RetryPlan says after which pauses a message is tried again that may go later.
// It is a value; the zero RetryPlan has the pauses of [DefaultPauses].
type RetryPlan struct {
	// Pauses are the pauses after the first failure, the second, and so on. A
	// failure after the last of them is for good. Nil: DefaultPauses. Empty but
	// not nil: nothing is tried again.
	Pauses []time.Duration
}

// DefaultPauses returns the pauses of a plan that was given none: a second, then
// four times as long each time, seven in all, so that a message is given up
// after about an hour and a half. Source for the factor: Meta, WhatsApp, "about
// the platform", pair rate limits (autumn 2026).
func DefaultPauses() []time.Duration {
	const tries = 7
	pauses := make([]time.Duration, tries)
	for i := range pauses {
		pauses[i] = time.Second << (2 * i)
	}
	return pauses
}

// Next returns when a message is tried again whose latest failure, at now, was
// its n-th; 1 is the first. The platform's wish to wait longer is respected. False:
// it is not tried again, because the plan is at its end, or because the reason is
// not of [ClassRetry], so that the same message would be refused again.
func (p RetryPlan) Next(n int, failure SendError, now time.Time) (time.Time, bool) {
	pauses := p.Pauses
	if pauses == nil {
		pauses = DefaultPauses()
	}
	if failure.Reason.Class != ClassRetry || n < 1 || n > len(pauses) {
		return time.Time{}, false
	}
	return now.Add(max(pauses[n-1], failure.RetryAfter)).UTC(), true
}

// longestWait bounds what a header may ask for.
const longestWait = 30 * day

// RetryAfter returns how long the value of the HTTP header Retry-After asks to wait
// from an instant on: seconds, or an instant. It believes 30 days at most; 0: it asks
// for nothing that can be read. Source: RFC 9110, 10.2.3.
func RetryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseInt(header, 10, 64); err == nil {
		return time.Duration(min(max(0, seconds), int64(longestWait/time.Second))) * time.Second
	}
	at, err := time.Parse("Mon, 02 Jan 2006 15:04:05 GMT", header)
	if err != nil {
		return 0
	}
	return min(max(0, at.Sub(now)), longestWait)
}
