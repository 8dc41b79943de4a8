package rules

import "slices"

// signature holds the values of the small fields of a subject, one bit each, so that all
// conditions of a rule on them are one AND.
type signature [2]uint64

// small is where a field with few values stands in a signature: a bit for nothing, one
// for each value, and one for all others.
type small struct {
	field int
	first int // bit
}

// most is how many bits a signature has.
const most = 128

// place gives the fields of few values their bits, those first that come first.
func (t *Table) place() {
	t.inSig = make([]int, len(t.fields))
	next := 0
	for i := range t.fields {
		f := &t.fields[i]
		t.inSig[i] = -1
		width := len(f.Values) + 2
		if f.Values == nil || f.rare || f.Kind != Choice && f.Kind != Ordered && f.Kind != Truth || next+width > most || f.Next != nil {
			continue
		}
		t.inSig[i] = len(t.small)
		t.small = append(t.small, small{field: i, first: next})
		next += width
	}
}

func (g *signature) set(bit int) { g[bit/64] |= 1 << (bit % 64) }

// lens is what a set of rules looks at a subject through: those of the small fields that
// they ask for.
type lens struct {
	fields []*Field
	first  []int // the bit of each
}

// lens returns the lens of some programs.
func (t *Table) lens(list []compiled) *lens {
	var asked signature
	for i := range list {
		asked = asked.or(list[i].when.forbids())
	}
	l := &lens{}
	for _, m := range t.small {
		var own signature
		for bit := range len(t.fields[m.field].Values) + 2 {
			own.set(m.first + bit)
		}
		if own.meets(&asked) {
			l.fields, l.first = append(l.fields, &t.fields[m.field]), append(l.first, m.first)
		}
	}
	return l
}

// forbids returns all bits that a program or a part of it forbids.
func (p *program) forbids() signature {
	g := p.forbid
	for _, alternatives := range p.anys {
		for i := range alternatives {
			g = g.or(alternatives[i].forbids())
		}
	}
	return g
}

// prepare reads the small fields of a subject, if that was not done through this lens.
func (l *lens) prepare(s *Subject) {
	if s.lens == l {
		return
	}
	var low, high uint64
	for i, f := range l.fields {
		bit := l.first[i] + f.bit(f.text(s))
		one := uint64(1) << (bit % 64)
		if bit < 64 {
			low |= one
		} else {
			high |= one
		}
	}
	s.lens, s.sig = l, signature{low, high}
}

// bit returns the bit of a value among those of its field.
func (f *Field) bit(value string) int {
	if value == "" {
		return 0
	}
	if i := slices.Index(f.Values, value); i >= 0 {
		return i + 1
	}
	return len(f.Values) + 1
}

// forbid returns the bits of a small field whose values do not pass.
func (t *Table) forbid(m small, pass func(value string) bool) (g signature) {
	f := &t.fields[m.field]
	if !pass("") {
		g.set(m.first)
	}
	for i, v := range f.Values {
		if !pass(v) {
			g.set(m.first + i + 1)
		}
	}
	if !pass("\x00another") { // no rule can name it
		g.set(m.first + len(f.Values) + 1)
	}
	return g
}

func (g signature) or(o signature) signature { return signature{g[0] | o[0], g[1] | o[1]} }

// meets reports whether the two have a bit in common.
func (g *signature) meets(o *signature) bool { return g[0]&o[0]|g[1]&o[1] != 0 }
