package memory

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// sweep is a tree as the columns can answer it. It lets more pass than the tree, never less.
type sweep struct {
	test   test
	list   []sweep // of allOf and anyOf
	column int

	sets uint16   // of inSets: the codes that pass, of those with a set of their own
	more []uint32 // of inSets: others that pass, sorted
	not  bool     // of inSets: others pass if they are not in more; of inTags: what has none passes

	texts []string // of inTags: tags without a set of their own

	from, to int32 // of inMinutes
}

// test is what a sweep does. In All, those that cost little come first.
type test uint8

const (
	passes test = iota
	inSets
	inTags
	allOf
	anyOf
	inMinutes
)

// sweepOf returns the sweep for a tree.
func (c *columns) sweepOf(tree rules.Tree) sweep {
	var all []sweep
	add := func(s sweep) {
		if s.test != passes {
			all = append(all, s)
		}
	}
	if tree.Leaf != nil {
		add(c.leaf(tree.Leaf))
	}
	for _, one := range tree.All {
		add(c.sweepOf(one))
	}
	if len(tree.Any) > 0 {
		add(c.anyOf(tree.Any))
	}
	return allSweeps(all)
}

func allSweeps(all []sweep) sweep {
	switch len(all) {
	case 0:
		return sweep{}
	case 1:
		return all[0]
	}
	slices.SortStableFunc(all, func(a, b sweep) int {
		return cmp.Or(cmp.Compare(a.test, b.test), cmp.Compare(min(1, len(a.more)), min(1, len(b.more))))
	})
	return sweep{test: allOf, list: all}
}

func (c *columns) anyOf(list []rules.Tree) sweep {
	s := sweep{test: anyOf}
	for _, one := range list {
		part := c.sweepOf(one)
		if part.test == passes {
			return part
		}
		s.list = append(s.list, part)
	}
	return s
}

// leaf returns the sweep for a test of one field.
func (c *columns) leaf(leaf *rules.Leaf) sweep {
	if k, found := choiceNamed(leaf.Field); found && (leaf.Kind == rules.Choice || leaf.Kind == rules.Ordered) {
		return c.choice(k, leaf)
	}
	if leaf.Field == "current_tags" && leaf.Kind == rules.Set {
		return c.tagged(leaf)
	}
	if status, is := statusNamed(leaf.Field); is && leaf.Kind == rules.Time && !leaf.Not && leaf.Op != "" {
		in := c.choice(byStatus, &rules.Leaf{Op: rules.Is, Values: []string{string(status)}})
		if s := between(atStatus, leaf); s.test == inMinutes && leaf.Op != rules.Present {
			return allSweeps([]sweep{in, s})
		}
		return in
	}
	if k, found := instantNamed(leaf.Field); found && leaf.Kind == rules.Time {
		return between(k, leaf)
	}
	return sweep{}
}

// choice returns the sweep for the values of a choice.
func (c *columns) choice(k int, leaf *rules.Leaf) sweep {
	values, not := leaf.Values, leaf.Not
	switch leaf.Op {
	case rules.Is:
	case rules.Present:
		values, not = []string{""}, !not
	default:
		return sweep{}
	}
	s := sweep{test: inSets, column: k, not: not}
	for _, code := range c.codes(k, values) {
		if code < rare {
			s.sets |= 1 << code
		} else {
			s.more = append(s.more, code)
		}
	}
	if not {
		s.sets = ^s.sets
	}
	slices.Sort(s.more)
	return s
}

// codes returns those of some values that occur.
func (c *columns) codes(k int, values []string) (list []uint32) {
	if k == byVia { // rules have other words for some
		c.once.Do(func() { c.via, _ = rules.Standard().Field("via_id") })
		for code, text := range c.choices[k].texts {
			if slices.Contains(values, c.via.Text(&rules.Subject{Ticket: &ticket.Ticket{Via: channel.Kind(text)}})) {
				list = append(list, uint32(code))
			}
		}
		return list
	}
	for _, v := range values {
		if code, known := c.choices[k].codes[v]; known {
			list = append(list, code)
		}
	}
	return list
}

// between returns the sweep for an instant. A minute that is cut by the bound passes.
func between(k int, leaf *rules.Leaf) sweep {
	s := sweep{test: inMinutes, column: k, from: firstMinute, to: lastMinute}
	switch at := rowMinute(leaf.At); {
	case leaf.Not:
		return sweep{}
	case leaf.Op == rules.Present:
	case leaf.Op == rules.LessThan, leaf.Op == rules.LessThanEqual:
		s.to = at
	case leaf.Op == rules.GreaterThan, leaf.Op == rules.GreaterThanEqual:
		s.from = max(firstMinute, at)
	case leaf.Op == rules.Is:
		s.from, s.to = at, at
	default:
		return sweep{}
	}
	return s
}

// narrow takes out of a set what does not pass. The set is a line of a page, the one that
// begins at a word.
func (s *sweep) narrow(p *page, line int, w *words) {
	switch s.test {
	case passes:
	case allOf:
		for i := range s.list {
			if s.list[i].narrow(p, line, w); *w == (words{}) {
				return
			}
		}
	case anyOf:
		var any words
		for i := range s.list {
			one := *w
			s.list[i].narrow(p, line, &one)
			any.or(&one)
		}
		*w = any
	case inSets:
		s.narrowSets(p, line, w)
	case inTags:
		s.narrowTags(p, line, w)
	case inMinutes:
		s.narrowMinutes(p, line, w)
	}
}

func (s *sweep) narrowSets(p *page, line int, w *words) {
	var in words
	sets := &p.sets[s.column]
	for left := s.sets & (1<<rare - 1); left != 0; left &= left - 1 {
		if set := sets[bits.TrailingZeros16(left)]; set != nil {
			in.or((*words)(set[line:]))
		}
	}
	if others := sets[rare]; others != nil && (s.not || len(s.more) > 0) {
		one := words(others[line:])
		one.and(w)
		codes := p.codes[s.column][line*64:]
		if len(s.more) == 1 {
			only := s.more[0]
			one.keep(func(i int) bool { return (codes[i] == only) != s.not })
		} else {
			one.keep(func(i int) bool {
				_, listed := slices.BinarySearch(s.more, codes[i])
				return listed != s.not
			})
		}
		in.or(&one)
	}
	w.and(&in)
}

func (s *sweep) narrowMinutes(p *page, line int, w *words) {
	if p.instants[s.column] == nil {
		*w = words{}
		return
	}
	column := (*[lineRows]int32)(p.instants[s.column][line*64:])
	span := uint32(s.to) - uint32(s.from)
	for j, word := range w {
		for left := word; left != 0; left &= left - 1 {
			i := bits.TrailingZeros64(left)
			if at := column[(j*64+i)%lineRows]; uint32(at)-uint32(s.from) > span && at != anyMinute {
				word &^= 1 << i
			}
		}
		w[j] = word
	}
}

func (w *words) and(o *words) {
	for i := range w {
		w[i] &= o[i]
	}
}

func (w *words) or(o *words) {
	for i := range w {
		w[i] |= o[i]
	}
}

// keep takes out the rows that are not wanted.
func (w *words) keep(wanted func(i int) bool) {
	for j := range w {
		for left := w[j]; left != 0; left &= left - 1 {
			if i := bits.TrailingZeros64(left); !wanted(j*64 + i) {
				w[j] &^= 1 << i
			}
		}
	}
}
