package redact

// isPhone reports whether number, whose digits are 0 to 9, may be a mobile number in
// international form without its plus sign, of those that could be a card's by their first
// digits and their length. Of all countries only these have such; the mobile numbers of the
// others are shorter, or begin as cards do not. Where a country gives out many of the
// numbers under a prefix, all of them count.
//
// Source: https://github.com/google/libphonenumber/blob/master/resources/PhoneNumberMetadata.xml (read 2026-11-27).
func isPhone(number []byte) bool {
	five := 0
	for _, d := range number[:5] {
		five = 10*five + int(d)
	}
	four, three := five/10, five/100
	if three == 628 && len(number) <= maxPhone { // Indonesia
		return true
	}
	switch len(number) {
	case 12:
		switch three {
		case 573, 584, 601, 639, 642: // Colombia, Venezuela, Malaysia, the Philippines, New Zealand
			return true
		}
		return within(five, 63895, 63898) || five == 63813 || five == 63817 // the Philippines
	case 13:
		return within(four, 4915, 4917) || isAustrian(five) || five == 68584 // Germany; Samoa
	}
	return false
}

// isAustrian reports whether a mobile number of Austria may begin with five.
func isAustrian(five int) bool {
	switch four := five / 10; four {
	case 4365:
		return five <= 43653 || five%2 == 1
	case 4366:
		return five != 43662
	default:
		return within(four, 4367, 4369)
	}
}
