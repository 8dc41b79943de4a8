package sla_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/schedule"
)

// office is open on weekdays from 9 to 17 in a zone, with a holiday.
func office(t testing.TB, zone string) *schedule.Schedule {
	t.Helper()
	at, err := time.LoadLocation(zone)
	require.NoError(t, err)
	day := []schedule.Range{{From: 9 * time.Hour, To: 17 * time.Hour}}
	s, err := schedule.New(schedule.Config{
		Zone:     at,
		Weekly:   schedule.Week{time.Monday: day, time.Tuesday: day, time.Wednesday: day, time.Thursday: day, time.Friday: day},
		Holidays: []schedule.Holiday{{First: schedule.Date{Year: 2026, Month: time.March, Day: 4}}},
	})
	require.NoError(t, err)
	return s
}

// everyDay is open every day, at hours of UTC.
func everyDay(t testing.TB, hours string) *schedule.Schedule {
	t.Helper()
	return daily(t, hours, 0, 6)
}

func weekdays(t testing.TB, hours string) *schedule.Schedule {
	t.Helper()
	return daily(t, hours, 1, 5)
}

func daily(t testing.TB, hours string, first, last time.Weekday) *schedule.Schedule {
	t.Helper()
	r, err := schedule.ParseRange(hours)
	require.NoError(t, err)
	cfg := schedule.Config{}
	for d := first; d <= last; d++ {
		cfg.Weekly[d] = []schedule.Range{r}
	}
	s, err := schedule.New(cfg)
	require.NoError(t, err)
	return s
}
