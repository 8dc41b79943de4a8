package quota

import "time"

// Pause returns how long Meta asks to wait before the same message is sent again after
// an error of that code, for the attempts made so far, counted from 1. 0: it does not
// say. 131056 asks for 4, 16, 64 … seconds; a paused template comes back after three
// hours the first time.
//
// Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
// (read 2026-09).
func Pause(code string, attempts int) time.Duration {
	switch code {
	case codePair:
		return time.Second << (2 * min(max(attempts, 1), 10))
	case "131057":
		return time.Minute
	case "133015":
		return 5 * time.Minute
	case "134101":
		return 10 * time.Minute
	case "131048":
		return time.Hour
	case "132015":
		return 3 * time.Hour
	case "131049":
		return 24 * time.Hour
	}
	return 0
}

// codePair is the refusal of a message because its user got too many in a short time.
const codePair = "131056"
