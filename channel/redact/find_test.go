package redact_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/channel/redact"
)

func TestText(t *testing.T) {
	tests := []struct {
		name string
		cfg  redact.Config
		text string
		want string // empty: text itself
	}{
		{name: "nothing"},
		{name: "no digit", text: "bonjour, merci"},
		{name: "one piece", text: "4111111111111111", want: "411111▇▇▇▇▇▇1111"},
		{name: "letters beside", text: "a4111111111111111b", want: "a411111▇▇▇▇▇▇1111b"},
		{name: "a letter beside is looked at", cfg: redact.Config{ParseFlanking: true}, text: "a4111111111111111"},
		{name: "card code behind", text: "4111 1111 1111 1111 123", want: "4111 11▇▇ ▇▇▇▇ 1111 123"},
		{name: "a number before", text: "1 4111 1111 1111 1111", want: "1 4111 11▇▇ ▇▇▇▇ 1111"},
		{name: "an amount before", text: "pay 50 4111111111111111", want: "pay 50 411111▇▇▇▇▇▇1111"},
		{name: "two on a line", text: "4111 1111 1111 1111 5555 5555 5555 4444", want: "4111 11▇▇ ▇▇▇▇ 1111 5555 55▇▇ ▇▇▇▇ 4444"},
		{name: "two of other groups", text: "3782 822463 10005 3056 930902 5904 4111-1111-1111-1111", want: "3782 82▇▇▇▇ ▇0005 3056 93▇▇▇▇ 5904 4111-11▇▇-▇▇▇▇-1111"},
		{name: "full stops", text: "4111.1111.1111.1111", want: "4111.11▇▇.▇▇▇▇.1111"},
		{name: "slashes", text: "4111/1111/1111/1111", want: "4111/11▇▇/▇▇▇▇/1111"},
		{name: "commas", text: "4111,1111,1111,1111", want: "4111,11▇▇,▇▇▇▇,1111"},
		{name: "underscores", text: "4111_1111_1111_1111", want: "4111_11▇▇_▇▇▇▇_1111"},
		{name: "lines", text: "4111\n1111\r\n1111\n1111", want: "4111\n11▇▇\r\n▇▇▇▇\n1111"},
		{name: "broken by a line", text: "4111 1111\n1111 1111", want: "4111 11▇▇\n▇▇▇▇ 1111"},
		{name: "brackets", text: "(4111)(1111)(1111)(1111)", want: "(4111)(11▇▇)(▇▇▇▇)(1111)"},
		{name: "dashes", text: "4111 – 1111 - 1111—1111", want: "4111 – 11▇▇ - ▇▇▇▇—1111"},
		{name: "blanks without a width", text: "4111\u200b1111\u200b1111\u200b1111", want: "4111\u200b11▇▇\u200b▇▇▇▇\u200b1111"},
		{name: "digit by digit", text: "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", want: "4 1 1 1 1 1 ▇ ▇ ▇ ▇ ▇ ▇ 1 1 1 1"},
		{name: "in pairs", text: "41 11 11 11 11 11 11 11", want: "41 11 11 ▇▇ ▇▇ ▇▇ 11 11"},
		{name: "keycaps", text: strings.Join(strings.Split("4111111111111111", ""), "\ufe0f\u20e3"), want: strings.Join(strings.Split("411111▇▇▇▇▇▇1111", ""), "\ufe0f\u20e3")},
		{name: "full width", text: "４１１１ １１１１ １１１１ １１１１", want: "４１１１ １１▇▇ ▇▇▇▇ １１１１"},
		{name: "Arabic-Indic", text: "٤١١١ ١١١١ ١١١١ ١١١١", want: "٤١١١ ١١▇▇ ▇▇▇▇ ١١١١"},
		{name: "Persian", text: "۴۱۱۱۱۱۱۱۱۱۱۱۱۱۱۱", want: "۴۱۱۱۱۱▇▇▇▇▇▇۱۱۱۱"},
		{name: "Devanagari", text: "४१११-११११-११११-११११", want: "४१११-११▇▇-▇▇▇▇-११११"},
		{name: "Thai", text: "๔๑๑๑ ๑๑๑๑ ๑๑๑๑ ๑๑๑๑", want: "๔๑๑๑ ๑๑▇▇ ▇▇▇▇ ๑๑๑๑"},
		{name: "of four bytes", text: "𝟒𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏", want: "𝟒𝟏𝟏𝟏𝟏𝟏▇▇▇▇▇▇𝟏𝟏𝟏𝟏"},
		{name: "label and colon", text: "card:4111111111111111", want: "card:411111▇▇▇▇▇▇1111"},
		{name: "date before", text: "12/27 4111111111111111", want: "12/27 411111▇▇▇▇▇▇1111"},
		{name: "date and code behind", text: "4111111111111111/12/27/123", want: "411111▇▇▇▇▇▇1111/12/27/123"},
		{name: "bold", text: "*4111111111111111*", want: "*411111▇▇▇▇▇▇1111*"},
		{name: "invalid bytes", text: "4111\xff1111\xff1111\xff1111", want: "4111\ufffd11▇▇\ufffd▇▇▇▇\ufffd1111"},
		{name: "overlapping numbers are one", text: "6759 6498 2643 8453 0000", want: "6759 64▇▇ ▇▇▇▇ ▇▇▇▇ 0000"},
		{name: "odd groups alone", text: "my 41111 11111 111111", want: "my 41111 1▇▇▇▇ ▇▇1111"},
		{name: "odd groups beside others", text: "7 41111 11111 111111"},
		{name: "unlike gaps", text: "4111,1111:1111/1111"},
		{name: "letters within", text: "4111x1111x1111x1111"},
		{name: "six blanks", text: "4111      1111      1111      1111"},
		{name: "part of a longer number", text: "41111111111111111111"},
		{name: "wrong check digit", text: "4111111111111112"},
		{name: "another first digit", text: "7000000000000005"},
		{name: "in the rest of a number", text: "▇4111111111111111"},

		{name: "mobile number without plus", text: "please call me on WhatsApp 6281221340730"},
		{name: "German", text: "4915112345678"},
		{name: "the same in groups", text: "49 151 12345678"},
		{name: "a card of the same digits", text: "my card is 4915112345678", want: "my card is 491511▇▇▇5678"},
		{name: "in the groups of a card", text: "4915 1123 4567 8", want: "4915 11▇▇ ▇567 8"},
		{name: "plus", text: "+4222222222222, +42 22222 222222"},
		{name: "plus in HTML", text: "&#43;4222222222222"},
		{name: "plus and too many digits", text: "+4111111111111111", want: "+411111▇▇▇▇▇▇1111"},
		{name: "phone number and card", text: "+49 151 1234567 4111 1111 1111 1111", want: "+49 151 1234567 4111 11▇▇ ▇▇▇▇ 1111"},
		{name: "WhatsApp's address", text: "send it to 6759649826438453@c.us, or 6759649826438453@lid"},
		{name: "web address", text: "see https://example.com/a?b=5555555555554444,5555555555554444"},
		{name: "without a scheme", text: "wa.me/6759649826438453"},
		{name: "path", text: "/tickets/5555555555554444?n=1"},
		{name: "card behind an address", text: "see https://example.com/a 5555555555554444", want: "see https://example.com/a 555555▇▇▇▇▇▇4444"},
		{name: "address in a tag", text: `<a href="tel:5555555555554444">5555555555554444</a>`, want: `<a href="tel:5555555555554444">555555▇▇▇▇▇▇4444</a>`},
		{name: "Belgian account", text: "BE68 5390 0754 7034, BE68539007547034"},
		{name: "Austrian account", text: "IBAN: AT61 1904 3002 3457 3201"},
		{name: "British account", text: "gb29-nwbk-6016-1331-9268-19"},
		{name: "account and card", text: "BE68 5390 0754 7034 4111 1111 1111 1111", want: "BE68 5390 0754 7034 4111 11▇▇ ▇▇▇▇ 1111"},
		{name: "order", text: "order 4111111111111111, Bestellnummer: 4111111111111111, commande n° 4111111111111111"},
		{name: "order paid by card", text: "order by card 4111111111111111", want: "order by card 411111▇▇▇▇▇▇1111"},
		{name: "a label is not for groups", text: "order 4111 1111 1111 1111", want: "order 4111 11▇▇ ▇▇▇▇ 1111"},
		{name: "off", cfg: redact.Config{Off: true}, text: "5555555555554444"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := tt.want
			if want == "" {
				want = tt.text
			}
			got, changed := redactor(t, tt.cfg).Text(tt.text)
			if diff := cmp.Diff(want, got); diff != "" || changed != (tt.want != "") {
				t.Errorf("Text(%q) reports %v, mismatch (-want +got):\n%s", tt.text, changed, diff)
			}
		})
	}
}
