package schedule_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/schedule"
)

type givenPart struct {
	Schedule        string            `json:"schedule"`
	ScheduleInline  json.RawMessage   `json:"schedule_inline"`
	SchedulesInline []json.RawMessage `json:"schedules_inline"`
	Schedules       []string          `json:"schedules"`
	Timezone        string            `json:"timezone"`
	Start           any               `json:"start"`
	Date            any               `json:"date"`
	From, To        any
	slaGiven
	replyGiven
}

type whenPart struct {
	At        any     `json:"at"`
	From      any     `json:"from"`
	To        any     `json:"to"`
	Now       any     `json:"now"`
	Add       float64 `json:"add_seconds"`
	Subtract  float64 `json:"subtract_seconds"`
	Take      int     `json:"take"`
	Days      int     `json:"days"`
	Inclusive bool    `json:"inclusive"`
	Local     string  `json:"local"`
	Prefer    string  `json:"prefer"`
	Condition string  `json:"condition"`
}

// TestDataSchedule runs the cases about business time. Each answer is also
// checked under the other setting of a disputed policy, where `then` has it.
func TestDataSchedule(t *testing.T) {
	runCases(t, datatest.Read(t, "cases/business-time.json"), checkTime)
}

// TestCases runs our own cases, in the same form.
func TestCases(t *testing.T) {
	runCases(t, ownFile(t, "cases.json"), checkTime)
}

func checkTime(t *testing.T, f caseFile, c dataCase) {
	if c.Op == "invalid_amount" {
		checkAmount(t, c)
		return
	}
	c = c.read(t)
	switch c.Op {
	case "validate_schedule":
		checkValidate(t, c)
	case "civil_to_instant":
		checkCivil(t, c)
	case "intersect_segments", "union_segments":
		checkCombined(t, f, c)
	default:
		for key, want := range c.Then {
			switch stem, words, _ := strings.Cut(key, "_"); stem {
			case "error":
				checkError(t, f, c, want)
			case "at", "seconds", "open", "segment", "segments", "date", "days":
				checkAnswer(t, f, c, key, c.settings(words))
			default:
				t.Logf("%s does not ask for %s", c.Op, key)
			}
		}
	}
}

// checkAnswer checks a key of `then` under settings of which one must give it.
func checkAnswer(t *testing.T, f caseFile, c dataCase, key string, settings []setting) {
	cfg, err := f.config(t, c.Given)
	require.NoError(t, err)
	want := c.Then[key]
	var first string
	for _, set := range settings {
		diff := cmp.Diff(want, answer(t, with(t, cfg, set), c.backwards(cfg, set), want))
		if diff == "" {
			return
		}
		if first == "" {
			first = diff
		}
	}
	t.Errorf("%s of %s mismatch (-want +got):\n%s", c.Op, key, first)
}

// backwards asks for the previous closing where nothing is subtracted, as adding
// nothing leads to the next opening, unless by the setting it stays.
func (c dataCase) backwards(cfg schedule.Config, set setting) dataCase {
	if set(&cfg); c.Op == "due_back" && c.When.Subtract == 0 && cfg.Policy.Zero != schedule.ZeroStay {
		c.Op, c.When.At = "roll_back", c.Given.Start
	}
	return c
}

func (f caseFile) config(t *testing.T, g givenPart) (schedule.Config, error) {
	t.Helper()
	raw := g.ScheduleInline
	if raw == nil && g.Schedule == "" {
		return schedule.Config{AlwaysOpen: true}, nil // calendar hours
	}
	if raw == nil {
		raw = f.Schedules[g.Schedule]
	}
	require.NotNil(t, raw, "schedule %q", g.Schedule)
	return config(raw)
}

// answer asks s the question of a case, and gives the answer in the form of want.
func answer(t *testing.T, s *schedule.Schedule, c dataCase, want any) any {
	at, start := instantOf(t, c.When.At), instantOf(t, c.Given.Start)
	switch c.Op {
	case "due", "due_error":
		return like(t, want, s.Add(start, seconds(c.When.Add)))
	case "due_back":
		return like(t, want, s.Add(start, -seconds(c.When.Subtract)))
	case "elapsed":
		used := s.Between(instantOf(t, c.Given.From), instantOf(t, c.Given.To))
		if n, ok := want.(float64); ok && seconds(n) == used {
			return want
		}
		return used.Seconds()
	case "is_open":
		return s.Open(at)
	case "next_opening":
		return like(t, want, s.NextOpening(at))
	case "next_closing":
		return like(t, want, s.NextClosing(at))
	case "prev_opening":
		return like(t, want, s.PrevOpening(at))
	case "prev_closing":
		return like(t, want, s.PrevClosing(at))
	case "roll_forward":
		return like(t, want, s.RollForward(at))
	case "roll_back":
		return like(t, want, s.RollBack(at))
	case "current_segment":
		seg, open := s.SegmentAt(at)
		if !open {
			return nil
		}
		return segmentLike(t, want, seg)
	case "shift_business_days":
		return like(t, want, s.ShiftDays(start, c.When.Days))
	}
	return answerMore(t, s, c, want)
}

