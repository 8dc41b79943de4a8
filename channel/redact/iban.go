package redact

import (
	"strings"
	"unicode/utf8"
)

// ibanLengths tells how many letters and digits an account number of a country has.
//
// Source: https://www.swift.com/standards/data-standards/iban-international-bank-account-number (read 2026-11-27).
const ibanLengths = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 " +
	"ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 " +
	"LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 " +
	"RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 "

// maxAccount is how many letters and digits an account number has at most, and
// maxAccountBlanks how many blanks and dashes may stand between two of them.
const (
	maxAccount       = 34
	maxAccountBlanks = 2
)

// inAccount reports whether the number at start stands in a bank account number with a
// right check, or begins in one.
func inAccount(text string, start int) bool {
	for i, seen, blanks := start, 0, 0; i > 0 && seen < maxAccount && blanks <= maxAccountBlanks; {
		r, size := rune(text[i-1]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeLastRuneInString(text[:i])
		}
		i -= size
		if r < utf8.RuneSelf && isLetter(byte(r)) {
			if isLetter(text[i+1]) && ibanEnd(text, i) > start {
				return true
			}
			seen, blanks = seen+1, 0
			continue
		}
		switch _, digit := digitValue(r); {
		case digit:
			seen, blanks = seen+1, 0
		case isAccountBlank(r):
			blanks++
		default:
			return false
		}
	}
	return false
}

func isAccountBlank(r rune) bool {
	kind := gapKind(r)
	return kind == blankGap || kind == dashGap || kind == lineGap
}

// ibanEnd returns where the account number ends that begins at i, or 0 if none does.
// Blanks and dashes may stand in it, two in a row at most.
func ibanEnd(text string, i int) int {
	if len(text)-i < 15 || !isLetter(text[i+1]) || isLetter(text[i+2]) {
		return 0
	}
	if before, _ := utf8.DecodeLastRuneInString(text[:i]); isWordRune(before) {
		return 0
	}
	length := ibanLength(text[i], text[i+1])
	var account [maxAccount]byte
	for n := range length {
		value, next := accountChar(text, i)
		if next == 0 || n > 1 && n < 4 && value > 9 {
			return 0
		}
		account[n], i = value, next
	}
	if after, size := utf8.DecodeRuneInString(text[i:]); length == 0 || size > 0 && isWordRune(after) || !checks(account[:length]) {
		return 0
	}
	return i
}

// ibanLength returns the length of account numbers of the country with that code, 0 if it
// has none.
func ibanLength(a, b byte) int {
	code := [2]byte{a &^ 0x20, b &^ 0x20}
	i := strings.Index(ibanLengths, string(code[:]))
	if i < 0 {
		return 0
	}
	return int(ibanLengths[i+2]-'0')*10 + int(ibanLengths[i+3]-'0')
}

// accountChar returns the value of the letter or digit at i, 0 to 35, and where it ends.
// The end is 0 if something else is there.
func accountChar(text string, i int) (value byte, end int) {
	for range maxAccountBlanks + 1 {
		if value, size := digitAt(text, i); size > 0 {
			return value, i + size
		}
		if i < len(text) && isLetter(text[i]) {
			return text[i]&^0x20 - 'A' + 10, i + 1
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if size == 0 || !isAccountBlank(r) {
			return 0, 0
		}
		i += size
	}
	return 0, 0
}

// checks reports whether the two check digits of an account number are right: with the
// first four characters moved to the end, it leaves 1 when divided by 97.
func checks(account []byte) bool {
	rest := 0
	for i := range account {
		value := int(account[(i+4)%len(account)])
		if value > 9 {
			rest = (rest*100 + value) % 97
		} else {
			rest = (rest*10 + value) % 97
		}
	}
	return rest == 1
}
