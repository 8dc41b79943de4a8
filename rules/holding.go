package rules

// Match appends to places those of the triggers that hold for a subject as it is, in their
// order: places in [Triggers.IDs]. It fires none and changes nothing, and allocates nothing
// if places has room and the subject was asked about before, see [Subject.Renew].
func (tr *Triggers) Match(s *Subject, places []int) []int {
	if tr == nil {
		return places
	}
	return tr.set.match(s, places)
}

// IDs returns the ids of the triggers, in their order.
func (tr *Triggers) IDs() []string {
	if tr == nil {
		return nil
	}
	ids := make([]string, len(tr.set.list))
	for i := range tr.set.list {
		ids[i] = tr.set.list[i].rule.ID
	}
	return ids
}

// Renew forgets what rules have kept in s to read it faster, and keeps the room for it: so
// one Subject can be filled in and asked about again and again. After a field of a subject,
// or its ticket, was changed it has to be renewed.
func (s *Subject) Renew() { s.lens, s.sig, s.looked = nil, signature{}, s.looked[:0] }
