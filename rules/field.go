package rules

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket/ticket"
)

// Field is one row of the table that conditions are compiled by. Of the functions that
// read a subject, the one of its Kind is needed. They must not change the subject, and
// the same subject has the same value.
type Field struct {
	Name string
	Kind Kind
	// Values are the only ones there are, of an Ordered field in their order. Nil: any.
	Values []string
	// Alias returns the values that a text of a rule stands for: "0" for no priority,
	// "not_relevant" for a comment of either kind. Nil: every text stands for itself.
	Alias func(string) []string
	// Names are values that stand for what another field has: "current_user".
	Names map[string]func(*Subject) string
	// Named returns the same for values that cannot be listed: the id of a person, under
	// "role". Nil, or a nil result: the text stands for itself.
	Named func(text string) func(*Subject) string
	// Other reports whether a text beyond Values may stand in a rule all the same: a number
	// of a channel that is not known here. Nil: none may.
	Other func(text string) bool
	// Whole tells that "is" asks for all of a Text, and not for a part of it.
	Whole bool
	// Alone tells that a denial is false where the field has no value: of the
	// organization's fields, if there is no organization.
	Alone bool

	// Of reads a Choice or Ordered field of the ticket itself: then it may be compared
	// with what it was before an update, and Text is not needed.
	Of func(*ticket.Ticket) string
	// Was reads what Text reads as it was before the update; then it may be compared too.
	Was    func(*Subject) string
	Text   func(*Subject) string          // Choice, Ordered, Text, Truth
	Texts  func(*Subject) []string        // Set
	Number func(*Subject) (float64, bool) // Number; false: it has none
	At     func(*Subject) time.Time       // Time, Since, Until; zero: it has none
	// Mixed reads a field of kind Mixed: nil, a bool, a number, a string, a []string or a
	// [time.Time]. MixedWas is what it had before the update, nil: it is not compared with that.
	Mixed    func(*Subject) any
	MixedWas func(*Subject) any

	// Needs is the condition without which the field has no value: PENDING counts hours
	// only while "status" is "pending". [Check] reads it. Zero: there is none.
	Needs Condition

	// Next returns the next instant after from at which the value may be another if
	// nothing but time passes; zero: never. Nil: time does not change it.
	Next func(s *Subject, from time.Time) time.Time

	rare bool // few rules ask for it: it takes no place in signatures
	// inTicket tells that it reads the ticket, or what only a host can fill in: nothing of the
	// requester, the session or the reply window.
	inTicket bool
	own      bool // "current_user" and "current_groups" in Names are of the person who looks
}

// Table is the fields that rules may use. It does not change; goroutines may share it.
type Table struct {
	fields []Field
	byName map[string]int
	small  []small                         // of the fields that a signature holds
	inSig  []int                           // for each field its place in small, -1 if it has none
	family func(name string) (Field, bool) // rows made when they are asked for
}

// NewTable returns the table of fields. The error names a field that is wrong or there
// twice.
func NewTable(fields ...Field) (*Table, error) {
	t := &Table{byName: map[string]int{}}
	for _, f := range fields {
		if err := f.check(); err != nil {
			return nil, fmt.Errorf("rules: field %q: %w", f.Name, err)
		}
		if _, twice := t.byName[f.Name]; twice {
			return nil, fmt.Errorf("rules: field %q: it is there twice", f.Name)
		}
		t.byName[f.Name] = len(t.fields)
		t.fields = append(t.fields, f)
	}
	t.place()
	return t, nil
}

// With returns t with more fields.
func (t *Table) With(fields ...Field) (*Table, error) {
	all, err := NewTable(slices.Concat(t.fields, fields)...)
	if err == nil {
		all.family = t.family
	}
	return all, err
}

// Names returns the names of the fields, sorted.
func (t *Table) Names() []string { return slices.Sorted(maps.Keys(t.byName)) }

// Field returns the row of a name.
func (t *Table) Field(name string) (Field, bool) {
	if i, found := t.byName[name]; found {
		return t.fields[i], true
	}
	if t.family != nil {
		return t.family(name)
	}
	return Field{}, false
}

func (f *Field) check() error {
	reads := map[Kind]bool{
		Choice: f.Of != nil || f.Text != nil, Ordered: f.Of != nil || f.Text != nil, Text: f.Text != nil, Truth: f.Text != nil, Set: f.Texts != nil,
		Number: f.Number != nil, Time: f.At != nil, Since: f.At != nil, Until: f.At != nil, Mixed: f.Mixed != nil,
	}
	switch {
	case f.Name == "" || strings.ContainsAny(f.Name, " \t\n"):
		return errors.New("a name without blanks is needed")
	case !reads[f.Kind]:
		return errors.New("the function that reads its kind is missing")
	case f.Kind == Ordered && len(f.Values) == 0:
		return errors.New("the order of its values is missing")
	case f.MixedWas != nil && f.Kind != Mixed:
		return errors.New("only a field of kind Mixed has a mixed value before the update")
	}
	return nil
}

// text returns the value of a field that is read as a text.
func (f *Field) text(s *Subject) string {
	switch {
	case f.Of != nil:
		return f.Of(s.Ticket)
	case f.Mixed != nil:
		return textOf(f.Mixed(s))
	}
	return f.Text(s)
}

// ops returns the operators that a field takes.
func (f *Field) ops() []Op {
	if f.Of != nil || f.Was != nil || f.MixedWas != nil {
		return slices.Concat(f.Kind.ops(), changes())
	}
	return f.Kind.ops()
}

// stands returns the values that a text of a rule stands for, and whether the field can
// have them. Letters of known values may be large or small.
func (f *Field) stands(text string) (values []string, known bool) {
	values = []string{text}
	if f.Alias != nil {
		values = f.Alias(text)
	}
	for i, v := range values {
		if f.Values == nil || v == "" {
			continue
		}
		at := slices.IndexFunc(f.Values, func(known string) bool { return strings.EqualFold(known, v) })
		if at >= 0 {
			values[i] = f.Values[at]
		} else if f.Other == nil || !f.Other(v) {
			return nil, false
		}
	}
	return values, true
}

// named returns what reads the value that a text of a rule stands for, nil if the text
// stands for itself.
func (f *Field) named(text string) func(*Subject) string {
	if read := f.Names[text]; read != nil || f.Named == nil || text == "" || slices.Contains(f.Values, text) {
		return read
	}
	return f.Named(text)
}

// lists reports whether values are among those that the field lists.
func (f *Field) lists(values []string) bool {
	return !slices.ContainsFunc(values, func(v string) bool { return v != "" && !slices.Contains(f.Values, v) })
}

// rank returns the place of a value in the order of an Ordered field, from 1; 0 for
// nothing and what is not known.
func (f *Field) rank(value string) int { return slices.Index(f.Values, value) + 1 }
