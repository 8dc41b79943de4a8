package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// regions are the countries whose mobile numbers are tried: those whose numbers look most
// like cards, and those where most people write.
func regions() []string {
	return []string{"AR", "AT", "BR", "CN", "CO", "DE", "EG", "ES", "FR", "GB", "ID", "IN", "IT", "MX", "MY", "NG", "NZ", "PH", "TR", "VE"}
}

// newMobile returns a maker of texts with a mobile number of a country, valid by the full
// number plan, in international form without plus.
func newMobile(region string) func(*rand.Rand) (string, []int) {
	code := int32(phonenumbers.GetCountryCodeForRegion(region))
	example := phonenumbers.GetExampleNumberForType(region, phonenumbers.MOBILE)
	usual := len(strconv.FormatUint(example.GetNationalNumber(), 10))
	return func(r *rand.Rand) (string, []int) {
		for {
			least := uint64(1)
			for range usual - 2 + r.IntN(4) { // from a digit less to two more
				least *= 10
			}
			national := least + r.Uint64N(9*least)
			number := &phonenumbers.PhoneNumber{CountryCode: &code, NationalNumber: &national}
			if kind := phonenumbers.GetNumberType(number); kind == phonenumbers.MOBILE || kind == phonenumbers.FIXED_LINE_OR_MOBILE {
				return fmt.Sprintf("please call me on WhatsApp %d%d", code, national), nil
			}
		}
	}
}

// newAccount returns a text with a random bank account number, in one piece or in fours.
func newAccount(r *rand.Rand) (string, []int) {
	countries := []struct {
		code   string
		digits int
	}{{"BE", 12}, {"AT", 16}, {"NO", 11}, {"DK", 14}, {"FI", 14}, {"DE", 18}, {"ES", 20}, {"PL", 24}, {"PT", 21}, {"CH", 17}}
	c := countries[r.IntN(len(countries))]
	var account strings.Builder
	for range c.digits {
		account.WriteString(strconv.Itoa(r.IntN(10)))
	}
	rest := 0
	for _, digit := range account.String() + strconv.Itoa(int(c.code[0]-'A'+10)) + strconv.Itoa(int(c.code[1]-'A'+10)) + "00" {
		rest = (10*rest + int(digit-'0')) % 97
	}
	number := fmt.Sprintf("%s%02d%s", c.code, 98-rest, account.String())
	if r.IntN(2) == 0 {
		return "please pay to " + number, nil
	}
	var text strings.Builder
	text.WriteString("please pay to")
	for ; len(number) > 4; number = number[4:] {
		text.WriteString(" " + number[:4])
	}
	return text.String() + " " + number, nil
}

// newOrder returns a text with a number of 12 to 19 digits behind a word for it.
func newOrder(r *rand.Rand) (string, []int) {
	words := []string{"order", "order no.", "Bestellnummer:", "commande n°", "tracking #", "ticket"}
	var text strings.Builder
	text.WriteString(words[r.IntN(len(words))] + " " + strconv.Itoa(1+r.IntN(9)))
	for range 11 + r.IntN(8) {
		text.WriteString(strconv.Itoa(r.IntN(10)))
	}
	return text.String(), nil
}
