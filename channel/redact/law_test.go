package redact_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel/redact"
)

// TestTextWithoutDigits states that a text without a digit of any script comes back as it
// is, without an allocation, in whatever script it is.
func TestTextWithoutDigits(t *testing.T) {
	for _, text := range []string{
		"bonjour, à bientôt", "здравствуйте", "مرحبا بك", "नमस्ते", "สวัสดี", "你好，谢谢。", "안녕하세요", "👍🏽 🎉", "\xd9\xe0\xef\xf0", "",
	} {
		text = strings.Repeat(text+" ", 50)
		var got string
		allocs := testing.AllocsPerRun(10, func() { got, _ = redact.Redactor{}.Text(text) })
		if allocs != 0 || unsafe.StringData(got) != unsafe.StringData(text) || len(got) != len(text) {
			t.Errorf("%q: allocated %v times and became %q", text, allocs, got)
		}
	}
}

// TestTextEveryScript states that a card is found in the digits of each script.
func TestTextEveryScript(t *testing.T) {
	zeros := []rune{'0', '٠', '۰', '߀', '०', '০', '੦', '૦', '୦', '௦', '౦', '೦', '൦', '෦', '๐', '໐', '༠', '၀', '႐', '០', '᠐', '᥆', '᧐', '᪀', '᪐', '᭐', '᮰', '᱀', '᱐',
		'꘠', '꣐', '꤀', '꧐', '꧰', '꩐', '꯰', '０', '𐒠', '𑁦', '𝟎', '𝟘', '𝟢', '𝟬', '𝟶', '🯰'}
	for _, zero := range zeros {
		text := strings.Map(func(r rune) rune {
			if r == ' ' {
				return r
			}
			return zero + r - '0'
		}, "4111 1111 1111 1111")
		got, changed := redact.Redactor{}.Text("here " + text + ".")
		want := "here " + string([]rune(text)[:7]) + "▇▇ ▇▇▇▇ " + string([]rune(text)[15:]) + "."
		if got != want || !changed {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

// TestTextAccounts states that no digit of a bank account number with a right check is
// masked, whatever stands around it.
func TestTextAccounts(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	all := append(cardPieces(), peoplePieces()...)
	masked := 0
	for range 20_000 {
		account := randomAccount(r)
		text := all[r.IntN(len(all))] + " " + account + [...]string{" ", ", ", "\n", "-"}[r.IntN(4)] + all[r.IntN(len(all))]
		got, changed := redact.Redactor{}.Text(text)
		if !strings.Contains(got, account) {
			t.Fatalf("%q became %q", text, got)
		}
		if changed {
			masked++
		}
	}
	require.Greater(t, masked, 2_000, "the texts are too tame")
}

// randomAccount is a bank account number with a right check, in one piece or in fours.
func randomAccount(r *rand.Rand) string {
	countries := []struct {
		code   string
		digits int
	}{{"BE", 12}, {"AT", 16}, {"NO", 11}, {"DK", 14}, {"FI", 14}, {"DE", 18}, {"FR", 23}}
	c := countries[r.IntN(len(countries))]
	var account strings.Builder
	for range c.digits {
		account.WriteString(strconv.Itoa(r.IntN(10)))
	}
	rest := 0
	for _, digit := range fmt.Sprintf("%s%d%d00", account.String(), c.code[0]-'A'+10, c.code[1]-'A'+10) {
		rest = (10*rest + int(digit-'0')) % 97
	}
	number := fmt.Sprintf("%s%02d%s", c.code, 98-rest, account.String())
	if r.IntN(2) == 0 {
		return number
	}
	var groups []string
	for ; len(number) > 4; number = number[4:] {
		groups = append(groups, number[:4])
	}
	return strings.Join(append(groups, number), " ")
}
