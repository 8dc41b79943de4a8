package memory

import (
	"slices"

	"github.com/socialticket/socialticket/rules"
)

// askedBy returns the rows of the tickets that may pass a tree, and whether it names the
// requesters: then only theirs are looked at.
func (s *Store) askedBy(tree rules.Tree) (rows []uint32, are bool) {
	ids, are := requesters(tree)
	if !are {
		return nil, false
	}
	sweep := s.columns.sweepOf(tree)
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		for _, row := range s.kin.asked[id] {
			if s.columns.has(&sweep, row) {
				rows = append(rows, row)
			}
		}
	}
	return rows, true
}

// has reports whether the ticket of a row may pass a sweep.
func (c *columns) has(s *sweep, row uint32) bool {
	n, i := pageOf(row)
	line := int(i/lineRows) * len(words{})
	var in words
	in[i%lineRows/64] = 1 << (i % 64)
	s.narrow(c.pages[n], line, &in)
	return in != words{}
}
