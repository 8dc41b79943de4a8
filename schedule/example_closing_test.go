package schedule_test

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket/schedule"
)

// Set a timer for the next warning; when it fires, tell those who are waiting,
// and ask for the one after.
func Example_closingSoon() {
	office := []schedule.Range{{From: 9 * time.Hour, To: 12 * time.Hour}, {From: 13 * time.Hour, To: 18 * time.Hour}}
	s, err := schedule.New(schedule.Config{Weekly: schedule.Week{time.Monday: office}})
	if err != nil {
		fmt.Println(err)
		return
	}
	const lead = 15 * time.Minute
	now := time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	for range 2 {
		now = s.NextWarning(now, lead)
		fmt.Println(now.Format(time.TimeOnly), "closing soon:", s.ClosingSoon(now, lead))
	}
	// Output:
	// 11:45:00 closing soon: true
	// 17:45:00 closing soon: true
}
