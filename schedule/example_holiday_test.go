package schedule_test

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket/schedule"
)

// Holidays close a date, every year or once. An override gives a date hours of
// its own, and the timeline of a day says which entry decides.
func Example_holiday() {
	office := []schedule.Range{{From: 9 * time.Hour, To: 17 * time.Hour}}
	s, err := schedule.New(schedule.Config{
		Weekly: schedule.Week{time.Wednesday: office, time.Thursday: office, time.Friday: office},
		Holidays: []schedule.Holiday{
			{Name: "Christmas", First: schedule.Date{Month: time.December, Day: 25}},
			{Name: "Moving", First: schedule.Date{Year: 2026, Month: time.December, Day: 30}, Last: schedule.Date{Year: 2027, Month: time.January, Day: 1}},
		},
		Overrides: []schedule.Exception{
			{Name: "Eve", First: schedule.Date{Month: time.December, Day: 24}, Hours: []schedule.Range{{From: 9 * time.Hour, To: 12 * time.Hour}}},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, stretch := range s.Day(schedule.Date{Year: 2026, Month: time.December, Day: 24}) {
		fmt.Println(stretch.Start.Format("15:04"), stretch.Open, stretch.Entry.Kind, stretch.Entry.Name)
	}
	eve := time.Date(2026, 12, 24, 12, 0, 0, 0, time.UTC)
	fmt.Println("open again on", s.NextOpening(eve).Format(time.DateOnly))
	// Output:
	// 00:00 false override Eve
	// 09:00 true override Eve
	// 12:00 false override Eve
	// open again on 2027-01-06
}
