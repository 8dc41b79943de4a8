package rules

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMatchRenewed states that one subject, filled in again for each ticket and renewed, has
// the triggers that a fresh one has, and that asking it allocates nothing.
func TestMatchRenewed(t *testing.T) {
	for _, size := range []int{5, 300} {
		w := &world{dice: rand.New(rand.NewPCG(uint64(size), 9)), size: size, odd: 20}
		list := w.rules(size, w.rule)
		for i := range list {
			list[i].Do = []Action{{Field: "current_tags", Value: Value{"x"}}}
		}
		tr, err := CompileTriggers(Standard(), list)
		if err != nil {
			t.Fatal(err)
		}
		var one Subject
		var got []int
		matched := 0
		for range 100 {
			fresh := w.subject()
			one.Ticket, one.Before, one.Update, one.Now = fresh.Ticket, fresh.Before, fresh.Update, fresh.Now
			one.Renew()
			got = tr.Match(&one, got[:0])
			if diff := cmp.Diff(tr.Match(fresh, []int{}), append([]int{}, got...)); diff != "" {
				t.Fatalf("%d rules (-fresh +renewed):\n%s", size, diff)
			}
			for i, e := range tr.Explain(fresh) {
				if e.Holds != slices.Contains(got, i) || e.Rule != tr.IDs()[i] {
					t.Fatalf("%d rules: %d: %+v", size, i, e)
				}
			}
			matched += len(got)
		}
		if size == 300 && matched == 0 {
			t.Error("none matched")
		}
		if n := testing.AllocsPerRun(100, func() { one.Renew(); got = tr.Match(&one, got[:0]) }); n > 0 {
			t.Errorf("%d rules: %v allocations a match", size, n)
		}
	}
	if got := (*Triggers)(nil).Match(&Subject{}, nil); got != nil || (*Triggers)(nil).IDs() != nil {
		t.Errorf("a nil set matches %v", got)
	}
}

// TestMatchMultiSelect states that a condition on a field with several values allocates
// nothing, and that each field keeps its own values.
func TestMatchMultiSelect(t *testing.T) {
	table, err := Standard().WithCustom(CustomField{ID: "1", Type: TypeMultiSelect}, CustomField{ID: "2", Type: TypeMultiSelect})
	if err != nil {
		t.Fatal(err)
	}
	has := func(field, value string) Condition {
		return Condition{Field: "custom_fields_" + field, Op: Includes, Value: Value{value}}
	}
	list := []Rule{
		{ID: "both", When: Conditions{All: []Condition{has("1", "red"), has("2", "large")}}},
		{ID: "neither", When: Conditions{All: []Condition{has("1", "large"), has("2", "red")}}},
	}
	for len(list) < 2*enough { // few are asked one by one, many by an index
		list = append(list, list[len(list)%2])
	}
	for _, n := range []int{2, len(list)} {
		for i := range list {
			list[i].Do = []Action{{Field: "current_tags", Value: Value{"x"}}}
		}
		tr, err := CompileTriggers(table, list[:n])
		if err != nil {
			t.Fatal(err)
		}
		s := (&world{dice: rand.New(rand.NewPCG(1, 1)), size: 10}).subject()
		*s.Ticket = s.Ticket.WithField("1", "blue  red").WithField("2", "large small")
		got := tr.Match(s, nil)
		if len(got) != n/2 || slices.ContainsFunc(got, func(i int) bool { return i%2 == 1 }) {
			t.Errorf("%d rules: %v hold", n, got)
		}
		if n := testing.AllocsPerRun(100, func() { s.Renew(); got = tr.Match(s, got[:0]) }); n > 0 {
			t.Errorf("%v allocations a match", n)
		}
	}
}
