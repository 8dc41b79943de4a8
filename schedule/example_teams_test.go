package schedule_test

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket/schedule"
)

// Two teams in two zones: who is there, who comes next, and when both are.
func Example_twoTeams() {
	team := func(zone string) *schedule.Schedule {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			panic(err)
		}
		hours := []schedule.Range{{From: 9 * time.Hour, To: 17 * time.Hour}}
		s, err := schedule.New(schedule.Config{Zone: loc, Weekly: schedule.Week{time.Monday: hours, time.Tuesday: hours}})
		if err != nil {
			panic(err)
		}
		return s
	}
	paris, boston := team("Europe/Paris"), team("America/New_York")
	teams := schedule.Departments{{Name: "Paris", Schedule: paris}, {Name: "Boston", Schedule: boston}}

	now := time.Date(2026, 1, 12, 12, 0, 0, 0, time.UTC)
	for d := range teams.Open(now) {
		fmt.Println("open now:", d.Name)
	}
	next, at := teams.NextOpening(now)
	fmt.Println("opens next:", next.Name, at.Format(time.TimeOnly))
	for both := range schedule.Intersect(paris, boston).Segments(now) {
		fmt.Println("both:", both.Start.Format(time.TimeOnly), "to", both.End.Format(time.TimeOnly))
		break
	}
	fmt.Println("someone:", schedule.Union(paris, boston).Between(now, now.Add(12*time.Hour)))
	// Output:
	// open now: Paris
	// opens next: Boston 14:00:00
	// both: 14:00:00 to 16:00:00
	// someone: 10h0m0s
}
