package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// loose is what a condition on a field of kind [Mixed] compares with. The kind of the
// field's value decides how: numbers as numbers, instants as instants, all else as texts. A
// value of a kind that an operator does not compare is like none: the operator does not
// hold, and its denial does.
type loose struct {
	op     Op
	exact  bool
	values []operand
	days   time.Duration // of DaysBefore
}

// operand is a value of a rule, read as whatever it can be.
type operand struct {
	text    string
	number  float64
	numeric bool
	at      time.Time // zero: not an instant
}

func operandOf(text string) operand {
	at, _ := instant(strings.TrimSpace(text))
	l := operand{text: text, at: at}
	n, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	l.number, l.numeric = n, err == nil && n == n
	return l
}

// loosen takes the values of a condition on a field of kind Mixed.
func (st *step) loosen(op Op, cond *Condition) string {
	l := &loose{op: op, exact: cond.Exact}
	st.op, st.more().loose = opMixed, l
	switch op {
	case ChangedTo:
		st.op = opChangedTo
	case ChangedFrom:
		st.op = opChangedFrom
	case DaysBefore:
		days, err := strconv.ParseFloat(strings.TrimSpace(cond.Value.One()), 64)
		if err != nil || days < 0 || days > maxHours/24 {
			return "days are wanted"
		}
		l.days = time.Duration(days * 24 * float64(time.Hour))
		return ""
	}
	for _, text := range cond.Value {
		values, known := st.field.stands(text)
		if !known {
			return "value " + strconv.Quote(text) + " is not known"
		}
		for _, v := range values {
			if op == Includes {
				v = squeeze(v)
			}
			if v != "" || op != Includes && op != StartsWith && op != EndsWith {
				l.values = append(l.values, operandOf(v))
			}
		}
	}
	if len(l.values) == 0 {
		return "a value is wanted"
	}
	return ""
}

// loosely reports whether a value is as a condition wants it, denials aside.
func (st *step) loosely(s *Subject, value any) bool {
	if st.extra.loose.op == DaysBefore {
		at := instantIn(value)
		return !at.IsZero() && s.Now.Sub(at) > st.extra.loose.days
	}
	return st.extra.loose.holds(value)
}

// old returns when a value will be old enough for DaysBefore.
func (st *step) old(s *Subject) (time.Time, bool) {
	at := instantIn(st.field.Mixed(s))
	return at.Add(st.extra.loose.days + 1), !at.IsZero()
}

func (l *loose) holds(value any) bool {
	return slices.ContainsFunc(l.values, func(want operand) bool { return l.passes(value, &want) })
}

// passes compares a value with one of the rule.
func (l *loose) passes(value any, want *operand) bool {
	if list, is := value.([]string); is {
		return (l.op == Is || l.op == Includes || l.op == ChangedTo || l.op == ChangedFrom) &&
			slices.ContainsFunc(list, func(v string) bool { return l.same(v, want.text) })
	}
	switch l.op {
	case Includes, StartsWith, EndsWith:
		text, is := value.(string)
		return is && l.holdsText(text, want.text)
	case Is, ChangedTo, ChangedFrom:
		return l.equal(value, want)
	}
	if n, is := numberIn(value); is && want.numeric {
		return l.op.compares().compares(n - want.number)
	}
	if at := instantIn(value); !at.IsZero() && !want.at.IsZero() {
		return l.op.compares().compares(float64(at.Compare(want.at)))
	}
	return false
}

func (l *loose) equal(value any, want *operand) bool {
	switch v := value.(type) {
	case nil:
		return want.text == ""
	case bool:
		return strings.EqualFold(strconv.FormatBool(v), want.text)
	case string:
		return l.same(v, want.text) || !want.at.IsZero() && instantIn(v).Equal(want.at)
	case time.Time:
		return v.Equal(want.at)
	}
	n, is := numberIn(value)
	return is && want.numeric && n == want.number
}

func (l *loose) same(a, b string) bool { return a == b || !l.exact && strings.EqualFold(a, b) }

// holdsText compares parts of a text. Blanks in a row count as one.
func (l *loose) holdsText(text, part string) bool {
	text = squeeze(text)
	if !l.exact {
		text, part = strings.ToLower(text), strings.ToLower(part)
	}
	switch l.op {
	case StartsWith:
		return strings.HasPrefix(text, part)
	case EndsWith:
		return strings.HasSuffix(text, part)
	}
	return strings.Contains(text, part)
}

// squeeze returns a text with one blank between its words.
func squeeze(text string) string { return strings.Join(strings.Fields(text), " ") }

// nothing reports whether a value of a host is none.
func nothing(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []string:
		return len(v) == 0
	case time.Time:
		return v.IsZero()
	}
	return false
}

// numberIn returns a value as a number: one that is written as a text too.
func numberIn(value any) (float64, bool) {
	switch v := value.(type) {
	case float64:
		return v, true
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case string:
		l := operandOf(v)
		return l.number, l.numeric
	}
	return 0, false
}

// instantIn returns a value as an instant, zero if it is none.
func instantIn(value any) time.Time {
	switch v := value.(type) {
	case time.Time:
		return v
	case string:
		at, _ := instant(strings.TrimSpace(v))
		return at
	}
	return time.Time{}
}

// textOf writes a value of a host; texts are separated by commas.
func textOf(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case []string:
		return strings.Join(v, ", ")
	case time.Time:
		return v.Format(time.RFC3339)
	}
	return fmt.Sprint(value)
}

// compareMixed orders two values of a host: numbers as numbers, all else as texts.
func compareMixed(a, b any) int {
	one, first := numberIn(a)
	two, second := numberIn(b)
	if first && second {
		return cmp.Compare(one, two)
	}
	return strings.Compare(textOf(a), textOf(b))
}

// turned compares a value of kind Mixed with what it was before the update.
func (st *step) turned(s *Subject) bool {
	was, is := st.field.MixedWas(s), st.field.Mixed(s)
	same := nothing(was) && nothing(is)
	if a, ok := was.([]string); ok {
		b, also := is.([]string)
		same = same || also && slices.Equal(a, b)
	} else if _, list := is.([]string); !list {
		same = same || was == is
	}
	switch {
	case same:
		return false
	case st.op == opChangedTo:
		return st.extra.loose.holds(is)
	case st.op == opChangedFrom:
		return st.extra.loose.holds(was)
	}
	return true
}
