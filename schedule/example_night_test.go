package schedule_test

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket/schedule"
)

// A night shift ends the day after it begins. When the clock goes back it is an
// hour longer, when it goes forward an hour shorter.
func Example_nightShift() {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		fmt.Println(err)
		return
	}
	night := []schedule.Range{{From: 22 * time.Hour, To: 6 * time.Hour}}
	s, err := schedule.New(schedule.Config{Zone: paris, Weekly: schedule.Week{time.Saturday: night}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, saturday := range []schedule.Date{
		{Year: 2026, Month: time.March, Day: 21},
		{Year: 2026, Month: time.March, Day: 28},
		{Year: 2026, Month: time.October, Day: 24},
	} {
		shift, _ := s.SegmentAt(saturday.In(paris, 23*time.Hour, schedule.FoldEarlier))
		fmt.Println(saturday, s.Between(shift.Start, shift.End))
	}
	// Output:
	// 2026-03-21 8h0m0s
	// 2026-03-28 7h0m0s
	// 2026-10-24 9h0m0s
}
