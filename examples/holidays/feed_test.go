package main

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/schedule"
)

func date(t *testing.T, text string) schedule.Date {
	d, err := schedule.ParseDate(text)
	require.NoError(t, err)
	return d
}

// recorded is a feed with an event of each kind.
func recorded(t *testing.T) io.Reader {
	data, err := os.ReadFile("testdata/feed.ics")
	require.NoError(t, err)
	return bytes.NewReader(data)
}

func TestRead(t *testing.T) {
	got, err := Read(recorded(t), date(t, "2026-01-01"), date(t, "2027-06-30"))
	require.NoError(t, err)
	holiday := func(name, first, last string) schedule.Holiday {
		return schedule.Holiday{Name: name, First: date(t, first), Last: date(t, last)}
	}
	want := []schedule.Holiday{
		holiday("New Year", "2026-01-01", "2026-01-01"),
		holiday("Stock-taking", "2026-01-05", "2026-01-05"),
		holiday("Stock-taking", "2026-04-07", "2026-04-07"), // moved by a day
		holiday("Stock-taking", "2026-07-06", "2026-07-06"),
		holiday("Closed between the years, all teams", "2026-12-24", "2026-12-28"),
		holiday("New Year", "2027-01-01", "2027-01-01"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Read mismatch (-want +got):\n%s", diff)
	}
}

// Holidays that began before the first date still count.
func TestReadOverTheEdge(t *testing.T) {
	got, err := Read(recorded(t), date(t, "2026-12-28"), date(t, "2026-12-31"))
	require.NoError(t, err)
	require.Len(t, got, 1)
}

// One bad event does not take the others with it.
func TestReadBadEvent(t *testing.T) {
	feed := strings.NewReader(strings.ReplaceAll(`BEGIN:VCALENDAR
BEGIN:VEVENT
UID:bad
DTSTART;VALUE=DATE:20261301
SUMMARY:Thirteenth month
END:VEVENT
BEGIN:VEVENT
UID:good
DTSTART;VALUE=DATE:20261225
SUMMARY:Christmas
END:VEVENT
END:VCALENDAR
`, "\n", "\r\n"))
	got, err := Read(feed, date(t, "2026-01-01"), date(t, "2026-12-31"))
	require.ErrorContains(t, err, `event "bad"`)
	require.Len(t, got, 1)
	require.Equal(t, "Christmas", got[0].Name)
}

func TestReadNoCalendar(t *testing.T) {
	_, err := Read(strings.NewReader("<html>not found</html>\n"), date(t, "2026-01-01"), date(t, "2026-12-31"))
	require.Error(t, err)
	got, err := Read(strings.NewReader(""), date(t, "2026-01-01"), date(t, "2026-12-31"))
	require.NoError(t, err)
	require.Empty(t, got)
}

func TestReport(t *testing.T) {
	var out strings.Builder
	require.NoError(t, report(&out, recorded(t), "Europe/Paris", 2026))
	require.Contains(t, out.String(), "2026-12-24 to 2026-12-28  Closed between the years, all teams\n")
	require.True(t, strings.HasSuffix(out.String(), "254 business days, 2032 hours\n"), out.String())
}
