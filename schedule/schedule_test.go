package schedule_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/schedule"
)

// ranges reads "09:00-12:00".
func ranges(t testing.TB, texts ...string) (out []schedule.Range) {
	t.Helper()
	for _, text := range texts {
		r, err := schedule.ParseRange(text)
		require.NoError(t, err)
		out = append(out, r)
	}
	return out
}

// workdays are the same hours from Monday to Friday.
func workdays(t testing.TB, texts ...string) schedule.Week {
	h := ranges(t, texts...)
	return schedule.Week{time.Monday: h, time.Tuesday: h, time.Wednesday: h, time.Thursday: h, time.Friday: h}
}

func build(t testing.TB, cfg schedule.Config) *schedule.Schedule {
	t.Helper()
	s, err := schedule.New(cfg)
	require.NoError(t, err)
	return s
}

// at reads an instant; empty is the zero Time.
func at(t testing.TB, text string) time.Time {
	t.Helper()
	if text == "" {
		return time.Time{}
	}
	v, err := time.Parse(time.RFC3339Nano, text)
	require.NoError(t, err)
	return v.UTC()
}

func day(year int, month time.Month, d int) schedule.Date {
	return schedule.Date{Year: year, Month: month, Day: d}
}

func paris(t testing.TB) *schedule.Schedule {
	return build(t, schedule.Config{Zone: zone(t, "Europe/Paris"), Weekly: workdays(t, "09:00-12:00", "13:00-18:00")})
}

func TestAdd(t *testing.T) {
	tests := []struct{ name, from, add, want string }{
		{"inside the morning", "2026-03-09T08:00:00Z", "1h", "2026-03-09T09:00:00Z"},
		{"over lunch", "2026-03-09T10:30:00Z", "1h", "2026-03-09T12:30:00Z"},
		{"exactly to lunch", "2026-03-09T10:00:00Z", "1h", "2026-03-09T11:00:00Z"},
		{"a nanosecond past lunch", "2026-03-09T10:00:00Z", "1h0.000000001s", "2026-03-09T12:00:00.000000001Z"},
		{"from a fraction", "2026-03-09T10:59:59.5Z", "1s", "2026-03-09T12:00:00.5Z"},
		{"over the weekend and the change of the clock", "2026-03-27T16:00:00Z", "2h", "2026-03-30T08:00:00Z"},
		{"from a closed fraction", "2026-03-08T00:00:00.7Z", "1s", "2026-03-09T08:00:01Z"},
		{"back over lunch", "2026-03-09T12:30:00Z", "-1h", "2026-03-09T10:30:00Z"},
		{"back exactly to an opening", "2026-03-09T09:00:00Z", "-1h", "2026-03-09T08:00:00Z"},
		{"back by a fraction", "2026-03-09T12:00:00Z", "-0.25s", "2026-03-09T10:59:59.75Z"},
		{"nothing, open", "2026-03-09T09:00:00.5Z", "0s", "2026-03-09T09:00:00.5Z"},
		{"nothing, closed", "2026-03-08T09:00:00.5Z", "0s", "2026-03-09T08:00:00Z"},
		{"a year of work", "2026-01-01T00:00:00Z", "2088h", "2026-12-31T17:00:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := time.ParseDuration(tt.add)
			require.NoError(t, err)
			if diff := cmp.Diff(at(t, tt.want), paris(t).Add(at(t, tt.from), d)); diff != "" {
				t.Errorf("Add(%s, %s) mismatch (-want +got):\n%s", tt.from, tt.add, diff)
			}
		})
	}
}

// Each point of dispute, under each of its settings.
func TestPolicy(t *testing.T) {
	monday, friday := at(t, "2026-03-09T09:00:00Z"), at(t, "2026-03-06T17:00:00Z")
	with := func(p schedule.Policy) *schedule.Schedule {
		return build(t, schedule.Config{Weekly: workdays(t, "09:00-17:00"), Policy: p})
	}
	for boundary, want := range map[schedule.Boundary]time.Time{"": friday, schedule.Stay: friday, schedule.Roll: monday} {
		require.Equal(t, want, with(schedule.Policy{Boundary: boundary}).Add(friday.Add(-time.Hour), time.Hour), boundary)
	}
	for boundary, want := range map[schedule.Boundary]time.Time{"": monday, schedule.Stay: monday, schedule.Roll: friday} {
		require.Equal(t, want, with(schedule.Policy{Boundary: boundary}).Add(monday.Add(time.Hour), -time.Hour), boundary)
	}
	sunday := at(t, "2026-03-08T12:00:00Z")
	for zero, want := range map[schedule.Zero]time.Time{"": monday, schedule.ZeroMove: monday, schedule.ZeroStay: sunday, schedule.ZeroRefuse: monday} {
		require.Equal(t, want, with(schedule.Policy{Zero: zero}).Add(sunday, 0), zero)
	}
	for reversed, want := range map[schedule.Reversed]time.Duration{
		"": -8 * time.Hour, schedule.ReversedNegative: -8 * time.Hour, schedule.ReversedZero: 0, schedule.ReversedPositive: 8 * time.Hour,
	} {
		require.Equal(t, want, with(schedule.Policy{Reversed: reversed}).Between(sunday, friday.Add(-24*time.Hour)), reversed)
	}
	for closing, want := range map[schedule.Closing][4]bool{
		"":                        {false, false, false, false},
		schedule.ClosingExclusive: {false, false, false, false},
		schedule.ClosingInclusive: {true, false, false, false},
		schedule.ClosingMinute:    {true, true, true, false},
	} {
		s := with(schedule.Policy{Closing: closing})
		for i, after := range []time.Duration{0, 1, time.Minute - 1, time.Minute} {
			require.Equal(t, want[i], s.Open(friday.Add(after)), "%s %v", closing, after)
		}
	}
}

