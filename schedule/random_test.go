package schedule_test

import (
	"math/rand/v2"
	"time"

	"github.com/socialticket/socialticket/schedule"
)

// randomInstant lies between 1970 and 2100, half of the time within two days
// of a change of the clock.
func randomInstant(r *rand.Rand, loc *time.Location) time.Time {
	at := time.Unix(r.Int64N(4102444800), 0).In(loc)
	if _, end := at.ZoneBounds(); r.IntN(2) == 0 && !end.IsZero() && end.Year() < 2100 {
		at = end.Add(time.Duration(r.Int64N(4*86400)-2*86400) * time.Second)
	}
	return at.UTC()
}

// randomConfig is a schedule with entries of all kinds around an instant.
func randomConfig(r *rand.Rand, loc *time.Location, around time.Time) schedule.Config {
	cfg := schedule.Config{Zone: loc}
	if r.IntN(8) == 0 {
		cfg.AlwaysOpen = true
	} else {
		for d := range cfg.Weekly {
			cfg.Weekly[d] = randomHours(r, 3)
		}
	}
	date := func() schedule.Date {
		d := schedule.DateOf(around).AddDays(r.IntN(9) - 4)
		if r.IntN(3) == 0 {
			d.Year = 0
		}
		return d
	}
	exceptions := func() (list []schedule.Exception) {
		for range r.IntN(3) {
			first, last := randomDates(r, date())
			list = append(list, schedule.Exception{First: first, Last: last, Hours: randomHours(r, 2)})
		}
		return list
	}
	cfg.Overrides, cfg.Additions, cfg.Breaks = exceptions(), exceptions(), exceptions()
	spills := []schedule.Spill{"", schedule.SpillKeep, schedule.SpillCut}
	for range r.IntN(3) {
		first, last := randomDates(r, date())
		cfg.Holidays = append(cfg.Holidays, schedule.Holiday{First: first, Last: last, Spill: spills[r.IntN(3)]})
	}
	cfg.Policy.Spill = spills[r.IntN(3)]
	return cfg
}

func randomDates(r *rand.Rand, first schedule.Date) (schedule.Date, schedule.Date) {
	if r.IntN(2) == 0 {
		return first, schedule.Date{}
	}
	yearly := first.Year == 0
	if yearly {
		first.Year = 2000
	}
	last := first.AddDays(r.IntN(4))
	if yearly {
		first.Year, last.Year = 0, 0
	}
	return first, last
}

// randomHours are at most n ranges, often at the usual times of a change of the clock.
func randomHours(r *rand.Rand, n int) (hours []schedule.Range) {
	for range r.IntN(n + 1) {
		from := time.Duration(r.IntN(1440)) * time.Minute
		to := time.Duration(r.IntN(1441)) * time.Minute
		if r.IntN(3) == 0 {
			from = time.Duration(r.IntN(16)) * 15 * time.Minute
			to = from + time.Duration(1+r.IntN(16))*15*time.Minute
		}
		if r.IntN(8) == 0 {
			to = 24 * time.Hour
		}
		hours = append(hours, schedule.Range{From: from, To: to})
	}
	return hours
}
