package main

import (
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/session"
)

// settings returns a page with live chat in two departments and a contact form, and a page
// with messaging.
func settings() (*socialticket.Settings, error) {
	morning, afternoon := schedule.Range{From: 9 * time.Hour, To: 12 * time.Hour}, schedule.Range{From: 13 * time.Hour, To: 18 * time.Hour}
	lunch := []schedule.Range{morning, afternoon} // the break is the gap between two ranges
	shop, err := hours(schedule.Week{time.Monday: lunch, time.Tuesday: lunch, time.Wednesday: lunch, time.Thursday: lunch, time.Friday: lunch})
	if err != nil {
		return nil, err
	}
	repairs, err := hours(schedule.Week{time.Wednesday: {morning}})
	if err != nil {
		return nil, err
	}
	return &socialticket.Settings{Version: 1, Widgets: map[channel.Account]session.Widget{
		chatPage(): {
			Departments: []session.Department{{ID: "shop", Hours: shop}, {ID: "repairs", Hours: repairs}},
			Lead:        10 * time.Minute, ContactForm: true, Contact: contact(),
		},
		talkPage(): {Messaging: true, Hours: shop},
	}}, nil
}

// hours are those of a week in Paris, without Christmas.
func hours(week schedule.Week) (*schedule.Schedule, error) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return nil, err
	}
	christmas := schedule.Holiday{Name: "Christmas", First: schedule.Date{Month: time.December, Day: 25}}
	return schedule.New(schedule.Config{Zone: paris, Weekly: week, Holidays: []schedule.Holiday{christmas}})
}

// contact asks for the size beside what every form asks for.
func contact() session.Form {
	return session.Form{Fields: []session.FormField{
		{ID: session.AskName}, {ID: session.AskEmail, Required: true}, {ID: session.AskMessage, Required: true},
		{ID: "size", Type: session.AnswerDropDown, Choices: []string{"S", "M", "L"}},
	}}
}
