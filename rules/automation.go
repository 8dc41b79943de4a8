package rules

import (
	"slices"
	"time"

	"github.com/socialticket/socialticket/ticket"
)

// Automations are compiled automations, in their order. A nil *Automations has none.
// Goroutines may share it.
type Automations struct {
	table *Table
	lens  *lens
	list  []compiled
	asked map[string]bool // also by those that are left out
}

// CompileAutomations compiles the active ones of a list by a table. Those that cannot run
// are left out, and the error joins a *[RuleError] for each: a field, operator or value
// that is not known, conditions without one on time in All, or conditions that hold again
// at once after the actions, so that it would fire for ever.
func CompileAutomations(t *Table, list []Rule) (*Automations, error) {
	set, err := compile(t, list, false, (*compiler).automation)
	return newAutomations(t, set), err
}

func newAutomations(t *Table, list []compiled) *Automations {
	return &Automations{table: t, lens: t.lens(list), list: list, asked: asked(t, list)}
}

// automation checks what an automation needs.
func (c *compiler) automation(r *Rule) {
	timed := slices.ContainsFunc(r.When.All, func(cond Condition) bool {
		f, _ := c.table.Field(cond.Field)
		return (f.Kind == Since || f.Kind == Until) && !cond.Op.terminal()
	})
	switch {
	case !timed:
		c.refuse("conditions.all", "none of them is on hours")
	case len(r.Do) == 0:
		c.refuse("actions", "they are missing")
	case !ends(r) && !c.cancels(r):
		c.refuse("actions", "none of them ends a condition: it would fire for ever")
	}
}

// ends reports whether an action ends a condition for sure: it sets what is tested to
// another value, or adds a tag that must not be there; or the condition holds for one
// hour.
func ends(r *Rule) bool {
	for _, c := range r.When.All {
		if (c.Op == Is || c.Op == IsBusiness) && isHours(c.Field) {
			return true
		}
		for _, a := range r.Do {
			switch {
			case c.Field == a.Field && c.Op == Is && c.Value.One() != a.Value.One(),
				c.Field == "current_tags" && c.Op == NotIncludes && a.Field == "current_tags" && shareTag(c.Value, a.Value):
				return true
			}
		}
	}
	return false
}

func isHours(field string) bool {
	return slices.ContainsFunc(hourFields(), func(f Field) bool { return f.Name == field && f.Kind == Since })
}

func shareTag(a, b Value) bool {
	tags := ticket.Tags(a.One())
	return slices.ContainsFunc(ticket.Tags(b.One()), func(t string) bool { return slices.Contains(tags, t) })
}

// DueAt returns the first instant from s.Now on at which an automation will hold if
// nothing else happens to the ticket; zero if none will. Hours are counted to the
// nanosecond: "greater than 96 hours" holds from the first instant after 96 hours.
func (a *Automations) DueAt(s *Subject) time.Time {
	var first time.Time
	if a == nil || s.Ticket.Status == ticket.Closed {
		return first
	}
	a.lens.prepare(s)
	for i := range a.list {
		p := &a.list[i].when
		if p.forbid.meets(&s.sig) {
			continue
		}
		if at, ok := p.due(s); ok && (first.IsZero() || at.Before(first)) {
			first = at.UTC()
		}
	}
	return first
}

// Holds reports whether the conditions of an automation hold for a subject now. It reads
// the small fields of the subject once: see [Subject.Renew].
func (a *Automations) Holds(id string, s *Subject) bool {
	if a == nil {
		return false
	}
	for i := range a.list {
		if c := &a.list[i]; c.rule.ID == id { // not by a copy: they are large
			a.lens.prepare(s)
			return c.when.holds(s)
		}
	}
	return false
}

// Firing is one rule that fired, and what it does.
type Firing struct {
	Rule  string
	Deeds []Deed
}

// Without returns a without the automations of the given ids.
func (a *Automations) Without(ids ...string) *Automations {
	if a == nil || len(ids) == 0 {
		return a
	}
	return &Automations{table: a.table, lens: a.lens, asked: a.asked, list: slices.DeleteFunc(slices.Clone(a.list), func(c compiled) bool {
		return slices.Contains(ids, c.rule.ID)
	})}
}

// Run yields the automations that hold, in order, and in order again those that the first
// made true, until none is left: each fires at most once. Each sees the subject as current
// returns it then, so that it follows the changes of those before it.
func (a *Automations) Run(current func() *Subject, fire func(Firing)) {
	if a == nil {
		return
	}
	run(a.lens, a.list, current, fire)
}

// run is the loop of triggers and automations: from the top again after each pass in
// which one fired, each once, until a pass fires none. A closed ticket ends it.
func run(l *lens, list []compiled, current func() *Subject, fire func(Firing)) {
	fired := make([]bool, len(list))
	s := current() // nothing but what fires changes it
	l.prepare(s)
	for more := true; more; {
		more = false
		for i := range list {
			if s.Ticket.Status == ticket.Closed && s.Update == nil {
				return
			}
			if fired[i] || !list[i].when.holds(s) {
				continue
			}
			fired[i], more = true, true
			fire(list[i].firing(s))
			s = current()
			l.prepare(s)
		}
	}
}

func (c *compiled) firing(s *Subject) Firing {
	f := Firing{Rule: c.rule.ID, Deeds: make([]Deed, 0, len(c.do))}
	for i := range c.do {
		if s.Update == nil || !s.Update.Silent || !c.do[i].ask.tellsRequester() {
			f.Deeds = append(f.Deeds, c.do[i].does(s))
		}
	}
	return f
}
