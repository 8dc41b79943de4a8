package sla_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the answers must not depend on the machine's zone files

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/schedule"
)

// week is a schedule as cases write it.
type week struct {
	Timezone string
	Weekly   map[string][][2]string
	Holidays []string
	Closures []string
	Always   bool `json:"always_open"`
}

// config returns the schedule that a case names; without a name all hours are open.
func config(c *datatest.Case, name string) schedule.Config {
	c.T.Helper()
	if name == "" {
		return schedule.Config{AlwaysOpen: true}
	}
	raw := c.Schedule(name)
	require.NotNil(c.T, raw, "schedule %q", name)
	return weekOf(c.T, raw)
}

func weekOf(t *testing.T, raw json.RawMessage) schedule.Config {
	t.Helper()
	var w week
	require.NoError(t, datatest.Decode(raw, &w))
	zone, err := time.LoadLocation(w.Timezone)
	require.NoError(t, err)
	cfg := schedule.Config{Zone: zone, AlwaysOpen: w.Always}
	days := map[string]time.Weekday{"sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6}
	for name, hours := range w.Weekly {
		day, known := days[name]
		require.True(t, known, name)
		for _, pair := range hours {
			r, err := schedule.ParseRange(strings.Join(pair[:], "-"))
			require.NoError(t, err)
			cfg.Weekly[day] = append(cfg.Weekly[day], r)
		}
	}
	for _, list := range [][]string{w.Holidays, w.Closures} {
		for _, text := range list {
			d, err := schedule.ParseDate(text)
			require.NoError(t, err)
			cfg.Holidays = append(cfg.Holidays, schedule.Holiday{First: d})
		}
	}
	return cfg
}

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
