package memory

import (
	"cmp"
	"math/bits"
	"slices"
	"sync"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// asked finds tickets by their requesters. Commits only note the tickets; who looks for them
// takes them in. A ticket stays with a requester that it had.
type asked struct {
	fresh []*record // under Store.mu

	mu    sync.Mutex // for what follows; after Store.mu
	taken int        // how many of fresh are in
	by    map[string][]*record
}

// ask notes that a ticket is new, or has another requester.
func (c *columns) ask(r *record, t *ticket.Ticket) {
	if r.ticket.Requester != t.Requester {
		c.asked.fresh = append(c.asked.fresh, r)
	}
}

// of returns the tickets that have one of some requesters, the oldest first. The caller holds Store.mu for
// reading.
func (a *asked) of(requesters []string) (list []*record) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.by == nil {
		a.by = map[string][]*record{}
	}
	for _, r := range a.fresh[a.taken:] {
		id := r.ticket.Requester
		a.by[id] = append(a.by[id], r)
	}
	a.taken = len(a.fresh)
	for _, id := range requesters {
		list = append(list, a.by[id]...)
	}
	list = slices.DeleteFunc(list, func(r *record) bool {
		_, still := slices.BinarySearch(requesters, r.ticket.Requester)
		return !still
	})
	slices.SortFunc(list, func(a, b *record) int { return cmp.Compare(a.row, b.row) })
	return slices.Compact(list)
}

// requesters returns those that a tree asks for, in order, and whether it does.
func requesters(tree *rules.Tree) ([]string, bool) {
	if l := tree.Leaf; l != nil && l.Field == "requester_id" && l.Kind == rules.Choice && l.Op == rules.Is && !l.Not && !slices.Contains(l.Values, "") {
		return slices.Compact(slices.Sorted(slices.Values(l.Values))), true
	}
	for i := range tree.All {
		if list, found := requesters(&tree.All[i]); found {
			return list, true
		}
	}
	return nil, false
}

// has reports whether a ticket passes a sweep.
func (c *columns) has(s *sweep, r *record) bool {
	n, i := pageOf(r.row)
	line := int(i/lineRows) * len(words{})
	var in words
	in[i%lineRows/64] = 1 << (i % 64)
	s.narrow(c.pages[n], line, &in)
	return bits.OnesCount64(in[i%lineRows/64]) > 0
}
