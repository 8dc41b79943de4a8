package phone

import (
	"iter"
	"strconv"
	"strings"
)

// plan is what the table knows of the numbers with one calling code. Lists of digits are
// written "0,80-89": each item is a text or a range of texts with equal lengths.
type plan struct {
	trunk  string // a list of what people dial before a national number; empty: nothing
	abroad string // a list of what people dial before a number of another country
	// open tells that a number without its area looks like one with it. Then one of
	// fewer than nine digits needs a trunk prefix to be a national number.
	open bool
	// numbers has the beginnings of national numbers and the lengths of those, in
	// groups: "20-29,8:9-11 7:10" are 20… to 29… and 8… with 9 to 11 digits, and 7…
	// with 10. None begins with "00".
	numbers string
}

// area completes numbers of a country that are written without it. The zero area
// completes nothing.
type area struct{ code, numbers string } // numbers: as in a plan

// codeOf returns the calling code of a country, "" if it is not known.
func codeOf(country string) string {
	if len(country) != 2 || strings.Trim(country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return ""
	}
	_, after, found := strings.Cut(countries, country) // codes stand between the letters of any two
	if !found {
		return ""
	}
	code, _, _ := strings.Cut(after, " ")
	return code
}

// begins reports whether digits begin with a head of a group of numbers, and have a
// length of that group.
func begins(numbers, digits string) bool {
	for group := range strings.SplitSeq(numbers, " ") {
		heads, lengths, _ := strings.Cut(group, ":")
		if !hasLength(lengths, len(digits)) {
			continue
		}
		for range prefixes(heads, digits) {
			return true
		}
	}
	return false
}

// hasLength reports whether n is in a list of lengths: "9,11-13".
func hasLength(list string, n int) bool {
	for item := range strings.SplitSeq(list, ",") {
		low, high := span(item)
		from, _ := strconv.Atoi(low)
		to, _ := strconv.Atoi(high)
		if from <= n && n <= to {
			return true
		}
	}
	return false
}

// prefixes yields what follows each item of a list with which digits begin.
func prefixes(list, digits string) iter.Seq[string] {
	return func(yield func(rest string) bool) {
		for item := range strings.SplitSeq(list, ",") {
			low, high := span(item)
			n := len(low)
			if n == 0 || len(digits) < n || digits[:n] < low || digits[:n] > high {
				continue
			}
			if !yield(digits[n:]) {
				return
			}
		}
	}
}

// span returns the ends of a range, twice the same for a single text.
func span(item string) (low, high string) {
	if low, high, ok := strings.Cut(item, "-"); ok {
		return low, high
	}
	return item, item
}
