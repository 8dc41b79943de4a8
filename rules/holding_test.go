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
