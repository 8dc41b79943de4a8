package rules

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// FuzzMixed holds conditions on fields of kind Mixed against those on fields of one kind, and
// every denial against what it denies.
func FuzzMixed(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) {
		dice := rand.New(rand.NewPCG(seed, 1))
		now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		number, tags, at := float64(dice.IntN(5)), []string{"a", "b", "c"}[:dice.IntN(4)], now.Add(-time.Duration(dice.IntN(96))*time.Hour)
		table, err := NewTable(
			Field{Name: "n", Kind: Number, Number: func(*Subject) (float64, bool) { return number, true }},
			Field{Name: "any.n", Kind: Mixed, Mixed: func(*Subject) any { return number }},
			Field{Name: "s", Kind: Set, Texts: func(*Subject) []string { return tags }},
			Field{Name: "any.s", Kind: Mixed, Mixed: func(*Subject) any { return tags }},
			Field{Name: "t", Kind: Time, At: func(*Subject) time.Time { return at }},
			Field{Name: "any.t", Kind: Mixed, Mixed: func(*Subject) any { return at.Format(time.RFC3339) }},
		)
		if err != nil {
			t.Fatal(err)
		}
		holds := func(field string, op Op, v ...string) bool {
			c := compiler{table: table, update: true, custom: map[string]*Field{}}
			p := c.group("conditions", []Condition{{Field: field, Op: op, Value: v}}, nil, 0)
			if c.problems != nil {
				t.Fatal(c.problems)
			}
			s := &Subject{Now: now}
			table.lens([]compiled{{when: p}}).prepare(s)
			return p.holds(s)
		}
		agree := func(field string, op Op, v ...string) {
			plain, loose := holds(field, op, v...), holds("any."+field, op, v...)
			if plain != loose {
				t.Errorf("%s %s %q: %v, of any kind %v (%v %v %v)", field, op, v, plain, loose, number, tags, at)
			}
			if positive, not := op.positive(); not && holds("any."+field, positive, v...) == loose {
				t.Errorf("%s %s %q does not deny %s", field, op, v, positive)
			}
		}
		for _, op := range []Op{Is, IsNot, LessThan, LessThanEqual, GreaterThan, GreaterThanEqual, Present, NotPresent} {
			agree("n", op, fmt.Sprint(dice.IntN(5)))
			agree("t", op, now.Add(-time.Duration(dice.IntN(96))*time.Hour).Format(time.RFC3339))
		}
		for _, op := range []Op{Includes, NotIncludes, IncludesAll, Present, NotPresent} {
			agree("s", op, slices.Concat([]string{"a"}, []string{"b", "d"}[:dice.IntN(3)])...)
		}
		agree("t", DaysBefore, fmt.Sprint(dice.IntN(4)))
	})
}

// TestDueDaysBefore states that a condition on days waits for its first instant.
func TestDueDaysBefore(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	table, err := NewTable(
		Field{Name: "t", Kind: Time, At: func(*Subject) time.Time { return at }},
		Field{Name: "any", Kind: Mixed, Mixed: func(*Subject) any { return at }},
	)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"t", "any"} {
		c := compiler{table: table}
		p := c.group("conditions", []Condition{{Field: name, Op: DaysBefore, Value: Value{"2"}}}, nil, 0)
		if due, ok := p.due(&Subject{Now: at}); !ok || !due.Equal(at.Add(48*time.Hour+1)) {
			t.Errorf("%s: due at %v, %v", name, due, ok)
		}
	}
}

// TestMixedIndexed runs conditions on fields of kind Mixed in a set that is large enough for an
// index: it fires the rules that a loop over all of them fires.
func TestMixedIndexed(t *testing.T) {
	table, err := NewTable(Field{Name: "any", Kind: Mixed, Mixed: func(s *Subject) any { return s.Host }, MixedWas: func(*Subject) any { return "x" }})
	if err != nil {
		t.Fatal(err)
	}
	var list []Rule
	for i := range 3 * enough {
		c := Condition{Field: "any", Op: []Op{Present, NotPresent, Is, IsNot, Includes, Changed, GreaterThan, ChangedTo}[i%8], Value: Value{fmt.Sprint(i % 5)}}
		list = append(list, Rule{ID: fmt.Sprint(i), Do: []Action{{Field: "set_tags"}}, When: Conditions{All: []Condition{c}}})
	}
	set, err := CompileTriggers(table, list)
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []any{nil, "", "x", "2", 3.0, true, []string{"4"}, []string(nil), time.Time{}} {
		s := &Subject{Host: host, Update: &Update{}}
		var want []int
		for i := range set.set.list {
			if set.set.list[i].when.plain(s) {
				want = append(want, i)
			}
		}
		if got := set.set.match(s, nil); !slices.Equal(got, want) {
			t.Errorf("%#v: matched %v, want %v", host, got, want)
		}
	}
}
