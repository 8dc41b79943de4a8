package rules

import (
	"math/bits"
	"slices"
)

// index finds the rules of a set that may hold, without looking at each: for every value
// of a field it knows the rules that it lets pass, as a set of bits, and what all fields
// let pass is the AND of them.
type index struct {
	words  int // of a set of rules: 64 a word
	all    []uint64
	bits   [most][]uint64 // for a bit of the signature, the rules that it does not forbid; nil: all
	keyed  []keyed
	spoken []spoken
	// sure are the rules of which the fields answer everything.
	sure []uint64
	// free are the rules without alternatives that the fields answer. The others hold if
	// one of their alternatives does: see lists.either.
	free []uint64
}

// keyed are the rules that name values of one Choice, Ordered or Set field.
type keyed struct {
	field *Field
	lists
}

// lists tell which rules the values of a field let pass.
type lists struct {
	base   []uint64 // if none of the values is named
	values map[string]*entry
	// latest is the rule that was taken last. A rule is taken once for a field.
	latest int
}

// entry is what one value of a field does.
type entry struct {
	plus   []uint32 // the rules that want it
	minus  []uint32 // those that refuse it
	either []uint32 // those for which it is an alternative that holds
}

// entry returns what a value does.
func (l *lists) entry(value string) *entry {
	if l.values[value] == nil {
		l.values[value] = &entry{}
	}
	return l.values[value]
}

// spoken are the rules that name words of one Text field.
type spoken struct {
	field *Field
	lists
	list    []string // the words
	entries []*entry // for each word, nil if no rule is led to by it
	numbers map[string]uint32
	finder  *finder
}

// enough is from how many rules on an index is made: fewer are asked one by one.
const enough = 24

// scratch is what a match works with, kept with the subject.
type scratch struct {
	on      bool       // found is that of the subject
	passed  []uint64   // rules
	either  []uint64   // rules
	found   [][]uint64 // for each Text field the words in it
	words   []uint32
	kept    []uint32
	entries []*entry
}

// newIndex indexes the programs of a set. It marks the steps that it answers.
func newIndex(set []compiled) *index {
	x := &index{words: (len(set) + 63) / 64}
	x.all = make([]uint64, x.words)
	for i := range set {
		x.all[i/64] |= 1 << (i % 64)
	}
	for i := range set {
		x.forbid(uint32(i), set[i].when.forbid)
		x.add(uint32(i), &set[i].when)
	}
	x.free, x.sure = slices.Clone(x.all), slices.Clone(x.all)
	for i := range set {
		p := &set[i].when
		x.alternatives(uint32(i), p)
		x.collect(p)
		if !p.answered() {
			x.sure[i/64] &^= 1 << (i % 64)
		}
		p.compact()
	}
	for i := range x.spoken {
		p := &x.spoken[i]
		p.finder = newFinder(p.list)
		for _, word := range p.list {
			p.entries = append(p.entries, p.values[word])
		}
	}
	return x
}

// alternatives takes the first list of a rule's alternatives each of which is one step
// that names values.
func (x *index) alternatives(rule uint32, p *program) {
	for i, list := range p.anys {
		if !slices.ContainsFunc(list, func(a program) bool { return !x.named(&a) }) {
			for j := range list {
				st := &list[j].steps[0]
				l := x.listsOf(st)
				for _, v := range st.values {
					e := l.entry(v)
					e.either = append(e.either, rule)
				}
			}
			x.free[rule/64] &^= 1 << (rule % 64)
			p.either = i + 1
			return
		}
	}
}

// named reports whether a program is one step that wants one of some values.
func (x *index) named(p *program) bool {
	if len(p.steps) != 1 || len(p.anys) > 0 || p.steps[0].not || p.steps[0].by == bySignature || p.steps[0].op == opPresent {
		return false
	}
	return x.listsOf(&p.steps[0]) != nil
}

// answered reports whether the index answers the whole program.
func (p *program) answered() bool {
	for i := range p.steps {
		if p.steps[i].by == byStep {
			return false
		}
	}
	return len(p.anys) == 0 || len(p.anys) == 1 && p.either == 1
}

// compact leaves of a program what the index does not answer.
func (p *program) compact() {
	var rest []step
	for i := range p.steps {
		if p.steps[i].by == byStep {
			rest = append(rest, p.steps[i])
		}
	}
	p.steps = slices.Clip(rest)
	if p.either > 0 {
		p.anys = slices.Clip(slices.Delete(slices.Clone(p.anys), p.either-1, p.either))
		p.either = 0
	}
}

