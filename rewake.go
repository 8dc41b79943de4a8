package socialticket

import (
	"context"
	"errors"
	"iter"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// Rewake wakes every ticket that is not closed, so that new settings reach the timers that
// were set under the old ones. It returns how many changed. One that cannot be woken does
// not hold up the others: the error joins what failed. A reader that is a [Selector] is asked
// for the tickets that are not closed, and closed ones are not read.
func (d *Desk) Rewake(ctx context.Context, r Reader) (changed int, failed error) {
	for t, err := range living(ctx, r) {
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

// living yields the tickets that are not closed, and perhaps others.
func living(ctx context.Context, r Reader) iter.Seq2[ticket.Ticket, error] {
	if s, is := r.(Selector); is {
		return s.Select(ctx, rules.Tree{Leaf: &rules.Leaf{
			Field: "status", Kind: rules.Ordered, Op: rules.Is, Not: true, Values: []string{string(ticket.Closed)},
		}})
	}
	return r.Tickets(ctx)
}
