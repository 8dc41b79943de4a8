package main

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket/examples/helpdesk/words"
	"github.com/socialticket/socialticket/schedule"
)

// usualSchedule stands in addresses for the schedule without an id: that of all tickets which
// have no other.
const usualSchedule = "-"

// schedulesView is the list of schedules.
type schedulesView struct {
	adminFrame
	List []scheduleView
}

// scheduleView is a schedule as the page shows it: what it says itself.
type scheduleView struct {
	ID       string
	Path     string // its name in addresses
	Chosen   bool   // on this page; else it is of the file of settings
	New      bool   // it is not there yet
	Open     bool
	Opens    time.Time // the next opening; zero: never
	Closes   time.Time
	Zone     *time.Location
	Days     []dayView
	Holidays []schedule.Holiday
	Year     yearView
}

// dayView is a day of a schedule, drawn as a bar of 24 hours, 1440 units long.
type dayView struct {
	Date    schedule.Date
	Day     string // the key of its name
	Bars    []bar
	Hours   []string // each range in words; none: closed
	Holiday string
	Now     int // where it is now; -1: on another day
}

// bar is a stretch of open time.
type bar struct{ X, Width int }

// yearView is a year of days: a column for each week, a row for each day of the week.
type yearView struct {
	Year  int
	Cells []cell
}

// cell is a day of the year.
type cell struct {
	X, Y  int
	Class string // open, closed, holiday
	Title string
}

const (
	daysShown = 14
	dayUnits  = 1440
	cellSize  = 12
)

// scheduleView asks a schedule what it says of the days to come.
func (s *server) scheduleView(id string, of *schedule.Schedule, chosen bool) scheduleView {
	now := s.clock.Now()
	today := schedule.DateOf(now.In(of.Zone()))
	v := scheduleView{
		ID: id, Path: schedulePath(id), Chosen: chosen, Open: of.Open(now),
		Opens: of.NextOpening(now), Closes: of.NextClosing(now), Zone: of.Zone(),
		Year: yearOf(of, today.Year),
	}
	v.Holidays = holidaysOf(of, schedule.Date{Year: today.Year, Month: time.January, Day: 1}, daysOf(today.Year))
	for n := range daysShown {
		v.Days = append(v.Days, dayOf(of, today.AddDays(n), now))
	}
	return v
}

func schedulePath(id string) string {
	if id == "" {
		return usualSchedule
	}
	return url.PathEscape(id)
}

// daysOf returns how many days a year has.
func daysOf(year int) int { return time.Date(year, time.December, 31, 0, 0, 0, 0, time.UTC).YearDay() }

// dayOf draws a day as the schedule tells it.
func dayOf(of *schedule.Schedule, d schedule.Date, now time.Time) dayView {
	v := dayView{Date: d, Day: "day." + d.Weekday().String()[:3], Now: -1}
	start, end := d.In(of.Zone(), 0, ""), d.AddDays(1).In(of.Zone(), 0, "")
	place := func(t time.Time) int { return int(t.Sub(start) * dayUnits / end.Sub(start)) }
	for _, seg := range openOf(of, start, end) {
		v.Bars = append(v.Bars, bar{place(seg.Start), place(seg.End) - place(seg.Start)})
		v.Hours = append(v.Hours, clockOf(seg.Start, start, of)+"–"+clockOf(seg.End, start, of))
	}
	if h, is := of.Holiday(d.In(of.Zone(), 12*time.Hour, "")); is {
		v.Holiday = h.Name
		if v.Holiday == "" {
			v.Holiday = "·"
		}
	}
	if !now.Before(start) && now.Before(end) {
		v.Now = place(now)
	}
	return v
}

// openOf returns the open time between two instants.
func openOf(of *schedule.Schedule, from, until time.Time) (list []schedule.Segment) {
	for seg := range of.Segments(from) {
		if !seg.Start.Before(until) {
			break
		}
		if seg.End.IsZero() || seg.End.After(until) {
			seg.End = until
		}
		if seg.Start.Before(from) {
			seg.Start = from
		}
		list = append(list, seg)
	}
	return list
}

