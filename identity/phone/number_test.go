package phone_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/identity/phone"
)

func TestNumberForms(t *testing.T) {
	tests := []struct {
		name            string
		standard, other phone.Number
	}{
		{"Brazil", "+5541988887777", "+554188887777"},
		{"Brazil, an old mobile with 6", "+5541968887777", "+554168887777"},
		{"Brazil, a landline", "+554133224455", ""},
		{"Brazil, a landline's digits behind 9", "+5541933224455", ""},
		{"Brazil, not an area", "+5540088887777", ""},
		{"Mexico", "+525512345678", "+5215512345678"},
		{"Argentina", "+541112345678", "+5491112345678"},
		{"Benin", "+2290197123456", "+22997123456"},
		{"Benin, a landline", "+2290121301234", "+22921301234"},
		{"Benin, a service", "+22985751234", ""},
		{"Ivory Coast, Orange", "+2250707123456", "+22507123456"},
		{"Ivory Coast, Orange, another block", "+2250748123456", "+22548123456"},
		{"Ivory Coast, MTN", "+2250505123456", "+22505123456"},
		{"Ivory Coast, Moov", "+2250101123456", "+22501123456"},
		{"Ivory Coast, a landline", "+2252720212345", "+22520212345"},
		{"Ivory Coast, a number of after 2021", "+2250701123456", ""},
		{"Ivory Coast, a small operator's landline", "+2252520012345", ""},
		{"Germany", "+4915123456789", ""},
		{"the zero Number", "", ""},
		{"a code alone", "+55", ""},
		{"a calling code that does not exist", "+99912345678", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := []phone.Number{tt.standard.Standard(), tt.standard.Other(), tt.other.Standard(), tt.other.Other()}
			want := []phone.Number{tt.standard, tt.other, tt.standard, tt.standard}
			if tt.other == "" {
				want[2], want[3] = "", ""
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("standard and other form, both ways (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNumber(t *testing.T) {
	tests := []struct {
		number   phone.Number
		code     string
		possible bool
	}{
		{"", "", false},
		{"+", "", false},
		{"+4", "", false},
		{"+44", "44", false},
		{"+447700900123", "44", true},
		{"447700900123", "44", false}, // without "+"
		{"+44 7700 900123", "44", false},
		{"+44770090012", "44", false},
		{"+12065550001", "1", true},
		{"+13105551", "1", false},
		{"+22507123456", "225", true}, // until 2021
		{"+99912345678", "", false},
		{"+8001234567", "800", false},
		{"+80012345678", "800", true}, // a service of no country
	}
	for _, tt := range tests {
		if got := tt.number.Code(); got != tt.code {
			t.Errorf("%q: code %q, want %q", tt.number, got, tt.code)
		}
		if got := tt.number.Possible(); got != tt.possible {
			t.Errorf("%q: possible is %v", tt.number, got)
		}
	}
}
