package redact

// luhn reports whether the last of digits, each 0 to 9, is the right check digit for
// those before it: from the right, every second digit counts double, less 9 above 9.
func luhn(digits []byte) bool {
	const doubled = "\x00\x02\x04\x06\x08\x01\x03\x05\x07\x09"
	sum := 0
	for i := len(digits) - 1; i >= 0; i -= 2 {
		sum += int(digits[i])
		if i > 0 {
			sum += int(doubled[digits[i-1]])
		}
	}
	return sum%10 == 0
}
