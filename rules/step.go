package rules

import "slices"

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
	short    shortcut
	field    *Field
	values   []string
	span     int64  // nanoseconds, of opHours and opDays; since 1970, of opInstant
	extra    *extra // nil: it has nothing of that
}

// extra is what few steps have, kept apart so that the others are small.
type extra struct {
	names   []func(*Subject) string // values that other fields have
	spoken  int                     // of opWords: the place of its field in the index, from 1
	numbers []uint32                // of opWords: the numbers of its words there
	num     float64                 // of opNumber
	loose   *loose                  // of opMixed
}

// more returns what few steps have, to be filled in.
func (st *step) more() *extra {
	if st.extra == nil {
		st.extra = &extra{}
	}
	return st.extra
}

// named reports whether values of other fields pass.
func (st *step) named() bool { return st.extra != nil && st.extra.names != nil }

// answerer says what answers a step in a hurry.
type answerer uint8

const (
	byStep      answerer = iota // nothing but itself
	byIndex                     // the index of its set
	bySignature                 // the signature of the subject
)

// last is the cost of what the signature answers.
const last = 100

// cost orders steps: what is cheap and fails often goes first, for most rules fail early.
func (st *step) cost() int {
	if st.by == bySignature {
		return last
	}
	return st.price()
}

// price is the cost of asking a step itself.
func (st *step) price() int {
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
	return (st.op == opIs || st.op == opPresent) && !st.named() && !st.field.Alone
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
	switch st.short {
	case isOne:
		return st.field.text(s) == st.values[0]
	case isSince:
		if at := st.field.At(s); !s.cycle {
			return !at.IsZero() && st.elapsed(s.Now.Sub(at))
		}
	case longWay:
	}
	if st.not && st.field.Alone && !st.present(s) {
		return false
	}
	return st.is(s) != st.not
}

// shortcut is a quicker way to ask what many steps ask.
type shortcut uint8

const (
	longWay shortcut = iota
	isOne            // one value
	isSince          // hours of the calendar since an instant
)

// shortcut returns the quickest way to ask a step.
func (st *step) shortcut() shortcut {
	switch {
	case st.not:
	case st.op == opIs && !st.named() && len(st.values) == 1:
		return isOne
	case st.op == opHours && st.field.Kind == Since && !st.business:
		return isSince
	}
	return longWay
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
		return has && st.compare.compares(n-st.extra.num)
	case opInstant, opDays, opHours:
		at := f.At(s)
		return !at.IsZero() && st.timely(s, at)
	case opChanged, opChangedTo, opChangedFrom:
		return st.changed(s)
	case opWords:
		if st.extra != nil && st.extra.spoken > 0 && s.scratch != nil && s.scratch.on {
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
	if st.extra == nil {
		return false
	}
	for _, read := range st.extra.names {
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
