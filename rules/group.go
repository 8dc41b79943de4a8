package rules

import (
	"slices"
	"strings"
)

// join adds a program that has to hold as well.
func (p *program) join(o program) {
	p.forbid = p.forbid.or(o.forbid)
	p.steps, p.anys = append(p.steps, o.steps...), append(p.anys, o.anys...)
}

// hollow reports whether a condition is a group in which nothing is tested: it is left
// out, so that it neither holds nor fails.
func (c *Condition) hollow() bool {
	return (c.All != nil || c.Any != nil) && c.Field == "" && hollow(c.All) && hollow(c.Any)
}

func hollow(list []Condition) bool {
	return !slices.ContainsFunc(list, func(c Condition) bool { return !c.hollow() })
}

// every compiles IncludesAll: each of the values has to be there.
func (c *compiler) every(p *program, place string, cond *Condition, depth int) {
	values := cond.Value
	if f := c.field(cond); f.Kind == Set {
		values = strings.Fields(strings.Join(values, " "))
	}
	if len(values) == 0 {
		c.refuse(place, "%s %s: a value is wanted", cond.Field, cond.Op)
	}
	for _, v := range values {
		one := *cond
		one.Op, one.Value = Includes, Value{v}
		if c.field(cond).Kind == Text {
			one.Op = IncludesString
		}
		c.add(p, place, &one, depth)
	}
}
