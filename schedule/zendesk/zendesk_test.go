package zendesk_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"
	_ "time/tzdata" // the zones must not depend on the machine

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/schedule/zendesk"
)

func hours(from, to time.Duration) schedule.Range { return schedule.Range{From: from, To: to} }

func TestConfig(t *testing.T) {
	data, err := os.ReadFile("testdata/schedules.json")
	require.NoError(t, err)
	var page struct {
		Schedules []zendesk.Schedule `json:"schedules"`
	}
	require.NoError(t, json.Unmarshal(data, &page))
	cfg, err := page.Schedules[0].Config(zendesk.Holiday{
		Name: "Fête nationale", Start: schedule.Date{Year: 2026, Month: 7, Day: 14}, End: schedule.Date{Year: 2026, Month: 7, Day: 14},
	})
	require.NoError(t, err)
	require.Equal(t, "Europe/Paris", cfg.Zone.String())
	const h = time.Hour
	want := schedule.Week{
		time.Monday:   {hours(9*h, 12*h), hours(13*h, 18*h)},
		time.Friday:   {hours(8*h+30*time.Minute, 16*h+30*time.Minute)},
		time.Saturday: {hours(23*h, 24*h)},
	}
	if diff := cmp.Diff(want, cfg.Weekly); diff != "" {
		t.Errorf("weekly mismatch (-want +got):\n%s", diff)
	}
	s, err := schedule.New(cfg)
	require.NoError(t, err)
	require.True(t, s.Open(time.Date(2026, 7, 13, 7, 0, 0, 0, time.UTC)))
	require.False(t, s.BusinessDay(schedule.Date{Year: 2026, Month: 7, Day: 14}))
}

func TestConfigErrors(t *testing.T) {
	tests := []struct {
		name string
		s    zendesk.Schedule
		want string
	}{
		{"zone", zendesk.Schedule{Name: "A", TimeZone: "Middle Earth"}, `zendesk: schedule "A": time zone "Middle Earth" is unknown`},
		{"no zone", zendesk.Schedule{Name: "A"}, `zendesk: schedule "A": time zone "" is unknown`},
		{"empty", zendesk.Schedule{Name: "A", TimeZone: "UTC", Intervals: []zendesk.Interval{{60, 60}}}, `zendesk: schedule "A": interval 60–60 is not within a week of 10080 minutes`},
		{"long", zendesk.Schedule{Name: "A", TimeZone: "UTC", Intervals: []zendesk.Interval{{60, 10081}}}, `zendesk: schedule "A": interval 60–10081 is not within a week of 10080 minutes`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.s.Config()
			require.EqualError(t, err, tt.want)
		})
	}
}

// What is written reads back as the same open time.
func TestFromConfig(t *testing.T) {
	zone, err := time.LoadLocation("America/Chicago")
	require.NoError(t, err)
	const h = time.Hour
	cfg := schedule.Config{
		Zone: zone,
		Weekly: schedule.Week{
			time.Monday:   {hours(13*h, 18*h), hours(9*h, 12*h), hours(12*h, 13*h)},
			time.Saturday: {hours(22*h, 2*h)},
		},
		Holidays: []schedule.Holiday{{Name: "Labor Day", First: schedule.Date{Year: 2026, Month: 9, Day: 7}}},
	}
	s, holidays, err := zendesk.FromConfig("Texas", cfg)
	require.NoError(t, err)
	data, err := json.Marshal(map[string]any{"schedule": s, "holidays": holidays})
	require.NoError(t, err)
	require.JSONEq(t, `{
		"schedule": {"name": "Texas", "time_zone": "Central Time (US & Canada)", "intervals": [
			{"start_time": 0, "end_time": 120}, {"start_time": 1980, "end_time": 2520}, {"start_time": 9960, "end_time": 10080}]},
		"holidays": [{"name": "Labor Day", "start_date": "2026-09-07", "end_date": "2026-09-07"}]
	}`, string(data))
	back, err := s.Config(holidays...)
	require.NoError(t, err)
	requireSame(t, cfg, back)
}

func TestFromConfigErrors(t *testing.T) {
	date := schedule.Date{Year: 2026, Month: 12, Day: 24}
	oslo, err := time.LoadLocation("Europe/Oslo")
	require.NoError(t, err)
	tests := []struct {
		name string
		cfg  schedule.Config
		want string
	}{
		{"override", schedule.Config{Overrides: []schedule.Exception{{First: date}}}, "hours of its own"},
		{"yearly", schedule.Config{Holidays: []schedule.Holiday{{First: schedule.Date{Month: 12, Day: 25}}}}, "holiday 12-25"},
		{"seconds", schedule.Config{Weekly: schedule.Week{1: {hours(time.Second, time.Hour)}}}, "whole minutes"},
		{"zone", schedule.Config{Zone: oslo}, "Europe/Oslo has no name"},
		{"malformed", schedule.Config{Weekly: schedule.Week{2: {hours(9*time.Hour, 25*time.Hour)}}}, "tuesday 09:00–25:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := zendesk.FromConfig("A", tt.cfg)
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestAlwaysOpen(t *testing.T) {
	s, _, err := zendesk.FromConfig("24/7", schedule.Config{AlwaysOpen: true})
	require.NoError(t, err)
	require.Len(t, s.Intervals, 7)
	back, err := s.Config()
	require.NoError(t, err)
	requireSame(t, schedule.Config{AlwaysOpen: true}, back)
}

// requireSame compares a year of segments.
func requireSame(t *testing.T, a, b schedule.Config) {
	t.Helper()
	from, to := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	list := func(cfg schedule.Config) (out []schedule.Segment) {
		s, err := schedule.New(cfg)
		require.NoError(t, err)
		for seg := range s.Segments(from) {
			if seg.Start.After(to) {
				break
			}
			out = append(out, seg)
		}
		return out
	}
	if diff := cmp.Diff(list(a), list(b)); diff != "" {
		t.Errorf("segments mismatch (-want +got):\n%s", diff)
	}
}

func TestLocation(t *testing.T) {
	for name, want := range map[string]string{
		"Central Time (US & Canada)": "America/Chicago", "New Caledonia": "Pacific/Noumea", "Osaka": "Asia/Tokyo",
		"London": "Europe/London", "Mexico City": "America/Mexico_City", "UTC": "Etc/UTC", "International Date Line West": "Etc/GMT+12", "Europe/Oslo": "Europe/Oslo",
	} {
		zone, err := zendesk.Location(name)
		require.NoError(t, err)
		require.Equal(t, want, zone.String(), name)
	}
	for _, name := range []string{"", "Local", "Algiers", "No Such Zone"} {
		_, err := zendesk.Location(name)
		require.Error(t, err, name)
	}
}

func TestZoneName(t *testing.T) {
	for iana, want := range map[string]string{"Europe/London": "London", "America/Mexico_City": "Mexico City", "Asia/Tokyo": "Tokyo", "Pacific/Auckland": "Auckland", "UTC": "UTC"} {
		zone, err := time.LoadLocation(iana)
		require.NoError(t, err)
		name, err := zendesk.ZoneName(zone)
		require.NoError(t, err)
		require.Equal(t, want, name)
		back, err := zendesk.Location(name)
		require.NoError(t, err)
		require.Equal(t, zone.String() == "UTC", back.String() != iana)
	}
}