// The minute of a closing is that of the clock, also when hours end within it.
func TestClosingMinute(t *testing.T) {
	s := build(t, schedule.Config{Weekly: workdays(t, "09:00-17:00:40"), Policy: schedule.Policy{Closing: schedule.ClosingMinute}})
	require.True(t, s.Open(at(t, "2026-03-06T17:00:59.9Z")))
	require.False(t, s.Open(at(t, "2026-03-06T17:01:00Z")))
}

func TestSpill(t *testing.T) {
	night := func(p schedule.Policy, h schedule.Spill) time.Time {
		return build(t, schedule.Config{
			Weekly:   workdays(t, "22:00-06:00"),
			Holidays: []schedule.Holiday{{First: day(2026, 12, 25), Spill: h}},
			Policy:   p,
		}).NextClosing(at(t, "2026-12-24T23:00:00Z"))
	}
	worked, midnight := at(t, "2026-12-25T06:00:00Z"), at(t, "2026-12-25T00:00:00Z")
	require.Equal(t, worked, night(schedule.Policy{}, ""))
	require.Equal(t, midnight, night(schedule.Policy{Spill: schedule.SpillCut}, ""))
	require.Equal(t, midnight, night(schedule.Policy{}, schedule.SpillCut))
	require.Equal(t, worked, night(schedule.Policy{Spill: schedule.SpillCut}, schedule.SpillKeep))
}

func TestPrecedence(t *testing.T) {
	date := day(2026, 12, 24) // a Thursday
	yearly := day(0, 12, 24)
	entry := func(d schedule.Date, text string) []schedule.Exception {
		return []schedule.Exception{{First: d, Hours: ranges(t, text)}}
	}
	cfg := schedule.Config{Weekly: workdays(t, "09:00-17:00")}
	open := func() time.Duration {
		from := date.In(time.UTC, 0, schedule.FoldEarlier)
		return build(t, cfg).Between(from, from.AddDate(0, 0, 1))
	}
	require.Equal(t, 8*time.Hour, open())
	cfg.Overrides = entry(yearly, "09:00-13:00")
	require.Equal(t, 4*time.Hour, open())
	cfg.Overrides = append(entry(date, "09:00-11:00"), cfg.Overrides...)
	require.Equal(t, 2*time.Hour, open(), "dated before yearly, whatever the order")
	cfg.Overrides = append(cfg.Overrides, entry(date, "09:00-12:00")...)
	require.Equal(t, 3*time.Hour, open(), "the later of two")
	cfg.Holidays = []schedule.Holiday{{First: yearly}}
	require.Equal(t, 0*time.Hour, open())
	cfg.Additions = entry(date, "18:00-20:00")
	require.Equal(t, 2*time.Hour, open(), "an addition opens on a holiday")
	cfg.Breaks = entry(date, "18:30-19:00")
	require.Equal(t, 90*time.Minute, open())
}

// Yearly dates run over the new year, and the 29th of February is not made up.
func TestYearly(t *testing.T) {
	s := build(t, schedule.Config{AlwaysOpen: true, Holidays: []schedule.Holiday{
		{First: day(0, 12, 24), Last: day(0, 1, 2)}, {First: day(0, 2, 29)},
	}})
	for text, want := range map[string]bool{
		"2026-12-23": true, "2026-12-24": false, "2026-12-31": false, "2027-01-01": false, "2027-01-02": false, "2027-01-03": true,
		"2028-02-29": false, "2026-02-28": true, "2026-03-01": true,
	} {
		require.Equal(t, want, s.BusinessDay(dateOf(t, text)), text)
		_, holiday := s.Holiday(dateOf(t, text).In(time.UTC, 23*time.Hour, schedule.FoldEarlier))
		require.Equal(t, !want, holiday, text)
	}
}

func TestZones(t *testing.T) {
	tests := []struct {
		name, zone, hours, from, to string
		want                        time.Duration
	}{
		{"a night that loses an hour", "Europe/Paris", "22:00-06:00", "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z", 7 * time.Hour},
		{"a night that gains an hour", "Europe/Paris", "22:00-06:00", "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z", 9 * time.Hour},
		{"a change by half an hour", "Australia/Lord_Howe", "22:00-06:00", "2026-04-04T00:00:00Z", "2026-04-05T10:00:00Z", 8*time.Hour + 30*time.Minute},
		{"a change at midnight", "America/Asuncion", "23:00-02:00", "2023-10-01T00:00:00Z", "2023-10-01T20:00:00Z", 2 * time.Hour},
		{"hours in the gap move on", "Europe/Paris", "02:15-02:45", "2026-03-29T00:00:00Z", "2026-03-29T20:00:00Z", 30 * time.Minute},
		{"a skipped date has no hours", "Pacific/Apia", "09:00-17:00", "2011-12-29T09:00:00Z", "2011-12-31T10:00:00Z", 16 * time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cfg := schedule.Config{Zone: zone(t, tt.zone)}
			for d := range cfg.Weekly {
				cfg.Weekly[d] = ranges(t, tt.hours)
			}
			require.Equal(t, tt.want, build(t, cfg).Between(at(t, tt.from), at(t, tt.to)))
		})
	}
	apia := build(t, schedule.Config{Zone: zone(t, "Pacific/Apia"), AlwaysOpen: true})
	require.False(t, apia.BusinessDay(day(2011, 12, 30)))
	require.Empty(t, apia.Day(day(2011, 12, 30)))
	require.Equal(t, day(2011, 12, 31), apia.AddDays(day(2011, 12, 29), 1))
}
