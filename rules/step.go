package rules

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// opcode is what a step does.
type opcode uint8

const (
	opIs      opcode = iota // the value is one of some
	opPresent               // there is a value
	opSet                   // one of the values is one of some
	opNumber
	opInstant
	opDays
	opHours
	opChanged
	opChangedTo
	opChangedFrom
	opEdge  // a text begins or ends so
	opWords // a text holds one of some
	opExact // the same, in letters of the same size
	opMixed // a value of any kind
)

// comparison is what a step wants of the difference of two values.
type comparison uint8

const (
	equal comparison = iota
	less
	lessEqual
	greater
	greaterEqual
	within // some days before now
	ahead  // some days after now
	before // more than some days before now
	beginning
	ending
)

// compares reports whether the sign of a difference is what is wanted.
func (c comparison) compares(difference float64) bool {
	switch c {
	case less:
		return difference < 0
	case lessEqual:
		return difference <= 0
	case greater:
		return difference > 0
	case greaterEqual:
		return difference >= 0
	case equal, within, ahead, before, beginning, ending:
	}
	return difference == 0
}

// step is one compiled condition.
type step struct {
	op       opcode
	not      bool // it holds if the rest does not
	by       answerer
	business bool
	fine     bool // its span is in minutes, which a [Cycle] does not round
	compare  comparison
	field    *Field

	values  []string
	names   *[]func(*Subject) string // values that other fields have; nil: none
	spoken  int                      // of opWords: the place of its field in the index, from 1
	numbers []uint32                 // of opWords: the numbers of its words there
	num     float64                  // of opNumber
	loose   *loose                   // of opMixed
	span    int64                    // nanoseconds, of opHours and opDays; since 1970, of opInstant
}

// answerer says what answers a step in a hurry.
type answerer uint8

const (
	byStep      answerer = iota // nothing but itself
	byIndex                     // the index of its set
	bySignature                 // the signature of the subject
)

// cost orders steps: what is cheap and fails often goes first, for most rules fail early.
func (st *step) cost() int {
	switch {
	case st.op == opIs && !st.not && len(st.values) == 1:
		return 0
	case st.op == opSet && !st.not:
		return 1
	}
	return 2 + int(st.op)
}

// fixed reports whether the step depends on the value of its field alone.
func (st *step) fixed() bool {
	return (st.op == opIs || st.op == opPresent) && st.names == nil && !st.field.Alone
}

// passes reports whether a value passes a fixed step.
func (st *step) passes(value string) bool {
	if st.op == opPresent {
		return (value != "") != st.not
	}
	return slices.Contains(st.values, value) != st.not
}

// holds reports whether the subject passes.
func (st *step) holds(s *Subject) bool {
	if st.not && st.field.Alone && !st.present(s) {
		return false
	}
	return st.is(s) != st.not
}

// is reports whether the subject passes, denials aside.
func (st *step) is(s *Subject) bool {
	f := st.field
	switch st.op {
	case opIs:
		return st.one(s, f.text(s))
	case opPresent:
		return st.present(s)
	case opSet:
		return st.any(f.Texts(s))
	case opNumber:
		n, has := f.Number(s)
		return has && st.compare.compares(n-st.num)
	case opInstant, opDays, opHours:
		at := f.At(s)
		return !at.IsZero() && st.timely(s, at)
	case opChanged, opChangedTo, opChangedFrom:
		return st.changed(s)
	case opWords:
		if st.spoken > 0 && s.scratch != nil && s.scratch.on {
			return s.scratch.has(st)
		}
		return st.said(s, f.Text(s))
	case opEdge:
		return st.said(s, f.Text(s))
	case opExact:
		return st.spelt(f.Text(s))
	case opMixed:
		return st.loosely(s, f.Mixed(s))
	}
	return false
}

// one reports whether a value is one of those of the step.
func (st *step) one(s *Subject, value string) bool {
	if slices.Contains(st.values, value) {
		return true
	}
	if st.names == nil {
		return false
	}
	for _, read := range *st.names {
		if read(s) == value {
			return true
		}
	}
	return false
}

