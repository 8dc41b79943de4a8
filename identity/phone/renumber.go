package phone

import "strings"

// Renumberings: four countries have put digits into numbers that exist, and Argentina
// puts one in for calls from abroad. Platforms name one account now by the one form, now
// by the other. The first of each line is the standard form.
//
//	Argentina    +54 NNNNNNNNNN       and  +54 9 NNNNNNNNNN
//	Benin        +229 01 NNNNNNNN     and  +229 NNNNNNNN
//	Brazil       +55 DD 9 NNNNNNNN    and  +55 DD NNNNNNNN, if N does not begin as a landline
//	Ivory Coast  +225 PP NNNNNNNN     and  +225 NNNNNNNN, PP by the operator
//	Mexico       +52 NNNNNNNNNN       and  +52 1 NNNNNNNNNN

// Standard returns the form of n under which all its forms are filed: n itself if it has
// one form only. It is for comparing; dial what was given.
func (n Number) Standard() Number {
	other := n.Other()
	if other == "" || (len(other) > len(n)) != longer(renumbered(n)) {
		return n
	}
	return other
}

// longer reports whether the standard form of a calling code's numbers is the longer of
// the two.
func longer(code string) bool { return code == "55" || code == "225" || code == "229" }

// Other returns the other form of n, before or after a renumbering, "" if n has one form
// only. The other form of that is n again.
func (n Number) Other() Number {
	code := renumbered(n)
	if code == "" {
		return ""
	}
	national := string(n[1+len(code):])
	var other string
	switch code {
	case "52":
		other = optional("1", national, 10)
	case "54":
		other = optional("9", national, 10)
	case "55":
		other = brazil(national)
	case "225":
		other = ivoryCoast(national)
	case "229":
		other = benin(national)
	}
	if other == "" {
		return ""
	}
	return n[:1+len(code)] + Number(other)
}

// renumbered returns the calling code of n if its numbers may have two forms, else "".
func renumbered(n Number) string {
	for _, code := range [...]string{"52", "54", "55", "225", "229"} {
		if strings.HasPrefix(string(n), "+") && strings.HasPrefix(string(n[1:]), code) {
			return code
		}
	}
	return ""
}

// optional returns a number with a prefix if it has none and the length n, without it if
// it has that. Mexico put a 1 before mobile numbers until 2019-08-03, and Argentina puts
// a 9 there for calls from abroad.
//
// Source: https://github.com/chatwoot/chatwoot/pull/14174 and /14264 (read 2026-11-27).
func optional(prefix, national string, n int) string {
	rest, found := strings.CutPrefix(national, prefix)
	switch {
	case len(national) == n:
		return prefix + national
	case found && len(rest) == n:
		return rest
	}
	return ""
}

// brazil puts in or takes out the ninth digit that mobile numbers got from 2012-07-29 on,
// the last ones on 2016-11-06. An area code has two digits, neither of them zero.
//
// Source: https://github.com/chatwoot/chatwoot/issues/14048, and for landlines
// https://github.com/devlikeapro/waha/pull/1976 (read 2026-11-27).
func brazil(national string) string {
	if len(national) < 10 || national[0] == '0' || national[1] == '0' {
		return ""
	}
	area, rest := national[:2], national[2:]
	switch {
	case len(rest) == 8 && !landline(rest[0]):
		return area + "9" + rest
	case len(rest) == 9 && rest[0] == '9' && !landline(rest[1]):
		return area + rest[1:]
	}
	return ""
}

// hasNinth reports whether a national number of eleven digits in Brazil has the ninth
// digit behind its area code: no other number is as long.
func hasNinth(code, national string) bool {
	return code != "55" || len(national) != 11 || national[2] == '9'
}

// landline reports whether a Brazilian number of eight digits that begins with digit c
// is a landline. Those have no ninth digit.
func landline(c byte) bool { return '2' <= c && c <= '5' }

// benin puts in or takes out the 01 that all numbers got on 2024-11-30. Those that
// begin with 8 have stayed as they were.
//
// Source: https://github.com/mobi/telephone_number/issues/138 (read 2026-11-27).
func benin(national string) string {
	old, found := strings.CutPrefix(national, "01")
	switch {
	case len(national) == 8 && strings.Contains("24569", national[:1]):
		return "01" + national
	case found && len(old) == 8 && strings.Contains("24569", old[:1]):
		return old
	}
	return ""
}

// ivoryCoast puts in or takes out the two digits that all numbers got on 2021-01-31.
func ivoryCoast(national string) string {
	if len(national) == 8 {
		if operator := ivoryCoastOperator(national); operator != "" {
			return operator + national
		}
	}
	if len(national) == 10 && ivoryCoastOperator(national[2:]) == national[:2] {
		return national[2:]
	}
	return ""
}

// ivoryCoastOperator returns what stands before an old number of eight digits now, "" if
// that is not sure. The second digit of a mobile number names its operator. Landlines
// have 27 if their third digit is one that the full library's metadata has behind 27; the
// others are of two smaller operators.
//
// Source: https://github.com/google/libphonenumber/issues/1909 for the old numbers,
// https://github.com/nyaruka/phonenumbers/issues/76 for the new ones (read 2026-11-27).
func ivoryCoastOperator(old string) string {
	first, second, third := old[0], old[1], old[2]
	switch {
	case first == '1', second == '0' && (first == '0' || first > '7'): // services
		return ""
	case first == '2' || first == '3':
		if strings.IndexByte("2345679", third) >= 0 {
			return "27"
		}
		return ""
	case second <= '3':
		return "01"
	case second <= '6':
		return "05"
	}
	return "07"
}

// formerTrunk returns what people dialled before national numbers until a renumbering,
// and address books still hold.
//
// Source: https://github.com/google/libphonenumber/pull/3535 (read 2026-11-27).
func formerTrunk(code string) string {
	if code == "52" {
		return "01-02,044-045"
	}
	return ""
}

// fromAbroad returns a national number as it is dialled from another country. In
// Argentina a mobile number has a 15 behind its area code of two to four digits, and from
// abroad a 9 before it. Only 11 has two.
//
// Source: https://github.com/signalapp/Signal-Android/issues/5270 (read 2026-11-27).
func fromAbroad(code, national string) string {
	if code != "54" || len(national) != 12 {
		return national
	}
	for area := 2; area <= 4; area++ {
		if national[area:area+2] == "15" && (area == 2) == (national[:2] == "11") {
			return "9" + national[:area] + national[area+2:]
		}
	}
	return national
}
