package schedule

import (
	"fmt"
	"strings"
	"time"
)

const day = 24 * time.Hour

// Range is a half-open stretch of wall clock, [From, To), both counted from
// midnight in whole seconds. From is less than 24 hours; To is at most 24
// hours, which is the end of the day. If To is not later than From, the range
// ends on the next day, so the zero Range is one whole day.
type Range struct{ From, To time.Duration }

// Week holds the hours of each weekday: office := Week{time.Monday: {…}}.
// A day without ranges is closed; ranges that touch or overlap are one.
type Week [7][]Range

// ParseRange reads a range such as "09:00-18:00", "22:00–02:00" or
// "00:00-24:00". Seconds may be given, "07:45:30". The dash may be an en dash.
func ParseRange(text string) (Range, error) {
	from, to, ok := strings.Cut(strings.ReplaceAll(text, "–", "-"), "-")
	if !ok {
		return Range{}, fmt.Errorf("schedule: range %q: no dash between two times", text)
	}
	var r Range
	for _, part := range []struct {
		text string
		into *time.Duration
	}{{from, &r.From}, {to, &r.To}} {
		clock, err := parseClock(strings.TrimSpace(part.text))
		if err != nil {
			return Range{}, fmt.Errorf("schedule: range %q: %w", text, err)
		}
		*part.into = clock
	}
	if err := r.check(); err != nil {
		return Range{}, fmt.Errorf("schedule: range %q: %w", text, err)
	}
	return r, nil
}

// String gives r as "09:00–18:00", with seconds where there are any.
func (r Range) String() string { return clockText(r.From) + "–" + clockText(r.To) }

// length is how long r lasts when the clock does not change.
func (r Range) length() time.Duration {
	if r.To <= r.From {
		return r.To - r.From + day
	}
	return r.To - r.From
}

func (r Range) check() error {
	switch {
	case r.From%time.Second != 0 || r.To%time.Second != 0:
		return fmt.Errorf("has a fraction of a second")
	case r.From < 0 || r.From >= day:
		return fmt.Errorf("start %s is not between 00:00 and 23:59:59", clockText(r.From))
	case r.To < 0 || r.To > day:
		return fmt.Errorf("end %s is not between 00:00 and 24:00; a range that ends the next day is written with its wall clock, such as 22:00–02:00", clockText(r.To))
	}
	return nil
}

func parseClock(text string) (time.Duration, error) {
	parts := strings.Split(text, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return 0, fmt.Errorf("time %q is not hours:minutes", text)
	}
	var clock time.Duration
	unit := time.Hour
	for i, part := range parts {
		n, ok := twoDigits(part)
		if !ok || i > 0 && n > 59 {
			return 0, fmt.Errorf("time %q is not hours:minutes", text)
		}
		clock += time.Duration(n) * unit
		unit /= 60
	}
	return clock, nil
}

func twoDigits(text string) (n int, ok bool) {
	if len(text) == 0 || len(text) > 2 {
		return 0, false
	}
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}

func clockText(d time.Duration) string {
	sign := ""
	if d < 0 {
		sign, d = "-", -d
	}
	text := fmt.Sprintf("%s%02d:%02d", sign, d/time.Hour, d/time.Minute%60)
	if s := d % time.Minute; s != 0 {
		text += fmt.Sprintf(":%02d", s/time.Second)
	}
	return text
}
