package redact_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/socialticket/socialticket/channel/redact"
)

// BenchmarkRedact compares the redactor, in one run, with the limit (a copy of the text),
// with the same rule in regular expressions, and with the shortest expression for a part
// of it: the run of digits, its check digit and its length; no brand, date or address.
func BenchmarkRedact(b *testing.B) {
	const size = 1 << 20
	zendesk := redactor(b, redact.Config{Zendesk: true})
	for _, in := range []struct{ name, text string }{
		{"none-1MB", strings.Repeat("merci beaucoup, à bientôt. ", size/29)},
		{"chat-1MB", chatText(size)},
		{"digits-1MB", digitText(size)},
		{"run-1MB", strings.Repeat("4111111111111111", size/16)},
		{"url-1MB", "https://example.com/" + strings.Repeat("4111111111111111/", size/17)},
		{"message-200B", chatText(200)},
	} {
		for _, c := range []struct {
			name string
			run  func(text string)
		}{
			{"copy", copyTo(len(in.text))},
			{"redact", func(text string) { redact.Redactor{}.Text(text) }},
			{"zendesk", func(text string) { zendesk.Text(text) }},
			{"regexp-part", func(text string) { runRule.ReplaceAllStringFunc(text, maskRun) }},
			{"regexp", func(text string) { zendeskReference(redact.Config{}, text) }},
		} {
			b.Run(in.name+"/"+c.name, func(b *testing.B) {
				b.SetBytes(int64(len(in.text)))
				b.ReportAllocs()
				for b.Loop() {
					c.run(in.text)
				}
			})
		}
	}
}

func copyTo(size int) func(string) {
	to := make([]byte, size)
	return func(text string) { copy(to, text) }
}

var runRule = regexp.MustCompile(`[0-9](?:` + noiseRune + `{0,5}[0-9]){10,30}`)

func maskRun(number string) string {
	digits := onlyDigits(number)
	if len(digits) < 12 || len(digits) > 19 || !checksOut(digits, 2) {
		return number
	}
	return referenceMask(redact.Config{}, number)
}

// chatText is size bytes of talk, with a price, an hour or a phone number now and then and
// a card number in about 50,000 bytes.
func chatText(size int) string {
	r := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("bonjour je n'ai pas reçu le colis que j'ai commandé la semaine dernière pouvez vous regarder où il en est merci " +
		"hello my order has not arrived yet can you tell me where it is and when i can expect it thank you very much")
	var b strings.Builder
	for b.Len() < size {
		switch n := r.IntN(1000); {
		case n < 10:
			fmt.Fprintf(&b, "%d,%02d € ", r.IntN(500), r.IntN(100))
		case n < 18:
			fmt.Fprintf(&b, "%02d:%02d ", r.IntN(24), r.IntN(60))
		case n < 20:
			fmt.Fprintf(&b, "+49 151 %08d ", r.IntN(1e8))
		}
		if r.IntN(8000) == 0 {
			b.WriteString(visaNumber(r) + ", ")
		}
		b.WriteString(words[r.IntN(len(words))] + " ")
	}
	return b.String()[:size]
}

// digitText is size bytes of order numbers, dates, phone numbers, amounts and cards.
func digitText(size int) string {
	r := rand.New(rand.NewPCG(3, 4))
	var b strings.Builder
	for b.Len() < size {
		switch r.IntN(6) {
		case 0:
			fmt.Fprintf(&b, "order %d, ", r.IntN(1e9))
		case 1:
			fmt.Fprintf(&b, "2026-%02d-%02d %02d:%02d, ", 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60))
		case 2:
			fmt.Fprintf(&b, "tel +49 30 %02d %02d %02d, ", r.IntN(100), r.IntN(100), r.IntN(100))
		case 3:
			fmt.Fprintf(&b, "total %d.%02d EUR, ", r.IntN(1000), r.IntN(100))
		case 4:
			fmt.Fprintf(&b, "id %016d, ", r.Int64N(1e16))
		case 5:
			b.WriteString("card " + visaNumber(r) + ", ")
		}
	}
	return b.String()[:size]
}

// visaNumber is a card number, in one piece or in groups of four.
func visaNumber(r *rand.Rand) string {
	n := withCheckDigit(fmt.Sprintf("4%014d", r.Int64N(1e14)))
	if sep := [...]string{"", " ", "-"}[r.IntN(3)]; sep != "" {
		n = strings.Join([]string{n[:4], n[4:8], n[8:12], n[12:]}, sep)
	}
	return n
}
