package rules

import "math/bits"

// scratch is what a match works with, kept with the subject.
type scratch struct {
	on      bool       // found is that of the subject
	passed  []uint64   // rules
	either  []uint64   // rules
	found   [][]uint64 // for each Text field the words in it
	words   []uint32
	allowed []uint64 // rules
	entries []*entry
}

// pass keeps of the rules those that the values let pass, and notes those of which an
// alternative holds.
func (c *scratch) pass(base []uint64) {
	c.allow(base)
	for _, e := range c.entries {
		if e.more == nil {
			continue
		}
		for _, rule := range e.more.either {
			c.either[rule/64] |= 1 << (rule % 64)
		}
		for _, rule := range e.more.minus {
			c.passed[rule/64] &^= 1 << (rule % 64)
		}
	}
}

// allow keeps of the rules those that ask nothing of the field, which are base, and those
// that want one of its values.
func (c *scratch) allow(base []uint64) {
	if len(c.entries) == 0 {
		and(c.passed, base)
		return
	}
	c.allowed = append(c.allowed[:0], base...)
	for _, e := range c.entries {
		for _, rule := range e.plus {
			c.allowed[rule/64] |= 1 << (rule % 64)
		}
		if e.more != nil && e.more.many != nil {
			or(c.allowed, e.more.many)
		}
	}
	and(c.passed, c.allowed)
}

// match appends the places of the rules that hold for a prepared subject to list.
func (x *index) match(s *Subject, set []compiled, list []int) []int {
	passed := x.pass(s)
	s.scratch.on = true
	defer func() { s.scratch.on = false }()
	for w, word := range passed {
		for ; word != 0; word &= word - 1 {
			i := w*64 + bits.TrailingZeros64(word)
			if x.sure[w]&(word&-word) != 0 || set[i].when.rest(s) {
				list = append(list, i)
			}
		}
	}
	return list
}

// pass returns the rules that the fields let pass.
func (x *index) pass(s *Subject) []uint64 {
	if s.scratch == nil {
		s.scratch = &scratch{}
	}
	c := s.scratch
	c.passed, c.either = append(c.passed[:0], x.all...), append(c.either[:0], x.free...)
	for w, word := range s.sig {
		for ; word != 0; word &= word - 1 {
			if allowed := x.bits[w*64+bits.TrailingZeros64(word)]; allowed != nil {
				and(c.passed, allowed)
			}
		}
	}
	for i := range x.keyed {
		k := &x.keyed[i]
		c.entries = c.entries[:0]
		if k.field.Kind != Set {
			c.add(k.values[k.field.text(s)])
		} else if texts := k.field.Texts(s); len(texts) == 0 {
			c.add(k.values[""])
		} else {
			for _, text := range texts {
				c.add(k.values[text])
			}
		}
		c.pass(k.base)
	}
	for len(c.found) < len(x.spoken) {
		c.found = append(c.found, nil)
	}
	for i := range x.spoken {
		c.said(i, &x.spoken[i], s)
	}
	for i := range x.aged {
		c.old(&x.aged[i], s)
	}
	and(c.passed, c.either)
	return c.passed
}

// has reports whether a text holds a word of a step.
func (c *scratch) has(st *step) bool {
	found := c.found[st.extra.spoken-1]
	for _, word := range st.extra.numbers {
		if found[word/64]&(1<<(word%64)) != 0 {
			return true
		}
	}
	return false
}

// said keeps the rules that the words of a text let pass.
func (c *scratch) said(place int, p *spoken, s *Subject) {
	if n := (len(p.list) + 63) / 64; len(c.found[place]) < n {
		c.found[place] = make([]uint64, n)
	}
	clear(c.found[place])
	c.words = p.finder.find(p.field.Text(s), c.found[place], c.words[:0])
	c.entries = c.entries[:0]
	for _, word := range c.words {
		c.add(p.entries[word])
	}
	c.pass(p.base)
}

// add takes what a value does, nil for a value that no rule names.
func (c *scratch) add(e *entry) {
	if e != nil {
		c.entries = append(c.entries, e)
	}
}

func and(a, b []uint64) {
	b = b[:len(a)]
	for i := range a {
		a[i] &= b[i]
	}
}

func or(a, b []uint64) {
	b = b[:len(a)]
	for i := range a {
		a[i] |= b[i]
	}
}
