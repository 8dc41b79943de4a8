package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-ical"
	"github.com/teambition/rrule-go"

	"github.com/socialticket/socialticket/schedule"
)

// Read returns the holidays of an iCalendar feed that fall on the dates from the
// first to the last, in order. A holiday is an event of whole days that is not
// cancelled, each time that it recurs; an event with a time of day is none.
// Holidays that could be read come even with an error, which joins what is
// wrong with the others.
func Read(feed io.Reader, first, last schedule.Date) ([]schedule.Holiday, error) {
	var holidays []schedule.Holiday
	var wrong []error
	decoder := ical.NewDecoder(feed)
	for {
		calendar, err := decoder.Decode()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("holidays: %w", err))
			break
		}
		found, err := readEvents(calendar.Events(), first, last)
		holidays, wrong = append(holidays, found...), append(wrong, err)
	}
	slices.SortFunc(holidays, func(a, b schedule.Holiday) int {
		return cmp.Or(cmp.Compare(a.First.String(), b.First.String()), cmp.Compare(a.Name, b.Name))
	})
	return slices.Compact(holidays), errors.Join(wrong...)
}

// readEvents leaves out the days from which a single occurrence was moved.
func readEvents(events []ical.Event, first, last schedule.Date) ([]schedule.Holiday, error) {
	moved := map[string][]string{} // by UID, as EXDATE has them
	for _, e := range events {
		uid, _ := e.Props.Text(ical.PropUID)
		if id := e.Props.Get(ical.PropRecurrenceID); id != nil {
			moved[uid] = append(moved[uid], id.Value)
		}
	}
	var holidays []schedule.Holiday
	var wrong []error
	for _, e := range events {
		uid, _ := e.Props.Text(ical.PropUID)
		var except []string
		if e.Props.Get(ical.PropRecurrenceID) == nil {
			except = moved[uid]
		}
		found, err := readEvent(e, except, first, last)
		if err != nil {
			err = fmt.Errorf("holidays: event %q: %w", uid, err)
		}
		holidays, wrong = append(holidays, found...), append(wrong, err)
	}
	return holidays, errors.Join(wrong...)
}

func readEvent(e ical.Event, except []string, first, last schedule.Date) ([]schedule.Holiday, error) {
	begin := e.Props.Get(ical.PropDateTimeStart)
	if begin == nil {
		return nil, errors.New("no DTSTART")
	}
	if status, err := e.Status(); err != nil || status == ical.EventCancelled || len(begin.Value) != len("20060102") {
		return nil, err
	}
	// Dates have no zone; UTC stands for any.
	start, err := e.DateTimeStart(time.UTC)
	if err != nil {
		return nil, err
	}
	end, err := e.DateTimeEnd(time.UTC)
	if err != nil {
		return nil, err
	}
	days := max(int(end.Sub(start)/(24*time.Hour)), 1) // DTEND is the day after
	starts, err := occurrences(e, start, except, instant(first.AddDays(1-days)), instant(last))
	if err != nil {
		return nil, err
	}
	name, err := e.Props.Text(ical.PropSummary)
	if err != nil {
		return nil, err
	}
	var holidays []schedule.Holiday
	for _, at := range starts {
		d := schedule.DateOf(at)
		holidays = append(holidays, schedule.Holiday{Name: name, First: d, Last: d.AddDays(days - 1)})
	}
	return holidays, nil
}

// occurrences are the first days of an event from lo to hi. It builds the set
// by hand, as RecurrenceSet of the library takes no list of dates and no RDATE.
func occurrences(e ical.Event, start time.Time, except []string, lo, hi time.Time) ([]time.Time, error) {
	set := &rrule.Set{}
	set.RDate(start)
	rule, err := e.Props.RecurrenceRule()
	if err != nil {
		return nil, err
	}
	if rule != nil {
		rule.Dtstart = start
		r, err := rrule.NewRRule(*rule)
		if err != nil {
			return nil, err
		}
		set.RRule(r)
	}
	for _, prop := range e.Props.Values(ical.PropExceptionDates) {
		except = append(except, strings.Split(prop.Value, ",")...)
	}
	var more []string
	for _, prop := range e.Props.Values(ical.PropRecurrenceDates) {
		more = append(more, strings.Split(prop.Value, ",")...)
	}
	if err := errors.Join(each(more, set.RDate), each(except, set.ExDate)); err != nil {
		return nil, err
	}
	return set.Between(lo, hi, true), nil
}

// each hands the dates to add.
func each(dates []string, add func(time.Time)) error {
	for _, text := range dates {
		if len(text) > len("20060102") {
			text = text[:len("20060102")] // the day of a date-time
		}
		at, err := time.Parse("20060102", text)
		if err != nil {
			return err
		}
		add(at)
	}
	return nil
}

func instant(d schedule.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}
