package rules

import "slices"

// literal is a step that a subject is, or is not, denials of the step itself aside.
type literal struct {
	st    *step
	neg   bool
	names []string // the values of the step that stand for other fields
	place string
}

// clause is literals that hold together; formula is clauses of which one holds: the
// conditions of a rule, multiplied out. unclear tells that there would be too many.
type (
	clause  []literal
	formula struct {
		clauses []clause
		unclear bool
		pruned  bool // each of clauses may hold
	}
)

// maxClauses bounds how far conditions are multiplied out.
const maxClauses = 512

// always is the formula that always holds; the zero formula never does.
func always() formula { return formula{clauses: []clause{nil}} }

func (f formula) or(o formula) formula {
	f = formula{clauses: slices.Concat(f.clauses, o.clauses), unclear: f.unclear || o.unclear}
	f.unclear = f.unclear || len(f.clauses) > maxClauses
	return f
}

func (f formula) and(o formula) formula {
	made := formula{unclear: f.unclear || o.unclear || len(f.clauses)*len(o.clauses) > maxClauses}
	if made.unclear {
		return made
	}
	for _, a := range f.clauses {
		for _, b := range o.clauses {
			made.clauses = append(made.clauses, slices.Concat(a, b))
		}
	}
	return made
}

// never reports whether f holds for no subject. It may miss that, and never errs.
func (f formula) never() bool {
	return !f.unclear && !slices.ContainsFunc(f.clauses, func(c clause) bool { return !c.never() })
}

// prune returns f without the clauses that cannot hold.
func (f formula) prune() formula {
	if !f.pruned {
		f.clauses, f.pruned = slices.DeleteFunc(slices.Clone(f.clauses), clause.never), true
	}
	return f
}

// meets reports whether f and o may hold together.
func (f formula) meets(o formula) bool {
	if f.unclear || o.unclear {
		return true
	}
	f, o = f.prune(), o.prune()
	for _, a := range f.clauses {
		if slices.ContainsFunc(o.clauses, a.meets) {
			return true
		}
	}
	return false
}

// meets reports whether c and o may hold together, each of which may: what they ask of the
// fields that both have decides.
func (c clause) meets(o clause) bool {
	for i := range c {
		f := c[i].st.field
		if slices.ContainsFunc(c[:i], func(l literal) bool { return l.st.field == f }) {
			continue // looked at with the first
		}
		theirs := o.of(nil, f)
		if theirs != nil && !f.possible(c.of(theirs, f)) {
			return false
		}
	}
	return true
}

// of appends the literals on a field to a list.
func (c clause) of(list []literal, f *Field) []literal {
	for _, l := range c {
		if l.st.field == f {
			list = append(list, l)
		}
	}
	return list
}

// never reports whether the literals cannot hold together: those of one field, with what
// the fields of others need. It may miss that, and never errs.
func (c clause) never() bool {
	for i := range c {
		f := c[i].st.field
		if slices.ContainsFunc(c[:i], func(l literal) bool { return l.st.field == f }) {
			continue // looked at with the first
		}
		if !f.possible(c[i:].of(nil, f)) {
			return true
		}
	}
	return false
}

// possible reports whether a value of the field may be all that the literals ask.
func (f *Field) possible(list []literal) bool {
	switch f.Kind {
	case Choice, Ordered, Truth:
		return f.possibleChoice(list)
	case Set:
		return possibleSet(list)
	case Text:
		return possibleText(list)
	case Number:
		return possibleNumber(list)
	case Time:
		return possibleTime(list)
	case Since, Until:
		return f.possibleHours(list)
	case Mixed: // it may be anything
	}
	return true
}

// logic makes formulas of conditions. The fields of all of them are of one compiler, so
// that a field is one pointer.
type logic struct {
	compiler
}

func newLogic(t *Table) *logic {
	return &logic{compiler{table: t, update: true, custom: map[string]*Field{}}}
}

// both returns the formula of conditions, and that of their negation.
func (l *logic) both(place string, all, anyOf []Condition) (holds, fails formula) {
	holds = always()
	for i := range all {
		yes, no := l.one(place+".all["+itoa(i)+"]", &all[i])
		holds, fails = holds.and(yes), fails.or(no)
	}
	if len(anyOf) == 0 {
		return holds, fails
	}
	some, none := formula{}, always()
	for i := range anyOf {
		yes, no := l.one(place+".any["+itoa(i)+"]", &anyOf[i])
		some, none = some.or(yes), none.and(no)
	}
	return holds.and(some), fails.or(none)
}

// one returns the formulas of one condition or group.
func (l *logic) one(place string, c *Condition) (holds, fails formula) {
	if c.All != nil || c.Any != nil {
		return l.both(place, c.All, c.Any)
	}
	var p program
	l.add(&p, place, c, 0)
	if len(p.steps) == 0 {
		return formula{unclear: true}, formula{unclear: true} // it does not compile
	}
	st := &p.steps[0]
	lit := literal{st: st, neg: st.not, place: place}
	for _, text := range c.Value {
		if st.field.named(text) != nil {
			lit.names = append(lit.names, text)
		}
	}
	against := lit
	against.neg = !lit.neg
	holds, fails = l.needs(lit), l.needs(against)
	if st.not && st.field.Alone { // without a value the denial fails too
		has := literal{st: &step{op: opPresent, field: st.field}, place: place}
		hasNot := has
		hasNot.neg = true
		return holds.and(formula{clauses: []clause{{has}}}), fails.or(formula{clauses: []clause{{hasNot}}})
	}
	return holds, fails
}

// needs returns a literal with what its field needs to have the value.
func (l *logic) needs(lit literal) formula {
	f := formula{clauses: []clause{{lit}}}
	needs := lit.st.field.Needs
	if lit.neg || needs.Field == "" || needs.All != nil || needs.Any != nil {
		return f
	}
	with, _ := l.one(lit.place, &needs)
	if with.unclear {
		return f
	}
	return f.and(with)
}
