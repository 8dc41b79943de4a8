package main

import (
	"fmt"
	"slices"
	"strings"
)

// depth is how many digits decide whether a number is one that people or firms have. Two
// keep the table small, and a range that a country opens inside a known one is known.
const depth = 2

// numbers are those of one country after some digits: what its plan allows, and which of
// that people and firms have. The latter is looked at as far as depth only: from there
// on the lengths hold.
type numbers struct {
	allowed, had *state
	lengths      lengths // of whole numbers
}

// cell says which lengths the numbers have that begin with a head.
type cell struct {
	head    string
	lengths lengths
}

// cells returns the beginnings of the numbers of the countries that share a calling
// code, none longer than it must be.
func cells(head string, of []numbers) []cell {
	var all lengths
	uniform := len(head) >= depth
	for _, n := range of {
		all |= n.lengths
		uniform = uniform && n.allowed.uniform
	}
	switch {
	case all == 0, head == "00": // that begins a number of another country
		return nil
	case uniform:
		return []cell{{head, all}}
	}
	var list []cell
	whole := head != ""
	for digit := range 10 {
		below := cells(head+fmt.Sprint(digit), step(of, digit, len(head)+1))
		list = append(list, below...)
		whole = whole && len(below) == 1 && len(below[0].head) == len(head)+1 && below[0].lengths == list[0].lengths
	}
	if whole {
		return []cell{{head, list[0].lengths}}
	}
	return list
}

// step returns the numbers after one digit more, which is the nth, of the countries
// that have such.
func step(of []numbers, digit, nth int) (next []numbers) {
	for _, n := range of {
		n.allowed = n.allowed.next[digit]
		if nth <= depth && n.had != nil {
			n.had = n.had.next[digit]
		}
		if n.allowed == nil || n.had == nil {
			continue
		}
		n.lengths &= n.allowed.lengths.after(nth)
		if nth <= depth {
			n.lengths &= n.had.lengths.after(nth)
		}
		if n.lengths != 0 {
			next = append(next, n)
		}
	}
	return next
}

// written returns cells as the table writes them: "30,40-49:9,11-13 5:10". Heads with
// the same lengths stand together.
func written(list []cell) string {
	var groups []string
	for len(list) > 0 {
		same := list[0].lengths
		var heads []string
		list = slices.DeleteFunc(list, func(c cell) bool {
			if c.lengths == same {
				heads = append(heads, c.head)
			}
			return c.lengths == same
		})
		groups = append(groups, ranges(heads)+":"+same.String())
	}
	return strings.Join(groups, " ")
}

// String returns a set of lengths as the table writes it: "9,11-13".
func (l lengths) String() string {
	var all []string
	for n := range 32 {
		if l>>n&1 == 1 {
			all = append(all, fmt.Sprintf("%02d", n))
		}
	}
	parts := strings.FieldsFunc(ranges(all), func(r rune) bool { return r == ',' })
	for i, part := range parts {
		from, to, isRange := strings.Cut(part, "-")
		parts[i] = strings.TrimPrefix(from, "0")
		if isRange {
			parts[i] += "-" + strings.TrimPrefix(to, "0")
		}
	}
	return strings.Join(parts, ",")
}

// ranges joins digits that follow each other: "30,40-49". A range has one number of
// digits on both sides.
func ranges(digits []string) string {
	slices.Sort(digits)
	var parts []string
	for i := 0; i < len(digits); {
		j := i
		for j+1 < len(digits) && len(digits[j+1]) == len(digits[i]) && digits[j+1] == after(digits[j]) {
			j++
		}
		part := digits[i]
		if j > i {
			part += "-" + digits[j]
		}
		parts, i = append(parts, part), j+1
	}
	return strings.Join(parts, ",")
}

// after returns the digits that follow, as many as before, "" after the last.
func after(digits string) string {
	n := len(digits)
	for i := range digits {
		if c := digits[n-1-i]; c != '9' {
			return digits[:n-1-i] + string(c+1) + strings.Repeat("0", i)
		}
	}
	return ""
}
