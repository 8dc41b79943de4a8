package memory

import (
	"context"
	"fmt"
	"math"
	"math/bits"
	"slices"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// SelectPage implements [socialticket.Pager]. It answers what [Store.Select] does, and looks
// at the tickets that were updated last: the cost is that of a page, unless few pass.
func (s *Store) SelectPage(ctx context.Context, sel socialticket.Selection) ([]ticket.Ticket, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("memory: select page: %w", err)
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	found := s.newest(&sel)
	list := make([]ticket.Ticket, len(found))
	for i, r := range found {
		list[i] = cloneTicket(r.ticket)
	}
	return list, nil
}

// newest returns the records of the first tickets behind a mark that may pass a tree. It
// goes through the lines by the minute of their last update, and stops at one in which
// nothing can be newer than what it has.
func (s *Store) newest(sel *socialticket.Selection) []*record {
	c := &s.columns
	top := top{after: sel.After, limit: sel.Size(), from: math.MinInt32, until: math.MaxInt32}
	if sel.After.ID != "" {
		top.until = rowMinute(sel.After.UpdatedAt)
	}
	if rows, are := s.askedBy(sel.Tree); are {
		for _, row := range rows {
			top.take(c.record(row))
		}
		return top.list
	}
	sweep := c.sweepOf(sel.Tree)
	for _, key := range c.linesByUpdate() {
		latest, line := key.line()
		if latest < top.from {
			break
		}
		n, place := pageOf(line * lineRows)
		p, word := c.pages[n], int(place/64)
		in := words(p.used[word:])
		sweep.narrow(p, word, &in)
		top.look(p, word, &in)
	}
	return top.list
}

// lineKey is a line with the minute of its last update. The later ones come first.
type lineKey uint64

func keyOf(latest int32, line uint32) lineKey {
	return lineKey(^(uint32(latest)^1<<31))<<32 | lineKey(line)
}

func (k lineKey) line() (latest int32, line uint32) {
	return int32(^uint32(k>>32) ^ 1<<31), uint32(k)
}

func (c *columns) linesByUpdate() []lineKey {
	list, line := make([]lineKey, 0, (c.count+lineRows-1)/lineRows), uint32(0)
	for _, p := range c.pages {
		for _, latest := range p.latest {
			list = append(list, keyOf(latest, line))
			line++
		}
	}
	slices.Sort(list)
	return list
}

// top is the first tickets behind a mark, of those that were looked at.
type top struct {
	after       socialticket.Mark
	limit       int
	list        []*record // in their order
	from, until int32     // what was updated outside these minutes does not count
}

// look takes in those of a line.
func (t *top) look(p *page, word int, in *words) {
	column := p.instants[atUpdated]
	for j, w := range in {
		for ; w != 0; w &= w - 1 {
			i := (word+j)*64 + bits.TrailingZeros64(w)
			minute := int32(noMinute)
			if column != nil {
				minute = column[i]
			}
			if minute >= t.from && minute <= t.until {
				t.take(p.records[i])
			}
		}
	}
}

// take takes a ticket in, if it is among the first.
func (t *top) take(r *record) {
	if !t.after.Before(&r.ticket) {
		return
	}
	mark := socialticket.MarkOf(&r.ticket)
	at, _ := slices.BinarySearchFunc(t.list, mark, func(o *record, m socialticket.Mark) int {
		return socialticket.MarkOf(&o.ticket).Compare(m)
	})
	switch {
	case len(t.list) < t.limit:
		t.list = slices.Insert(t.list, at, r)
	case at < t.limit:
		copy(t.list[at+1:], t.list[at:])
		t.list[at] = r
	}
	if len(t.list) == t.limit {
		t.from = rowMinute(t.list[t.limit-1].ticket.UpdatedAt)
	}
}
