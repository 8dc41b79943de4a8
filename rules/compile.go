package rules

import (
	"fmt"
	"slices"
	"strings"
)

// program is compiled conditions: it holds if the subject's signature meets none of
// forbid, every step holds, and of each list in anys one program holds.
type program struct {
	forbid signature
	steps  []step
	anys   [][]program
	asked  int32 // how many of steps forbid does not answer: the first ones
	either int32 // which of anys the index answers, from 1
}

// maxDepth bounds how deep groups of conditions stand in each other.
const maxDepth = 16

// compiler compiles the conditions of one rule.
type compiler struct {
	table    *Table
	custom   map[string]*Field // of the custom fields that were met
	problems []Problem
	update   bool // conditions on updates are allowed
}

// Problem is one reason for which a rule cannot run.
type Problem struct {
	Place  string `json:"place"` // "conditions.all[1]", "actions[0]"
	Reason string `json:"reason"`
}

func (p Problem) String() string { return p.Place + ": " + p.Reason }

func (c *compiler) refuse(place, format string, args ...any) {
	c.problems = append(c.problems, Problem{place, fmt.Sprintf(format, args...)})
}

// group compiles a list that all have to hold, and one of which one has to.
func (c *compiler) group(place string, all, anyOf []Condition, depth int) program {
	var p program
	if depth > maxDepth {
		c.refuse(place, "groups stand more than %d deep in each other", maxDepth)
		return p
	}
	if n := len(all) + len(anyOf); depth == 0 && n > 0 && hollow(all) && hollow(anyOf) {
		c.refuse(place, "all of its groups are empty")
	}
	for i := range all {
		c.add(&p, fmt.Sprintf("%s.all[%d]", place, i), &all[i], depth)
	}
	var alternatives []program
	for i := range anyOf {
		if anyOf[i].hollow() {
			continue
		}
		alternatives = append(alternatives, program{})
		c.add(&alternatives[len(alternatives)-1], fmt.Sprintf("%s.any[%d]", place, i), &anyOf[i], depth)
	}
	switch len(alternatives) {
	case 0:
	case 1:
		p.join(alternatives[0])
	default:
		for i := range alternatives {
			alternatives[i].order()
		}
		slices.SortStableFunc(alternatives, func(a, b program) int { return a.cost() - b.cost() })
		p.anys = append(p.anys, alternatives)
	}
	p.order()
	return p
}

// order puts first what is cheap and fails often.
func (p *program) order() {
	slices.SortStableFunc(p.steps, func(a, b step) int { return a.cost() - b.cost() })
	p.asked = 0
	for i := range p.steps {
		if p.steps[i].short = p.steps[i].shortcut(); p.steps[i].by != bySignature {
			p.asked++
		}
	}
}

// cost orders alternatives: one that is found quickly to hold spares asking the others.
func (p *program) cost() int {
	switch {
	case len(p.steps) == 0 && len(p.anys) == 0:
		return 0
	case len(p.steps) == 1 && len(p.anys) == 0:
		return p.steps[0].price()
	}
	return last
}

// add compiles a condition or a group into p.
func (c *compiler) add(p *program, place string, cond *Condition, depth int) {
	if cond.All != nil || cond.Any != nil {
		if cond.Field != "" {
			c.refuse(place, "it has a field and is a group")
		}
		inner := c.group(place, cond.All, cond.Any, depth+1)
		p.join(inner)
		return
	}
	f := c.field(cond)
	op, ok := c.operator(place, cond, f)
	if !ok {
		return
	}
	if op == IncludesAll {
		c.every(p, place, cond, depth)
		return
	}
	st, ok := c.step(place, cond, f, op)
	if !ok {
		return
	}
	if index, has := c.table.byName[cond.Field]; has && c.table.inSig[index] >= 0 && st.fixed() && f.lists(st.values) {
		p.forbid = p.forbid.or(c.table.forbid(c.table.small[c.table.inSig[index]], st.passes))
		st.by = bySignature
	}
	p.steps = append(p.steps, st)
}

// field returns the row of a condition, one for all rules of a set; nil if it is not known.
func (c *compiler) field(cond *Condition) *Field {
	if i, found := c.table.byName[cond.Field]; found {
		return &c.table.fields[i]
	}
	f, found := c.table.Field(cond.Field)
	if !found {
		return nil
	}
	f = f.fits(cond)
	key := fmt.Sprintf("%s %d", cond.Field, f.Kind)
	if c.custom[key] == nil {
		c.custom[key] = &f
	}
	return c.custom[key]
}

// operator returns the operator of a condition, if its field takes it.
func (c *compiler) operator(place string, cond *Condition, f *Field) (Op, bool) {
	op := cond.Op
	if op == "" && len(cond.Value) > 0 && f != nil {
		op = Is // as older programs leave it out
		if f.Kind == Set {
			op = Includes
		}
	}
	switch {
	case cond.Field == "":
		c.refuse(place, "the field is missing")
	case f == nil:
		c.refuse(place, "field %q is not known", cond.Field)
	case !slices.Contains(f.ops(), op):
		c.refuse(place, "%s does not take operator %q", cond.Field, cond.Op)
	case !c.update && slices.Contains(changes(), op):
		c.refuse(place, "%s: operator %q asks for an update, and here time alone passes", cond.Field, op)
	default:
		return op, true
	}
	return op, false
}

// step compiles the value of a condition.
func (c *compiler) step(place string, cond *Condition, f *Field, op Op) (step, bool) {
	st := step{field: f}
	base, not := op.positive()
	st.not = not
	var problem string
	switch {
	case cond.Exact && f.Kind != Text && f.Kind != Mixed:
		problem = "its letters have one size"
	case op.terminal():
		st.op = opPresent
		if base == Changed {
			st.op = opChanged
		}
	case f.Kind == Mixed:
		problem = st.loosen(base, cond)
	case base == ChangedTo, base == ChangedFrom:
		st.op = map[Op]opcode{ChangedTo: opChangedTo, ChangedFrom: opChangedFrom}[base]
		// an older form of "changed": the field's own name as the value
		if name, _, _ := strings.Cut(cond.Field, "#"); base == ChangedTo && cond.Value.One() == name {
			st.op = opChanged
			break
		}
		problem = st.texts(cond.Value)
	case f.Kind == Since || f.Kind == Until:
		problem = st.hours(op, cond.Value)
	case f.Kind == Number:
		problem = st.number(base, cond.Value)
	case f.Kind == Time:
		problem = st.instant(base, cond.Value)
	case f.Kind == Text && f.Whole && base == Is:
		st.op = opIs
		problem = st.texts(cond.Value)
	case f.Kind == Text:
		if problem = st.words(base, cond.Value); cond.Exact && problem == "" {
			st.exact(base, cond.Value)
		}
	case f.Kind == Set:
		st.op = opSet
		problem = st.texts(Value(strings.Fields(strings.Join(cond.Value, " "))))
	case base == Is, base == Includes:
		st.op = opIs
		problem = st.texts(cond.Value)
	default:
		problem = st.order(base, cond.Value)
	}
	if problem != "" {
		c.refuse(place, "%s %s: %s", cond.Field, op, problem)
		return step{}, false
	}
	return st, true
}
