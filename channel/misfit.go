package channel

import (
	"cmp"
	"fmt"
)

// Misfit is why a channel cannot carry a message. The zero Misfit is none. It is
// comparable.
type Misfit struct {
	Code MisfitCode `json:"code"`
	// Field is the place: "text", "attachments[0]", "question.choices[1].title". An
	// attachment is numbered as in [Outbound.Attachments].
	Field string `json:"field"`
	// Problem says it in plain English, for logs and people.
	Problem string `json:"problem"`
	// Instead is what would work.
	Instead Advice `json:"instead,omitzero"`
}

// MisfitCode says which kind of misfit it is, as a stable code.
type MisfitCode string

// The codes of misfits.
const (
	MisfitEmpty      MisfitCode = "empty"       // something that is needed is not there
	MisfitNotCarried MisfitCode = "not_carried" // the channel has nothing of the kind
	MisfitTooLong    MisfitCode = "too_long"    // a text
	MisfitTooMany    MisfitCode = "too_many"    // choices, attachments
	MisfitTooBig     MisfitCode = "too_big"     // a file
	MisfitTwice      MisfitCode = "twice"       // two choices that cannot be told apart
)

// Reason returns the misfit as a reason for which a message did not go. The zero
// Misfit makes the zero Error.
func (m Misfit) Reason() Error {
	if m == (Misfit{}) {
		return Error{}
	}
	return Error{Code: string(m.Code), Title: m.Field + ": " + m.Problem, Class: ClassFix}
}

// missing returns the misfit of a part that is needed.
func missing(field, problem string) Misfit {
	return Misfit{Code: MisfitEmpty, Field: field, Problem: problem, Instead: AdviseChange}
}

// uncarried returns the misfit of a part that the channel does not know.
func (a *Ability) uncarried(field, what string, instead Advice) Misfit {
	name := cmp.Or(string(a.Channel), "the channel")
	return Misfit{Code: MisfitNotCarried, Field: field, Problem: name + " does not carry " + what, Instead: instead}
}

// check returns the misfit of a text that l does not hold.
func (l Limit) check(field, text string) Misfit {
	if l.Holds(text) {
		return Misfit{}
	}
	return l.over(field, l.Unit.Count(text))
}

// over returns the misfit of a text of n units.
func (l Limit) over(field string, n int) Misfit {
	m := Misfit{Code: MisfitTooLong, Field: field, Instead: AdviseChange}
	if l.Most < 0 {
		m.Code, m.Problem = MisfitNotCarried, "no text can stand here"
		return m
	}
	m.Problem = fmt.Sprintf("it has %d %s, %d are allowed", n, l.Unit.word(), l.Most)
	return m
}

// between is check for a text that may not be empty.
func (l Limit) between(field, text string) Misfit {
	if text == "" {
		return missing(field, "it is empty")
	}
	return l.check(field, text)
}

// first returns the first misfit that is one.
func first(list ...Misfit) Misfit {
	for _, m := range list {
		if m.Code != "" {
			return m
		}
	}
	return Misfit{}
}
