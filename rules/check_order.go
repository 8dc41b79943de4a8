package rules

import (
	"fmt"
	"slices"
)

// order finds rules that an earlier one makes pointless.
func (c *checker) order() {
	for _, of := range []RuleKind{KindTrigger, KindAutomation, KindView} {
		var list []*checked
		for _, r := range c.rules {
			if r.of == of && r.runs && !r.holds.unclear && !r.holds.never() {
				list = append(list, r)
			}
		}
		for i, later := range list {
			for j, earlier := range list[:i] {
				if earlier.fields&^later.fields == 0 && later.implies(earlier) && c.pointless(later, earlier, list[j+1:i]) {
					break
				}
			}
		}
	}
}

// pointless finds why a rule that implies an earlier one is not needed.
func (c *checker) pointless(later, earlier *checked, between []*checked) bool {
	switch {
	case earlier.fails.never() || later.of == KindView && len(later.When.All)+len(later.When.Any) == 0:
		return false
	case slices.EqualFunc(later.Do, earlier.Do, sameAction) && earlier.implies(later):
		severity := SeverityWarning
		if later.of == KindView {
			severity = SeverityNote
		}
		c.find(later, Finding{Severity: severity, Kind: FindDuplicate, Others: []string{earlier.ID}, Place: "conditions",
			Reason: fmt.Sprintf("it matches the same tickets as %q before it, and does the same", name(earlier)), Advice: "Remove one of the two"})
		return true
	case later.of != KindView && c.shadows(earlier, later, between):
		c.find(later, Finding{Severity: SeverityError, Kind: FindShadowed, Others: []string{earlier.ID}, Place: "conditions",
			Reason: fmt.Sprintf("whenever it holds, %q before it holds too and ends its conditions, so that it never fires", name(earlier)),
			Advice: "Put it before that rule, or narrow that rule's conditions"})
		return true
	}
	return false
}

func sameAction(a, b Action) bool { return a.Field == b.Field && slices.Equal(a.Value, b.Value) }

func name(r *checked) string {
	if r.Title != "" {
		return r.Title
	}
	return r.ID
}

// shadows reports whether a rule ends the conditions of a later one, which implies it,
// for good.
func (c *checker) shadows(earlier, later *checked, between []*checked) bool {
	fields := earlier.ends(later)
	if fields == nil {
		return false
	}
	others := func(r *checked) bool {
		return r != earlier && r != later && r.runs && (r.of == KindTrigger || r.of == KindAutomation)
	}
	for _, r := range c.rules {
		if others(r) && slices.ContainsFunc(fields, r.does.touches) {
			return false // it may make the later one hold again
		}
	}
	if later.of == KindTrigger {
		return true // the list begins anew after each that fires
	}
	// A pass over automations goes on after one that fires: one between the two must not
	// make them hold, and the earlier one has to end itself, else it fires only once.
	for _, r := range between {
		for _, cl := range earlier.holds.clauses {
			if slices.ContainsFunc(cl, func(l literal) bool { return r.does.touches(l.st.field) }) {
				return false
			}
		}
	}
	return earlier.ends(earlier) != nil
}

// ends returns the fields by which the actions of r end the conditions of another for
// sure; nil if they do not.
func (r *checked) ends(other *checked) (fields []*Field) {
	if other.holds.unclear {
		return nil
	}
	for _, cl := range other.holds.clauses {
		ended := false
		for _, fact := range r.does.facts {
			own := clause{}
			for _, l := range slices.Concat(cl, r.does.facts) {
				if l.st.field == fact.st.field {
					own = append(own, l)
				}
			}
			if own.never() {
				ended, fields = true, append(fields, fact.st.field)
				break
			}
		}
		if !ended && !cl.never() {
			return nil
		}
	}
	return fields
}
