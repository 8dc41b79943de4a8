package session_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/session"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	require.NoError(t, err)
	return z
}

// hours are the ranges of every working day, in Paris.
func hours(t testing.TB, ranges ...string) *schedule.Schedule {
	t.Helper()
	cfg := schedule.Config{Zone: zone(t, "Europe/Paris"), Holidays: []schedule.Holiday{{First: schedule.Date{Month: time.December, Day: 25}}}}
	for day := time.Monday; day <= time.Friday; day++ {
		for _, text := range ranges {
			r, err := schedule.ParseRange(text)
			require.NoError(t, err)
			cfg.Weekly[day] = append(cfg.Weekly[day], r)
		}
	}
	s, err := schedule.New(cfg)
	require.NoError(t, err)
	return s
}

// paris is an instant by the clock of Paris in December 2026. The 21st is a Monday.
func paris(t testing.TB, day, hour, minute int) time.Time {
	return time.Date(2026, time.December, day, hour, minute, 0, 0, zone(t, "Europe/Paris")).UTC()
}

// TestWidgetRecipes holds the vendor's recipes: lunch break, closing soon, departments that
// are offline, the hidden widget. Source:
// https://support.zendesk.com/hc/en-us/articles/5137169660826, facts as of autumn 2026.
func TestWidgetRecipes(t *testing.T) {
	lunch := hours(t, "09:00-12:00", "13:00-18:00")
	team := []session.Department{{ID: "sales", Hours: hours(t, "09:00-17:00")}, {ID: "support", Hours: hours(t, "08:00-20:00")}}
	chat := session.Widget{Hours: lunch, Lead: 15 * time.Minute, OfflineForm: true}
	teams := session.Widget{Departments: team, Lead: 15 * time.Minute, OfflineForm: true}
	both := session.Presence{"sales": 1, "support": 2}
	one := session.Presence{"": 1}
	at := func(day, hour, minute int) time.Time { return paris(t, day, hour, minute) }
	tests := []struct {
		name     string
		widget   session.Widget
		at       time.Time
		presence session.Presence
		visitor  session.Visitor
		want     session.Show
	}{
		{"zero", session.Widget{}, at(21, 3, 0), one, session.Visitor{}, session.Show{Mode: session.ModeChat}},
		{"zero without agents", session.Widget{}, at(21, 3, 0), nil, session.Visitor{},
			session.Show{Mode: session.ModeHidden, Absence: session.AbsenceAway}},
		{"morning", chat, at(21, 9, 0), one, session.Visitor{},
			session.Show{Mode: session.ModeChat, ClosesAt: at(21, 12, 0), Since: at(21, 9, 0), Until: at(21, 11, 45)}},
		{"closing soon", chat, at(21, 11, 59), one, session.Visitor{},
			session.Show{Mode: session.ModeClosingSoon, ClosesAt: at(21, 12, 0), Since: at(21, 11, 45), Until: at(21, 12, 0)}},
		{"lunch break", chat, at(21, 12, 0), one, session.Visitor{}, session.Show{
			Mode: session.ModeOfflineForm, Absence: session.AbsenceClosed, Since: at(21, 12, 0), Until: at(21, 13, 0),
			Opening: session.Opening{At: at(21, 13, 0), Date: schedule.Date{Year: 2026, Month: 12, Day: 21}, Clock: "13:00", Weekday: "monday",
				Day: session.Today, Zone: "Europe/Paris", Text: "today at 13:00"},
		}},
		{"lunch break without a form", session.Widget{Hours: lunch}, at(21, 12, 30), one, session.Visitor{Zone: time.UTC, Language: "fr-CA"}, session.Show{
			Mode: session.ModeHidden, Absence: session.AbsenceClosed, Since: at(21, 12, 0), Until: at(21, 13, 0),
			Opening: session.Opening{At: at(21, 13, 0), Date: schedule.Date{Year: 2026, Month: 12, Day: 21}, Clock: "12:00", Weekday: "monday",
				Day: session.Today, Zone: "UTC", Text: "aujourd’hui à 12:00"},
		}},
		{"bypass", chat, at(21, 12, 30), one, session.Visitor{Bypass: true}, session.Show{Mode: session.ModeChat}},
		{"bypass without agents", chat, at(21, 12, 30), nil, session.Visitor{Bypass: true},
			session.Show{Mode: session.ModeOfflineForm, Absence: session.AbsenceAway}},
		{"before a holiday and a weekend", chat, at(24, 18, 0), one, session.Visitor{Zone: zone(t, "America/New_York")}, session.Show{
			Mode: session.ModeOfflineForm, Absence: session.AbsenceClosed, Since: at(24, 18, 0), Until: at(27, 6, 0), // midnight in New York
			Opening: session.Opening{At: at(28, 9, 0), Date: schedule.Date{Year: 2026, Month: 12, Day: 28}, Clock: "03:00", Weekday: "monday",
				Day: session.DayOfWeek, Zone: "America/New_York", Text: "on Monday at 03:00"},
		}},
		{"all agents away in the hours", chat, at(21, 10, 0), nil, session.Visitor{},
			session.Show{Mode: session.ModeOfflineForm, Absence: session.AbsenceAway, Since: at(21, 9, 0), Until: at(21, 12, 0)}},
		{"both departments", teams, at(21, 9, 0), both, session.Visitor{}, session.Show{
			Mode: session.ModeChat, ClosesAt: at(21, 20, 0), Since: at(21, 9, 0), Until: at(21, 16, 45),
			Departments: []session.Offer{{Department: "sales", ClosesAt: at(21, 17, 0)}, {Department: "support", ClosesAt: at(21, 20, 0)}},
		}},
		{"one closes soon", teams, at(21, 16, 50), both, session.Visitor{}, session.Show{
			Mode: session.ModeChat, ClosesAt: at(21, 20, 0), Since: at(21, 16, 45), Until: at(21, 17, 0),
			Departments: []session.Offer{{Department: "sales", ClosesAt: at(21, 17, 0), ClosingSoon: true}, {Department: "support", ClosesAt: at(21, 20, 0)}},
		}},
		{"one that was asked for closes soon", teams, at(21, 16, 50), session.Presence{"sales": 1}, session.Visitor{Department: "sales"}, session.Show{
			Mode: session.ModeClosingSoon, ClosesAt: at(21, 17, 0), Since: at(21, 16, 45), Until: at(21, 17, 0),
			Departments: []session.Offer{{Department: "sales", ClosesAt: at(21, 17, 0), ClosingSoon: true}},
		}},
		{"one without agents is not offered", teams, at(21, 9, 0), session.Presence{"sales": 0, "support": 2}, session.Visitor{}, session.Show{
			Mode: session.ModeChat, ClosesAt: at(21, 20, 0), Since: at(21, 8, 0), Until: at(21, 19, 45),
			Departments: []session.Offer{{Department: "support", ClosesAt: at(21, 20, 0)}},
		}},
		{"one that is closed though its agent is online for another", teams, at(21, 17, 0), both, session.Visitor{Department: "sales"}, session.Show{
			Mode: session.ModeOfflineForm, Absence: session.AbsenceClosed, Since: at(21, 17, 0), Until: at(21, 19, 45),
			Departments: []session.Offer{{Department: "support", ClosesAt: at(21, 20, 0)}},
			Opening: session.Opening{At: at(22, 9, 0), Date: schedule.Date{Year: 2026, Month: 12, Day: 22}, Clock: "09:00", Weekday: "tuesday",
				Day: session.Tomorrow, Zone: "Europe/Paris", Text: "tomorrow at 09:00"},
		}},
		{"the others instead of nothing", session.Widget{Departments: team}, at(21, 9, 0), session.Presence{"support": 1}, session.Visitor{Department: "sales"},
			session.Show{
				Mode: session.ModeChat, Absence: session.AbsenceAway, ClosesAt: at(21, 20, 0), Since: at(21, 9, 0), Until: at(21, 17, 0),
				Departments: []session.Offer{{Department: "support", ClosesAt: at(21, 20, 0)}},
			}},
		{"an unknown department", session.Widget{Departments: team[:1]}, at(21, 9, 0), nil, session.Visitor{Department: "x"},
			session.Show{Mode: session.ModeHidden, Absence: session.AbsenceUnknown}},
		{"the hours of the account win", session.Widget{Hours: lunch, Departments: team}, at(21, 8, 30), both, session.Visitor{Department: "support"},
			session.Show{
				Mode: session.ModeHidden, Absence: session.AbsenceClosed, Since: at(21, 0, 0), Until: at(21, 9, 0),
				Opening: session.Opening{At: at(21, 9, 0), Date: schedule.Date{Year: 2026, Month: 12, Day: 21}, Clock: "09:00", Weekday: "monday",
					Day: session.Today, Zone: "Europe/Paris", Text: "today at 09:00"},
			}},
		{"waits beyond the closing", chat, at(21, 18, 30), one, session.Visitor{Chat: session.ChatWaiting}, session.Show{Mode: session.ModeWaiting}},
		{"waits until all are gone", session.Widget{OfflineForm: true, ContactForm: true}, at(21, 18, 30), nil, session.Visitor{Chat: session.ChatWaiting},
			session.Show{Mode: session.ModeOfflineForm, Absence: session.AbsenceAway}},
		{"talks beyond the closing", chat, at(21, 18, 30), nil, session.Visitor{Chat: session.ChatTalking}, session.Show{Mode: session.ModeTalking}},
		{"the contact form wins", session.Widget{OfflineForm: true, ContactForm: true}, at(21, 18, 30), nil, session.Visitor{},
			session.Show{Mode: session.ModeContactForm, Absence: session.AbsenceAway}},
		{"messaging at night", session.Widget{Messaging: true, Hours: lunch}, at(22, 3, 0), nil, session.Visitor{}, session.Show{
			Mode: session.ModeMessaging, Absence: session.AbsenceClosed, Since: at(22, 0, 0), Until: at(22, 9, 0),
			Opening: session.Opening{At: at(22, 9, 0), Date: schedule.Date{Year: 2026, Month: 12, Day: 22}, Clock: "09:00", Weekday: "tuesday",
				Day: session.Today, Zone: "Europe/Paris", Text: "today at 09:00"},
		}},
		{"messaging in the hours", session.Widget{Messaging: true, Hours: lunch}, at(22, 9, 0), nil, session.Visitor{},
			session.Show{Mode: session.ModeMessaging, Since: at(22, 9, 0), Until: at(22, 12, 0)}},
		{"messaging while all are away", session.Widget{Messaging: true}, at(22, 9, 0), session.Presence{}, session.Visitor{},
			session.Show{Mode: session.ModeMessaging, Absence: session.AbsenceAway}},
		{"messaging by department", session.Widget{Messaging: true, Departments: team}, at(22, 17, 0), session.Presence{"": 1}, session.Visitor{Department: "sales", Bypass: true},
			session.Show{
				Mode: session.ModeMessaging, Absence: session.AbsenceClosed, Since: at(22, 17, 0), Until: at(23, 0, 0),
				Opening: session.Opening{At: at(23, 9, 0), Date: schedule.Date{Year: 2026, Month: 12, Day: 23}, Clock: "09:00", Weekday: "wednesday",
					Day: session.Tomorrow, Zone: "Europe/Paris", Text: "tomorrow at 09:00"},
			}},
		{"messaging after all departments", session.Widget{Messaging: true, Departments: team}, at(22, 20, 0), session.Presence{"": 1}, session.Visitor{},
			session.Show{
				Mode: session.ModeMessaging, Absence: session.AbsenceClosed, Since: at(22, 20, 0), Until: at(23, 0, 0),
				Opening: session.Opening{At: at(23, 8, 0), Date: schedule.Date{Year: 2026, Month: 12, Day: 23}, Clock: "08:00", Weekday: "wednesday",
					Day: session.Tomorrow, Zone: "Europe/Paris", Text: "tomorrow at 08:00"},
			}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.NoError(t, tt.widget.Check())
			got := tt.widget.At(tt.at, tt.presence, tt.visitor)
			if diff := cmp.Diff(tt.want, got, cmpopts.IgnoreFields(session.Show{}, "Fields")); diff != "" {
				t.Errorf("At(%v) mismatch (-want +got):\n%s", tt.at, diff)
			}
			_, on := tt.widget.Form(got.Mode)
			require.Equal(t, on, len(got.Fields) > 0, "a form is shown with its fields")
		})
	}
}

