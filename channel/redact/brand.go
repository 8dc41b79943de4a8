package redact

import "bytes"

// grouping is how a brand writes its numbers: the sizes of the groups, from the left. A
// longer number goes on as it likes.
type grouping string

const (
	noBrand    grouping = ""
	fours      grouping = "4444"
	amex       grouping = "465"
	diners     grouping = "464"
	fourOrFive grouping = "4|5" // Maestro: the first group decides
)

// fit reports whether sizes are those of one piece or of the groups of g: how many digits
// each group has, as a character, '0' and so on.
func (g grouping) fit(sizes []byte) bool {
	if g == fourOrFive {
		return len(sizes) == 1 || sizes[0] == '4' || sizes[0] == '5'
	}
	return len(sizes) == 1 || bytes.HasPrefix(sizes, []byte(g))
}

// brandOf returns the grouping of the brand that gives out numbers like number, whose
// digits are 0 to 9, or noBrand. Where several do, the first one counts; so the source's
// other brands (Forbrugsforeningen, Laser, BC Global, Insta Payment, Union Pay within
// Maestro, Carte Blanche within Diners Club) need no line of their own.
//
// Source: https://github.com/zendesk/credit_card_sanitizer, read 2026-11-21.
func brandOf(number []byte) grouping {
	n := len(number)
	if n < 12 || n > 19 {
		return noBrand
	}
	six := 0
	for _, d := range number[:6] {
		six = 10*six + int(d)
	}
	four, three, two, one := six/100, six/1000, six/10_000, six/100_000
	switch {
	case one == 4 && (n == 13 || n == 16 || n == 19): // Visa
		return fours
	case n == 16 && (within(two, 51, 55) || within(four, 2221, 2720) || six == 677189): // Mastercard
		return fours
	case n == 16 && (four == 6011 || within(three, 644, 649) || within(three, 654, 659) || within(six, 622126, 622925)): // Discover
		return fours
	case n == 15 && (two == 34 || two == 37): // American Express
		return amex
	case n == 14 && (within(three, 300, 305) || two == 36 || two == 38): // Diners Club
		return diners
	case n == 16 && (within(four, 3528, 3589) || four == 5019 || one == 9): // JCB, Dankort, Korean local cards
		return fours
	case (n == 16 || n >= 18) && isSwitchOrSolo(four, six):
		return fours
	case one == 6 || two == 50 || within(two, 56, 58): // Maestro
		return fourOrFive
	}
	return noBrand
}

func isSwitchOrSolo(four, six int) bool {
	switch four {
	case 4903, 4905, 4911, 4936, 6333, 6759, 6334, 6767:
		return true
	}
	return six == 564182 || six == 633110
}

func within(n, from, to int) bool { return from <= n && n <= to }
