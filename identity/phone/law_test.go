package phone_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/socialticket/socialticket/identity/phone"
)

// scripts are the zeros of some scripts' digits.
var scripts = []rune{'0', '٠', '۰', '०', '๐', '０', '০', '𝟎'}

// checkParse checks what holds for any text typed in any country.
func checkParse(t *testing.T, text, country string) {
	t.Helper()
	n, ok := phone.Parse(text, country)
	if ok != (n != "") {
		t.Fatalf("%q in %q: number %q, %v", text, country, n, ok)
	}
	for _, zero := range scripts {
		if other, _ := phone.Parse(in(zero, text), country); other != n {
			t.Errorf("%q in %q is %q, and with the digits of another script %q", text, country, n, other)
		}
	}
	if n == "" {
		return
	}
	if digits := phone.Digits(string(n)); n != phone.Number("+"+digits) || len(digits) < 7 || len(digits) > 15 {
		t.Errorf("%q in %q: number %q has another form", text, country, n)
	}
	if !n.Possible() || n.Code() == "" {
		t.Errorf("%q in %q: number %q is not possible", text, country, n)
	}
	if again, _ := phone.Parse(string(n), country); again != n {
		t.Errorf("%q in %q: number %q is %q", text, country, n, again)
	}
	checkForms(t, n)
}

// checkForms checks what holds for the forms of any number, possible or not.
func checkForms(t *testing.T, n phone.Number) {
	t.Helper()
	standard, other := n.Standard(), n.Other()
	if standard != n && standard != other || standard.Standard() != standard || standard.Possible() != n.Possible() {
		t.Errorf("%q: standard form %q, other form %q", n, standard, other)
	}
	if other == "" {
		return
	}
	if other.Other() != n || other.Standard() != standard || other.Possible() != n.Possible() || other.Code() != n.Code() {
		t.Errorf("%q: other form %q, and of that %q", n, other, other.Other())
	}
}

// in returns a text with its ASCII digits in another script.
func in(zero rune, text string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return zero + r - '0'
		}
		return r
	}, text)
}

// prefixed reports whether a text may begin with a prefix for calls abroad. Those of
// all countries begin with 0, but for a few that begin with 1 or 9, or 8 in Russia.
func prefixed(text string) bool {
	digits, plus := phone.Scan(text)
	return plus || digits != "" && strings.Contains("0189", digits[:1])
}

func TestLawParse(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 8))
	countries := []string{"", "AR", "AT", "BJ", "BR", "CI", "CN", "DE", "GB", "ID", "IT", "JP", "LT", "MX", "RU", "TH", "US"}
	seen := 0
	for range 100_000 {
		country := countries[r.IntN(len(countries))]
		text := randomText(r)
		checkParse(t, text, country)
		n, ok := phone.Parse(text, country)
		if !ok {
			continue
		}
		seen++
		home, _ := phone.Parse(homeOf[country], "")
		if country != "" && !prefixed(text) && n.Code() != home.Code() {
			t.Errorf("%q in %s is %q, a number of another country", text, country, n)
		}
	}
	if seen < 10_000 {
		t.Errorf("%d of 100,000 texts are numbers: the law says little", seen)
	}
}

// homeOf has a number of each country.
var homeOf = map[string]string{
	"AR": "+541112345678", "AT": "+43664123456", "BJ": "+2290197123456", "BR": "+5541988887777", "CI": "+2250707123456",
	"CN": "+8613812345678", "DE": "+4915123456789", "GB": "+447700900123", "ID": "+6281234567890", "IT": "+390612345678",
	"JP": "+819012345678", "LT": "+37061234567", "MX": "+525512345678", "RU": "+79123456789", "TH": "+66812345678", "US": "+12065550001",
}

// randomText returns digits, often behind what stands before numbers.
func randomText(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString([]string{"", "", "0", "00", "+", "8", "06", "011", "(0)"}[r.IntN(9)])
	b.WriteString([]string{"", "", "55", "52", "521", "54", "549", "1", "44", "49", "7", "225", "229", "62", "39", "86"}[r.IntN(16)])
	for range 5 + r.IntN(8) {
		b.WriteByte(byte('0' + r.IntN(10)))
	}
	return b.String()
}

// FuzzParse checks the laws for any text and any country.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", "+", "+55 (41) 98888-7777", "0041 44 668 18 00", "8 912 345 67 89", "+1 206 555 0001 x12", "٠١٠١٢٣٤٥٦٧٨", "(0)",
		"+39 (0)6 1234 5678", "011 15 1234-5678", "+22507123456", "+2290197123456", "06 20 123 4567", "＋８６１３８",
	} {
		for _, country := range []string{"", "BR", "RU", "DE", "AR", "CI", "IT", "49", "XX"} {
			f.Add(text, country)
		}
	}
	f.Fuzz(func(t *testing.T, text, country string) {
		checkParse(t, text, country)
		checkForms(t, phone.Number("+"+phone.Digits(text)))
	})
}
