package schedule_test

import (
	"testing"
	"time"

	"github.com/socialticket/socialticket/schedule"
)

// The comparison with another library is examples/schedulebench.
func BenchmarkSchedule(b *testing.B) {
	s, from := paris(b), time.Unix(1772960400, 0)
	to := from.AddDate(1, 0, 0)
	for _, bench := range []struct {
		name string
		ask  func()
	}{
		{"open", func() { s.Open(from) }},
		{"between", func() { s.Between(from, to) }},
		{"add", func() { s.Add(from, 40*time.Hour) }},
		{"add back", func() { s.Add(from, -40*time.Hour) }},
		{"next opening", func() { s.NextOpening(from) }},
		{"warning", func() { s.NextWarning(from, time.Hour) }},
		{"holiday", func() { s.Holiday(from) }},
		{"business day", func() { s.BusinessDay(schedule.Date{Year: 2026, Month: 3, Day: 9}) }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			bench.ask()
			b.ReportAllocs()
			for b.Loop() {
				bench.ask()
			}
		})
	}
}