func answerMore(t *testing.T, s *schedule.Schedule, c dataCase, want any) any {
	switch c.Op {
	case "segments_forward":
		return take(t, want, s.Segments(instantOf(t, c.When.From)), c.When.Take)
	case "segments_backward":
		return take(t, want, s.SegmentsBack(instantOf(t, c.When.From)), c.When.Take)
	case "add_business_days":
		if d := s.AddDays(dateOf(t, c.Given.Date), c.When.Days); !d.IsZero() {
			return d.String()
		}
		return nil
	case "count_business_days":
		from, to := dateOf(t, c.Given.From), dateOf(t, c.Given.To)
		if c.When.Inclusive && from.String() <= to.String() {
			to = to.AddDays(1)
		} else if c.When.Inclusive {
			from = from.AddDays(1)
		}
		return float64(s.CountDays(from, to))
	}
	t.Fatalf("unknown op %q", c.Op)
	return nil
}

// checkError checks that a deadline is refused, and why.
func checkError(t *testing.T, f caseFile, c dataCase, kind any) {
	cfg, err := f.config(t, c.Given)
	if err == nil {
		cfg.Policy.Zero = schedule.ZeroRefuse
		_, err = with(t, cfg, defaults).Due(instantOf(t, c.Given.Start), seconds(c.When.Add))
	}
	switch text := fmt.Sprint(kind); {
	case strings.Contains(text, "never"):
		require.ErrorIs(t, err, schedule.ErrNeverOpen)
	case strings.Contains(text, "amount"):
		require.ErrorIs(t, err, schedule.ErrAmount)
	default:
		require.Error(t, err, text)
	}
}

// checkAmount checks that an amount is no time.Duration, or none that a
// deadline can have.
func checkAmount(t *testing.T, c dataCase) {
	when := map[string]any{}
	require.NoError(t, json.Unmarshal(c.RawWhen, &when))
	s := with(t, schedule.Config{AlwaysOpen: true, Policy: schedule.Policy{Zero: schedule.ZeroRefuse}}, defaults)
	for key, amount := range when {
		switch v := amount.(type) {
		case float64:
			_, err := s.Due(time.Unix(0, 0), seconds(v))
			require.ErrorIs(t, err, schedule.ErrAmount, key)
		case string:
			_, err := time.ParseDuration(v)
			require.Error(t, err, key)
		} // nothing else can be one
	}
}

func checkValidate(t *testing.T, c dataCase) {
	cfg, err := config(c.Given.ScheduleInline)
	if err == nil {
		err = cfg.Check()
	}
	require.Equal(t, c.Then["valid"], err == nil, "%v", err)
}

func checkCivil(t *testing.T, c dataCase) {
	zone, err := time.LoadLocation(c.Given.Timezone)
	require.NoError(t, err)
	layout := "2006-01-02T15:04:05"
	local, err := time.Parse(layout[:min(len(layout), len(c.When.Local))], c.When.Local)
	require.NoError(t, err)
	d := schedule.DateOf(local)
	clock := local.Sub(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC))
	require.Equal(t, instantOf(t, c.Then["at"]), d.In(zone, clock, schedule.Fold(c.When.Prefer)))
}

func checkCombined(t *testing.T, f caseFile, c dataCase) {
	list := c.Given.SchedulesInline
	for _, name := range c.Given.Schedules {
		list = append(list, f.Schedules[name])
	}
	var parts []*schedule.Schedule
	for _, raw := range list {
		cfg, err := config(raw)
		require.NoError(t, err)
		parts = append(parts, with(t, cfg, defaults))
	}
	s := schedule.Intersect(parts...)
	if c.Op == "union_segments" {
		s = schedule.Union(parts...)
	}
	want := c.Then["segments"]
	got := take(t, want, s.Segments(instantOf(t, c.When.From)), c.When.Take)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("segments mismatch (-want +got):\n%s", diff)
	}
}

// take is the first n segments in the form of want.
func take(t *testing.T, want any, segments func(func(schedule.Segment) bool), n int) any {
	list, _ := want.([]any)
	out := []any{}
	for seg := range segments {
		var one any
		if len(out) < len(list) {
			one = list[len(out)]
		}
		if out = append(out, segmentLike(t, one, seg)); len(out) == n {
			break
		}
	}
	return out
}
