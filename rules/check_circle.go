package rules

import (
	"cmp"
	"fmt"
	"slices"
)

// circles finds rules that make each other hold. A rule leads to another if the two never
// hold together, and what the one does makes the other possible.
func (c *checker) circles() {
	var list []*checked
	for _, r := range c.rules {
		if r.runs && (r.of == KindTrigger || r.of == KindAutomation) && !r.holds.unclear && len(r.does.facts) > 0 && !r.holds.never() {
			list = append(list, r)
		}
	}
	next := make([][]int, len(list))
	gives := make([]formula, len(list))
	for i, r := range list {
		gives[i] = formula{clauses: []clause{r.does.facts}}.prune()
	}
	for i, a := range list {
		for j, b := range list {
			if i != j && a.leads(b, gives[i]) {
				next[i] = append(next[i], j)
			}
		}
	}
	seen := make([]bool, len(list))
	for i := range list {
		var others []string // that stand after it
		var first *checked
		for _, j := range next[i] {
			if j > i && slices.Contains(next[j], i) {
				seen[i], seen[j] = true, true
				others = append(others, list[j].ID)
				first = cmp.Or(first, list[j])
			}
		}
		if first != nil {
			c.find(list[i], Finding{Severity: SeverityWarning, Kind: FindUndo, Others: others, Place: "actions",
				Reason: fmt.Sprintf("what it does makes %q hold, which makes it hold again", name(first)),
				Advice: "Let one of the two add a tag that the other excludes"})
		}
	}
	for i := range list {
		if path := circle(next, i); !seen[i] && len(path) > 2 {
			var ids []string
			for _, j := range path {
				seen[j] = true
				ids = append(ids, list[j].ID)
			}
			c.find(list[i], Finding{Severity: SeverityWarning, Kind: FindCircle, Others: ids[1:], Place: "actions",
				Reason: "it makes other rules hold that make it hold again, round and round", Advice: "Let one of them add a tag that another excludes"})
		}
	}
}

// leads reports whether what r does may make another rule hold that could not before.
func (r *checked) leads(o *checked, gives formula) bool {
	asked := false
	for _, fact := range r.does.facts {
		asked = asked || o.fields&fieldBit(fact.st.field.Name) != 0
	}
	return asked && !r.holds.meets(o.holds) && o.holds.meets(gives)
}

// circle returns the shortest way from a place back to it; nil if there is none.
func circle(next [][]int, from int) []int {
	back := map[int]int{}
	queue := []int{from}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, to := range next[at] {
			if to == from {
				path := []int{at}
				for ; at != from; at = back[at] {
					path = append(path, back[at])
				}
				slices.Reverse(path)
				return path
			}
			if _, known := back[to]; !known {
				back[to] = at
				queue = append(queue, to)
			}
		}
	}
	return nil
}
