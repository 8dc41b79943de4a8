package session

import (
	"strings"
	"time"

	"github.com/socialticket/socialticket/schedule"
)

// Opening is when the hours begin again, as the visitor's clock shows it. Texts of your own
// are made from its parts. The zero Opening tells of none.
type Opening struct {
	At      time.Time     `json:"at"`      // UTC
	Date    schedule.Date `json:"date"`    // in Zone
	Clock   string        `json:"clock"`   // "09:00", in Zone
	Weekday string        `json:"weekday"` // "monday"
	Day     Day           `json:"day"`     // how people call the date from where they are
	Zone    string        `json:"zone"`    // "Europe/Paris"
	Text    string        `json:"text"`    // all of it in the visitor's language: "tomorrow at 09:00"
}

// Day is how a date is called from another one. Its text is the stored one.
type Day string

// The names of days.
const (
	Today      Day = "today"
	Tomorrow   Day = "tomorrow"
	DayOfWeek  Day = "weekday" // two to six days ahead: the weekday tells which
	DayOfMonth Day = "date"    // later: only the date tells which
)

const daysOfWeek = 7

// opening returns how the visitor is told at one instant of an opening at another, but for
// the text.
func (sc *scene) opening(next, at time.Time) Opening {
	if next.IsZero() {
		return Opening{}
	}
	local := next.In(sc.zone())
	o := Opening{
		At: next.UTC(), Date: schedule.DateOf(local), Clock: local.Format("15:04"),
		Weekday: strings.ToLower(local.Weekday().String()), Zone: local.Location().String(),
	}
	o.Day = dayFrom(schedule.DateOf(at.In(sc.zone())), o.Date)
	return o
}

func dayFrom(today, date schedule.Date) Day {
	for n := range daysOfWeek {
		if today.AddDays(n) != date {
			continue
		}
		switch n {
		case 0:
			return Today
		case 1:
			return Tomorrow
		}
		return DayOfWeek
	}
	return DayOfMonth
}

// zone returns the visitor's zone, else that of the hours, else UTC.
func (sc *scene) zone() *time.Location {
	if sc.visitor.Zone != nil {
		return sc.visitor.Zone
	}
	for _, s := range sc.wanted {
		if s.hours != nil {
			return s.hours.Zone()
		}
	}
	return time.UTC
}
