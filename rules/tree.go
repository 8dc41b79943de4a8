package rules

import (
	"slices"
	"time"
)

// Tree is the conditions of a view for one person who looks at one instant: what a store
// can turn into its own query, instead of reading all tickets. It holds if Leaf does, every
// one of All, and one of Any if there are some; the zero Tree always holds. See
// [Views.Tree].
//
// The denial of a group never occurs: only a Leaf has a Not.
//
// A Tree is a value that must not be changed; goroutines may share it.
type Tree struct {
	All, Any []Tree
	Leaf     *Leaf // nil: a group
}

// Leaf is a test that compares one field with values. Nothing in it is left to find out:
// "current_user" is an id, hours and days are instants, and "less than pending" is a list
// of statuses.
//
// An empty Op says that the ticket itself has to be asked, as [Views.Matches] does: of
// business hours, of a value that another field of the ticket has, of a field of kind
// [Mixed]. Such a test neither holds nor fails; whoever cannot ask leaves it out, which
// finds more tickets and never fewer.
type Leaf struct {
	Field string // the name of a [Field]: "status"
	// Kind is how the field is read: of a custom field that nothing is told of, as this
	// test needs it. [Time] also for the hours since or until an instant, which the field
	// then has: a zero instant does not count. Neither [Since] nor [Until].
	Kind Kind
	// Op is one of these, or empty:
	//   - [Is]: a Choice, Ordered, Truth or Text is one of Values, a Number is Number, a
	//     Time is At,
	//   - [Includes]: a Set has one of Values,
	//   - [Present]: there is a value,
	//   - [LessThan], [LessThanEqual], [GreaterThan], [GreaterThanEqual]: of a Number or a
	//     Time,
	//   - [IncludesString], [StartsWith], [EndsWith]: a Text holds, begins or ends with one
	//     of Values.
	// A field without a value holds none of them, but that the empty text in Values stands
	// for it.
	Op  Op
	Not bool // the test holds if Op does not, so also without a value
	// Values are alternatives; none at all never hold. Those of IncludesString, StartsWith
	// and EndsWith are in small letters and the text in letters of either size, unless
	// Exact says that the size counts.
	Values []string
	Exact  bool
	Number float64
	At     time.Time
}

// Tree returns the conditions of a view as the looker sees it, and whether there is such a
// view. Of the looker User, Groups and Now are read; the Ticket may be nil.
func (v *Views) Tree(id string, looker *Subject) (Tree, bool) {
	view, found := v.View(id)
	if !found {
		return Tree{}, false
	}
	p := planter{compiler{table: v.table, update: true, custom: map[string]*Field{}}, looker}
	return p.group(view.When.All, view.When.Any), true
}

// Exact reports whether the tree says all that the conditions do: no test is left to the
// ticket itself.
func (t Tree) Exact() bool {
	if t.Leaf != nil && t.Leaf.Op == "" {
		return false
	}
	for _, list := range [][]Tree{t.All, t.Any} {
		for _, one := range list {
			if !one.Exact() {
				return false
			}
		}
	}
	return true
}

// planter makes a tree of conditions, which compile.
type planter struct {
	compiler
	looker *Subject
}

func (p *planter) group(all, anyOf []Condition) (t Tree) {
	for i := range all {
		t.All = append(t.All, p.one(&all[i]))
	}
	for i := range anyOf {
		if !anyOf[i].hollow() {
			t.Any = append(t.Any, p.one(&anyOf[i]))
		}
	}
	return t
}

func (p *planter) one(c *Condition) Tree {
	if c.All != nil || c.Any != nil {
		return p.group(c.All, c.Any)
	}
	var made program
	p.add(&made, "conditions", c, 0)
	list := make([]Tree, len(made.steps))
	for i := range made.steps {
		list[i] = p.step(c, &made.steps[i], len(made.steps) == 1)
	}
	if len(list) == 1 {
		return list[0]
	}
	return Tree{All: list}
}

