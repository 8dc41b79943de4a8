package schedule

import (
	"fmt"
	"time"
)

// Date is a day of the civil calendar. With Year 0 it is that day of every
// year. The zero Date means that none is given.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the date that the clock shows at t in the location of t.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads "2026-12-25", or "12-25" for that day of every year.
func ParseDate(text string) (Date, error) {
	if t, err := time.Parse(time.DateOnly, text); err == nil && t.Year() > 0 {
		return DateOf(t), nil
	}
	t, err := time.Parse(time.DateOnly, "2000-"+text) // a leap year, so that 02-29 is known
	if err != nil {
		return Date{}, fmt.Errorf("schedule: date %q is neither like 2026-12-25 nor like 12-25", text)
	}
	return Date{0, t.Month(), t.Day()}, nil
}

// String gives d as ParseDate reads it; the zero Date is empty.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	if d.Year == 0 {
		return fmt.Sprintf("%02d-%02d", int(d.Month), d.Day)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// MarshalText implements [encoding.TextMarshaler].
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler]. Empty text is the zero Date.
func (d *Date) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	*d, err = ParseDate(string(text))
	return err
}

// AddDays returns the date n days after d; n may be negative.
func (d Date) AddDays(n int) Date { return dateOf(d.day() + nearDay(int64(n))) }

// Weekday returns the day of the week of a date with a year.
func (d Date) Weekday() time.Weekday { return weekday(d.day()) }

// IsZero tells whether no date is given.
func (d Date) IsZero() bool { return d == Date{} }

func (d Date) yearly() bool { return d.Year == 0 }

func (d Date) check() error {
	year := d.Year
	if d.yearly() {
		year = 2000
	}
	if year < 1 || year > 9999 || DateOf(time.Date(year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)) != (Date{year, d.Month, d.Day}) {
		return fmt.Errorf("date %s does not exist", d)
	}
	return nil
}

const secondsPerDay = 24 * 60 * 60

// day counts the days since 1970-01-01.
func (d Date) day() int64 {
	return nearDay(floorDiv(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix(), secondsPerDay))
}

func dateOf(day int64) Date { return DateOf(time.Unix(nearDay(day)*secondsPerDay, 0).UTC()) }

// farthest bounds the instants that are looked at, against overflow: four
// billion years. Nothing opens or closes beyond.
const farthest = 1 << 57

func near(x int64) int64 { return min(max(x, -farthest), farthest) }

func nearDay(day int64) int64 {
	return min(max(day, -farthest/secondsPerDay), farthest/secondsPerDay)
}

func weekday(day int64) time.Weekday {
	const thursday = 4 // 1970-01-01
	return time.Weekday(floorMod(day+thursday, 7))
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func floorMod(a, b int64) int64 { return a - floorDiv(a, b)*b }
