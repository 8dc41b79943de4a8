package rules

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// Macro is what an agent does by hand in one go. It is a [Rule] without conditions.
type Macro struct {
	Rule
	For Restriction `json:"restriction,omitzero"`
	// Attachments go with its comment.
	Attachments []channel.Attachment `json:"attachments,omitzero"`
}

// maxMacroFiles is how many attachments a macro may have. Source: Zendesk, API
// reference of macro attachments, facts of autumn 2026.
const maxMacroFiles = 5

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
// and the error joins a *[RuleError] for each: an action or a value that is not known, a
// status that macros cannot set, which are new and closed, conditions, an id that another
// one has, more than five attachments.
func CompileMacros(t *Table, list []Macro) (*Macros, error) {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Macro) int {
		return cmp.Or(cmp.Compare(a.Category, b.Category), cmp.Compare(a.Position, b.Position))
	})
	m := &Macros{deeds: map[string][]deed{}}
	var errs []error
	for i := range list {
		set, err := compile(t, []Rule{list[i].Rule}, true, func(c *compiler, _ *Rule) { m.check(c, &list[i]) })
		errs = append(errs, err)
		if len(set) > 0 {
			m.list, m.deeds[list[i].ID] = append(m.list, list[i]), set[0].do
		}
	}
	return m, errors.Join(errs...)
}

// check checks what a macro needs.
func (m *Macros) check(c *compiler, one *Macro) {
	if len(one.When.All)+len(one.When.Any) > 0 {
		c.refuse("conditions", "a macro has none")
	}
	if _, twice := m.deeds[one.ID]; twice && one.ID != "" {
		c.refuse("id", "another macro has it")
	}
	if len(one.Attachments) > maxMacroFiles {
		c.refuse("attachments", "there are more than %d", maxMacroFiles)
	}
	for i, a := range one.Do {
		if a.Field == "status" && (strings.EqualFold(a.Value.One(), "new") || strings.EqualFold(a.Value.One(), "closed")) {
			c.refuse(fmt.Sprintf("actions[%d]", i), "status: a macro cannot set %q", a.Value)
		}
	}
}

// List returns the macros that a person may use, in their order.
func (m *Macros) List(user string, groups []string) []Macro {
	if m == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(m.list), func(one Macro) bool { return !one.For.Allows(user, groups) })
}

// Macro returns a macro by its id.
func (m *Macros) Macro(id string) (Macro, bool) {
	if m == nil {
		return Macro{}, false
	}
	i := slices.IndexFunc(m.list, func(one Macro) bool { return one.ID == id })
	if i < 0 {
		return Macro{}, false
	}
	return m.list[i], true
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
