package platform

import (
	"sync"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// Pacer keeps messages back that a platform would refuse as too fast. Goroutines may
// share it.
type Pacer interface {
	// Wait counts a message to an address at an instant and returns 0, or returns how
	// long it has to wait and does not count it.
	Wait(to channel.Address, now time.Time) time.Duration
	// Learn takes in what became of a message that was counted, and returns err, which
	// may now say to wait longer.
	Learn(to channel.Address, err error, now time.Time) error
}

// Rate is the [Pacer] of an account that may send so many messages in a second, of which
// a second's worth may go at once. Make one with [NewRate].
type Rate struct {
	gap   time.Duration // between two messages
	burst time.Duration // what may be owed: a second, or a little more

	mu   sync.Mutex
	paid time.Time // when all that was sent is paid back
}

// NewRate returns the pace of so many messages in a second; less than one counts as one.
func NewRate(messages int) *Rate {
	n := time.Duration(max(1, messages))
	gap := (time.Second + n - 1) / n // rounded up, or a second could hold one too many
	return &Rate{gap: gap, burst: n * gap}
}

// Wait implements [Pacer].
func (r *Rate) Wait(_ channel.Address, now time.Time) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	paid := r.paid
	if now.After(paid) {
		paid = now
	}
	if wait := paid.Sub(now) - r.burst + r.gap; wait > 0 {
		return wait
	}
	r.paid = paid.Add(r.gap)
	return 0
}

// Learn implements [Pacer].
func (r *Rate) Learn(_ channel.Address, err error, _ time.Time) error { return err }
