package rules

import "fmt"

// match finds rules whose conditions hold for no subject, or for every one.
func (c *checker) match(r *checked) {
	switch {
	case r.of == KindMacro:
	case r.holds.unclear || r.fails.unclear:
		c.find(r, Finding{Severity: SeverityNote, Kind: FindUnclear, Place: "conditions",
			Reason: "its conditions have too many combinations to look into", Advice: "Make it two rules"})
	case r.holds.never():
		c.never(r)
	case r.fails.never():
		severity, reason := SeverityWarning, "its conditions hold for every ticket"
		if len(r.When.All)+len(r.When.Any) == 0 {
			reason = "it has no conditions and so holds for every ticket"
		}
		if r.of == KindView {
			severity = SeverityNote
		}
		c.find(r, Finding{Severity: severity, Kind: FindAlways, Place: "conditions", Reason: reason, Advice: "Add a condition that tells which tickets are meant"})
	default:
		c.deadEnds(r)
	}
}

// never finds the conditions that exclude each other, one or two of them if that is
// enough.
func (c *checker) never(r *checked) {
	type part struct {
		place string
		cond  *Condition
		holds formula
	}
	var parts []part
	for i := range r.When.All {
		cond := &r.When.All[i]
		place := "conditions.all[" + itoa(i) + "]"
		holds, _ := c.logic.one(place, cond)
		for _, p := range append(parts, part{}) {
			switch {
			case holds.never():
				c.find(r, Finding{Severity: SeverityError, Kind: FindNever, Place: place,
					Reason: describe(*cond) + " never holds", Advice: "Correct the condition"})
				return
			case p.cond != nil && !p.holds.meets(holds):
				c.find(r, Finding{Severity: SeverityError, Kind: FindContradiction, Place: place,
					Reason: fmt.Sprintf("%s never holds together with %s (%s)", describe(*cond), describe(*p.cond), p.place),
					Advice: "Remove one of the two, or let one of them be enough"})
				return
			}
		}
		parts = append(parts, part{place, cond, holds})
	}
	c.find(r, Finding{Severity: SeverityError, Kind: FindNever, Place: "conditions",
		Reason: "its conditions never hold together", Advice: "Remove the rule, or the condition that is wrong"})
}

// deadEnds finds alternatives that never hold together with the other conditions.
func (c *checker) deadEnds(r *checked) {
	all, _ := c.logic.both("conditions", r.When.All, nil)
	for i := range r.When.Any {
		place := "conditions.any[" + itoa(i) + "]"
		if holds, _ := c.logic.one(place, &r.When.Any[i]); len(r.When.Any) > 1 && !holds.meets(all) {
			c.find(r, Finding{Severity: SeverityWarning, Kind: FindContradiction, Place: place,
				Reason: describe(r.When.Any[i]) + " never holds where the other conditions do", Advice: "Remove the alternative, or correct it"})
		}
	}
}

// tested returns a set of bits for the fields that a rule tests for sure.
func (r *checked) tested() (bits uint64) {
	for _, cl := range r.holds.clauses {
		for _, l := range cl {
			bits |= fieldBit(l.st.field.Name)
		}
	}
	return bits
}

// fieldBit returns one bit for the name of a field; others may have the same.
func fieldBit(name string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * 1099511628211
	}
	return 1 << (h >> 58)
}

// implies reports whether o holds whenever r does. It may miss that, and never errs.
func (r *checked) implies(o *checked) bool {
	return !r.holds.unclear && !o.fails.unclear && !r.holds.meets(o.fails)
}
