package phone_test

import (
	"testing"

	"github.com/socialticket/socialticket/identity/phone"
)

func BenchmarkParse(b *testing.B) {
	for _, tt := range []struct{ name, text, country string }{
		{"international", "+49 151 23456789", ""},
		{"national", "0151 2345 6789", "DE"},
		{"small_plan", "06 12 34 56 78", "FR"},
		{"another_script", "٠١٠١٢٣٤٥٦٧٨", "EG"},
		{"words", "please call me", "DE"},
	} {
		b.Run(tt.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				phone.Parse(tt.text, tt.country)
			}
		})
	}
}

func BenchmarkNumberStandard(b *testing.B) {
	for name, n := range map[string]phone.Number{"one_form": "+447700900123", "two_forms": "+554188887777"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				n.Standard()
			}
		})
	}
}
