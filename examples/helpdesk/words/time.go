package words

import (
	"time"
)

// Left tells how long something lasts still, in one unit or two: "23 h", "1 h 5 min", "2 d
// 3 h". Less than a minute is "<1 min".
func (w *Words) Left(d time.Duration) string {
	d = d.Truncate(time.Minute)
	days, hours, minutes := int(d/(24*time.Hour)), int(d/time.Hour)%24, int(d/time.Minute)%60
	switch {
	case d < time.Minute:
		return w.T("time.moment")
	case days > 0 && hours > 0:
		return w.T("time.days_hours", days, hours)
	case days > 0:
		return w.T("time.days", days)
	case hours > 9 || hours > 0 && minutes == 0:
		return w.T("time.hours", hours)
	case hours > 0:
		return w.T("time.hours_minutes", hours, minutes)
	}
	return w.T("time.minutes", minutes)
}

// Urgency says how near an end is, as a class of the style sheet: "calm", "soon" for less
// than four hours, "now" for less than one, "over".
func Urgency(left time.Duration) string {
	switch {
	case left <= 0:
		return "over"
	case left < time.Hour:
		return "now"
	case left < 4*time.Hour:
		return "soon"
	}
	return "calm"
}

// At shows an instant in the viewer's zone, as short as it may be for a person who reads it
// now: the time of today, "Mon 14:05" of this week, else with the date.
func (w *Words) At(t, now time.Time, zone *time.Location) string {
	t, now = t.In(zone), now.In(zone)
	clock := t.Format("15:04")
	days := int(midnight(t).Sub(midnight(now)).Hours() / 24)
	switch {
	case days == 0:
		return clock
	case -7 < days && days < 7:
		return w.T("day."+t.Format("Mon")) + " " + clock
	case t.Year() == now.Year():
		return w.T("time.date", t.Day(), w.T("month."+t.Format("Jan"))) + " " + clock
	}
	return w.T("time.date_year", t.Day(), w.T("month."+t.Format("Jan")), t.Year()) + " " + clock
}

// Full shows an instant whole, for a title or a log.
func (w *Words) Full(t time.Time, zone *time.Location) string {
	t = t.In(zone)
	return w.T("time.date_year", t.Day(), w.T("month."+t.Format("Jan")), t.Year()) + t.Format(" 15:04:05 MST")
}

// midnight returns the day of t as an instant of UTC, so that days are counted whatever the
// clocks did.
func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}
