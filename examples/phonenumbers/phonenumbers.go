// Package phonenumbers lends a desk the full library of phone numbers: it adapts
// github.com/nyaruka/phonenumbers to [identity.Phones]. The table of package
// identity/phone knows how numbers begin and how long they are; the library knows each
// range that a country has given out.
//
//	desk, err := socialticket.New(socialticket.Config{
//		Phones: identity.Phones{Parse: phonenumbers.Parse("FR")},
//		…
//	})
package phonenumbers

import "github.com/nyaruka/phonenumbers"

// Parse returns a reader of phone numbers as people in a region type them. It
// returns "+" and digits, or "" for what is no valid number of any country. The
// region, two capital letters, counts for numbers without a country code; "ZZ"
// takes none of those. Many goroutines may call the reader.
func Parse(region string) func(raw string) string {
	return func(raw string) string {
		n, err := phonenumbers.Parse(raw, region)
		if err != nil || !phonenumbers.IsValidNumber(n) {
			return ""
		}
		return phonenumbers.Format(n, phonenumbers.E164)
	}
}
