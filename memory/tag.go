package memory

import (
	"slices"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
)

// The tags that come first have a set of tickets each; of all others, from the code rare on,
// there is one set of the tickets that have any of them, which are looked at themselves. The
// tag of all social tickets is among the first: it is what views ask for.

// retag puts a row into the sets of its new tags.
func (c *columns) retag(p *page, i uint32, before, after []string) {
	if c.tags.texts == nil {
		c.tags.code(socialticket.TagSocial)
	}
	for _, tag := range before {
		p.tags[min(c.tags.code(tag), rare)][i/64] &^= 1 << (i % 64)
	}
	for _, tag := range after {
		set := &p.tags[min(c.tags.code(tag), rare)]
		if *set == nil {
			*set = make([]uint64, len(p.used))
		}
		(*set)[i/64] |= 1 << (i % 64)
	}
}

// tagged returns the sweep for tags.
func (c *columns) tagged(leaf *rules.Leaf) sweep {
	if leaf.Op != rules.Includes || slices.Contains(leaf.Values, "") {
		return sweep{}
	}
	s := sweep{test: inTags, not: leaf.Not}
	for _, tag := range leaf.Values {
		if code, known := c.tags.codes[tag]; known && code < rare {
			s.sets |= 1 << code
		} else if known {
			s.texts = append(s.texts, tag)
		}
	}
	return s
}

func (s *sweep) narrowTags(p *page, line int, w *words) {
	var in words
	for code := range uint(rare) {
		if set := p.tags[code]; set != nil && s.sets&(1<<code) != 0 {
			in.or((*words)(set[line:]))
		}
	}
	if others := p.tags[rare]; others != nil && len(s.texts) > 0 {
		one := words(others[line:])
		one.and(w)
		records := p.records[line*64:]
		one.keep(func(i int) bool { return slices.ContainsFunc(s.texts, records[i].ticket.HasTag) })
		in.or(&one)
	}
	if s.not {
		for i := range in {
			in[i] = ^in[i]
		}
	}
	w.and(&in)
}
