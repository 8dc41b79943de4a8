// Package zendesk reads and writes schedules in the JSON of Zendesk's API.
//
// Unmarshal a [Schedule] and its [Holiday] list, and ask [Schedule.Config] for
// what schedule.New takes. [FromConfig] goes the other way.
//
// All its types are values; anyone may share them.
//
// Source: https://developer.zendesk.com/api-reference/ticketing/ticket-management/schedules/,
// read 2026-11-21.
package zendesk

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket/schedule"
)

// Schedule is a weekly schedule as the API gives it. Its holidays come from
// an endpoint of their own.
type Schedule struct {
	ID        int64      `json:"id,omitzero"`
	Name      string     `json:"name"`
	TimeZone  string     `json:"time_zone"` // see [Location]
	Intervals []Interval `json:"intervals"`
	CreatedAt time.Time  `json:"created_at,omitzero"`
	UpdatedAt time.Time  `json:"updated_at,omitzero"`
}

// Interval is a half-open range in minutes since Sunday 00:00: Monday 09:00 is
// 1980. Zendesk splits a night at midnight.
type Interval struct {
	Start int `json:"start_time"`
	End   int `json:"end_time"` // at most 10080
}

// Holiday is a range of dates, both included, on which the schedule is closed.
type Holiday struct {
	ID    int64         `json:"id,omitzero"`
	Name  string        `json:"name"`
	Start schedule.Date `json:"start_date"`
	End   schedule.Date `json:"end_date"`
}

const (
	minutesPerDay  = 24 * 60
	minutesPerWeek = 7 * minutesPerDay
)

// Config returns the configuration for schedule.New. Dates of holidays are
// closed whole. The error names the interval or the zone that is wrong.
func (s Schedule) Config(holidays ...Holiday) (schedule.Config, error) {
	zone, err := Location(s.TimeZone)
	if err != nil {
		return schedule.Config{}, fmt.Errorf("zendesk: schedule %q: %w", s.Name, err)
	}
	cfg := schedule.Config{Zone: zone}
	for _, v := range s.Intervals {
		if v.Start < 0 || v.Start >= v.End || v.End > minutesPerWeek {
			return schedule.Config{}, fmt.Errorf("zendesk: schedule %q: interval %d–%d is not within a week of %d minutes", s.Name, v.Start, v.End, minutesPerWeek)
		}
		for start := v.Start; start < v.End; {
			day := start / minutesPerDay
			end := min(v.End, (day+1)*minutesPerDay)
			cfg.Weekly[day] = append(cfg.Weekly[day], schedule.Range{From: clock(start, day), To: clock(end, day)})
			start = end
		}
	}
	for _, h := range holidays {
		cfg.Holidays = append(cfg.Holidays, schedule.Holiday{Name: h.Name, First: h.Start, Last: h.End, Spill: schedule.SpillCut})
	}
	return cfg, nil
}

// clock is the wall clock of a minute of the week on a day.
func clock(minute, day int) time.Duration {
	return time.Duration(minute-day*minutesPerDay) * time.Minute
}

// FromConfig returns the schedule and the holidays that say what cfg says. The
// error names what Zendesk has no words for: hours of their own on a date,
// yearly holidays, seconds, and zones outside its list. Nights are split at
// midnight, so that in Zendesk a holiday ends the night before.
func FromConfig(name string, cfg schedule.Config) (Schedule, []Holiday, error) {
	s := Schedule{Name: name, Intervals: []Interval{}}
	if _, err := schedule.New(cfg); err != nil {
		return s, nil, fmt.Errorf("zendesk: schedule %q: %w", name, err)
	}
	for _, e := range slices.Concat(cfg.Overrides, cfg.Additions, cfg.Breaks) {
		return s, nil, fmt.Errorf("zendesk: schedule %q: exception %s %q: a date cannot have hours of its own", name, e.First, e.Name)
	}
	var err error
	if s.TimeZone, err = ZoneName(cfg.Zone); err != nil {
		return s, nil, fmt.Errorf("zendesk: schedule %q: %w", name, err)
	}
	if s.Intervals, err = intervals(cfg); err != nil {
		return s, nil, fmt.Errorf("zendesk: schedule %q: %w", name, err)
	}
	holidays, err := holidaysOf(cfg.Holidays)
	if err != nil {
		return s, nil, fmt.Errorf("zendesk: schedule %q: %w", name, err)
	}
	return s, holidays, nil
}

func holidaysOf(list []schedule.Holiday) ([]Holiday, error) {
	var out []Holiday
	for _, h := range list {
		if h.First.Year == 0 {
			return nil, fmt.Errorf("holiday %s: a holiday belongs to one year", h.First)
		}
		if h.Last.IsZero() {
			h.Last = h.First
		}
		out = append(out, Holiday{Name: h.Name, Start: h.First, End: h.Last})
	}
	return out, nil
}

// intervals are the weekly hours, in order, joined within a day.
func intervals(cfg schedule.Config) ([]Interval, error) {
	var all []Interval
	for day, hours := range cfg.Weekly {
		if cfg.AlwaysOpen {
			hours = []schedule.Range{{}}
		}
		for _, r := range hours {
			if r.From%time.Minute != 0 || r.To%time.Minute != 0 {
				return nil, fmt.Errorf("%s %s: not in whole minutes", time.Weekday(day), r)
			}
			all = append(all, split(day, r)...)
		}
	}
	slices.SortFunc(all, func(a, b Interval) int { return cmp.Compare(a.Start, b.Start) })
	out := []Interval{}
	for _, v := range all {
		if n := len(out); n > 0 && v.Start <= out[n-1].End && v.Start%minutesPerDay != 0 {
			out[n-1].End = max(out[n-1].End, v.End)
			continue
		}
		out = append(out, v)
	}
	return out, nil
}

// split cuts a night at midnight; Saturday's goes on on Sunday.
func split(day int, r schedule.Range) []Interval {
	midnight := day * minutesPerDay
	from, to := midnight+int(r.From/time.Minute), midnight+int(r.To/time.Minute)
	if r.To > r.From {
		return []Interval{{from, to}}
	}
	night := []Interval{{from, midnight + minutesPerDay}}
	if r.To > 0 {
		next := (day + 1) % 7 * minutesPerDay
		night = append(night, Interval{next, next + int(r.To/time.Minute)})
	}
	return night
}
