package phone

import "strings"

// The fewest and the most digits of an international number, calling code included.
const (
	minDigits = 7
	maxDigits = 15
)

// Number is an international phone number as E.164 has it: "+", the calling code and
// the national number, 7 to 15 digits in all. The zero Number is not a number.
//
// [Parse] makes one of what a person types. What a platform tells may be converted, "+"
// and all its digits: the platform knows better than the table which numbers exist.
type Number string

// Code returns the calling code of n, one to three digits: "49". It is empty if no
// country or service has the code.
func (n Number) Code() string {
	code, _, _ := n.split()
	return code
}

// Possible reports whether n has the form of a number of its country: the digits with
// which they begin, and the lengths. Forms of before a renumbering are possible.
func (n Number) Possible() bool {
	if len(n) <= minDigits || len(n) > maxDigits+1 || n[0] != '+' || !isDigits(string(n[1:])) {
		return false
	}
	code, national, plan := n.Standard().split()
	return begins(plan.numbers, national) && hasNinth(code, national)
}

// split returns the calling code, the rest and the plan of n. They are zero if the code
// is unknown. One code is never the beginning of another.
func (n Number) split() (code, national string, p plan) {
	digits := strings.TrimPrefix(string(n), "+")
	for i := 1; i <= 3 && i <= len(digits); i++ {
		if p = planOf(digits[:i]); p.numbers != "" {
			return digits[:i], digits[i:], p
		}
	}
	return "", "", plan{}
}

// isDigits reports whether s has ASCII digits only, or nothing.
func isDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }
