package identity_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/identity/phone"
)

// TestLawVariants states that the forms of a number are a closed set: each is a
// form of the others, they share one canonical form, and all are the same person.
func TestLawVariants(t *testing.T) {
	p := identity.Phones{}
	r := rand.New(rand.NewPCG(1, 1))
	for range 20000 {
		a := randomNumber(r)
		if e164 := p.E164(a); e164 != "" && e164[1:] != phone.Digits(a) {
			continue // typed with a trunk prefix, which no other form has
		}
		forms := p.Variants(a)
		if !slices.Contains(forms, a) {
			t.Fatalf("%q is not among its forms %q", a, forms)
		}
		for _, b := range forms {
			back := slices.Sorted(slices.Values(p.Variants(b)))
			if diff := cmp.Diff(slices.Sorted(slices.Values(forms)), back); diff != "" {
				t.Fatalf("the forms of %q and of its form %q differ:\n%s", a, b, diff)
			}
			if p.Canonical(a) != p.Canonical(b) || !p.Same(a, b) || p.WhatsAppID(a) != p.WhatsAppID(b) {
				t.Fatalf("%q and %q are forms of one number and not the same", a, b)
			}
		}
	}
}

// randomNumber returns a number as platforms write it, often of a country with
// two forms.
func randomNumber(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString([]string{"", "+", "whatsapp:+"}[r.IntN(3)])
	b.WriteString([]string{"55", "52", "521", "54", "549", "1", "44", "7", "359"}[r.IntN(9)])
	for range 8 + r.IntN(5) {
		b.WriteByte(byte('0' + r.IntN(10)))
	}
	if d := phone.Digits(b.String()); len(d) > 15 {
		return "1206555" + d[:4]
	}
	return b.String()
}

// FuzzPhones checks what holds for any text under any setting.
func FuzzPhones(f *testing.F) {
	for _, s := range []string{"", "+55 (41) 98888-7777", "whatsapp:+554188887777", "BR.1A2B", "0041 44 668 18 00", "8 912 345 67 89", "+1 206 555 0001 x12", "٠١٢"} {
		for _, c := range []string{"", "BR", "RU", "DE"} {
			f.Add(s, c)
		}
	}
	f.Fuzz(func(t *testing.T, s, country string) {
		if !phone.Known(country) {
			country = ""
		}
		p := identity.Phones{Country: country}
		canonical := p.Canonical(s)
		if canonical != "" && p.Canonical(canonical) != canonical {
			t.Errorf("%q: canonical %q becomes %q", s, canonical, p.Canonical(canonical))
		}
		e164 := p.E164(s)
		if d := phone.Digits(e164); e164 != "" && (e164 != "+"+d || len(d) < 7 || len(d) > 15 || p.E164(e164) != e164) {
			t.Errorf("%q: E.164 %q", s, e164)
		}
		if identity.IsUserID(s) && e164 != "" {
			t.Errorf("%q is an id and a number, %q", s, e164)
		}
		for _, v := range p.Variants(s) {
			// With a country, digits without "+" may be read as a national number.
			if canonical != "" && country == "" && !p.Same(v, s) {
				t.Errorf("%q: its form %q is another person", s, v)
			}
		}
		if form, had := p.Legacy(s); had && !p.Same(form, s) || !had && form != s {
			t.Errorf("%q: legacy form %q, %v", s, form, had)
		}
		if a := p.WhatsAppAddress(s); (a == "") != (canonical == "") {
			t.Errorf("%q: address %q, canonical %q", s, a, canonical)
		}
	})
}

