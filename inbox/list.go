package inbox

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// List is the tickets of a view as one person sees them at one instant. It holds none of
// them: each call reads them as they are.
type List struct {
	View rules.View

	inbox       *Inbox
	settings    *socialticket.Settings
	looker      Looker
	now         time.Time
	tree        rules.Tree
	rows, cells bool // they need more than the ticket
}

// Row is one ticket of a list.
type Row struct {
	Ticket ticket.Ticket
	Group  string   // the value by which the view groups it; "": it does not
	Cells  []string // the columns of the view, as [rules.Views.Cells] has them
}

// Page is a part of a list. The zero Page is all of it.
type Page struct {
	// After begins behind a ticket. If that is not in the list any more, it begins where
	// the ticket would be. Empty: it begins with the first.
	After ticket.ID
	// At is when After had been updated last as the page before showed it. It begins where the
	// ticket stood then, wherever an update has brought it since. Zero: where it stands now.
	At    time.Time
	Limit int // at most so many; 0: all that are left
}

// Rows yields the tickets of a page, by the group of the view, then by its order, then the
// newest update first, ties by id: so the pages of tickets that nobody changes meanwhile
// have each ticket once. An error of the reader is the last that it yields; the error
// matches [socialticket.ErrNotFound] if After is not known.
//
// A view that groups or orders keeps all of its tickets in memory while it yields them; one
// that does neither, or goes by the newest update, holds one at a time and reads no more
// than it yields.
func (l *List) Rows(ctx context.Context, p Page) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		n := 0
		for s, err := range l.page(ctx, p) {
			row, err := l.row(ctx, s, err)
			if err != nil {
				yield(Row{}, err)
				return
			}
			if n++; !yield(row, nil) || n == p.Limit {
				return
			}
		}
	}
}

// Count returns how many tickets there are.
func (l *List) Count(ctx context.Context) (n int, err error) {
	for _, err := range l.all(ctx) {
		if err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

// row returns a ticket as it is shown.
func (l *List) row(ctx context.Context, s *seen, err error) (Row, error) {
	if err == nil && l.cells {
		err = l.complete(ctx, s)
	}
	if err != nil {
		return Row{}, err
	}
	views := l.settings.Views
	return Row{Ticket: *s.Ticket, Group: views.Heading(l.View.ID, s.Subject), Cells: views.Cells(l.View.ID, s.Subject)}, nil
}

// all yields the tickets of the view in the order in which the reader has them.
func (l *List) all(ctx context.Context) iter.Seq2[*seen, error] {
	return l.matching(ctx, l.inbox.selected(ctx, l.tree))
}

// matching yields those of some tickets that the view has. Each is asked, for a store may
// have found more.
func (l *List) matching(ctx context.Context, tickets iter.Seq2[ticket.Ticket, error]) iter.Seq2[*seen, error] {
	return func(yield func(*seen, error) bool) {
		for t, err := range tickets {
			var s *seen
			if err == nil {
				s, err = l.see(ctx, &t)
			} else {
				err = fmt.Errorf("inbox: %w", err)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if l.settings.Views.Matches(l.View.ID, s.Subject) && !yield(s, nil) {
				return
			}
		}
	}
}

// page yields the tickets of a page, and perhaps more behind it, in the order of the view.
func (l *List) page(ctx context.Context, p Page) iter.Seq2[*seen, error] {
	return func(yield func(*seen, error) bool) {
		var begin *seen
		if p.After != "" {
			t, err := l.inbox.beginning(ctx, p)
			if err == nil {
				begin, err = l.see(ctx, &t)
			}
			if err != nil {
				yield(nil, fmt.Errorf("inbox: after ticket %q: %w", p.After, err))
				return
			}
		}
		if !l.plain() {
			l.sorted(ctx, begin, p.At, yield)
			return
		}
		behind := socialticket.Selection{Tree: l.tree}
		if begin != nil {
			behind.After = socialticket.MarkOf(begin.Ticket)
		}
		for s, err := range l.matching(ctx, l.inbox.turn(ctx, behind, p.Limit)) {
			if !yield(s, err) {
				return
			}
		}
	}
}

// beginning returns the ticket that a page begins behind, as it was then.
func (in *Inbox) beginning(ctx context.Context, p Page) (ticket.Ticket, error) {
	t, err := in.config.Reader.Ticket(ctx, p.After)
	if !p.At.IsZero() {
		t.UpdatedAt = p.At
	}
	return t, err
}

// plain reports whether the view goes by the newest update, as the reader does.
func (l *List) plain() bool {
	by := l.View.Sort
	return l.View.Group.By == "" && (by.By == "" || by.Descending && (by.By == "updated" || by.By == "updated_at"))
}

// sorted yields the tickets behind begin in the order of the view; nil: all. At is [Page.At].
func (l *List) sorted(ctx context.Context, begin *seen, at time.Time, yield func(*seen, error) bool) {
	var list []*rules.Subject
	found := map[*rules.Subject]*seen{}
	for s, err := range l.all(ctx) {
		switch {
		case err != nil:
			yield(nil, err)
			return
		case begin != nil && s.Ticket.ID == begin.Ticket.ID && (at.IsZero() || at.Equal(s.Ticket.UpdatedAt)):
			begin = s // as it is now
		default:
			list, found[s.Subject] = append(list, s.Subject), s
		}
	}
	if begin != nil {
		i, _ := slices.BinarySearchFunc(list, begin, func(a *rules.Subject, b *seen) int { return newer(found[a], b) })
		list = slices.Insert(list, i, begin.Subject)
	}
	list = l.settings.Views.Sorted(l.View.ID, list)
	if begin != nil {
		list = list[slices.Index(list, begin.Subject)+1:]
	}
	for _, s := range list {
		if !yield(found[s], nil) {
			return
		}
	}
}

// newer orders tickets as a [socialticket.Reader] does.
func newer(a, b *seen) int {
	return cmp.Or(b.Ticket.UpdatedAt.Compare(a.Ticket.UpdatedAt), cmp.Compare(a.Ticket.ID, b.Ticket.ID))
}
