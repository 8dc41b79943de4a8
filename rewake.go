package socialticket

import (
	"context"
	"errors"

	"github.com/socialticket/socialticket/ticket"
)

// Rewake wakes every ticket that is not closed, so that new settings reach the timers that
// were set under the old ones. It returns how many changed. One that cannot be woken does
// not hold up the others: the error joins what failed.
func (d *Desk) Rewake(ctx context.Context, r Reader) (changed int, failed error) {
	for t, err := range r.Tickets(ctx) {
		if err != nil {
			return changed, errors.Join(failed, err)
		}
		if t.Status == ticket.Closed {
			continue
		}
		receipt, err := d.Wake(ctx, Timer{Account: t.Address.Account, Ticket: t.ID})
		if err != nil {
			failed = errors.Join(failed, err)
		}
		if receipt.Outcome == Applied {
			changed++
		}
		if ctx.Err() != nil {
			return changed, errors.Join(failed, context.Cause(ctx))
		}
	}
	return changed, failed
}
