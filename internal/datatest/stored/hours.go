package stored

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

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

// Hours returns the schedule that a case names; without a name all hours are open.
func Hours(c *datatest.Case, name string) schedule.Config {
	c.T.Helper()
	if name == "" {
		return schedule.Config{AlwaysOpen: true}
	}
	raw := c.Schedule(name)
	if raw == nil {
		c.T.Fatalf("schedule %q is unknown", name)
	}
	return weekOf(c.T, raw)
}

func weekOf(t testing.TB, raw json.RawMessage) schedule.Config {
	t.Helper()
	var w week
	must(t, w, datatest.Decode(raw, &w))
	zone, err := time.LoadLocation(w.Timezone)
	cfg := schedule.Config{Zone: must(t, zone, err), AlwaysOpen: w.Always}
	days := map[string]time.Weekday{"sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6}
	for name, hours := range w.Weekly {
		day, known := days[name]
		if !known {
			t.Fatalf("day %q is unknown", name)
		}
		for _, pair := range hours {
			r, err := schedule.ParseRange(strings.Join(pair[:], "-"))
			cfg.Weekly[day] = append(cfg.Weekly[day], must(t, r, err))
		}
	}
	for _, list := range [][]string{w.Holidays, w.Closures} {
		for _, text := range list {
			d, err := schedule.ParseDate(text)
			cfg.Holidays = append(cfg.Holidays, schedule.Holiday{First: must(t, d, err)})
		}
	}
	return cfg
}

// Inline returns a schedule that a case writes out, and whether it has nothing but hours of
// the week and closed days.
func Inline(t testing.TB, raw json.RawMessage) (schedule.Config, bool) {
	t.Helper()
	var w week
	if datatest.Decode(raw, &w) != nil {
		return schedule.Config{}, false
	}
	return weekOf(t, raw), true
}
