package zendesk_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/schedule/zendesk"
)

// A schedule as the API answers it, and the deadline of a ticket by it.
func ExampleSchedule_Config() {
	answer := `{"schedule": {"id": 7, "name": "Texas", "time_zone": "Central Time (US & Canada)",
		"intervals": [{"start_time": 1980, "end_time": 2460}, {"start_time": 3420, "end_time": 3900}]}}`
	var page struct {
		Schedule zendesk.Schedule `json:"schedule"`
	}
	if err := json.Unmarshal([]byte(answer), &page); err != nil {
		fmt.Println(err)
		return
	}
	cfg, err := page.Schedule.Config()
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := schedule.New(cfg)
	if err != nil {
		fmt.Println(err)
		return
	}
	monday := time.Date(2026, 3, 9, 21, 0, 0, 0, time.UTC) // 16:00 in Texas
	fmt.Println(s.Add(monday, 2*time.Hour).In(s.Zone()).Format("Mon 15:04"))
	// Output: Tue 10:00
}
