package rules

import (
	"slices"
	"strings"
)

// May reports whether a subject passes a tree, of whose tests those that ask the ticket
// itself count as passed. So it may report true where the conditions do not hold, and
// where they hold it always does. If the tree is exact, both agree. It is the measure for
// stores that turn a tree into a query of their own.
//
// A field that the table does not have counts as passed, too.
func (t *Table) May(tree Tree, s *Subject) bool {
	may := func(one Tree) bool { return t.May(one, s) }
	return (tree.Leaf == nil || t.passes(tree.Leaf, s)) &&
		!slices.ContainsFunc(tree.All, func(one Tree) bool { return !may(one) }) &&
		(len(tree.Any) == 0 || slices.ContainsFunc(tree.Any, may))
}

func (t *Table) passes(leaf *Leaf, s *Subject) bool {
	f, found := t.Field(leaf.Field)
	if !found || leaf.Op == "" {
		return true
	}
	if f.Kind != leaf.Kind && (leaf.Kind != Time || f.At == nil) {
		f = f.typed(leaf.Kind)
	}
	return f.holds(leaf, s) != leaf.Not
}

// holds compares the value of a field, without the Not of the leaf.
func (f *Field) holds(leaf *Leaf, s *Subject) bool {
	if leaf.Op == Present {
		return len(f.seen(s)) > 0
	}
	switch leaf.Kind {
	case Set:
		list := f.Texts(s)
		return slices.ContainsFunc(leaf.Values, func(v string) bool { return slices.Contains(list, v) || v == "" && len(list) == 0 })
	case Number:
		n, has := f.Number(s)
		return has && leaf.Op.compares().compares(n-leaf.Number)
	case Time:
		at := f.At(s)
		return !at.IsZero() && leaf.Op.compares().compares(float64(at.Compare(leaf.At)))
	case Choice, Ordered, Text, Truth, Since, Until, Mixed:
	}
	text := f.text(s)
	return slices.ContainsFunc(leaf.Values, func(v string) bool { return leaf.part(text, v) })
}

// part reports whether a text is, holds, begins or ends with a value.
func (leaf *Leaf) part(text, v string) bool {
	same := func(a, b string) bool { return a == b || !leaf.Exact && strings.EqualFold(a, b) }
	switch leaf.Op {
	case IncludesString:
		return strings.Contains(text, v) || !leaf.Exact && strings.Contains(strings.ToLower(text), v)
	case StartsWith:
		return len(text) >= len(v) && same(text[:len(v)], v)
	case EndsWith:
		return len(text) >= len(v) && same(text[len(text)-len(v):], v)
	}
	return text == v
}
