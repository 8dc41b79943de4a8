package main

import (
	"math/rand/v2"
	"strconv"
)

// issuer is how some cards are numbered: the first digits, the length, and the groups on
// the card.
type issuer struct {
	first  string
	length int
	groups []int
}

// issuers are the cards that are in use, and some that were.
//
// Source: https://github.com/braintree/credit-card-type/blob/main/src/lib/card-types.ts (read 2026-11-27).
func issuers() []issuer {
	fours, long := []int{4, 4, 4, 4}, []int{4, 4, 4, 4, 3}
	list := []issuer{
		{"34", 15, []int{4, 6, 5}}, {"37", 15, []int{4, 6, 5}}, // American Express
		{"36", 14, []int{4, 6, 4}}, {"305", 14, []int{4, 6, 4}}, // Diners Club
		{"4", 19, long}, {"62", 19, long}, {"6759", 19, long}, {"6304", 12, []int{4, 4, 4}},
		{"4", 13, []int{4, 4, 4, 1}},
	}
	for _, first := range []string{
		"4", "4", "4", "51", "52", "53", "54", "55", "2221", "2500", "2720", // Visa, Mastercard
		"6011", "644", "65", "3528", "3589", "62", "622126", // Discover, JCB, UnionPay
		"2200", "2204", "60", "508", "506099", "5019", "6759", "6763", "5018", // Mir, RuPay, Verve, Dankort, Maestro
	} {
		list = append(list, issuer{first, 16, fours})
	}
	return list
}

// card is a card number in the groups in which it stands on the card.
type card []string

// newCard returns a random card of one of the issuers, with the right check digit.
func newCard(r *rand.Rand) card {
	all := issuers()
	is := all[r.IntN(len(all))]
	number := is.first
	for len(number) < is.length-1 {
		number += strconv.Itoa(r.IntN(10))
	}
	number += strconv.Itoa(checkDigit(number))
	var c card
	for _, size := range is.groups {
		c, number = append(c, number[:size]), number[size:]
	}
	return c
}

// checkDigit returns the digit that makes number, with it at the end, pass the Luhn check.
func checkDigit(number string) int {
	sum := 0
	for i := range len(number) {
		digit := int(number[len(number)-1-i] - '0')
		if i%2 == 0 {
			digit = 2*digit/10 + 2*digit%10
		}
		sum += digit
	}
	return (10 - sum%10) % 10
}