func TestPhones(t *testing.T) {
	brazil, russia, chile := identity.Phones{Country: "BR"}, identity.Phones{Country: "RU"}, identity.Phones{Country: "CL"}
	tests := []struct {
		phones                identity.Phones
		raw, e164, canon, wid string
	}{
		{identity.Phones{}, "", "", "", ""},
		{identity.Phones{}, "+", "", "", ""},
		{identity.Phones{}, "call me", "", "", ""},
		{identity.Phones{}, "1234567", "", "", ""},
		{identity.Phones{}, "+1234567890123456", "", "", ""},
		{identity.Phones{}, "+1 (206) 555-0001", "+12065550001", "+12065550001", "12065550001"},
		{identity.Phones{}, "+12065550001x34", "+12065550001", "+12065550001", "12065550001"},
		{identity.Phones{}, "+1 206 555 0001 ext. 34", "+12065550001", "+12065550001", "12065550001"},
		{identity.Phones{}, "0044 7700 900123", "+447700900123", "+447700900123", "447700900123"},
		{identity.Phones{}, "(+44) (0)7700 900123", "+447700900123", "+447700900123", "447700900123"},
		{identity.Phones{}, "2065550001+2065550002", "", "", ""},
		{identity.Phones{}, "07700 900123", "", "", ""}, // whose country?
		{brazil, "(41) 8888-7777", "+554188887777", "+5541988887777", "554188887777"},
		{brazil, "041 98888-7777", "+5541988887777", "+5541988887777", "554188887777"},
		{brazil, "11 98888-7777", "+5511988887777", "+5511988887777", "5511988887777"},
		{brazil, "98888-7777", "", "", ""},  // whose area?
		{brazil, "12065550001", "", "", ""}, // another country's, perhaps
		{brazil, "0021 1 206 555 0001", "+12065550001", "+12065550001", "12065550001"},
		{brazil, "+55 51 3322-4455", "+555133224455", "+555133224455", "555133224455"},
		{russia, "8 (912) 345-67-89", "+79123456789", "+79123456789", "79123456789"},
		{chile, "9 7300 0097", "+56973000097", "+56973000097", "56973000097"},
		{chile, "56 9 7300 0097", "+56973000097", "+56973000097", "56973000097"},
		{identity.Phones{}, "+52 55 1234 5678", "+525512345678", "+525512345678", "5215512345678"},
		{identity.Phones{ShortIDs: true}, "+52 1 55 1234 5678", "+5215512345678", "+525512345678", "525512345678"},
		{identity.Phones{}, "+54 261 15 412-3456", "+5492614123456", "+542614123456", "5492614123456"},
		{identity.Phones{}, "+54 9 261 412-3456", "+5492614123456", "+542614123456", "5492614123456"},
		{identity.Phones{}, "+229 97 12 34 56", "+22997123456", "+2290197123456", "2290197123456"},
		{identity.Phones{Country: "CI"}, "07 12 34 56", "+22507123456", "+2250707123456", "2250707123456"},
		{identity.Phones{Country: "EG"}, "٠١٠١٢٣٤٥٦٧٨", "+201012345678", "+201012345678", "201012345678"},
		{identity.Phones{}, "whatsapp:US.1A", "", "whatsapp:US.1A", "US.1A"},
		{identity.Phones{Parse: func(string) string { return "+4930123456" }}, "the office", "+4930123456", "+4930123456", "4930123456"},
	}
	for _, tt := range tests {
		got := []string{tt.phones.E164(tt.raw), tt.phones.Canonical(tt.raw), tt.phones.WhatsAppID(tt.raw)}
		if diff := cmp.Diff([]string{tt.e164, tt.canon, tt.wid}, got); diff != "" {
			t.Errorf("%q in country %q: E.164, canonical, WhatsApp id (-want +got):\n%s", tt.raw, tt.phones.Country, diff)
		}
	}
}

func TestSame(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"", "", false},
		{"US.1A", "US.1A", true},
		{"US.1A", "whatsapp:US.1A", true},
		{"US.1A", "US.1B", false},
		{"+55 41 8888-7777", "whatsapp:+5541988887777", true},
		{"5215512345678", "+52 55 1234 5678", true},
		{"555133224455", "5551933224455", false}, // a landline and a mobile
		{"+229 97 12 34 56", "2290197123456", true},
		{"whatsapp:+22507123456", "+225 07 07 12 34 56", true},
		{"+225 07 12 34 56", "+225 05 07 12 34 56", false}, // of another operator
		{"Uf2c0", "Uf2c0", true},
		{"call me", "call you", false},
	}
	for _, tt := range tests {
		if got := (identity.Phones{}).Same(tt.a, tt.b); got != tt.want {
			t.Errorf("Same(%q, %q) is %v", tt.a, tt.b, got)
		}
	}
}

func TestIsUserID(t *testing.T) {
	long := strings.Repeat("a", 128)
	for s, want := range map[string]bool{
		"US.13491208655302741918": true, "US.ENT.11815799212886844830": true, "whatsapp:BR.1A2B": true, "US." + long: true,
		"": false, "US.": false, "US.ENT.": false, "USA.1": false, "U1.1": false, "US.1-2": false, "12.34": false, "US." + long + "a": false,
	} {
		if got := identity.IsUserID(s); got != want {
			t.Errorf("IsUserID(%q) is %v", s, got)
		}
	}
}
