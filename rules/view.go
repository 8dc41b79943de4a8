package rules

import (
	"cmp"
	"iter"
	"slices"
	"strings"
)

// View is a list of tickets that people look at: those that match its conditions. Its
// [Rule] has no actions.
type View struct {
	Rule
	For     Restriction `json:"restriction,omitzero"`
	Columns []string    `json:"columns,omitzero"` // the names of fields, as Zendesk has them
	Group   Sort        `json:"group,omitzero"`   // zero: one group
	Sort    Sort        `json:"sort,omitzero"`    // zero: as the tickets come
}

// Sort is an order of tickets by a field.
type Sort struct {
	By         string `json:"by,omitzero"`
	Descending bool   `json:"descending,omitzero"`
}

// Views are compiled views, in their order. A nil *Views has none. Goroutines may share
// it.
type Views struct {
	table *Table
	list  []View
	when  map[string]*program
}

// CompileViews compiles the active ones of a list by a table. Those that cannot run are
// left out, and the error joins a *[RuleError] for each.
func CompileViews(t *Table, list []View) (*Views, error) {
	plain := make([]Rule, len(list))
	for i := range list {
		plain[i] = list[i].Rule
	}
	set, err := compile(t, plain, false, func(c *compiler, r *Rule) {
		if len(r.Do) > 0 {
			c.refuse("actions", "a view has none")
		}
	})
	v := &Views{table: t, when: map[string]*program{}}
	for i := range set {
		v.when[set[i].rule.ID] = &set[i].when
	}
	for i := range list {
		if v.when[list[i].ID] != nil {
			v.list = append(v.list, list[i])
		}
	}
	return v, err
}

// List returns the views that a person may see, in their order.
func (v *Views) List(user string, groups []string) []View {
	if v == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(v.list), func(one View) bool { return !one.For.Allows(user, groups) })
}

// View returns a view by its id.
func (v *Views) View(id string) (View, bool) {
	if v == nil {
		return View{}, false
	}
	i := slices.IndexFunc(v.list, func(one View) bool { return one.ID == id })
	if i < 0 {
		return View{}, false
	}
	return v.list[i], true
}

// Matches reports whether a view has a subject.
func (v *Views) Matches(id string, s *Subject) bool {
	if v == nil || v.when[id] == nil {
		return false
	}
	return v.when[id].plain(s)
}

// Select yields the subjects that a view has, in the order in which they come.
func (v *Views) Select(id string, all iter.Seq[*Subject]) iter.Seq[*Subject] {
	return func(yield func(*Subject) bool) {
		for s := range all {
			if v.Matches(id, s) && !yield(s) {
				return
			}
		}
	}
}

// Sorted returns subjects in the order of a view: by its group, then by its order, then
// as they were.
func (v *Views) Sorted(id string, list []*Subject) []*Subject {
	view, _ := v.View(id)
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *Subject) int {
		return cmp.Or(v.compare(view.Group, a, b), v.compare(view.Sort, a, b))
	})
	return list
}

// GroupOf returns the value by which a view groups a subject, "" if it does not group.
func (v *Views) GroupOf(id string, s *Subject) string {
	view, _ := v.View(id)
	if f, found := v.table.Field(column(view.Group.By)); found && (f.Of != nil || f.Text != nil) {
		return f.text(s)
	}
	return ""
}

// compare orders two subjects.
func (v *Views) compare(by Sort, a, b *Subject) int {
	f, found := v.table.Field(column(by.By))
	if !found {
		return 0
	}
	order := f.compare(a, b)
	if by.Descending {
		return -order
	}
	return order
}

// compare orders two subjects by a field: nothing comes first, but last where hours are left
// until an instant.
func (f *Field) compare(a, b *Subject) int {
	switch f.Kind {
	case Ordered:
		return cmp.Compare(f.rank(f.text(a)), f.rank(f.text(b)))
	case Number:
		one, _ := f.Number(a)
		two, _ := f.Number(b)
		return cmp.Compare(one, two)
	case Until:
		one, two := f.At(a), f.At(b)
		if one.IsZero() || two.IsZero() {
			return two.Compare(one)
		}
		return one.Compare(two)
	case Time, Since:
		return f.At(a).Compare(f.At(b))
	case Set:
		return slices.Compare(f.Texts(a), f.Texts(b))
	case Mixed:
		return compareMixed(f.Mixed(a), f.Mixed(b))
	case Choice, Text, Truth:
	}
	return strings.Compare(f.text(a), f.text(b))
}

// column returns the field that a column of Zendesk's shows.
func column(name string) string {
	switch name {
	case "assignee", "group", "requester", "organization", "brand":
		return name + "_id"
	case "created":
		return "created_at"
	case "updated":
		return "updated_at"
	case "assigned":
		return "assigned_at"
	case "updated_requester":
		return "requester_updated_at"
	case "updated_assignee":
		return "assignee_updated_at"
	case "subject", "description":
		return "subject_includes_word"
	case "ticket_form":
		return "ticket_form_id"
	case "sla_next_breach_at": // "next SLA breach", also one that is past; the condition of this name is on the last one
		return "sla_due_at"
	}
	return name
}
