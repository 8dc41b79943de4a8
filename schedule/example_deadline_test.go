package schedule_test

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket/schedule"
)

// A deadline counts only the hours in which the team works, and not those in
// which the ticket waits for its requester.
func Example_deadline() {
	office := []schedule.Range{{From: 9 * time.Hour, To: 17 * time.Hour}}
	s, err := schedule.New(schedule.Config{Weekly: schedule.Week{time.Thursday: office, time.Friday: office, time.Monday: office}})
	if err != nil {
		fmt.Println(err)
		return
	}
	created := time.Date(2026, 3, 6, 15, 0, 0, 0, time.UTC) // a Friday
	fmt.Println(s.Add(created, 4*time.Hour).Format(time.DateTime))

	waiting := []schedule.Segment{{Start: created.Add(time.Hour), End: created.Add(time.Hour + 30*time.Minute)}}
	watch := schedule.Stopwatch{Schedule: s, Pauses: waiting}
	fmt.Println(watch.Due(created, 4*time.Hour).Format(time.DateTime))
	// Output:
	// 2026-03-09 11:00:00
	// 2026-03-09 11:30:00
}
