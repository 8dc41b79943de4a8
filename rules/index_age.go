package rules

// aged are the rules that ask for hours of the calendar since an instant. Many rules ask
// for the same few numbers of hours, so each is asked once.
type aged struct {
	field *Field
	lists
	asks    []step // all that differ
	entries []*entry
}

// age takes a step on hours of a rule, and reports whether it is the first on its field.
func (x *index) age(rule uint32, st *step) bool {
	a := x.agedOf(st.field)
	if a.latest == int(rule) {
		return false
	}
	a.latest = int(rule)
	a.base[rule/64] &^= 1 << (rule % 64)
	e := a.asked(st)
	e.plus = append(e.plus, rule)
	return true
}

func (x *index) agedOf(f *Field) *aged {
	for i := range x.aged {
		if x.aged[i].field == f {
			return &x.aged[i]
		}
	}
	x.aged = append(x.aged, aged{field: f, lists: x.empty()})
	return &x.aged[len(x.aged)-1]
}

// asked returns what a step does that asks for so many hours.
func (a *aged) asked(st *step) *entry {
	for i := range a.asks {
		if a.asks[i].compare == st.compare && a.asks[i].span == st.span {
			return a.entries[i]
		}
	}
	a.asks, a.entries = append(a.asks, *st), append(a.entries, &entry{})
	return a.entries[len(a.entries)-1]
}

// pack makes the entries ready.
func (a *aged) pack(words int) {
	for _, e := range a.entries {
		e.pack(words)
	}
}

// old keeps the rules that the age of an instant lets pass.
func (c *scratch) old(a *aged, s *Subject) {
	c.entries = c.entries[:0]
	if at := a.field.At(s); !at.IsZero() {
		passed := s.Now.Sub(at)
		for i := range a.asks {
			if a.asks[i].elapsed(passed) {
				c.entries = append(c.entries, a.entries[i])
			}
		}
	}
	c.pass(a.base)
}
