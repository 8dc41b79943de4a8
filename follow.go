package socialticket

import (
	"context"
	"fmt"

	"github.com/socialticket/socialticket/ticket"
)

// Follow returns the ticket in which a ticket goes on: the one that it was merged into, and
// so on to the end, or itself. Links to tickets stay good that way. The error matches
// [ErrNotFound], or [ticket.ErrCircle] if what is stored leads nowhere.
func (d *Desk) Follow(ctx context.Context, id ticket.ID) (ticket.Ticket, error) {
	return ticket.Resolve(id, func(id ticket.ID) (ticket.Ticket, error) {
		head, err := d.config.Store.Load(ctx, Ref{Ticket: id})
		switch {
		case err != nil:
			return ticket.Ticket{}, fmt.Errorf("socialticket: load: %w", err)
		case head.Ticket.IsZero():
			return ticket.Ticket{}, notFound("ticket", string(id))
		}
		return head.Ticket, nil
	})
}
