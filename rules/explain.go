package rules

import (
	"slices"
	"time"

	"github.com/socialticket/socialticket/ticket"
)

// Explanation tells why the conditions of a rule hold for a subject, or do not: each of
// them with its verdict and the value that it saw. Its JSON form is for hosts to show.
type Explanation struct {
	Rule  string `json:"rule_id"`
	Title string `json:"title,omitzero"`
	Holds bool   `json:"holds"`
	// Due is the first instant from the subject's Now on at which the conditions hold if
	// nothing but time passes, in UTC: Now itself if Holds. Zero: never.
	Due time.Time `json:"due,omitzero"`
	// Ended tells that the ticket is closed, or that a trigger made the update, so that the
	// rule does not run, whatever its conditions say. Holds is then false and Due zero.
	Ended bool      `json:"ended,omitzero"`
	All   []Verdict `json:"all,omitzero"`
	Any   []Verdict `json:"any,omitzero"`
}

// Verdict is what one condition said of a subject, or one group of conditions.
type Verdict struct {
	// Field, Op and Value are those of the condition; a group has none.
	Field string `json:"field,omitzero"`
	Op    Op     `json:"operator,omitzero"`
	Value Value  `json:"value,omitzero"`
	Exact bool   `json:"exact,omitzero"`
	Place string `json:"place"` // "conditions.all[1]", as in [Problem]
	Holds bool   `json:"holds"`
	// Seen is the value of the field: texts, numbers, an instant in RFC 3339. Of hours it
	// is how long it has been, or will be, as [time.Duration] writes it; nil is nothing.
	Seen Value `json:"seen,omitzero"`
	// Before is the value before the update, of conditions that compare with it.
	Before Value `json:"before,omitzero"`
	// Wanted is what the values that stand for another field are now: the id of
	// "current_user". Nil: the condition has none of them.
	Wanted Value `json:"wanted,omitzero"`
	// At is the instant from which, or to which, hours are counted; zero: none.
	At time.Time `json:"at,omitzero"`
	// Due is when the condition holds for the first time from now on, as in
	// [Explanation], whatever the others do.
	Due time.Time `json:"due,omitzero"`

	All []Verdict `json:"all,omitzero"`
	Any []Verdict `json:"any,omitzero"`
}

// Explain tells why the conditions of a rule hold for a subject or do not, also if the
// rule is inactive. Nothing is changed. The error is a *[RuleError] if a condition cannot
// run.
func Explain(t *Table, r Rule, s *Subject) (Explanation, error) {
	c := compiler{table: t, update: true, custom: map[string]*Field{}}
	whole := c.group("conditions", r.When.All, r.When.Any, 0)
	if len(c.problems) > 0 {
		return Explanation{}, &RuleError{Rule: r.ID, Title: r.Title, Problems: c.problems}
	}
	own := s.fresh()
	x := explainer{compiler: &c, subject: &own}
	e := Explanation{Rule: r.ID, Title: r.Title}
	e.Holds, e.Due = x.judge(&whole)
	e.All, e.Any = x.list("conditions.all", r.When.All), x.list("conditions.any", r.When.Any)
	return e, nil
}

// explain is Explain for a rule that was compiled before.
func explain(t *Table, r Rule, s *Subject) Explanation {
	e, err := Explain(t, r, s)
	if err != nil {
		panic("rules: a compiled rule does not compile again: " + err.Error())
	}
	return e
}

// end marks that the rule does not run.
func (e Explanation) end(ended bool) Explanation {
	if ended {
		e.Ended, e.Holds, e.Due = true, false, time.Time{}
	}
	return e
}

// Explain tells why each trigger holds for a subject as it is, or does not, in their
// order. Which of them fire in an update depends on what those before them change: see
// [Triggers.Trace].
func (tr *Triggers) Explain(s *Subject) []Explanation {
	if tr == nil {
		return nil
	}
	list := make([]Explanation, len(tr.set.list))
	for i := range tr.set.list {
		list[i] = explain(tr.set.table, tr.set.list[i].rule, s).end(!starts(s))
	}
	return list
}

// Explain tells why an automation holds for a subject or does not, and when it will, and
// whether there is such an automation. That it fired already, and waits until its
// conditions ended once, is what a desk knows.
func (a *Automations) Explain(id string, s *Subject) (Explanation, bool) {
	if a == nil {
		return Explanation{}, false
	}
	i := slices.IndexFunc(a.list, func(c compiled) bool { return c.rule.ID == id })
	if i < 0 {
		return Explanation{}, false
	}
	return explain(a.table, a.list[i].rule, s).end(s.Ticket.Status == ticket.Closed), true
}

// Explain tells why a view has a subject or does not, and whether there is such a view.
func (v *Views) Explain(id string, s *Subject) (Explanation, bool) {
	view, found := v.View(id)
	if !found {
		return Explanation{}, false
	}
	return explain(v.table, view.Rule, s), true
}

// fresh returns a copy of s without what was kept to read it faster.
func (s *Subject) fresh() Subject {
	own := *s
	own.lens, own.sig, own.scratch, own.looked, own.parts = nil, signature{}, nil, nil, nil
	return own
}

// explainer explains the conditions of one rule on a subject of its own.
type explainer struct {
	compiler *compiler
	subject  *Subject
}

// judge asks a program as rules do.
func (x *explainer) judge(p *program) (holds bool, due time.Time) {
	x.compiler.table.lens([]compiled{{when: *p}}).prepare(x.subject)
	if at, ok := p.due(x.subject); ok {
		due = at.UTC()
	}
	return p.plain(x.subject), due
}

func (x *explainer) list(place string, conditions []Condition) []Verdict {
	var list []Verdict
	for i := range conditions {
		list = append(list, x.verdict(place+"["+itoa(i)+"]", &conditions[i]))
	}
	return list
}

// verdict asks one condition, or a group, by itself.
func (x *explainer) verdict(place string, c *Condition) Verdict {
	var p program
	x.compiler.add(&p, place, c, 0)
	p.order()
	v := Verdict{Place: place}
	v.Holds, v.Due = x.judge(&p)
	if c.All != nil || c.Any != nil {
		v.All, v.Any = x.list(place+".all", c.All), x.list(place+".any", c.Any)
		return v
	}
	if v.Field, v.Op, v.Value, v.Exact = c.Field, c.Op, c.Value, c.Exact; v.Value.IsZero() {
		v.Value = nil // as its JSON form has it
	}
	x.see(&v, &p.steps[0])
	return v
}
