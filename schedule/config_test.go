package schedule_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/schedule"
)

// An error says which entry is wrong, and why.
func TestNewErrors(t *testing.T) {
	const h = time.Hour
	date := day(2026, 12, 24)
	hours := func(from, to time.Duration) []schedule.Range { return []schedule.Range{{From: from, To: to}} }
	tests := []struct {
		name string
		cfg  schedule.Config
		want string
	}{
		{"end", schedule.Config{Weekly: schedule.Week{time.Tuesday: hours(9*h, 25*h)}},
			"schedule: tuesday 09:00–25:00: end 25:00 is not between 00:00 and 24:00; a range that ends the next day is written with its wall clock, such as 22:00–02:00"},
		{"start", schedule.Config{Weekly: schedule.Week{time.Sunday: hours(24*h, 2*h)}}, "schedule: sunday 24:00–02:00: start 24:00 is not between 00:00 and 23:59:59"},
		{"negative", schedule.Config{Weekly: schedule.Week{time.Sunday: hours(-h, 2*h)}}, "schedule: sunday -01:00–02:00: start -01:00 is not between 00:00 and 23:59:59"},
		{"fraction", schedule.Config{Weekly: schedule.Week{time.Sunday: hours(1, 2*h)}}, "schedule: sunday 00:00:00–02:00: has a fraction of a second"},
		{"override", schedule.Config{Overrides: []schedule.Exception{{Name: "Eve", First: date, Hours: hours(9*h, 25*h)}}},
			`schedule: override 2026-12-24 "Eve" 09:00–25:00: end 25:00 is not between 00:00 and 24:00; a range that ends the next day is written with its wall clock, such as 22:00–02:00`},
		{"no date", schedule.Config{Breaks: []schedule.Exception{{Name: "x"}}}, `schedule: break "x": no date`},
		{"unreal date", schedule.Config{Holidays: []schedule.Holiday{{First: day(2026, 2, 29)}}}, "schedule: holiday 2026-02-29: date 2026-02-29 does not exist"},
		{"backwards", schedule.Config{Holidays: []schedule.Holiday{{First: date, Last: day(2026, 12, 23)}}}, "schedule: holiday 2026-12-24 to 2026-12-23: ends before it begins"},
		{"half yearly", schedule.Config{Additions: []schedule.Exception{{First: date, Last: day(0, 12, 25)}}}, "schedule: addition 2026-12-24 to 12-25: one date has a year and the other has none"},
		{"spill", schedule.Config{Holidays: []schedule.Holiday{{First: date, Spill: "half"}}}, `schedule: holiday 2026-12-24: spill "half" is none of ["keep" "cut"]`},
		{"policy", schedule.Config{Policy: schedule.Policy{Boundary: "jump"}}, `schedule: policy: boundary "jump" is none of ["stay" "roll"]`},
		{"always and weekly", schedule.Config{AlwaysOpen: true, Weekly: schedule.Week{1: hours(9*h, 10*h)}}, "schedule: monday 09:00–10:00: always open needs no weekly hours"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := schedule.New(tt.cfg)
			require.EqualError(t, err, tt.want)
			require.EqualError(t, tt.cfg.Check(), tt.want)
		})
	}
}

func TestCheck(t *testing.T) {
	cfg := schedule.Config{Weekly: schedule.Week{time.Monday: ranges(t, "13:00-18:00", "09:00-12:00", "12:00-13:00")}}
	require.NoError(t, cfg.Check())
	cfg.Weekly[time.Tuesday] = ranges(t, "09:00-12:00", "11:00-18:00")
	err := cfg.Check()
	require.ErrorIs(t, err, schedule.ErrOverlap)
	require.EqualError(t, err, "schedule: tuesday 11:00–18:00: overlaps 09:00–12:00")
	require.EqualError(t, schedule.Config{}.Check(), "schedule: never open: no weekday, override or addition has hours")
	_, err = schedule.New(cfg)
	require.NoError(t, err, "what overlaps is one range")
}

func TestDueErrors(t *testing.T) {
	_, err := paris(t).Due(at(t, "2026-03-09T09:00:00Z"), -time.Second)
	require.ErrorIs(t, err, schedule.ErrAmount)
	require.EqualError(t, err, "schedule: target -1s: invalid amount")
	_, err = paris(t).Due(at(t, "2026-03-09T09:00:00Z"), 0)
	require.NoError(t, err)
	_, err = build(t, schedule.Config{Policy: schedule.Policy{Zero: schedule.ZeroRefuse}}).Due(at(t, "2026-03-09T09:00:00Z"), 0)
	require.ErrorIs(t, err, schedule.ErrAmount)
	due, err := paris(t).Due(at(t, "2026-03-09T09:00:00Z"), time.Hour)
	require.NoError(t, err)
	require.Equal(t, at(t, "2026-03-09T10:00:00Z"), due)
}

func TestParseRange(t *testing.T) {
	const h = time.Hour
	for text, want := range map[string]schedule.Range{
		"09:00-18:00": {From: 9 * h, To: 18 * h}, "22:00–02:00": {From: 22 * h, To: 2 * h}, "00:00-24:00": {To: 24 * h},
		"7:45:30 - 8:00": {From: 7*h + 45*time.Minute + 30*time.Second, To: 8 * h},
	} {
		got, err := schedule.ParseRange(text)
		require.NoError(t, err)
		require.Equal(t, want, got)
		again, err := schedule.ParseRange(got.String())
		require.NoError(t, err)
		require.Equal(t, got, again)
	}
	for _, text := range []string{"", "09:00", "09:00-18:60", "9-18", "24:00-25:00", "09:00-24:01", "09:00-18:00-20:00", "a:00-b:00", "009:00-10:00", "09:0x-10:00"} {
		_, err := schedule.ParseRange(text)
		require.ErrorContains(t, err, "schedule: range ", text)
	}
}

func TestParseDate(t *testing.T) {
	for text, want := range map[string]schedule.Date{"2026-12-25": day(2026, 12, 25), "02-29": day(0, 2, 29)} {
		got, err := schedule.ParseDate(text)
		require.NoError(t, err)
		require.Equal(t, want, got)
		require.Equal(t, text, got.String())
	}
	for _, text := range []string{"", "2026-02-29", "13-01", "0000-01-01", "25.12.2026"} {
		_, err := schedule.ParseDate(text)
		require.ErrorContains(t, err, "schedule: date ", text)
	}
}

// A Date that is not given is empty text, there and back.
func TestDateText(t *testing.T) {
	for _, d := range []schedule.Date{{}, day(2026, 12, 25), day(0, 2, 29)} {
		text, err := d.MarshalText()
		require.NoError(t, err)
		got := day(1, 1, 1)
		require.NoError(t, got.UnmarshalText(text))
		require.Equal(t, d, got)
	}
}

// New keeps nothing of the Config.
func TestNewCopies(t *testing.T) {
	cfg := schedule.Config{Weekly: workdays(t, "09:00-17:00")}
	s := build(t, cfg)
	cfg.Weekly[time.Monday][0].To = 10 * time.Hour
	if diff := cmp.Diff(8*time.Hour, s.Between(at(t, "2026-03-09T00:00:00Z"), at(t, "2026-03-10T00:00:00Z"))); diff != "" {
		t.Errorf("open time mismatch (-want +got):\n%s", diff)
	}
}
