package socialticket

import (
	"cmp"
	"context"
	"time"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/words"
)

// Pager is what a [Reader] may offer beside: a page of a selection by an index of the
// store's own, so that the first 20 of a million tickets cost no more than those 20. Many
// goroutines call it at once.
type Pager interface {
	// SelectPage returns the first tickets of a selection: of those behind s.After every one
	// that passes, and perhaps others, until there are s.Limit. Where there are fewer, the
	// selection ends with them. They come as those of [Reader.Tickets] do, the newest update
	// first, ties by id, and they are as of one instant.
	SelectPage(ctx context.Context, s Selection) ([]ticket.Ticket, error)
}

// Selection is a part of the tickets.
type Selection struct {
	// Tree is what a ticket passes. What a store cannot ask it leaves out, as
	// [Selector.Select] does: the caller looks at each ticket again.
	Tree rules.Tree
	// Phrases are words that stand in the ticket, each phrase in its subject or in one
	// comment, see [Texts]. A store without an index of words leaves them out.
	Phrases []words.Phrase
	After   Mark // only what comes behind it; zero: from the first
	Limit   int  // at most so many; 0: 50
}

// Size returns the limit, 50 where none was given.
func (s Selection) Size() int { return Page{Limit: s.Limit}.Size() }

// Mark is a place in the order of [Reader.Tickets], whether or not a ticket stands there.
// The zero Mark is before the first.
type Mark struct {
	UpdatedAt time.Time
	ID        ticket.ID // empty: the mark is zero
}

// MarkOf returns the place of a ticket.
func MarkOf(t *ticket.Ticket) Mark { return Mark{t.UpdatedAt, t.ID} }

// Before reports whether a ticket stands behind the mark. Of the zero Mark all do.
func (m Mark) Before(t *ticket.Ticket) bool { return m.ID == "" || m.Compare(MarkOf(t)) < 0 }

// Compare orders places as [Reader.Tickets] does: the newest update first, ties by id.
func (m Mark) Compare(o Mark) int {
	return cmp.Or(o.UpdatedAt.Compare(m.UpdatedAt), cmp.Compare(m.ID, o.ID))
}
