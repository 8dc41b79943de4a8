package redact_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/channel/redact"
)

// FuzzText holds the redactor against the slow one, and against its laws: Text and Changes
// agree, and what is masked stays as it is.
func FuzzText(f *testing.F) {
	for _, text := range append(cardPieces(), peoplePieces()...) {
		f.Add(text, byte(0), byte(0), byte(0))
		f.Add("4111 1111 1111 1111 "+text+" 6759-6498-2643-8453", byte(0xff), byte(3), byte(2))
	}
	f.Fuzz(func(t *testing.T, text string, flags, first, last byte) {
		if len(text) > 500 {
			return // the slow one is too slow
		}
		checkText(t, text, redact.Config{
			Off: flags&31 == 31, UseGroupings: flags&1 != 0, ExcludeTrackingNumbers: flags&2 != 0, ParseFlanking: flags&4 != 0,
			ExposeFirst: int(first%8) - 1, ExposeLast: int(last%6) - 1,
			Replacement: [...]string{"", "*", "##", "▇▇"}[flags>>5&3],
		})
	})
}

// checkText fails the test if a law does not hold for text. It returns how many numbers
// were masked.
func checkText(t *testing.T, text string, cfg redact.Config) int {
	t.Helper()
	r := redactor(t, cfg)
	got, changes := r.Changes(text)
	want, wantChanges := reference(cfg, text)
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

func TestTextAgreesWithReference(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	masked := 0
	for range 5_000 {
		cfg := randomConfig(r)
		cfg.ExposeFirst, cfg.ExposeLast = r.IntN(8)-1, r.IntN(6)-1
		masked += checkText(t, peopleText(r, 20), cfg)
	}
	if masked < 500 {
		t.Errorf("only %d numbers were masked: the texts are too tame", masked)
	}
}

// peoplePieces are what texts are made of besides cardPieces: numbers in people's hands,
// and what looks like them.
func peoplePieces() []string {
	return []string{
		"4111.1111.1111.1111", "(4111)(1111)(1111)(1111)", "4111\n1111\n1111\n1111", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "41 11 11 11 11 11 11 11",
		"４１１１ １１１１ １１１１ １１１１", "٤١١١ ١١١١ ١١١١ ١١١١", "४१११११११११११११११", "𝟒𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏", "6759 6498 2643 8453", "5612 0000 0001", "8100000000000000",
		"8100 0000 0000 0000", "180000000000000", "3782 822463 10005", "3056 930902 5904", "41111 11111 111111", "2200 1234 5678 9010",
		"6281221340730", "4915112345678", "49 151 12345678", "4915 1123 4567 8", "573001234567", "639171234567", "+4222222222222", "&#43;4222222222222",
		"BE68 5390 0754 7034", "BE68539007547034", "AT61 1904 3002 3457 3201", "NO93 8601 1117 947", "GB29 NWBK 6016 1331 9268 19", "DE89-3704-0044-0532-0130-00",
		"FR14 2004 1010 0505 0001 3M02 606", "FI21 1234 5600 0007 85", "order ", "commande n° ", "Bestellnummer: ", "id ", "card ", "carte ", "卡", "@c.us", "@lid",
		"https://x.y/", "wa.me/", "www.x.org?", "/", "tel:", "12/27", "50", "123", "4", "11", "1111", "4111\x001111\x001111\x001111", "\x00", "\t", "\u00a0", "\u200b", " - ", ") (", "+", "\"", "5555 5555 5555 4444",
	}
}

// peopleText is a text of up to n pieces of both kinds.
func peopleText(r *rand.Rand, n int) string {
	all := append(cardPieces(), peoplePieces()...)
	var text strings.Builder
	for range r.IntN(n) + 1 {
		text.WriteString(all[r.IntN(len(all))])
		if r.IntN(3) == 0 {
			text.WriteString(" ")
		}
	}
	return text.String()
}
