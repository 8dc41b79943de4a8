package inbox

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// Thread yields the comments of a ticket and of all that were merged into it, one by one or
// in chains, as one thread: the newest first by when they came, those of one ticket by their
// numbers, ties as the tickets were merged, the ticket's own first. Each names the ticket
// that it belongs to. Of a merged ticket it yields that part alone; [socialticket.Desk.Follow]
// leads to the whole.
//
// After is the id of the comment to go on behind, empty for the newest: take as many as
// a page holds and break off. Comments are read by pages as they are asked for, and those
// before the place are read again. An error of the reader is the last that it yields; it
// matches [socialticket.ErrNotFound] if the ticket is unknown, or if After is not in the
// thread.
func Thread(ctx context.Context, r socialticket.Reader, id ticket.ID, after string) iter.Seq2[ticket.Comment, error] {
	return func(yield func(ticket.Comment, error) bool) {
		strands, err := strandsOf(ctx, r, id)
		for err == nil {
			var c ticket.Comment
			if c, err = newest(ctx, r, strands); err != nil || c.ID == "" {
				break
			}
			if after != "" {
				if c.ID == after {
					after = ""
				}
				continue
			}
			if !yield(c, nil) {
				return
			}
		}
		if err == nil && after != "" {
			err = &socialticket.Error{Kind: socialticket.ErrNotFound, What: fmt.Sprintf("comment %q of ticket %q", after, id)}
		}
		if err != nil {
			yield(ticket.Comment{}, err)
		}
	}
}

// strand is the thread of one ticket, as far as it was read.
type strand struct {
	ticket ticket.ID
	left   []ticket.Comment // that were read and not yielded
	before int              // what is older has a smaller number; 0: nothing was read yet
	over   bool             // all of it was read
}

// strandsOf returns those of a ticket and of all that were merged into it.
func strandsOf(ctx context.Context, r socialticket.Reader, id ticket.ID) ([]*strand, error) {
	t, err := r.Ticket(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("inbox: thread of ticket %q: %w", id, err)
	}
	list, merged := []*strand{{ticket: id}}, []ticket.Ticket{t}
	for i := 0; i < len(merged); i++ {
		for _, source := range merged[i].Merged {
			t, err := r.Ticket(ctx, source)
			if err != nil {
				return nil, fmt.Errorf("inbox: thread of ticket %q: merged ticket %q: %w", id, source, err)
			}
			known := slices.ContainsFunc(list, func(s *strand) bool { return s.ticket == source })
			if t.MergedInto == merged[i].ID && !known { // one that was parted since is apart
				list, merged = append(list, &strand{ticket: source}), append(merged, t)
			}
		}
	}
	return list, nil
}

// newest takes the newest comment of all strands, the zero Comment after the last.
func newest(ctx context.Context, r socialticket.Reader, strands []*strand) (ticket.Comment, error) {
	var first *strand
	for _, s := range strands {
		if err := s.fill(ctx, r); err != nil {
			return ticket.Comment{}, err
		}
		if len(s.left) > 0 && (first == nil || s.left[0].ReceivedAt.After(first.left[0].ReceivedAt)) {
			first = s
		}
	}
	if first == nil {
		return ticket.Comment{}, nil
	}
	c := first.left[0]
	first.left = first.left[1:]
	return c, nil
}

// fill reads the next page if none is left.
func (s *strand) fill(ctx context.Context, r socialticket.Reader) error {
	if len(s.left) > 0 || s.over {
		return nil
	}
	page := socialticket.Page{Before: s.before}
	list, err := r.Comments(ctx, s.ticket, page)
	if err != nil {
		return fmt.Errorf("inbox: comments of ticket %q: %w", s.ticket, err)
	}
	s.left, s.over = list, len(list) < page.Size()
	if len(list) > 0 {
		s.before = list[len(list)-1].Number
		s.over = s.over || s.before <= 1
	}
	return nil
}
