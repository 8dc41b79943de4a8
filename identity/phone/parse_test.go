package phone_test

import (
	"testing"

	"github.com/socialticket/socialticket/identity/phone"
)

func TestParse(t *testing.T) {
	tests := []struct{ name, country, text, want string }{
		{"empty", "", "", ""},
		{"a sign alone", "DE", "+", ""},
		{"words", "DE", "call me", ""},
		{"too short", "", "1234567", ""},
		{"too long", "", "+1234567890123456", ""},
		{"a calling code that does not exist", "", "+999 1234 5678", ""},
		{"seven digits in all", "", "+683 4002", "+6834002"},
		{"with punctuation", "", "+1 (206) 555-0001", "+12065550001"},
		{"without plus", "", "1-206-555-0001", "+12065550001"},
		{"after 00", "", "0044 7700 900123", "+447700900123"},
		{"without a country and a calling code", "", "07700 900123", ""},
		{"an extension", "US", "206-555-0001 ext. 34", "+12065550001"},
		{"two numbers", "", "2065550001+2065550002", ""},
		{"a full-width plus", "CN", "＋８６ １３８ １２３４ ５６７８", "+8613812345678"},
		{"a trunk zero in brackets", "", "(+44) (0)7700 900123", "+447700900123"},
		{"a trunk zero in brackets where there is none", "", "+34 (0)91 123 45 67", "+34911234567"},
		{"a zero in brackets that stays", "", "+39 (0)6 1234 5678", "+390612345678"},
		{"a trunk zero behind the code", "", "+44 07700 900123", "+447700900123"},
		{"an unknown country", "XX", "0151 2345 6789", ""},
		{"an unknown country, with plus", "XX", "+49 151 2345 6789", "+4915123456789"},
		{"a country in small letters", "de", "0151 2345 6789", ""},
		{"a calling code as the country", "49", "0151 2345 6789", ""},
		{"part of two countries", "E9", "0151 2345 6789", ""},

		{"China", "CN", "138 1234 5678", "+8613812345678"},
		{"Indonesia", "ID", "81234567890", "+6281234567890"},
		{"Indonesia, with 0", "ID", "0812-3456-7890", "+6281234567890"},
		{"Germany", "DE", "0151 2345 6789", "+4915123456789"},
		{"Germany, abroad", "DE", "00 43 664 123456789", "+43664123456789"},
		{"Germany, with its code", "DE", "49 151 23456789", "+4915123456789"},
		{"Germany, without an area", "DE", "471 1234", ""},
		{"Germany, two meanings", "DE", "49 421 12345", ""}, // +49 421 12345 or 04942 112345
		{"Austria", "AT", "0664 123 456 789", "+43664123456789"},
		{"Austria, with its code", "AT", "43 664 1234567", "+436641234567"},
		{"Italy", "IT", "06 1234 5678", "+390612345678"},
		{"Italy, with its code", "IT", "39 347 1234567", "+393471234567"},
		{"Ivory Coast", "CI", "07 07 12 34 56", "+2250707123456"},
		{"Ivory Coast, before 2021", "CI", "07 12 34 56", "+22507123456"},
		{"San Marino", "SM", "0549 903549", "+3780549903549"},
		{"San Marino, without the area", "SM", "903549", "+3780549903549"},
		{"Hungary", "HU", "06 20 123 4567", "+36201234567"},
		{"Hungary, behind the code", "", "+36 06 20 123 4567", "+36201234567"},
		{"Lithuania", "LT", "8 612 34567", "+37061234567"},
		{"Lithuania, with 0", "LT", "0612 34567", "+37061234567"},
		{"Russia", "RU", "8 (912) 345-67-89", "+79123456789"},
		{"Russia, abroad", "RU", "8~10 44 20 7946 0018", "+442079460018"},
		{"Kazakhstan", "KZ", "8 (701) 234 56 78", "+77012345678"},
		{"Egypt", "EG", "٠١٠١٢٣٤٥٦٧٨", "+201012345678"},
		{"Benin", "BJ", "01 97 12 34 56", "+2290197123456"},
		{"Benin, before 2024", "BJ", "97 12 34 56", "+22997123456"},
		{"Brazil", "BR", "(41) 98888-7777", "+5541988887777"},
		{"Brazil, with 0", "BR", "041 98888-7777", "+5541988887777"},
		{"Brazil, before 2016", "BR", "(41) 8888-7777", "+554188887777"},
		{"Brazil, the area of its code", "BR", "55 99100-1234", "+5555991001234"},
		{"Brazil, without an area", "BR", "98888-7777", ""},
		{"Brazil, another country's", "BR", "12065550001", ""},
		{"Mexico", "MX", "55 1234 5678", "+525512345678"},
		{"Mexico, before 2019", "MX", "044 55 1234 5678", "+525512345678"},
		{"Mexico, with 1", "MX", "1 55 1234 5678", "+5215512345678"},
		{"Argentina", "AR", "011 15 1234-5678", "+5491112345678"},
		{"Argentina, an area of three", "", "+54 261 15 412-3456", "+5492614123456"},
		{"Argentina, a landline", "AR", "(011) 4123-4567", "+541141234567"},
		{"Chile", "CL", "9 7300 0097", "+56973000097"},
		{"Japan", "JP", "090-1234-5678", "+819012345678"},
		{"Japan, abroad", "JP", "010 1 206 555 0001", "+12065550001"},
		{"the United States", "US", "(206) 555-0001", "+12065550001"},
		{"the United States, with 1", "US", "1 206 555 0001", "+12065550001"},
		{"the United States, abroad", "US", "011 44 7700 900123", "+447700900123"},
		{"the United States, without an area", "US", "555-0001", ""},
		{"Jersey, without the area", "JE", "712345", "+441534712345"},
		{"India, in Devanagari", "IN", "९८७६५ ४३२१०", "+919876543210"},
		{"Iran, in Persian", "IR", "۰۹۱۲ ۳۴۵ ۶۷۸۹", "+989123456789"},
		{"Thailand, in Thai", "TH", "๐๘๑-๒๓๔-๕๖๗๘", "+66812345678"},
		{"Thailand, abroad by a carrier", "TH", "001 44 7700 900123", "+447700900123"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := phone.Parse(tt.text, tt.country)
			if string(got) != tt.want || ok != (tt.want != "") {
				t.Errorf("Parse(%q, %q) = %q, %v, want %q", tt.text, tt.country, got, ok, tt.want)
			}
		})
	}
}

func TestKnown(t *testing.T) {
	for country, want := range map[string]bool{
		"DE": true, "US": true, "XK": true, "": false, "XX": false, "de": false, "D": false, "DEU": false, "49": false, "E9": false,
	} {
		if got := phone.Known(country); got != want {
			t.Errorf("Known(%q) is %v", country, got)
		}
	}
}
