package rules

// Asks reports whether a condition of one of the triggers is on the field of a name, as the
// table has it. False for nil.
func (tr *Triggers) Asks(field string) bool { return tr != nil && tr.set.asked[field] }

// Asks reports whether a condition of one of the automations is on the field of a name, as
// the table has it. False for nil.
func (a *Automations) Asks(field string) bool { return a != nil && a.asked[field] }

// asked returns the names of the fields that the conditions of rules are on.
func asked(t *Table, list []compiled) map[string]bool {
	names := map[string]bool{}
	add := func(name string) bool {
		if f, found := t.Field(name); found {
			names[f.Name] = true
		}
		return false
	}
	for i := range list {
		reads(list[i].rule.When.All, add)
		reads(list[i].rule.When.Any, add)
	}
	return names
}