// any reports whether one of the texts is one of those of the step; no texts are the
// empty one.
func (st *step) any(texts []string) bool {
	if len(texts) == 0 {
		return slices.Contains(st.values, "")
	}
	for _, v := range st.values {
		if slices.Contains(texts, v) {
			return true
		}
	}
	return false
}

func (st *step) present(s *Subject) bool {
	f := st.field
	switch f.Kind {
	case Set:
		return len(f.Texts(s)) > 0
	case Number:
		_, has := f.Number(s)
		return has
	case Time, Since, Until:
		return !f.At(s).IsZero()
	case Mixed:
		return !nothing(f.Mixed(s))
	case Choice, Ordered, Text, Truth:
	}
	return f.text(s) != ""
}

// changed compares a value with what it was before the update. A new ticket had nothing;
// without an update nothing changed.
func (st *step) changed(s *Subject) bool {
	if s.Update == nil {
		return false
	}
	if st.field.Kind == Mixed {
		return st.turned(s)
	}
	was, is := "", st.field.text(s)
	if s.Before != nil {
		was = st.field.before(s)
	}
	switch {
	case was == is:
		return false
	case st.op == opChangedTo:
		return st.one(s, is)
	case st.op == opChangedFrom:
		return st.one(s, was)
	}
	return true
}

// before returns the value that a field had before the update.
func (f *Field) before(s *Subject) string {
	switch {
	case f.Of != nil:
		return f.Of(s.Before)
	case f.MixedWas != nil:
		return textOf(f.MixedWas(s))
	}
	return f.Was(s)
}

// said reports whether a text holds what the step asks for, in letters of either size.
func (st *step) said(s *Subject, text string) bool {
	for _, v := range st.values {
		switch {
		case st.op == opWords && (strings.Contains(text, v) || s.capitals(st.field, text) && holdsFold(text, v)),
			st.op == opEdge && st.compare == beginning && len(text) >= len(v) && strings.EqualFold(text[:len(v)], v),
			st.op == opEdge && st.compare == ending && len(text) >= len(v) && strings.EqualFold(text[len(text)-len(v):], v):
			return true
		}
	}
	return false
}

// capitals reports whether a text, that of a field of the subject, has capitals or letters
// beyond ASCII. It looks once for each field.
func (s *Subject) capitals(f *Field, text string) bool {
	for i := range s.looked {
		if s.looked[i].field == f {
			return s.looked[i].capitals
		}
	}
	found := false
	for i := 0; i < len(text) && !found; i++ {
		c := text[i]
		found = c-'A' < 26 || c >= utf8.RuneSelf
	}
	s.looked = append(s.looked, looked{f, found})
	return found
}

// looked is what is known of the text of a field.
type looked struct {
	field    *Field
	capitals bool
}

// holdsFold reports whether a text holds a word, which is in small letters, in letters of
// either size. It allocates nothing unless the text has letters beyond ASCII.
func holdsFold(text, word string) bool {
	if strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return strings.Contains(strings.ToLower(text), word)
	}
	for i := 0; i+len(word) <= len(text); i++ {
		if strings.EqualFold(text[i:i+len(word)], word) {
			return true
		}
	}
	return false
}

// holds reports whether the subject, which is prepared, passes.
func (p *program) holds(s *Subject) bool {
	if p.forbid.meets(s.sig) {
		return false
	}
	return p.rest(s, byIndex)
}

// rest reports whether the subject passes what is not answered yet: the steps that are
// answered by the step itself, or up to another answerer.
func (p *program) rest(s *Subject, upTo answerer) bool {
	for i := range p.steps {
		if st := &p.steps[i]; st.by <= upTo && !st.holds(s) {
			return false
		}
	}
	for i, alternatives := range p.anys {
		if (upTo > byStep || i+1 != p.either) && !one(s, alternatives) {
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
