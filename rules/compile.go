package rules

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// program is compiled conditions: it holds if the subject's signature meets none of
// forbid, every step holds, and of each list in anys one program holds.
type program struct {
	forbid signature
	steps  []step
	anys   [][]program
	either int // which of anys the index answers, from 1
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
		p.anys = append(p.anys, alternatives)
	}
	p.order()
	return p
}

// order puts first what is cheap and fails often.
func (p *program) order() {
	slices.SortStableFunc(p.steps, func(a, b step) int { return a.cost() - b.cost() })
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

// texts takes the alternatives of a value.
func (st *step) texts(v Value) string {
	if len(v) == 0 {
		v = Value{""}
	}
	for _, text := range v {
		if read := st.field.named(text); read != nil {
			st.name(read)
			continue
		}
		values, known := st.field.stands(text)
		if !known {
			return fmt.Sprintf("value %q is not known", text)
		}
		st.values = append(st.values, values...)
	}
	return ""
}

func (st *step) name(read func(*Subject) string) {
	if st.names == nil {
		st.names = &[]func(*Subject) string{}
	}
	*st.names = append(*st.names, read)
}

// order takes the values that stand on the right side of one.
func (st *step) order(op Op, v Value) string {
	values, known := st.field.stands(v.One())
	if !known || len(values) != 1 {
		return fmt.Sprintf("value %q is not known", v)
	}
	st.op = opIs
	for i, other := range append([]string{""}, st.field.Values...) {
		if comparisons()[op].compares(float64(i - st.field.rank(values[0]))) {
			st.values = append(st.values, other)
		}
	}
	return ""
}

// comparisons returns what operators compare.
func comparisons() map[Op]comparison {
	return map[Op]comparison{
		Is: equal, LessThan: less, LessThanEqual: lessEqual, GreaterThan: greater, GreaterThanEqual: greaterEqual,
		IsBusiness: equal, LessThanBusiness: less, GreaterThanBusiness: greater,
		WithinPreviousDays: within, WithinNextDays: ahead, DaysBefore: before, StartsWith: beginning, EndsWith: ending,
	}
}

func (st *step) number(op Op, v Value) string {
	n, err := strconv.ParseFloat(strings.TrimSpace(v.One()), 64)
	if err != nil || math.IsNaN(n) {
		return fmt.Sprintf("value %q: a number is wanted", v)
	}
	st.op, st.compare, st.num = opNumber, comparisons()[op], n
	return ""
}

// maxHours bounds the hours of a condition: more than 292 years are no [time.Duration].
const maxHours = 100 * 365 * 24

func (st *step) hours(op Op, v Value) string {
	if text, minutes := strings.CutSuffix(strings.TrimSpace(v.One()), "m"); minutes {
		return st.minutes(op, text)
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(v.One()), 64)
	if err != nil || n < 0 || n > maxHours {
		return fmt.Sprintf("value %q: hours are wanted, 0 to %d", v, maxHours)
	}
	st.op, st.span = opHours, int64(math.Floor(n))*int64(time.Hour) // 1.5 is read as 1, as Zendesk does
	st.business = op == IsBusiness || op == LessThanBusiness || op == GreaterThanBusiness
	st.compare = comparisons()[op]
	return ""
}

func (st *step) instant(op Op, v Value) string {
	text := strings.TrimSpace(v.One())
	if op == WithinPreviousDays || op == WithinNextDays || op == DaysBefore {
		days, err := strconv.Atoi(text)
		if err != nil || days < 0 || days > maxHours/24 {
			return fmt.Sprintf("value %q: days are wanted", v)
		}
		st.op, st.compare, st.span = opDays, comparisons()[op], int64(days)*24*int64(time.Hour)
		return ""
	}
	if at, is := instant(text); is {
		st.op, st.compare, st.span = opInstant, comparisons()[op], at.UnixNano()
		return ""
	}
	return fmt.Sprintf("value %q: an instant is wanted, like 2026-03-01 or 2026-03-01T09:00:00Z", v)
}

func (st *step) words(op Op, v Value) string {
	text := strings.ToLower(strings.Join(v, " "))
	st.op = opWords
	switch op {
	case Is, IncludesString: // as Zendesk reads "is" of a text: it holds that
		st.op, st.values = opWords, []string{text}
	case StartsWith, EndsWith:
		st.op, st.compare, st.values = opEdge, comparisons()[op], []string{text}
	default:
		st.values = strings.Fields(text)
	}
	if len(st.values) == 0 || st.values[0] == "" {
		return "a word is wanted"
	}
	return ""
}
