package redact_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/socialticket/socialticket/channel/redact"
)

// cardPieces are what awkward texts are made of: numbers of every brand, dates, schemes,
// separators, noise of one to four bytes and bytes that are no text at all.
func cardPieces() []string {
	return []string{
		"4111111111111111", "4111 1111 1111 1111", "5555-5555-5555-4444", "378282246310005", "30569309025904", "4222222222222",
		"3530111333300000", "6011000990139424", "6759649826438453", "676770000000000000", "501971701010374", "5019717010103742",
		"676000000000", "500000000009", "9999999999999995", "3714 496353 98431", "67999 901000 00000 019", "624940680519611",
		"0", "1", "4", "11", "12", "49", "1234", "12345678901", "0000000000000000000000000000000",
		" 1/23", " 12-25", " 03/2015 ", "\t7-24:", "\n10/99x", "13/25", " 1-2", "/", "-", "+", "&#43;", "&", "#", ":", "::", "tel:", "a:b", "https://x.y/",
		" ", "  ", "     ", "\n", "\r", "\v", ",", ".", "(", ")", "_", ";", "<", ">", "=", "*", "|", "\u00a0", "–", "é", "💳", "▇", "▇▇▇", "\ufffd", "\xff", "\xe2\x96", "\x80",
		"x", "cc", "CARD", "vIsa", "amex", "ex", "Exp", "ſ", "२", "卡号", "\u0301", "abcdefghij", "a.b-c+d",
	}
}

// awkwardText is a text of up to n pieces.
func awkwardText(r *rand.Rand, n int) string {
	all := cardPieces()
	var b strings.Builder
	for range r.IntN(n) + 1 {
		b.WriteString(all[r.IntN(len(all))])
		if r.IntN(4) == 0 {
			b.WriteString(strings.Repeat(all[r.IntN(len(all))], r.IntN(4)))
		}
	}
	return b.String()
}

// randomConfig is a configuration of any sort.
func randomConfig(r *rand.Rand) redact.Config {
	return redact.Config{
		UseGroupings: r.IntN(3) == 0, ExcludeTrackingNumbers: r.IntN(3) == 0, ParseFlanking: r.IntN(3) == 0,
		ExposeFirst: max(-1, r.IntN(40)-25), ExposeLast: max(-1, r.IntN(40)-25), Replacement: [...]string{"", "*", "▇▇"}[r.IntN(3)],
	}
}

func TestZendeskAgreesWithReference(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	masked := 0
	for range 5_000 {
		masked += checkZendesk(t, awkwardText(r, 20), randomConfig(r))
	}
	if masked < 500 {
		t.Errorf("only %d numbers were masked: the texts are too tame", masked)
	}
}

// withCheckDigit adds the digit to serial that makes it pass the Luhn check.
func withCheckDigit(serial string) string {
	for _, check := range "0123456789" {
		if number := serial + string(check); checksOut(number, 2) {
			return number
		}
	}
	panic("one digit in ten is right")
}
