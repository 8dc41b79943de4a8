package ticket

import (
	"fmt"
	"time"
)

// Nap is a usual length of a snooze. Its text is for people and stable.
type Nap string

// The naps. Those that end on another day end at 09:00.
const (
	NapHour      Nap = "an hour from now"
	NapTomorrow  Nap = "until tomorrow"
	NapNextWeek  Nap = "until next week"  // the next Monday
	NapNextMonth Nap = "until next month" // the first Monday of the next month
	NapNextReply Nap = "until next reply" // the zero instant
)

// Until returns when the nap that begins at now ends, in the zone of now. A nap
// that is not listed is an error.
func (n Nap) Until(now time.Time) (time.Time, error) {
	year, month, day := now.Date()
	nine := func(month time.Month, day int) time.Time {
		return time.Date(year, month, day, 9, 0, 0, 0, now.Location())
	}
	switch n {
	case NapHour:
		return now.Add(time.Hour), nil
	case NapTomorrow:
		return nine(month, day+1), nil
	case NapNextWeek:
		return nine(month, day+daysToMonday(now.Weekday())), nil
	case NapNextMonth:
		lastOfMonth := nine(month+1, 0)
		return nine(month+1, daysToMonday(lastOfMonth.Weekday())), nil
	case NapNextReply:
		return time.Time{}, nil
	}
	return time.Time{}, fmt.Errorf("ticket: nap %q: unknown", n)
}

// daysToMonday counts the days from one day of the week to the next Monday, 1 to 7.
func daysToMonday(d time.Weekday) int { return 7 - (int(d)+6)%7 }
