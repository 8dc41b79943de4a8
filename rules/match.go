package rules

// ruleSet is a compiled list of rules. It does not change; goroutines may share it.
type ruleSet struct {
	table *Table
	lens  *lens
	list  []compiled
	index *index // nil: there are few
	asked map[string]bool
}

// few is from how many rules on the small fields of a subject are read once for all.
const few = 4

func newRuleSet(t *Table, list []compiled) ruleSet {
	set := ruleSet{table: t, lens: t.lens(list), list: list, asked: asked(t, list)}
	if len(list) >= enough {
		set.index = newIndex(list)
	}
	return set
}

// match appends the places of the rules that hold to list.
func (set *ruleSet) match(s *Subject, list []int) []int {
	if set.index != nil {
		set.lens.prepare(s)
		return set.index.match(s, set.list, list)
	}
	if len(set.list) < few {
		for i := range set.list {
			if set.list[i].when.plain(s) {
				list = append(list, i)
			}
		}
		return list
	}
	set.lens.prepare(s)
	for i := range set.list {
		if p := &set.list[i].when; !p.forbid.meets(&s.sig) && p.rest(s) {
			list = append(list, i)
		}
	}
	return list
}

// plain reports whether a subject passes that need not be prepared.
func (p *program) plain(s *Subject) bool {
	for i := range p.steps[p.asked:] { // those on small fields
		if !p.steps[int(p.asked)+i].holds(s) {
			return false
		}
	}
	for i := range p.steps[:p.asked] {
		if !p.steps[i].holds(s) {
			return false
		}
	}
	for _, alternatives := range p.anys {
		found := false
		for i := range alternatives {
			if found = alternatives[i].plain(s); found {
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// holds reports whether the subject, which is prepared, passes.
func (p *program) holds(s *Subject) bool {
	if p.forbid.meets(&s.sig) {
		return false
	}
	return p.rest(s)
}

// rest reports whether the subject passes what its signature, and the index if the program
// is in one, do not answer.
func (p *program) rest(s *Subject) bool {
	for i := range p.steps[:p.asked] {
		if !p.steps[i].holds(s) {
			return false
		}
	}
	for _, alternatives := range p.anys {
		if !one(s, alternatives) {
			return false
		}
	}
	return true
}

func one(s *Subject, programs []program) bool {
	for i := range programs {
		if programs[i].holds(s) {
			return true
		}
	}
	return false
}
