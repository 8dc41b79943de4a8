package phonenumbers_test

import (
	"fmt"
	"testing"

	"github.com/socialticket/socialticket/examples/phonenumbers"
	"github.com/socialticket/socialticket/identity"
)

func TestParse(t *testing.T) {
	tests := []struct{ region, raw, want string }{
		{"FR", "06 12 34 56 78", "+33612345678"},
		{"FR", "+49 30 901820", "+4930901820"},
		{"DK", "32 12 34 56", "+4532123456"},
		{"GB", "020 7946 0018 ext. 4", "+442079460018"},
		{"ZZ", "06 12 34 56 78", ""},
		{"FR", "12", ""},
		{"FR", "call me", ""},
		{"FR", "", ""},
	}
	for _, tt := range tests {
		if got := phonenumbers.Parse(tt.region)(tt.raw); got != tt.want {
			t.Errorf("%s %q = %q, want %q", tt.region, tt.raw, got, tt.want)
		}
	}
}

func ExampleParse() {
	phones := identity.Phones{Parse: phonenumbers.Parse("FR")}
	fmt.Println(phones.Same("06 12 34 56 78", "+33 6 12 34 56 78"))
	// Output: true
}
