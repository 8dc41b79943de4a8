package config

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/crypto/bcrypt"

	"github.com/socialticket/socialticket/schedule"
)

// The values of the file read themselves, so that the decoder tells the line of one that
// cannot be.

// span is a length of time, "4h" or "10m".
type span struct{ time.Duration }

func (s *span) UnmarshalText(text []byte) (err error) {
	s.Duration, err = time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("%q is not a length of time such as 4h or 10m", text)
	}
	return nil
}

// zone is a time zone, "Europe/Paris".
type zone struct{ *time.Location }

func (z *zone) UnmarshalText(text []byte) (err error) {
	if len(text) > 0 && string(text) != "Local" { // which would differ from machine to machine
		z.Location, err = time.LoadLocation(string(text))
	}
	if z.Location == nil || err != nil {
		return fmt.Errorf("%q is not a time zone such as Europe/Paris", text)
	}
	return nil
}

// hash is what bcrypt makes of a password.
type hash []byte

func (h *hash) UnmarshalText(text []byte) error {
	if _, err := bcrypt.Cost(text); err != nil {
		return errors.New("this is not a hash of bcrypt; helpdesk -hash makes one") // never what it is
	}
	*h = append(hash{}, text...)
	return nil
}

// stretch is a range of a day, "09:00-17:30".
type stretch struct{ schedule.Range }

func (s *stretch) UnmarshalText(text []byte) (err error) {
	s.Range, err = schedule.ParseRange(string(text))
	return withoutName(err)
}

// days are a date or a range of dates and what follows them: "12-25 Christmas",
// "2026-12-24..2026-12-31 between the years".
type days struct {
	first, last schedule.Date
	rest        string
}

func (d *days) UnmarshalText(text []byte) (err error) {
	dates, rest, _ := strings.Cut(string(text), " ")
	first, last, ranged := strings.Cut(dates, "..")
	if d.first, err = schedule.ParseDate(first); err == nil && ranged {
		d.last, err = schedule.ParseDate(last)
	}
	d.rest = strings.TrimSpace(rest)
	return withoutName(err)
}

// other are days with hours of their own: "2026-12-24 09:00-12:00".
type other struct {
	days
	hours []schedule.Range
}

func (o *other) UnmarshalText(text []byte) error {
	if err := o.days.UnmarshalText(text); err != nil {
		return err
	}
	for part := range strings.FieldsSeq(o.rest) {
		r, err := schedule.ParseRange(part)
		if err != nil {
			return withoutName(err)
		}
		o.hours = append(o.hours, r)
	}
	return nil
}

func withoutName(err error) error {
	if err == nil {
		return nil
	}
	return errors.New(strings.TrimPrefix(err.Error(), "schedule: "))
}

// hours are a schedule.
type hours struct {
	Zone                                                           zone
	Always                                                         bool
	Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday []stretch
	Holidays                                                       []days
	Exceptions                                                     []other
}

func (h hours) config() schedule.Config {
	c := schedule.Config{Zone: h.Zone.Location, AlwaysOpen: h.Always}
	for day, list := range [7][]stretch{h.Sunday, h.Monday, h.Tuesday, h.Wednesday, h.Thursday, h.Friday, h.Saturday} {
		for _, s := range list {
			c.Weekly[day] = append(c.Weekly[day], s.Range)
		}
	}
	for _, d := range h.Holidays {
		c.Holidays = append(c.Holidays, schedule.Holiday{Name: d.rest, First: d.first, Last: d.last})
	}
	for _, o := range h.Exceptions {
		c.Overrides = append(c.Overrides, schedule.Exception{First: o.first, Last: o.last, Hours: o.hours})
	}
	return c
}
