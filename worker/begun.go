package worker

import "github.com/socialticket/socialticket"

// busy notes that c is begun, and reports whether this process does it already: it may be
// claimed a second time when the machine or the clock made a leap past the lease. Then
// the one who does it answers for the new claim too.
func (w *Worker) busy(c socialticket.Claimed) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, busy := w.begun[keyOf(c)]
	w.begun[keyOf(c)] = c
	return busy
}

// renewed returns o for the newest claim of its effect.
func (w *Worker) renewed(o outcome) outcome {
	w.mu.Lock()
	defer w.mu.Unlock()
	newest := w.begun[keyOf(o.claim)]
	o.claim.Attempt, o.claim.Until, o.given.Attempt = newest.Attempt, newest.Until, newest.Attempt
	return o
}

// finish notes that c is not being done any more.
func (w *Worker) finish(c socialticket.Claimed) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.begun, keyOf(c))
}
