package rules

import "slices"

// Course tells how triggers went over one update.
type Course struct {
	// Ended tells that the ticket was closed before the update, or that a trigger made it, so
	// that none ran.
	Ended    bool      `json:"ended,omitzero"`
	Rounds   int       `json:"rounds"` // how often the list was gone through: the last time none fired
	Triggers []Outcome `json:"triggers,omitzero"`
}

// Outcome tells what became of one trigger in an update. Its explanation is that of the
// round in which it fired, or of the last one.
type Outcome struct {
	Explanation
	// Round is the one in which it fired, from 1; 0: it did not.
	Round int `json:"round,omitzero"`
	// Held are the rounds in which its conditions held while one before it fired. If it
	// never fired, those ended them.
	Held []Loss `json:"held,omitzero"`
}

// Loss is a round in which a trigger held, and the one that fired in its place.
type Loss struct {
	Round int    `json:"round"`
	To    string `json:"to"` // the id of the trigger that fired
}

// Trace does what [Triggers.Run] does, and tells how it went: which triggers fired, in
// which round, and why the others did not. It takes longer, as it asks every trigger in
// every round.
func (tr *Triggers) Trace(current func() *Subject, fire func(Firing)) Course {
	return tr.trace(tr.Run, false, current, fire)
}

// TraceOnce does what [Triggers.RunOnce] does, and tells how it went as [Triggers.Trace]
// does: a round is what is left of the pass. A trigger that holds in the end, and did not
// fire, was passed before it did.
func (tr *Triggers) TraceOnce(current func() *Subject, fire func(Firing)) Course {
	return tr.trace(tr.RunOnce, true, current, fire)
}

// trace watches a run; once tells that it takes one pass.
func (tr *Triggers) trace(run func(func() *Subject, func(Firing)), once bool, current func() *Subject, fire func(Firing)) Course {
	var course Course
	if tr == nil {
		return course
	}
	course.Triggers = make([]Outcome, len(tr.set.list))
	var now Subject
	var holding []int
	last := -1
	run(func() *Subject {
		s := current()
		now = s.fresh()
		course.Rounds++
		course.Ended = !starts(s)
		holding = slices.DeleteFunc(tr.set.match(&now, holding[:0]), func(i int) bool {
			return course.Triggers[i].Round > 0 || once && i <= last
		})
		return s
	}, func(f Firing) {
		last = holding[0] // the one that the run takes
		first := &course.Triggers[last]
		first.Explanation, first.Round = explain(tr.set.table, tr.set.list[last].rule, &now), course.Rounds
		for _, i := range holding[1:] {
			course.Triggers[i].Held = append(course.Triggers[i].Held, Loss{course.Rounds, f.Rule})
		}
		fire(f)
	})
	for i := range course.Triggers {
		if o := &course.Triggers[i]; o.Round == 0 {
			o.Explanation = explain(tr.set.table, tr.set.list[i].rule, &now).end(course.Ended)
		}
	}
	return course
}
