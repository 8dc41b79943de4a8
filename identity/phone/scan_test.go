package phone_test

import (
	"testing"
	"unicode"

	"github.com/socialticket/socialticket/identity/phone"
)

func TestScan(t *testing.T) {
	tests := []struct {
		text, digits string
		plus         bool
	}{
		{"", "", false},
		{"+", "", false},
		{" +1 (206) 555-0001\n", "12065550001", true},
		{"\u202a+1\u00a0206\u2011555\u20110001\u202c", "12065550001", true}, // as copied from a chat
		{"[06] 12.34/56 78", "0612345678", false},
		{"２０６－５５５－０００１", "2065550001", false},
		{"٠١٠١٢٣٤٥٦٧٨", "01012345678", false},
		{"206 555 0001 x12", "2065550001", false},
		{"206 555 0001ext 12", "2065550001", false},
		{"206 555 0001 extra", "", false},
		{"x12", "", false},
		{"206+555", "", false},
		{"206,555", "", false},
		{"206 555 0001 or 2", "", false},
		{"*123#", "", false},
		{"a.b@206", "", false},
	}
	for _, tt := range tests {
		if digits, plus := phone.Scan(tt.text); digits != tt.digits || plus != tt.plus {
			t.Errorf("Scan(%q) = %q, %v, want %q, %v", tt.text, digits, plus, tt.digits, tt.plus)
		}
	}
}

// TestDigits holds that every script's digits are read: Unicode has each script's ten in
// a row.
func TestDigits(t *testing.T) {
	rows := 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !unicode.IsDigit(r) {
			continue
		}
		rows++
		ten := make([]rune, 10)
		for i := range ten {
			ten[i] = r + rune(i)
		}
		if got := phone.Digits("x" + string(ten) + "y"); got != "0123456789" {
			t.Fatalf("the digits from %U are %q", r, got)
		}
		r += 9
	}
	if rows < 60 {
		t.Errorf("%d rows of digits, want those of all scripts", rows)
	}
	if got := phone.Digits("+55 53 99001-122"); got != "555399001122" {
		t.Errorf("got %q", got)
	}
}