// step returns the tree of a compiled condition; only: the condition is this step alone.
func (p *planter) step(c *Condition, st *step, only bool) Tree {
	f := st.field
	leaf := Leaf{Field: c.Field, Kind: f.Kind, Not: st.not, Values: st.values}
	if f.Kind == Since || f.Kind == Until {
		leaf.Kind = Time
	}
	ask := Tree{Leaf: &Leaf{Field: leaf.Field, Kind: leaf.Kind}}
	switch {
	case f.Kind == Mixed, st.business:
		return ask
	case st.named():
		own, known := p.own(f, c.Value)
		if !known || !only {
			return ask
		}
		leaf.Values = slices.Concat(leaf.Values, own)
	}
	switch st.op {
	case opHours, opDays:
		if st.not {
			return ask
		}
		return st.bounds(leaf, p.looker.Now)
	case opIs:
		leaf.Op = Is
	case opPresent:
		leaf.Op = Present
	case opSet:
		leaf.Op = Includes
	case opNumber:
		leaf.Op, leaf.Number = st.compare.op(), st.extra.num
	case opInstant:
		leaf.Op, leaf.At = st.compare.op(), time.Unix(0, st.span).UTC()
	case opWords, opEdge, opExact:
		leaf.Op, leaf.Exact = st.compare.part(), st.op == opExact
	default:
		return ask
	}
	if st.not && f.Alone { // without a value the denial fails too
		return Tree{All: []Tree{{Leaf: &Leaf{Field: leaf.Field, Kind: leaf.Kind, Op: Present}}, {Leaf: &leaf}}}
	}
	return Tree{Leaf: &leaf}
}

// own returns the ids that the names among values stand for, and whether the looker alone
// decides them.
func (p *planter) own(f *Field, v Value) (ids []string, known bool) {
	for _, text := range v {
		switch {
		case f.named(text) == nil:
		case !f.own:
			return nil, false
		case text == "current_user" && p.looker.User != "":
			ids = append(ids, p.looker.User)
		case text == "current_user":
		case text == "current_groups":
			ids = append(ids, p.looker.Groups...)
		default:
			return nil, false
		}
	}
	return ids, true
}

// op returns the operator of a comparison.
func (c comparison) op() Op {
	switch c {
	case less:
		return LessThan
	case lessEqual:
		return LessThanEqual
	case greater:
		return GreaterThan
	case greaterEqual:
		return GreaterThanEqual
	case equal, within, ahead, before, beginning, ending:
	}
	return Is
}

// part returns the operator of a comparison with a part of a text.
func (c comparison) part() Op {
	switch c {
	case beginning:
		return StartsWith
	case ending:
		return EndsWith
	case equal, less, lessEqual, greater, greaterEqual, within, ahead, before:
	}
	return IncludesString
}

// bounds returns the instants between which the field of a step on hours or days is, if
// the step holds now.
func (st *step) bounds(leaf Leaf, now time.Time) Tree {
	span := time.Duration(st.span)
	bound := func(op Op, d time.Duration) Tree {
		one := leaf
		one.Op, one.At = op, now.Add(d).UTC()
		return Tree{Leaf: &one}
	}
	both := func(a, b Tree) Tree { return Tree{All: []Tree{a, b}} }
	switch {
	case st.compare == within:
		return both(bound(GreaterThanEqual, -span), bound(LessThanEqual, 0))
	case st.compare == before, st.field.Kind == Since && st.compare == greater:
		return bound(LessThan, -span)
	case st.field.Kind == Since && st.compare == less:
		return both(bound(GreaterThan, -span), bound(LessThanEqual, 0))
	case st.field.Kind == Since: // as many whole hours
		return both(bound(GreaterThan, -span-time.Hour), bound(LessThanEqual, -span))
	case st.compare == greater:
		return bound(GreaterThan, span)
	case st.compare == ahead, st.compare == less:
		return both(bound(GreaterThanEqual, 0), bound(LessThanEqual, span))
	}
	return both(bound(GreaterThanEqual, span), bound(LessThan, span+time.Hour))
}