// TestWidgetLanguages tells of an opening far ahead in languages of the host's and of this
// module.
func TestWidgetLanguages(t *testing.T) {
	german := session.Phrases{
		Language: "de", Clock: "15.04", Today: "heute um {time}", Tomorrow: "morgen um {time}", OnWeekday: "am {weekday} um {time}",
		OnDate:   "am {weekday}, {day}. {month} {year} um {time}",
		Weekdays: [7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
		Months:   [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
	}
	british := german
	british.Language, british.OnDate = "en-GB", "{weekday} {day} {month}"
	s, err := schedule.New(schedule.Config{Overrides: []schedule.Exception{
		{First: schedule.Date{Year: 2027, Month: 1, Day: 1}, Hours: []schedule.Range{{From: 9 * time.Hour, To: 10 * time.Hour}}},
	}})
	require.NoError(t, err)
	w := session.Widget{Hours: s, Languages: []session.Phrases{german, british}}
	require.NoError(t, w.Check())
	for language, want := range map[string]string{
		"": "on Friday, 1 January at 09:00", "en-US": "on Friday, 1 January at 09:00", "xx": "on Friday, 1 January at 09:00", "-": "on Friday, 1 January at 09:00",
		"fr": "le vendredi 1er janvier à 09:00", "FR_be": "le vendredi 1er janvier à 09:00",
		"de-AT": "am Freitag, 1. Januar 2027 um 09.00", "en-gb": "Freitag 1 Januar",
	} {
		got := w.At(paris(t, 1, 0, 0), nil, session.Visitor{Language: language})
		require.Equal(t, want, got.Opening.Text, language)
		require.Equal(t, session.DayOfMonth, got.Opening.Day)
	}
	s, err = schedule.New(schedule.Config{Overrides: []schedule.Exception{
		{First: schedule.Date{Year: 2027, Month: 2, Day: 11}, Hours: []schedule.Range{{From: 9 * time.Hour, To: 10 * time.Hour}}},
	}})
	require.NoError(t, err)
	got := session.Widget{Hours: s}.At(paris(t, 1, 0, 0), nil, session.Visitor{Language: "fr"})
	require.Equal(t, "le jeudi 11 février à 09:00", got.Opening.Text)
}

// TestWidgetAdmit asks for chats at the instant of the request.
func TestWidgetAdmit(t *testing.T) {
	w := session.Widget{OfflineForm: true, Departments: []session.Department{{ID: "sales", Hours: hours(t, "09:00-17:00")}, {ID: "support", Hours: hours(t, "08:00-20:00")}}}
	both := session.Presence{"sales": 1, "support": 2}
	before, after := paris(t, 21, 16, 55), paris(t, 21, 17, 5)
	tests := []struct {
		name     string
		at       time.Time
		presence session.Presence
		visitor  session.Visitor
		allowed  bool
		absence  session.Absence
		late     bool
		mode     session.Mode
	}{
		{"open", before, both, session.Visitor{Department: "sales"}, true, "", false, session.ModeWaiting},
		{"came before the closing", after, both, session.Visitor{Department: "sales", LoadedAt: before}, false, session.AbsenceClosed, true, session.ModeOfflineForm},
		{"came after it", after, both, session.Visitor{Department: "sales", LoadedAt: after}, false, session.AbsenceClosed, false, session.ModeOfflineForm},
		{"a clock that is ahead", after, both, session.Visitor{Department: "sales", LoadedAt: paris(t, 22, 9, 0)}, false, session.AbsenceClosed, false, session.ModeOfflineForm},
		{"agents have left", before, session.Presence{"support": 1}, session.Visitor{Department: "sales", LoadedAt: before}, false, session.AbsenceAway, false, session.ModeOfflineForm},
		{"unknown", before, both, session.Visitor{Department: "x"}, false, session.AbsenceUnknown, false, session.ModeOfflineForm},
		{"any", after, both, session.Visitor{}, true, "", false, session.ModeWaiting},
		{"asks again while it waits", after, both, session.Visitor{Department: "sales", Chat: session.ChatWaiting}, true, "", false, session.ModeWaiting},
		{"waited in vain", after, nil, session.Visitor{Department: "support", Chat: session.ChatWaiting}, false, session.AbsenceAway, false, session.ModeOfflineForm},
		{"talks", after, nil, session.Visitor{Chat: session.ChatTalking}, true, "", false, session.ModeTalking},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := w.Admit(tt.at, tt.presence, tt.visitor)
			require.Equal(t, []any{tt.allowed, tt.absence, tt.late, tt.mode}, []any{got.Allowed, got.Absence, got.Late, got.Show.Mode})
		})
	}
	w.Messaging = true
	got := w.Admit(paris(t, 22, 3, 0), nil, session.Visitor{Department: "sales"})
	require.True(t, got.Allowed)
	require.Equal(t, session.ModeMessaging, got.Show.Mode)
}

