package main

import (
	"time"
	_ "time/tzdata" // the figures must not depend on the machine's zone files

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"

	"github.com/socialticket/socialticket/schedule"
)

// The hours: Europe/Paris, Monday to Friday, with a lunch break and twelve
// holidays a year, eight of them on fixed dates and four that go with Easter
// and Christmas Eve.
const (
	morning, noon      = 9 * time.Hour, 12 * time.Hour
	afternoon, evening = 13 * time.Hour, 18 * time.Hour
)

// paris is the zone of the hours.
func paris() (*time.Location, error) { return time.LoadLocation("Europe/Paris") }

// office are the hours as a schedule.
func office() (*schedule.Schedule, error) {
	zone, err := paris()
	if err != nil {
		return nil, err
	}
	return schedule.New(officeConfig(zone))
}

func officeConfig(zone *time.Location) schedule.Config {
	hours := []schedule.Range{{From: morning, To: noon}, {From: afternoon, To: evening}}
	cfg := schedule.Config{Zone: zone}
	for d := time.Monday; d <= time.Friday; d++ {
		cfg.Weekly[d] = hours
	}
	for _, d := range fixed() {
		cfg.Holidays = append(cfg.Holidays, schedule.Holiday{First: d})
	}
	for _, h := range moving() {
		for year := 2000; year < 2045; year++ {
			day, _ := h.Calc(year)
			cfg.Holidays = append(cfg.Holidays, schedule.Holiday{First: schedule.DateOf(day)})
		}
	}
	return cfg
}

// fixed are the holidays on the same date of every year.
func fixed() []schedule.Date {
	return []schedule.Date{
		{Month: time.January, Day: 1}, {Month: time.May, Day: 1}, {Month: time.May, Day: 8},
		{Month: time.July, Day: 14}, {Month: time.August, Day: 15}, {Month: time.November, Day: 1},
		{Month: time.November, Day: 11}, {Month: time.December, Day: 24}, {Month: time.December, Day: 25},
	}
}

// moving are the holidays that go with Easter.
func moving() []*cal.Holiday {
	return []*cal.Holiday{aa.EasterMonday, aa.AscensionDay, aa.PentecostMonday}
}

// peers are the hours in rickar/cal. It knows one range a day, so the lunch
// break takes two calendars, whose hours add up.
func peers() []*cal.BusinessCalendar {
	return []*cal.BusinessCalendar{peer(morning, noon), peer(afternoon, evening)}
}

// peer is one range a day in rickar/cal, with its cache on.
func peer(from, to time.Duration) *cal.BusinessCalendar {
	c := cal.NewBusinessCalendar()
	c.Cacheable = true
	c.SetWorkHours(from, to)
	for _, d := range fixed() {
		c.AddHoliday(&cal.Holiday{Month: d.Month, Day: d.Day, Func: cal.CalcDayOfMonth})
	}
	c.AddHoliday(moving()...)
	return c
}
