package schedule_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the answers must not depend on the machine's zone files

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/schedule"
)

// ownFile reads a file of our own cases.
func ownFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return data
}

// neutral is a schedule in the cases' schema.
type neutral struct {
	Timezone  string                 `json:"timezone"`
	Weekly    map[string][][2]string `json:"weekly"`
	Holidays  []string               `json:"holidays"`
	Closures  []string               `json:"closures"`
	Overrides map[string][][2]string `json:"overrides"`
	Yearly    map[string][][2]string `json:"yearly_overrides"`
	Additions []neutralSpan          `json:"additions"`
	Breaks    []neutralSpan          `json:"breaks"`
	Always    bool                   `json:"always_open"`
}

type neutralSpan struct{ Date, From, To string }

// errForm is a schedule that a Config cannot hold: an unknown zone or weekday, a
// number for a list of hours. A Config that New refuses has other errors.
var errForm = errors.New("no such Config")

// config reads a schedule of the cases. A key that it does not know fails the test.
func config(t *testing.T, raw json.RawMessage) (cfg schedule.Config, err error) {
	t.Helper()
	var n neutral
	if err := datatest.Decode(raw, &n); err != nil {
		if _, typed := errors.AsType[*json.UnmarshalTypeError](err); typed {
			return cfg, fmt.Errorf("%w: %w", errForm, err)
		}
		require.NoError(t, err)
	}
	if cfg.Zone, err = time.LoadLocation(n.Timezone); err != nil {
		return cfg, fmt.Errorf("%w: %w", errForm, err)
	}
	r := &reader{}
	cfg.AlwaysOpen = n.Always
	r.week(&cfg, n.Weekly)
	for _, text := range n.Holidays {
		cfg.Holidays = append(cfg.Holidays, schedule.Holiday{First: r.date(text)})
	}
	for _, text := range n.Closures {
		cfg.Holidays = append(cfg.Holidays, schedule.Holiday{First: r.date(text), Spill: schedule.SpillCut})
	}
	for text, hours := range n.Overrides {
		cfg.Overrides = append(cfg.Overrides, schedule.Exception{First: r.date(text), Hours: r.ranges(hours)})
	}
	for text, hours := range n.Yearly {
		cfg.Overrides = append(cfg.Overrides, schedule.Exception{First: r.date(text), Hours: r.ranges(hours)})
	}
	cfg.Additions, cfg.Breaks = r.exceptions(n.Additions), r.exceptions(n.Breaks)
	return cfg, r.err
}

// reader keeps the first error.
type reader struct{ err error }

func (r *reader) week(cfg *schedule.Config, weekly map[string][][2]string) {
	days := map[string]time.Weekday{"sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6}
	for name, hours := range weekly {
		day, ok := days[name]
		if !ok {
			r.err = fmt.Errorf("%w: weekday %q", errForm, name)
			continue
		}
		cfg.Weekly[day] = r.ranges(hours)
	}
}

func (r *reader) ranges(list [][2]string) []schedule.Range {
	var out []schedule.Range
	for _, pair := range list {
		got, err := schedule.ParseRange(pair[0] + "-" + pair[1])
		if err != nil {
			r.err = err
		}
		out = append(out, got)
	}
	return out
}

func (r *reader) date(text string) schedule.Date {
	d, err := schedule.ParseDate(text)
	if err != nil {
		r.err = err
	}
	return d
}

func (r *reader) exceptions(list []neutralSpan) []schedule.Exception {
	var out []schedule.Exception
	for _, s := range list {
		out = append(out, schedule.Exception{First: r.date(s.Date), Hours: r.ranges([][2]string{{s.From, s.To}})})
	}
	return out
}

// hours are the schedule of a case: one that its file names, or its own. A case that
// has neither counts calendar hours.
type hours struct {
	Schedule       string          `json:"schedule"`
	ScheduleInline json.RawMessage `json:"schedule_inline"`
}

// config returns the schedule's Config, which must be one.
func (h hours) config(c *datatest.Case) schedule.Config {
	c.T.Helper()
	raw := h.ScheduleInline
	switch {
	case raw == nil && h.Schedule == "":
		return schedule.Config{AlwaysOpen: true}
	case raw == nil:
		raw = c.Schedule(h.Schedule)
		require.NotNil(c.T, raw, "schedule %q", h.Schedule)
	}
	cfg, err := config(c.T, raw)
	require.NoError(c.T, err)
	return cfg
}

// seconds returns a number of seconds, to the nanosecond.
func seconds(n float64) time.Duration { return time.Duration(math.Round(n * float64(time.Second))) }

// pair returns a segment as the cases write it.
func pair(seg schedule.Segment) [2]time.Time { return [2]time.Time{seg.Start, seg.End} }

func dateOf(t *testing.T, text string) schedule.Date {
	t.Helper()
	d, err := schedule.ParseDate(text)
	require.NoError(t, err)
	return d
}

// civil reads a local time, which may be 24:00.
func civil(t *testing.T, text string) (schedule.Date, time.Duration) {
	t.Helper()
	date, clock, ok := strings.Cut(text, "T")
	require.True(t, ok, text)
	parts := strings.Split(clock, ":")
	require.LessOrEqual(t, len(parts), 3, text)
	units, sum := []string{"h", "m", "s"}, time.Duration(0)
	for i, part := range parts {
		d, err := time.ParseDuration(part + units[i])
		require.NoError(t, err)
		sum += d
	}
	return dateOf(t, date), sum
}

// instantOf reads an instant, in UTC.
func instantOf(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text)
	require.NoError(t, err)
	return at.UTC()
}