// clockOf shows an instant of a day on the clock of a schedule; the end of the day is 24:00.
func clockOf(t, day time.Time, of *schedule.Schedule) string {
	if text := t.In(of.Zone()).Format("15:04"); text != "00:00" || t.Equal(day) {
		return text
	}
	return "24:00"
}

// yearOf draws a year.
func yearOf(of *schedule.Schedule, year int) yearView {
	v := yearView{Year: year}
	first := schedule.Date{Year: year, Month: time.January, Day: 1}
	offset := (int(first.Weekday()) + 6) % 7 // weeks begin on Monday
	for n := range daysOf(year) {
		d := first.AddDays(n)
		c := cell{X: (n + offset) / 7 * cellSize, Y: (n + offset) % 7 * cellSize, Class: "closed", Title: d.String()}
		if of.BusinessDay(d) {
			c.Class = "open"
		}
		if h, is := of.Holiday(d.In(of.Zone(), 12*time.Hour, "")); is {
			c.Class, c.Title = "holiday", strings.TrimSpace(c.Title+" "+h.Name)
		}
		v.Cells = append(v.Cells, c)
	}
	return v
}

func (s *server) showSchedules(w http.ResponseWriter, r *http.Request, status int, f frame) {
	if id := strings.TrimSpace(r.URL.Query().Get("new")); id != "" {
		http.Redirect(w, r, "/admin/schedules/"+schedulePath(id), http.StatusSeeOther)
		return
	}
	v := schedulesView{adminFrame: s.adminFrame(r, f, "schedules")}
	all, chosen := s.business.Settings().Schedules, s.business.Choices().House.Hours
	for _, id := range slices.Sorted(maps.Keys(all)) {
		_, own := chosen[id]
		v.List = append(v.List, s.scheduleView(id, all[id], own))
	}
	s.show(w, r, status, "admin-schedules", v)
}

// schedulePage is the page of one schedule.
type schedulePage struct {
	adminFrame
	Schedule scheduleView
	Form     sheet
}

// With returns what a part of a page needs to tell of one schedule.
func (v schedulesView) With(one scheduleView) schedulePage {
	return schedulePage{adminFrame: v.adminFrame, Schedule: one}
}

// scheduleID returns the id that an address names.
func scheduleID(r *http.Request) string {
	if id := r.PathValue("id"); id != usualSchedule {
		return id
	}
	return ""
}

func (s *server) showSchedule(w http.ResponseWriter, r *http.Request, status int, f frame) {
	id, now, c := scheduleID(r), s.business.Settings(), s.business.Choices()
	if len(id) > 60 {
		s.fail(w, r, errNoPage)
		return
	}
	v := schedulePage{adminFrame: s.adminFrame(r, f, "schedules"), Schedule: scheduleView{ID: id, Path: schedulePath(id), New: true}}
	if of := now.Schedules[id]; of != nil {
		_, own := c.House.Hours[id]
		v.Schedule = s.scheduleView(id, of, own)
	}
	var err error
	if v.Form, err = s.buildHours(id)(c, now); err != nil {
		s.fail(w, r, err)
		return
	}
	s.show(w, r, status, "admin-schedule", v)
}

func (s *server) formSchedule(r *http.Request, _ *words.Words) (string, error) {
	id := scheduleID(r)
	e := s.editOf(r, "admin.did.schedule", cmp.Or(id, "admin.usual"))
	if r.PostFormValue("do") == "delete" {
		return "/admin/schedules?saved=1", s.business.change(r.Context(), e, func(c *choices) error {
			c.House.Hours = maps.Clone(c.House.Hours)
			delete(c.House.Hours, id)
			return nil
		})
	}
	return fmt.Sprintf("/admin/schedules/%s?saved=1", schedulePath(id)), s.saveSheet(r, e, s.buildHours(id))
}
