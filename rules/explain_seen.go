package rules

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

func itoa(i int) string { return strconv.Itoa(i) }

// see fills in the values that a condition saw.
func (x *explainer) see(v *Verdict, st *step) {
	s := x.subject
	v.Seen = st.field.seen(s)
	switch st.op {
	case opHours:
		if v.At = st.field.At(s).UTC(); v.At.IsZero() {
			v.Seen = nil
		} else {
			v.Seen = st.spent(s, v.At)
		}
	case opChanged, opChangedTo, opChangedFrom:
		if s.Before != nil {
			v.Before = some(st.field.before(s))
		}
	case opIs, opPresent, opSet, opNumber, opInstant, opDays, opEdge, opWords:
	}
	for _, text := range v.Value {
		if read := st.field.named(text); read != nil {
			v.Wanted = append(v.Wanted, strings.TrimPrefix(read(s), nobody))
		}
	}
}

// some returns a text as a value.
func some(text string) Value {
	if text == "" {
		return nil
	}
	return Value{text}
}

// seen returns the value of a field in the form of rules.
func (f *Field) seen(s *Subject) Value {
	switch f.Kind {
	case Set:
		return slices.Clone(Value(f.Texts(s)))
	case Number:
		n, has := f.Number(s)
		if !has {
			return nil
		}
		return Value{strconv.FormatFloat(n, 'f', -1, 64)}
	case Time, Since, Until:
		at := f.At(s)
		if at.IsZero() {
			return nil
		}
		return Value{at.UTC().Format(time.RFC3339Nano)}
	case Choice, Ordered, Text, Truth, Mixed:
	}
	return some(f.text(s))
}

// spent returns how long it has been since an instant, or will be until it, in the hours
// that the step counts.
func (st *step) spent(s *Subject, at time.Time) Value {
	from, to := at, s.Now
	if st.field.Kind == Until {
		from, to = to, from
	}
	if !st.business {
		return Value{to.Sub(from).String()}
	}
	h := s.hours()
	if h == nil {
		return nil // no business hours pass
	}
	return Value{h.Between(from, to).String()}
}