// TestWidgetCheck refuses settings that cannot be.
func TestWidgetCheck(t *testing.T) {
	for want, w := range map[string]session.Widget{
		"lead":           {Lead: -1},
		"departments[0]": {Departments: []session.Department{{}}},
		"departments[1]": {Departments: []session.Department{{ID: "a"}, {ID: "a"}}},
		"languages[0]":   {Languages: []session.Phrases{{Language: "de"}}},
		`"message"`:      {Contact: session.Form{Fields: []session.FormField{{ID: "a"}}}},
		"fields[1]":      {Contact: session.Form{Fields: []session.FormField{{ID: "message"}, {ID: "message"}}}},
		`"dance"`:        {Contact: session.Form{Fields: []session.FormField{{ID: "message"}, {ID: "a", Type: "dance"}}}},
		"0 choices":      {Contact: session.Form{Fields: []session.FormField{{ID: "message"}, {ID: "a", Type: session.AnswerDropDown}}}},
		"1 choices":      {Contact: session.Form{Fields: []session.FormField{{ID: "message", Choices: []string{"x"}}}}},
		`"a b"`:          {Contact: session.Form{Fields: []session.FormField{{ID: "message"}, {ID: "a", Type: session.AnswerMultiSelect, Choices: []string{"a b"}}}}},
		"max -1":         {Contact: session.Form{Fields: []session.FormField{{ID: "message", Max: -1}}}},
	} {
		require.ErrorContains(t, w.Check(), want)
	}
}
