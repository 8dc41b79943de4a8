package rules

import (
	"math"
	"slices"
	"time"
)

// possibleTime tries instants, and where they are before and after now, by themselves: now
// may be anywhere.
func possibleTime(list []literal) bool {
	instants, days := []int64{0}, []int64{-1, 0, 1}
	for _, l := range list {
		switch span := l.st.span; l.st.op {
		case opInstant:
			instants = append(instants, span-1, span, span+1)
		case opDays:
			days = append(days, -span-1, -span, -span+1, span-1, span, span+1)
		default:
		}
	}
	return holdTime(list, false, 0, opInstant) && holdTime(list, false, 0, opDays) ||
		slices.ContainsFunc(instants, func(n int64) bool { return holdTime(list, true, n, opInstant) }) &&
			slices.ContainsFunc(days, func(n int64) bool { return holdTime(list, true, n, opDays) })
}

// holdTime reports whether the literals of one opcode hold for an instant, or for a
// distance from now.
func holdTime(list []literal, has bool, n int64, op opcode) bool {
	return !slices.ContainsFunc(list, func(l literal) bool {
		is := has
		switch {
		case l.st.op == opPresent:
		case l.st.op != op:
			return false
		case op == opInstant:
			is = has && l.st.compare.compares(float64(n-l.st.span))
		case l.st.compare == within:
			is = has && n <= 0 && -n <= l.st.span
		default:
			is = has && n >= 0 && n <= l.st.span
		}
		return is == l.neg
	})
}

// possibleHours tries how much time of the calendar and of business has passed, or is
// left: never more of business than of the calendar.
func (f *Field) possibleHours(list []literal) bool {
	tries := []int64{-1, 0, 1, math.MaxInt64 / 2}
	for _, l := range list {
		if l.st.op == opHours {
			span, next := l.st.span, l.st.span+int64(time.Hour)
			tries = append(tries, span-1, span, span+1, next-1, next, next+1)
		}
	}
	holds := func(has bool, calendar, business int64) bool {
		return !slices.ContainsFunc(list, func(l literal) bool {
			if l.st.op != opHours {
				return false
			}
			n := calendar
			if l.st.business {
				n = business
			}
			return (has && f.hold(l.st, n)) == l.neg
		})
	}
	if holds(false, 0, 0) {
		return true
	}
	if f.Kind == Until && slices.ContainsFunc(list, func(l literal) bool { return l.st.business }) {
		return true // business hours that are left are not looked into
	}
	for _, calendar := range tries {
		for _, business := range append(tries, none64) {
			if (business <= calendar || calendar < 0) && holds(true, calendar, business) {
				return true
			}
		}
	}
	return false
}

// none64 stands for hours of business that do not pass, as there is no schedule.
const none64 = math.MinInt64

// hold reports whether a step on hours holds after so much time, or before it.
func (f *Field) hold(st *step, n int64) bool {
	switch st.compare {
	case less:
		return 0 <= n && (n < st.span || f.Kind == Until && n == st.span)
	case greater:
		return n > st.span
	}
	return st.span <= n && n < st.span+int64(time.Hour)
}
