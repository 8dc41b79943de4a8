package redact

// isTrackingNumber reports whether digits, each 0 to 9, are a parcel number whose last
// digit is the right check digit for the others.
//
// Left out are parcel numbers without a check digit (DHL E-Commerce), for any card of the
// length would be one, and those that start with 0 (FedEx SSCC-18), for no card does.
//
// Source: https://github.com/jkeen/tracking_number_data, read 2026-11-21.
func isTrackingNumber(digits []byte) bool {
	serial, check := digits[:len(digits)-1], int(digits[len(digits)-1])
	switch len(digits) {
	case 12: // FedEx Express, Purolator
		return weigh(serial, "137")%11%10 == check || digits[0] <= 5 && luhn(digits)
	case 15, 16: // FedEx Ground, Canada Post
		return (weigh(serial, "31")+check)%10 == 0
	}
	return false
}

// weigh adds up digits, each times one of weights; they are used from the left, over and
// over, for the digits from the right.
func weigh(digits []byte, weights string) int {
	sum := 0
	for i := range digits {
		digit, weight := digits[len(digits)-1-i], weights[i%len(weights)]-'0'
		sum += int(digit) * int(weight)
	}
	return sum
}
