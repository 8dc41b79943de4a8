package rules

// ruleSet is a compiled list of rules. It does not change; goroutines may share it.
type ruleSet struct {
	table *Table
	list  []compiled
	index *index // nil: there are few
}

func newRuleSet(t *Table, list []compiled) ruleSet {
	set := ruleSet{table: t, list: list}
	if len(list) >= enough {
		set.index = newIndex(list)
	}
	return set
}

// match appends the places of the rules that hold to list.
func (set *ruleSet) match(s *Subject, list []int) []int {
	if set.index != nil {
		set.table.prepare(s)
		return set.index.match(s, set.list, list)
	}
	for i := range set.list {
		if set.list[i].when.plain(s) {
			list = append(list, i)
		}
	}
	return list
}

// plain reports whether a subject passes that need not be prepared.
func (p *program) plain(s *Subject) bool {
	for i := range p.steps {
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
