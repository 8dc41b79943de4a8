package redact

// class is how sure the first digits and the length make it that a number is a card's.
type class byte

const (
	notCard class = iota
	rare          // issuers few have met: only with a word for it, or in the groups of a card
	likely        // many numbers begin so: Maestro, Visa of 13 digits, Korea's own cards
	sure          // one of the large issuers
)

// issuerOf returns the class of number, whose digits are 0 to 9, and the grouping of its
// issuer. All numbers of [Config.Zendesk] are in, see brandOf, and besides: Diners Club
// with 39 and with 16 and 19 digits, Discover with 19 and in 650 to 653, JCB to 19 digits
// and with 2131 and 1800, Mir, UnionPay with 81, RuPay with 81 and 82, Uzcard.
//
// Source: https://github.com/braintree/credit-card-type/blob/main/src/lib/card-types.ts (read 2026-11-27).
//
// Source: https://en.wikipedia.org/wiki/Payment_card_number (read 2026-11-27).
func issuerOf(number []byte) (class, grouping) {
	n := len(number)
	if n < minCard || n > maxCard {
		return notCard, noBrand
	}
	four := 1000*int(number[0]) + 100*int(number[1]) + 10*int(number[2]) + int(number[3])
	three, two, one := four/10, four/100, four/1000
	switch {
	case one == 4 && (n == 16 || n == 19): // Visa
		return sure, fours
	case n == 16 && (within(two, 51, 55) || within(four, 2221, 2720)): // Mastercard
		return sure, fours
	case n == 15 && (two == 34 || two == 37): // American Express
		return sure, amex
	case n >= 16 && (four == 6011 || within(three, 644, 659) || two == 62): // Discover, RuPay; UnionPay
		return sure, fours
	case (n == 14 || n == 16 || n == 19) && (within(three, 300, 305) || two == 36 || two == 38 || two == 39): // Diners Club
		return sure, diners
	case n >= 16 && (within(four, 3528, 3589) || within(four, 2200, 2204)): // JCB, Mir
		return sure, fours
	case isMaestro(four): // the ranges that banks were given
		return sure, fourOrFive
	case n == 15 && (four == 2131 || four == 1800), n >= 16 && (two == 81 || two == 82), n == 16 && four == 8600: // JCB, UnionPay, RuPay, Uzcard
		return rare, fours
	}
	if g := brandOf(number); g != noBrand {
		return likely, g
	}
	return notCard, noBrand
}

// isMaestro reports whether cards of Maestro, Dankort, Verve and Hipercard were given out
// under a number that begins with four.
func isMaestro(four int) bool {
	switch four {
	case 5018, 5019, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763, 5060, 5061, 6062:
		return true
	}
	return false
}

// leads reports whether a card number may begin with two digits, given as ASCII. It may
// say yes to another, and is there to say quickly no.
func leads(first, second byte) bool {
	const any = 1<<10 - 1
	const seconds2, seconds3, seconds8 = 0b0011111110, 0b1111110001, 0b0001000110
	const from0 uint64 = 1<<18 | seconds2<<20 | seconds3<<30 | any<<40 | any<<50 // 00 to 63
	const from6 uint64 = any | seconds8<<20 | any<<30                            // 60 to 99
	if first >= '6' {
		return from6>>(10*(first-'6')+second-'0')&1 != 0
	}
	return from0>>(10*(first-'0')+second-'0')&1 != 0
}