// collect gives the words of a program's steps their numbers.
func (x *index) collect(p *program) {
	for i := range p.steps {
		if st := &p.steps[i]; st.op == opWords && plain(st.values) {
			st.spoken = x.spokenOf(st.field) + 1
			for _, word := range st.values {
				st.numbers = append(st.numbers, x.spoken[st.spoken-1].number(word))
			}
		}
	}
	for _, alternatives := range p.anys {
		for i := range alternatives {
			x.collect(&alternatives[i])
		}
	}
}

// spokenOf returns the place of a Text field.
func (x *index) spokenOf(f *Field) int {
	for i := range x.spoken {
		if x.spoken[i].field == f {
			return i
		}
	}
	x.spoken = append(x.spoken, spoken{field: f, lists: x.empty(), numbers: map[string]uint32{}})
	return len(x.spoken) - 1
}

// number returns that of a word.
func (p *spoken) number(word string) uint32 {
	n, known := p.numbers[word]
	if !known {
		n = uint32(len(p.list))
		p.numbers[word] = n
		p.list = append(p.list, word)
	}
	return n
}

// forbid takes the bits of the signature that a rule forbids.
func (x *index) forbid(rule uint32, g signature) {
	for w, word := range g {
		for ; word != 0; word &= word - 1 {
			bit := w*64 + bits.TrailingZeros64(word)
			if x.bits[bit] == nil {
				x.bits[bit] = slices.Clone(x.all)
			}
			x.bits[bit][rule/64] &^= 1 << (rule % 64)
		}
	}
}

// add takes the steps of a rule that name values, one for each field.
func (x *index) add(rule uint32, p *program) {
	for i := range p.steps {
		st := &p.steps[i]
		if st.by == bySignature {
			continue
		}
		if l := x.listsOf(st); l != nil && l.latest != int(rule) {
			l.take(rule, st)
			st.by = byIndex
		}
	}
}

// listsOf returns where a step is indexed, nil if it is not.
func (x *index) listsOf(st *step) *lists {
	if st.field.Alone || st.field.Next != nil || st.names != nil {
		return nil
	}
	switch {
	case st.op == opIs, st.op == opSet, st.op == opPresent && st.field.Kind != Mixed && st.field.Kind != Number && st.field.At == nil && st.field.Kind != Text:
		for i := range x.keyed {
			if x.keyed[i].field == st.field {
				return &x.keyed[i].lists
			}
		}
		x.keyed = append(x.keyed, keyed{st.field, x.empty()})
		return &x.keyed[len(x.keyed)-1].lists
	case st.op == opWords && plain(st.values):
		return &x.spoken[x.spokenOf(st.field)].lists
	}
	return nil
}

func (x *index) empty() lists {
	return lists{base: slices.Clone(x.all), values: map[string]*entry{}, latest: -1}
}

// take notes which values of its field let a rule pass.
func (l *lists) take(rule uint32, st *step) {
	l.latest = int(rule)
	values, not := st.values, st.not
	if st.op == opPresent {
		values, not = []string{""}, !st.not
	}
	if !not {
		l.base[rule/64] &^= 1 << (rule % 64)
	}
	for _, v := range values {
		e := l.entry(v)
		to := &e.plus
		if not {
			to = &e.minus
		}
		if n := len(*to); n == 0 || (*to)[n-1] != rule {
			*to = append(*to, rule)
		}
	}
}

// pass keeps of the rules those that the values let pass, and notes those of which an
// alternative holds.
func (c *scratch) pass(base []uint64) {
	for _, e := range c.entries {
		for _, rule := range e.either {
			c.either[rule/64] |= 1 << (rule % 64)
		}
		for _, rule := range e.plus {
			if c.passed[rule/64]&(1<<(rule%64)) != 0 {
				c.kept = append(c.kept, rule)
			}
		}
	}
	and(c.passed, base)
	for _, rule := range c.kept {
		c.passed[rule/64] |= 1 << (rule % 64)
	}
	c.kept = c.kept[:0]
	for _, e := range c.entries {
		for _, rule := range e.minus {
			c.passed[rule/64] &^= 1 << (rule % 64)
		}
	}
}

// match appends the places of the rules that hold for a prepared subject to list.
func (x *index) match(s *Subject, set []compiled, list []int) []int {
	passed := x.pass(s)
	s.scratch.on = true
	defer func() { s.scratch.on = false }()
	for w, word := range passed {
		for ; word != 0; word &= word - 1 {
			i := w*64 + bits.TrailingZeros64(word)
			if x.sure[w]&(word&-word) != 0 || set[i].when.rest(s, byStep) {
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
	and(c.passed, c.either)
	return c.passed
}

// has reports whether a text holds a word of a step.
func (c *scratch) has(st *step) bool {
	found := c.found[st.spoken-1]
	for _, word := range st.numbers {
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
	for i := range a {
		a[i] &= b[i]
	}
}
