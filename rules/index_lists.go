package rules

import "slices"

// lists tell which rules the values of a field let pass.
type lists struct {
	base   []uint64 // if none of the values is named
	values map[string]*entry
	// latest is the rule that was taken last. A rule is taken once for a field.
	latest int
}

// entry is what one value of a field does.
type entry struct {
	plus []uint32 // the rules that want it
	more *effects // nil: that is all
}

// effects are what few values have.
type effects struct {
	many   []uint64 // in place of plus if they are many: as bits
	minus  []uint32 // the rules that refuse it
	either []uint32 // those for which it is an alternative that holds
}

// others returns what few values have, to be filled in.
func (e *entry) others() *effects {
	if e.more == nil {
		e.more = &effects{}
	}
	return e.more
}

// pack makes bits of what would take longer to go through one by one.
func (e *entry) pack(words int) {
	if len(e.plus) < words/2 || len(e.plus) < 16 {
		e.plus = slices.Clip(e.plus)
		return
	}
	many := make([]uint64, words)
	for _, rule := range e.plus {
		many[rule/64] |= 1 << (rule % 64)
	}
	e.plus, e.others().many = nil, many
}

// entry returns what a value does.
func (l *lists) entry(value string) *entry {
	if l.values[value] == nil {
		l.values[value] = &entry{}
	}
	return l.values[value]
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
			to = &e.others().minus
		}
		if n := len(*to); n == 0 || (*to)[n-1] != rule {
			*to = append(*to, rule)
		}
	}
}

// pack makes the entries ready.
func (l *lists) pack(words int) {
	for _, e := range l.values {
		e.pack(words)
	}
}
