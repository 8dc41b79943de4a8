package zendesk_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/schedule/zendesk"
)

// dataFiles are the shared recordings of schedules, or the test is skipped.
func dataFiles(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(datatest.Dir(t), "zendesk", "schedules", pattern))
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skipf("the data folder has no %s", pattern)
	}
	return files
}

// TestDataScheduleJSON reads every recorded schedule and writes it again.
func TestDataScheduleJSON(t *testing.T) {
	for _, file := range dataFiles(t, "*.json") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			var page struct {
				Schedule  *zendesk.Schedule            `json:"schedule"`
				Schedules []zendesk.Schedule           `json:"schedules"`
				Holidays  map[string][]zendesk.Holiday `json:"holidays_by_schedule"`
			}
			require.NoError(t, json.Unmarshal(data, &page))
			if page.Schedule != nil {
				page.Schedules = append(page.Schedules, *page.Schedule)
			}
			require.NotEmpty(t, page.Schedules)
			for _, s := range page.Schedules {
				checkRoundTrip(t, s, page.Holidays[strconv.FormatInt(s.ID, 10)])
			}
		})
	}
}

func checkRoundTrip(t *testing.T, s zendesk.Schedule, holidays []zendesk.Holiday) {
	t.Helper()
	cfg, err := s.Config(holidays...)
	require.NoError(t, err)
	checkHours(t, s, cfg)
	back, backHolidays, err := zendesk.FromConfig(s.Name, cfg)
	require.NoError(t, err)
	again, err := back.Config(backHolidays...)
	require.NoError(t, err)
	require.Equal(t, cfg.Zone.String(), again.Zone.String())
	requireSame(t, cfg, again)
	if diff := cmp.Diff(holidays, backHolidays, cmpopts.IgnoreFields(zendesk.Holiday{}, "ID"), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("holidays of %s mismatch (-read +written):\n%s", s.Name, diff)
	}
}

// checkHours checks the weekday and the clock of each opening, and holidays.
func checkHours(t *testing.T, s zendesk.Schedule, cfg schedule.Config) {
	t.Helper()
	built, err := schedule.New(cfg)
	require.NoError(t, err)
	for _, h := range cfg.Holidays {
		for d := h.First; d != h.Last.AddDays(1); d = d.AddDays(1) {
			require.False(t, built.BusinessDay(d), "%s on %s", s.Name, d)
		}
	}
	sunday := schedule.Date{Year: 2023, Month: time.January, Day: 8} // a week without a change of the clock
	for _, v := range s.Intervals {
		at := sunday.In(cfg.Zone, time.Duration(v.Start)*time.Minute, schedule.FoldEarlier)
		require.True(t, built.Open(at))
		require.Equal(t, time.Duration(v.End-v.Start)*time.Minute, built.Between(at, at.Add(time.Duration(v.End-v.Start)*time.Minute)))
	}
}

// TestDataScheduleRows reads the recorded rows of an analytics database.
func TestDataScheduleRows(t *testing.T) {
	for _, file := range dataFiles(t, "*-schedule_data.csv") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			byID := map[string]*zendesk.Schedule{}
			for _, row := range readRows(t, file) {
				s := byID[row["id"]]
				if s == nil {
					s = &zendesk.Schedule{Name: row["name"], TimeZone: row["time_zone"]}
					byID[row["id"]] = s
				}
				s.Intervals = append(s.Intervals, zendesk.Interval{Start: number(t, row["start_time"]), End: number(t, row["end_time"])})
			}
			require.NotEmpty(t, byID)
			for _, s := range byID {
				cfg, err := s.Config()
				require.NoError(t, err)
				checkHours(t, *s, cfg)
			}
		})
	}
}

// readRows reads a CSV file, each row by the names in the first.
func readRows(t *testing.T, file string) (rows []map[string]string) {
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	lines, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	require.NoError(t, err)
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func number(t *testing.T, text string) int {
	n, err := strconv.Atoi(text)
	require.NoError(t, err)
	return n
}
