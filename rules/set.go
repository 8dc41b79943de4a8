package rules

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// RuleError tells why a rule cannot run.
type RuleError struct {
	Rule     string // its id
	Title    string
	Problems []Problem
}

func (e *RuleError) Error() string {
	texts := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		texts[i] = p.String()
	}
	return fmt.Sprintf("rules: rule %q: %s", cmp.Or(e.Rule, e.Title), strings.Join(texts, "; "))
}

// compiled is a rule that can run.
type compiled struct {
	rule Rule
	when program
	do   []deed
}

// compile compiles the active rules of a list, in their order. Rules that cannot run are
// left out and told in the error, which joins a *[RuleError] for each.
func compile(t *Table, list []Rule, update bool, also func(*compiler, *Rule)) ([]compiled, error) {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Rule) int {
		return cmp.Or(cmp.Compare(a.Category, b.Category), cmp.Compare(a.Position, b.Position))
	})
	custom := map[string]*Field{}
	var set []compiled
	var errs []error
	for i := range list {
		r := &list[i]
		if r.Inactive {
			continue
		}
		c := compiler{table: t, update: update, custom: custom}
		made := compiled{rule: *r, when: c.group("conditions", r.When.All, r.When.Any, 0), do: c.deeds(r.Do)}
		also(&c, r)
		if len(c.problems) > 0 {
			errs = append(errs, &RuleError{Rule: r.ID, Title: r.Title, Problems: c.problems})
			continue
		}
		set = append(set, made)
	}
	return set, errors.Join(errs...)
}
