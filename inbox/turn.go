package inbox

import (
	"context"
	"iter"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// The sizes of the pages that are read while one goes on.
const (
	firstPage = 50
	mostPage  = 1000
)

// turn yields the tickets of a selection behind its mark, and perhaps more, in the order of
// the reader, each page by a query of its own if the reader is a pager; want is about how
// many will be read, 0: all. From another reader it yields all behind the mark.
func (in *Inbox) turn(ctx context.Context, s socialticket.Selection, want int) iter.Seq2[ticket.Ticket, error] {
	pager, is := in.config.Reader.(socialticket.Pager)
	if !is {
		return in.behind(ctx, s)
	}
	return func(yield func(ticket.Ticket, error) bool) {
		s.Limit = min(mostPage, want)
		if want <= 0 {
			s.Limit = firstPage
		}
		for {
			page, err := pager.SelectPage(ctx, s)
			if err != nil {
				yield(ticket.Ticket{}, err)
				return
			}
			for i := range page {
				if !yield(page[i], nil) {
					return
				}
			}
			if len(page) < s.Limit {
				return
			}
			s.After = socialticket.MarkOf(&page[len(page)-1])
			s.Limit = min(mostPage, 2*s.Limit)
		}
	}
}

// behind yields the tickets behind the mark of a selection, of all that may pass.
func (in *Inbox) behind(ctx context.Context, s socialticket.Selection) iter.Seq2[ticket.Ticket, error] {
	return func(yield func(ticket.Ticket, error) bool) {
		for t, err := range in.selected(ctx, s.Tree) {
			if err == nil && !s.After.Before(&t) {
				continue
			}
			if !yield(t, err) {
				return
			}
		}
	}
}

// selected yields the tickets that pass a tree, and perhaps more.
func (in *Inbox) selected(ctx context.Context, tree rules.Tree) iter.Seq2[ticket.Ticket, error] {
	if selector, is := in.config.Reader.(socialticket.Selector); is {
		return selector.Select(ctx, tree)
	}
	return in.config.Reader.Tickets(ctx)
}
