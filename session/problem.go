package session

import "strings"

// FormError tells all that is wrong with the answers to a form: first by the order of its
// fields, then by the id of those that it does not have.
type FormError struct{ Problems []Problem }

func (e *FormError) Error() string {
	var b strings.Builder
	b.WriteString("session: form")
	for i, p := range e.Problems {
		b.WriteString([]string{": ", ", "}[min(i, 1)])
		b.WriteString(p.Field + " " + string(p.Code))
	}
	return b.String()
}

// Problem is one thing that is wrong with an answer.
type Problem struct {
	Field string      `json:"field"` // its id
	Code  ProblemCode `json:"code"`
}

// ProblemCode says what is wrong. Its text is for a host to put its own words to.
type ProblemCode string

// The problems of an answer.
const (
	ProblemRequired   ProblemCode = "required"   // it is missing, or a box that must be ticked is not
	ProblemTooLong    ProblemCode = "too_long"   // it has more characters than the field takes
	ProblemNoChoice   ProblemCode = "no_choice"  // it is not among the choices
	ProblemNoNumber   ProblemCode = "no_number"  // it is not a number of the type
	ProblemNoDate     ProblemCode = "no_date"    // it is not a date like 2026-12-24
	ProblemNoEmail    ProblemCode = "no_email"   // it is not an e-mail address
	ProblemNoPhone    ProblemCode = "no_phone"   // it is not a phone number
	ProblemUnknown    ProblemCode = "unknown"    // the form does not have the field
	ProblemUnreadable ProblemCode = "unreadable" // it is not text in UTF-8, or holds the character 0
)
