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
	var course Course
	if tr == nil {
		return course
	}
	course.Triggers = make([]Outcome, len(tr.set.list))
	var now Subject
	var holding []int
	tr.Run(func() *Subject {
		s := current()
		now = s.fresh()
		course.Rounds++
		course.Ended = !starts(s)
		holding = slices.DeleteFunc(tr.set.match(&now, holding[:0]), func(i int) bool { return course.Triggers[i].Round > 0 })
		return s
	}, func(f Firing) {
		first := &course.Triggers[holding[0]] // the one that Run takes
		first.Explanation, first.Round = explain(tr.set.table, tr.set.list[holding[0]].rule, &now), course.Rounds
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
