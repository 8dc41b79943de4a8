package redact_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/channel/redact"
)

// FuzzZendesk holds the redactor against the slow one under all options, and against its
// laws: Text and Changes agree, and what is masked stays as it is.
func FuzzZendesk(f *testing.F) {
	for _, text := range []string{
		"4111 1111 1111 1111 12/25 4111111111111111", "cc4111111111111111exp", "+4111111111111111 card:4111111111111111",
		"a:4 111111111111111", "tel:6 1234567 12345678901 12345678901 12345678901 12345678901 1", " 1-25:4111111111111111 12/25+4111111111111111",
		" 1/23 4/56 7/89 4111\u00a01111–1111*1111\n\xff4222222222222", "3782 822463 10005 &#43;6759 0000 0000 0000", "41 12-345 678 9 123 456 7",
	} {
		f.Add(text, byte(0), int8(0), int8(0))
		f.Add(text, byte(0xff), int8(-1), int8(12))
	}
	f.Fuzz(func(t *testing.T, text string, flags byte, first, last int8) {
		checkZendesk(t, text, redact.Config{
			Off: flags&31 == 31, UseGroupings: flags&1 != 0, ExcludeTrackingNumbers: flags&2 != 0, ParseFlanking: flags&4 != 0,
			ExposeFirst: max(redact.ExposeNone, int(first)), ExposeLast: max(redact.ExposeNone, int(last)),
			Replacement: [...]string{"", "*", "##", "▇▇"}[flags>>5&3],
		})
	})
}

// checkZendesk fails the test if a law does not hold for text. It returns how many numbers
// were masked.
func checkZendesk(t *testing.T, text string, cfg redact.Config) int {
	t.Helper()
	cfg.Zendesk = true
	r := redactor(t, cfg)
	got, changes := r.Changes(text)
	want, wantChanges := zendeskReference(cfg, text)
	if diff := cmp.Diff(want, got) + cmp.Diff(wantChanges, changes); diff != "" {
		t.Fatalf("Changes(%q) with %+v mismatch (-want +got):\n%s", text, cfg, diff)
	}
	plain, changed := r.Text(text)
	if plain != got || changed != (changes != nil) || changed && !utf8.ValidString(got) {
		t.Fatalf("Text(%q) with %+v is %q, %v; Changes say %q", text, cfg, plain, changed, got)
	}
	if again, changed := r.Text(got); changed {
		t.Fatalf("Text(%q) with %+v is %q, and then %q", text, cfg, got, again)
	}
	return len(changes)
}

func TestZendesk(t *testing.T) {
	flanks := redact.Config{ParseFlanking: true}
	groups := redact.Config{UseGroupings: true}
	tests := []struct {
		name string
		cfg  redact.Config
		text string
		want string // empty: text itself
	}{
		{name: "nothing"},
		{name: "no digit", text: "bonjour, merci"},
		{name: "a number in groups", text: "my card 5555 5555 5555 4444!", want: "my card 5555 55▇▇ ▇▇▇▇ 4444!"},
		{name: "two numbers", text: "5555555555554444\n4222222222222", want: "555555▇▇▇▇▇▇4444\n422222▇▇▇2222"},
		{name: "two numbers in one run", text: "5555555555554444 4222222222222"},
		{name: "wrong check digit", text: "5555555555554445"},
		{name: "no brand", text: "7000000000000005"},
		{name: "five characters of noise", text: "5555 –é💳 5555 5555 4444", want: "5555 –é💳 55▇▇ ▇▇▇▇ 4444"},
		{name: "six characters of noise", text: "5555 –é💳  5555 5555 4444"},
		{name: "invalid bytes", text: "5555\xff5555 5555\xe2\x96 4444 \xe9", want: "5555\ufffd55▇▇ ▇▇▇▇\ufffd\ufffd 4444 \ufffd"},
		{name: "invalid bytes but no number", text: "5555 \xff"},
		{name: "expiry date", text: "5555 5555 5555 4444 3/27 123", want: "5555 55▇▇ ▇▇▇▇ 4444 3/27 123"},
		{name: "no expiry date", text: "5555 5555 5555 4444 13-27"},
		{name: "date before", text: "until 12-2027 5555555555554444", want: "until 12-2027 555555▇▇▇▇▇▇4444"},
		{name: "a date is a letter before", cfg: flanks, text: "until 12-2027 5555555555554444"},
		{name: "of two dates with one blank between them the second is none", text: " 1-27 2-28 5555555555554444"},
		{name: "phone number", text: "+5555555555554444"},
		{name: "character reference of plus", text: "&#43;5555555555554444"},
		{name: "path", text: "/tickets/5555555555554444?n=1"},
		{name: "address", text: "see https://example.com/a?b=5555555555554444,5555555555554444"},
		{name: "address closed before", text: `<a href="https://example.com/">5555555555554444</a>`, want: `<a href="https://example.com/">555555▇▇▇▇▇▇4444</a>`},
		{name: "scheme", text: "tel:5555555555554444"},
		{name: "scheme and one digit", text: "tel:5 555555555554444", want: "tel:5 55555▇▇▇▇▇▇4444"},
		{name: "name too long for a scheme", text: "a1234567890:5555555555554444", want: "a1234567890:555555▇▇▇▇▇▇4444"},
		{name: "colon and blank", text: "card: 5555555555554444", want: "card: 555555▇▇▇▇▇▇4444"},
		{name: "letters beside", text: "a5555555555554444b", want: "a555555▇▇▇▇▇▇4444b"},
		{name: "letters beside are looked at", cfg: flanks, text: "a5555555555554444"},
		{name: "letter behind is looked at", cfg: flanks, text: "5555555555554444é"},
		{name: "words that may be beside", cfg: flanks, text: "VISA5555555555554444Exp", want: "VISA555555▇▇▇▇▇▇4444Exp"},
		{name: "groups of the brand", cfg: groups, text: "3782 822463 10005", want: "3782 82▇▇▇▇ ▇0005"},
		{name: "groups of another brand", cfg: groups, text: "3782 8224 6310 005"},
		{name: "one piece", cfg: groups, text: "378282246310005", want: "378282▇▇▇▇▇0005"},
		{name: "other replacement", cfg: redact.Config{Replacement: "[]"}, text: "4222222222222", want: "422222[][][]2222"},
		{name: "nothing exposed", cfg: redact.Config{ExposeFirst: redact.ExposeNone, ExposeLast: redact.ExposeNone}, text: "4-222222222222", want: "▇-▇▇▇▇▇▇▇▇▇▇▇▇"},
		{name: "everything exposed", cfg: redact.Config{ExposeFirst: 9}, text: "4222222222222"},
		{name: "off", cfg: redact.Config{Off: true}, text: "5555555555554444"},
	}
	for _, tt := range tests {
		tt.cfg.Zendesk = true
		t.Run(tt.name, func(t *testing.T) {
			want := tt.want
			if want == "" {
				want = tt.text
			}
			got, changed := redactor(t, tt.cfg).Text(tt.text)
			if diff := cmp.Diff(want, got); diff != "" || changed != (tt.want != "") {
				t.Errorf("Text(%q) reports %v, mismatch (-want +got):\n%s", tt.text, changed, diff)
			}
			checkZendesk(t, tt.text, tt.cfg)
		})
	}
}

