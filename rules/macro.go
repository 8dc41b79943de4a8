package rules

import "slices"

// Macro is what an agent does by hand in one go. It is a [Rule] without conditions.
type Macro struct {
	Rule
	For Restriction `json:"restriction,omitzero"`
}

// Restriction says who may use a macro or look at a view. The zero Restriction lets
// everybody.
type Restriction struct {
	Kind string   `json:"type,omitzero"` // "Group" or "User"
	IDs  []string `json:"ids,omitzero"`
}

// Allows reports whether a person, who is in the groups, may use or see it.
func (r Restriction) Allows(user string, groups []string) bool {
	switch r.Kind {
	case "":
		return true
	case "User":
		return slices.Contains(r.IDs, user)
	case "Group":
		return slices.ContainsFunc(groups, func(g string) bool { return slices.Contains(r.IDs, g) })
	}
	return false
}

// Macros are compiled macros. A nil *Macros has none. Goroutines may share it.
type Macros struct {
	list  []Macro
	deeds map[string][]deed
}

// CompileMacros compiles the active ones of a list. Those that cannot run are left out,
// and the error joins a *[RuleError] for each.
func CompileMacros(t *Table, list []Macro) (*Macros, error) {
	plain := make([]Rule, len(list))
	for i := range list {
		plain[i] = list[i].Rule
	}
	set, err := compile(t, plain, true, func(c *compiler, r *Rule) {
		if len(r.When.All)+len(r.When.Any) > 0 {
			c.refuse("conditions", "a macro has none")
		}
	})
	m := &Macros{deeds: map[string][]deed{}}
	for i := range set {
		m.deeds[set[i].rule.ID] = set[i].do
	}
	for i := range list {
		if _, runs := m.deeds[list[i].ID]; runs {
			m.list = append(m.list, list[i])
		}
	}
	return m, err
}

// List returns the macros that a person may use, in their order.
func (m *Macros) List(user string, groups []string) []Macro {
	if m == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(m.list), func(one Macro) bool { return !one.For.Allows(user, groups) })
}

// Apply returns what a macro does to a subject, and whether there is such a macro. Nothing
// is changed.
func (m *Macros) Apply(id string, s *Subject) ([]Deed, bool) {
	if m == nil {
		return nil, false
	}
	list, found := m.deeds[id]
	deeds := make([]Deed, len(list))
	for i := range list {
		deeds[i] = list[i].does(s)
	}
	return deeds, found
}
