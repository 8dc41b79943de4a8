package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/schedule"
)

// hours is a schedule as an administrator writes it.
type hours struct {
	Zone     string    `json:"zone,omitzero"` // as IANA has it; empty: UTC
	Days     [7]string `json:"days"`          // from Sunday on: "09:00–12:00, 13:00–17:00"
	Holidays []holiday `json:"holidays,omitzero"`
}

// holiday is a date, or several, on which nobody works: "2026-12-24", or "12-25" for each year.
type holiday struct {
	Name  string `json:"name,omitzero"`
	First string `json:"first"`
	Last  string `json:"last,omitzero"` // empty: First
}

// config returns what package schedule takes.
func (h hours) config() (schedule.Config, error) {
	zone, err := time.LoadLocation(h.Zone)
	if err != nil {
		return schedule.Config{}, err
	}
	cfg := schedule.Config{Zone: zone, Weekly: schedule.Week{}}
	for day, text := range h.Days {
		ranges, err := readRanges(text)
		if err != nil {
			return cfg, err
		}
		if len(ranges) > 0 {
			cfg.Weekly[day] = ranges
		}
	}
	for _, one := range h.Holidays {
		first, err := schedule.ParseDate(one.First)
		if err != nil {
			return cfg, err
		}
		last := schedule.Date{}
		if one.Last != "" {
			if last, err = schedule.ParseDate(one.Last); err != nil {
				return cfg, err
			}
		}
		cfg.Holidays = append(cfg.Holidays, schedule.Holiday{Name: one.Name, First: first, Last: last})
	}
	return cfg, nil
}

// schedule returns the schedule. The error tells what cannot be, also that it never opens.
func (h hours) schedule() (*schedule.Schedule, error) {
	cfg, err := h.config()
	if err == nil {
		err = cfg.Check()
	}
	if err != nil {
		return nil, err
	}
	return schedule.New(cfg)
}

// readRanges reads the hours of a day: ranges with commas between them, or nothing.
func readRanges(text string) (list []schedule.Range, err error) {
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		r, err := schedule.ParseRange(part)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

// newHours are those that the form of a new schedule begins with.
func newHours(zone *time.Location) hours {
	h := hours{Zone: zone.String()}
	for day := time.Monday; day <= time.Friday; day++ {
		h.Days[day] = "09:00–17:00"
	}
	return h
}

// hoursOf reads the usual hours and the holidays of a year out of a schedule that was made
// elsewhere, by what it says of its days. Exceptions to the usual hours are not among them.
func hoursOf(of *schedule.Schedule, from schedule.Date) hours {
	h, seen := hours{Zone: of.Zone().String()}, [7]bool{}
	for n := range 366 {
		d := from.AddDays(n)
		day := d.Weekday()
		var ranges []string
		usual := true
		for _, stretch := range of.Day(d) {
			switch e := stretch.Entry; {
			case e.Kind == schedule.KindWeekly && stretch.Open && e.Date == d && !slices.Contains(ranges, e.Hours.String()):
				ranges = append(ranges, e.Hours.String())
			case e.Kind != schedule.KindWeekly && e.Kind != "":
				usual = false
			}
		}
		if usual && !seen[day] {
			h.Days[day], seen[day] = strings.Join(ranges, ", "), true
		}
	}
	for _, one := range holidaysOf(of, from, 366) {
		h.Holidays = append(h.Holidays, holiday{one.Name, one.First.String(), one.Last.String()})
	}
	return h
}

// holidaysOf returns the holidays in some days from a date on, those of adjoining days and the
// same name as one.
func holidaysOf(of *schedule.Schedule, from schedule.Date, days int) (list []schedule.Holiday) {
	for n := range days {
		d := from.AddDays(n)
		h, is := of.Holiday(d.In(of.Zone(), 12*time.Hour, ""))
		if !is {
			continue
		}
		if last := len(list) - 1; last >= 0 && list[last].Name == h.Name && list[last].Last.AddDays(1) == d {
			list[last].Last = d
			continue
		}
		list = append(list, schedule.Holiday{Name: h.Name, First: d, Last: d})
	}
	return list
}

// spareHolidays is how many empty rows the form of a schedule has.
const spareHolidays = 3

// hoursSheet is the form of a schedule.
func hoursSheet(id string, h hours) sheet {
	sh := sheet{Name: "hours"}
	zone := textField("time_zone", &h.Zone)
	sh.Fields = append(sh.Fields, checked(zone, "admin.bad.zone", func(text string) error {
		_, err := time.LoadLocation(text)
		return err
	}))
	for n := range h.Days {
		day := (n + 1) % 7 // from Monday on
		f := textField(fmt.Sprintf("day_%d", day), &h.Days[day])
		sh.Fields = append(sh.Fields, checked(f, "admin.bad.range", func(text string) error {
			_, err := readRanges(text)
			return err
		}))
	}
	rows := append(slices.Clone(h.Holidays), make([]holiday, spareHolidays)...)
	for i := range rows {
		date := func(name string, to *string) field {
			return checked(textField(name, to), "admin.bad.date", func(text string) error {
				_, err := schedule.ParseDate(text)
				return err
			})
		}
		sh.Fields = append(sh.Fields, field{Name: "holiday", Kind: "head", Of: fmt.Sprint(i + 1)})
		for _, f := range []field{textField("holiday_name", &rows[i].Name), date("holiday_first", &rows[i].First), date("holiday_last", &rows[i].Last)} {
			f.Word, f.Name = f.Name, fmt.Sprintf("%s_%d", f.Name, i+1)
			sh.Fields = append(sh.Fields, f)
		}
	}
	sh.save = func(c *choices) {
		h.Holidays = slices.DeleteFunc(slices.Clone(rows), func(o holiday) bool { return o == holiday{} })
		c.House.Hours = withEntry(c.House.Hours, id, h)
	}
	return sh
}

// checked is a field whose text, unless it is empty, a function has to take.
func checked(f field, key string, take func(string) error) field {
	read := f.read
	f.read = func(text string) string {
		if text = strings.TrimSpace(text); text != "" && take(text) != nil {
			return key
		}
		return read(text)
	}
	return f
}

// withEntry returns a map with one entry changed.
func withEntry[K cmp.Ordered, V any](m map[K]V, key K, value V) map[K]V {
	m = maps.Clone(m)
	if m == nil {
		m = map[K]V{}
	}
	m[key] = value
	return m
}

// buildHours returns the form of a schedule, with what holds now.
func (s *server) buildHours(id string) func(choices, *socialticket.Settings) (sheet, error) {
	return func(c choices, now *socialticket.Settings) (sheet, error) {
		h, chosen := c.House.Hours[id]
		of := now.Schedules[id]
		switch {
		case chosen:
		case of != nil:
			h = hoursOf(of, schedule.DateOf(s.clock.Now().In(of.Zone())))
		default:
			h = newHours(time.UTC)
		}
		return hoursSheet(id, h), nil
	}
}