// TestZendeskBrands tries each brand at the edges of its first digits and lengths.
func TestZendeskBrands(t *testing.T) {
	tests := []struct {
		first   string
		lengths []int
	}{
		{"4", []int{13, 16, 19}},
		{"49036", []int{13, 16, 18, 19}},
		{"51", []int{16}}, {"55", []int{16}}, {"5019", []int{12, 13, 14, 15, 16, 17, 18, 19}},
		{"2220", nil}, {"2221", []int{16}}, {"2720", []int{16}}, {"2721", nil},
		{"34", []int{15}}, {"35", nil}, {"37", []int{15}}, {"3527", nil}, {"3528", []int{16}}, {"3589", []int{16}}, {"3590", nil},
		{"300", []int{14}}, {"305", []int{14}}, {"306", nil}, {"36", []int{14}}, {"389", []int{14}},
		{"50", []int{12, 13, 14, 15, 16, 17, 18, 19}}, {"59", nil}, {"564182", []int{12, 13, 14, 15, 16, 17, 18, 19}},
		{"6", []int{12, 13, 14, 15, 16, 17, 18, 19}}, {"7", nil}, {"8", nil}, {"9", []int{16}}, {"0", nil}, {"1", nil},
	}
	for _, tt := range tests {
		var got []int
		for n := 11; n <= 20; n++ {
			number := withCheckDigit(tt.first + strings.Repeat("0", n-1-len(tt.first)))
			if _, changed := redactor(t, redact.Config{Zendesk: true}).Text(number); changed {
				got = append(got, n)
			}
		}
		if diff := cmp.Diff(tt.lengths, got); diff != "" {
			t.Errorf("numbers from %s mismatch (-want +got):\n%s", tt.first, diff)
		}
	}
}

func TestZendeskTracking(t *testing.T) {
	keep := redactor(t, redact.Config{Zendesk: true, ExcludeTrackingNumbers: true})
	for number, want := range map[string]bool{ // is it masked nevertheless?
		"600000000007":     false, // FedEx Express
		"600000000015":     true,
		"500000000009":     false, // Purolator
		"600000000000004":  false, // FedEx Ground
		"600000000000012":  true,
		"4000000000000077": false, // Canada Post
		"4000000000000002": true,
	} {
		_, plain := redactor(t, redact.Config{Zendesk: true}).Text(number)
		_, kept := keep.Text(number)
		if !plain || kept != want {
			t.Errorf("%s: masked %v, and %v without parcel numbers, want true and %v", number, plain, kept, want)
		}
	}
}
