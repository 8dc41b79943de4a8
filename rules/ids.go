package rules

// IDs returns the ids of the automations, in their order.
func (a *Automations) IDs() []string {
	if a == nil {
		return nil
	}
	ids := make([]string, len(a.list))
	for i := range a.list {
		ids[i] = a.list[i].rule.ID
	}
	return ids
}

// IDs returns the ids of the views, in their order.
func (v *Views) IDs() []string {
	if v == nil {
		return nil
	}
	ids := make([]string, len(v.list))
	for i := range v.list {
		ids[i] = v.list[i].ID
	}
	return ids
}
