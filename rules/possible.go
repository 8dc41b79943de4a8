package rules

import (
	"math"
	"slices"
	"strings"
)

// A possible… function reports whether literals of one field may hold together. It tries
// values that stand for all others: those that the literals name, and some between and
// beside them. A literal that it does not know is left out, so that it errs on the side
// of possible.

// another and yet are values that rules do not name.
const (
	another = "\x00another"
	yet     = "\x00yet another"
)

func (f *Field) possibleChoice(list []literal) bool {
	values := slices.Concat([]string{""}, f.Values)
	switch f.Kind {
	case Choice:
		values = append(values, another, yet)
	case Truth:
		values = append(values, "true", "false")
	case Ordered, Set, Text, Number, Time, Since, Until, Mixed: // the values of an Ordered field are all there are
	}
	var names []string
	moves := false
	for _, l := range list {
		values, names = append(values, l.st.values...), append(names, l.names...)
		moves = moves || l.st.op == opChanged || l.st.op == opChangedTo || l.st.op == opChangedFrom
	}
	slices.Sort(values)
	values = slices.Compact(values)
	slices.Sort(names)
	names = slices.Compact(names)
	if len(names) > 4 || len(values) > 200 {
		return true
	}
	before := []string{""}
	if moves {
		before = values
	}
	for named := range 1 << len(names) { // which of the names are the value
		for _, is := range values {
			for _, was := range before {
				c := choice{is: is, was: was, names: names, named: named}
				if c.all(list) {
					return true
				}
				if c.still = true; moves && c.all(list) { // without an update
					return true
				}
			}
		}
	}
	return false
}

// choice is a value to try, and the one before the update.
type choice struct {
	is, was string
	still   bool
	names   []string
	named   int // bits
}

func (c *choice) all(list []literal) bool {
	return !slices.ContainsFunc(list, func(l literal) bool {
		holds, known := c.says(l)
		return known && holds == l.neg
	})
}

// says reports what a literal's step says of the choice, and whether that is known.
func (c *choice) says(l literal) (holds, known bool) {
	switch l.st.op {
	case opPresent:
		return c.is != "", true
	case opIs:
		return slices.Contains(l.st.values, c.is) || slices.ContainsFunc(l.names, func(n string) bool {
			return c.named>>slices.Index(c.names, n)&1 == 1
		}), true
	case opChanged:
		return !c.still && c.is != c.was, true
	case opChangedTo, opChangedFrom:
		value := c.is
		if l.st.op == opChangedFrom {
			value = c.was
		}
		if c.still || c.is == c.was {
			return false, true
		}
		holds = slices.Contains(l.st.values, value)
		return holds, holds || len(l.names) == 0
	case opSet, opNumber, opInstant, opDays, opHours, opEdge, opWords:
	}
	return false, false
}

func possibleSet(list []literal) bool {
	var refused []string
	empty, full := false, false
	for _, l := range list {
		switch {
		case l.st.op == opPresent:
			empty, full = empty || l.neg, full || !l.neg
		case l.st.op == opSet && l.neg:
			refused = append(refused, l.st.values...)
		}
	}
	full = full || slices.Contains(refused, "") // the empty text stands for an empty set
	for _, l := range list {
		if l.st.op != opSet || l.neg {
			continue
		}
		left := slices.DeleteFunc(slices.Clone(l.st.values), func(v string) bool { return slices.Contains(refused, v) })
		switch {
		case len(left) == 0:
			return false
		case !slices.Contains(left, ""):
			full = true
		case !slices.ContainsFunc(left, func(v string) bool { return v != "" }):
			empty = true
		}
	}
	return !(empty && full)
}

func possibleText(list []literal) bool {
	var refused []string
	empty := false
	for _, l := range list {
		switch {
		case l.st.op == opPresent:
			empty = empty || l.neg
		case l.st.op == opWords && l.neg:
			refused = append(refused, l.st.values...)
		}
	}
	for _, l := range list {
		if l.neg || l.st.op != opWords && l.st.op != opEdge {
			continue
		}
		// what holds the value holds every word that is in it
		free := func(v string) bool {
			return v == "" || !empty && (!plain([]string{v}) || !slices.ContainsFunc(refused, func(r string) bool { return strings.Contains(v, r) }))
		}
		if !slices.ContainsFunc(l.st.values, free) {
			return false
		}
	}
	return true
}

func possibleNumber(list []literal) bool {
	var tries []float64
	for _, l := range list {
		if l.st.op == opNumber {
			tries = append(tries, l.st.extra.num, math.Nextafter(l.st.extra.num, math.Inf(1)), math.Nextafter(l.st.extra.num, math.Inf(-1)))
		}
	}
	tries = append(tries, 0)
	holds := func(n float64, has bool) bool {
		return !slices.ContainsFunc(list, func(l literal) bool {
			switch l.st.op {
			case opPresent:
				return has == l.neg
			case opNumber:
				return (has && l.st.compare.compares(n-l.st.extra.num)) == l.neg
			default:
				return false
			}
		})
	}
	return holds(0, false) || slices.ContainsFunc(tries, func(n float64) bool { return holds(n, true) })
}
