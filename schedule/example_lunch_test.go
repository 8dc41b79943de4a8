package schedule_test

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket/schedule"
)

// A lunch break is two ranges on a day, with a gap between them.
func Example_lunchBreak() {
	office := []schedule.Range{
		{From: 9 * time.Hour, To: 12 * time.Hour},
		{From: 13 * time.Hour, To: 18 * time.Hour},
	}
	s, err := schedule.New(schedule.Config{Weekly: schedule.Week{time.Monday: office, time.Tuesday: office}})
	if err != nil {
		fmt.Println(err)
		return
	}
	noon := time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC) // a Monday
	fmt.Println("open at noon:", s.Open(noon))
	fmt.Println("open again:", s.NextOpening(noon).Format(time.TimeOnly))
	fmt.Println("worked on Monday:", s.Between(noon.Add(-12*time.Hour), noon.Add(12*time.Hour)))
	// Output:
	// open at noon: false
	// open again: 13:00:00
	// worked on Monday: 8h0m0s
}
