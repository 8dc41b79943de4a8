package socialticket

import (
	"context"
	"iter"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// Selector is what a [Reader] may offer beside: the tickets of a view by a query of the
// store's own, without reading all others. Many goroutines call it at once.
type Selector interface {
	// Select yields all tickets that pass the tree, and perhaps more: a store leaves out
	// of its query what it cannot ask, and the caller looks at each ticket again. They come
	// as those of [Reader.Tickets] do, the newest update first, ties by id. An error ends
	// the sequence. The fields of the tree are named as in [rules.Standard].
	Select(ctx context.Context, tree rules.Tree) iter.Seq2[ticket.Ticket, error]
}

// Counter is what a [Reader] may offer beside: how many tickets a requester has, without
// reading them. Many goroutines call it at once.
type Counter interface {
	// TicketsOf returns of how many tickets a user is the requester. Of an unknown user
	// there are 0; that is no error.
	TicketsOf(ctx context.Context, requester string) (int, error)
}
