package worker

import (
	"time"

	"github.com/socialticket/socialticket"
)

// begun is what the newest claim of an effect that is being done says.
type begun struct {
	attempt int
	until   time.Time
}

// busy notes that c is begun, and reports whether this process does it already: it may be
// claimed a second time when the machine or the clock made a leap past the lease. Then
// the one who does it answers for the new claim too.
func (w *Worker) busy(c socialticket.Claimed) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	key := keyOf(&c)
	_, busy := w.begun[key]
	w.begun[key] = begun{c.Attempt, c.Until}
	return busy
}

// renew makes o the outcome of the newest claim of its effect.
func (w *Worker) renew(o *outcome) {
	w.mu.Lock()
	defer w.mu.Unlock()
	newest := w.begun[keyOf(&o.claim)]
	o.claim.Attempt, o.claim.Until, o.given.Attempt = newest.attempt, newest.until, newest.attempt
}

// finish notes that c is not being done any more.
func (w *Worker) finish(c socialticket.Claimed) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.begun, keyOf(&c))
}
