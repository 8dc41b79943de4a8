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
	aged   []aged
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
	for i := range x.keyed {
		x.keyed[i].pack(x.words)
	}
	for i := range x.aged {
		x.aged[i].pack(x.words)
	}
	for i := range x.spoken {
		p := &x.spoken[i]
		p.pack(x.words)
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
					e.others().either = append(e.others().either, rule)
				}
			}
			x.free[rule/64] &^= 1 << (rule % 64)
			p.either = int32(i + 1)
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
	p.steps, p.asked = slices.Clip(rest), int32(len(rest))
	if p.either > 0 {
		p.anys = slices.Clip(slices.Delete(slices.Clone(p.anys), int(p.either)-1, int(p.either)))
		p.either = 0
	}
}

// collect gives the words of a program's steps their numbers.
func (x *index) collect(p *program) {
	for i := range p.steps {
		if st := &p.steps[i]; st.op == opWords && plain(st.values) {
			st.more().spoken = x.spokenOf(st.field) + 1
			for _, word := range st.values {
				st.more().numbers = append(st.more().numbers, x.spoken[st.extra.spoken-1].number(word))
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
		if st.short == isSince && x.age(rule, st) {
			st.by = byIndex
		} else if l := x.listsOf(st); l != nil && l.latest != int(rule) {
			l.take(rule, st)
			st.by = byIndex
		}
	}
}

// listsOf returns where a step is indexed, nil if it is not.
func (x *index) listsOf(st *step) *lists {
	if st.field.Alone || st.field.Next != nil || st.named() {
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
