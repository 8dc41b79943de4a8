package schedule_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/schedule"
)

type givenPart struct {
	Schedule        string            `json:"schedule"`
	ScheduleInline  json.RawMessage   `json:"schedule_inline"`
	SchedulesInline []json.RawMessage `json:"schedules_inline"`
	Timezone        string            `json:"timezone"`
	Start           any               `json:"start"`
	Date            string            `json:"date"`
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
	Amount    any     `json:"add"`
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
	readCases(t, "business-time.json", func(t *testing.T, f caseFile, c dataCase) {
		switch c.Op {
		case "validate_schedule":
			checkValidate(t, c)
		case "invalid_amount":
			_, isNumber := c.When.Amount.(float64)
			text, _ := c.When.Amount.(string)
			_, err := time.ParseDuration(text)
			require.True(t, !isNumber && err != nil, "an amount is a time.Duration: %v", c.When.Amount)
		case "civil_to_instant":
			checkCivil(t, c)
		case "intersect_segments", "union_segments":
			checkCombined(t, c)
		default:
			cfg := f.config(t, c.Given)
			for key, want := range c.Then {
				got := answer(t, variant(t, cfg, words(key)), c, want)
				if other := c.otherwise(key); !cmp.Equal(want, got) && other != "" {
					got = answer(t, variant(t, cfg, other), c, want)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s of %s mismatch (-want +got):\n%s", c.Op, key, diff)
				}
			}
		}
	})
}

func (f caseFile) config(t *testing.T, g givenPart) schedule.Config {
	t.Helper()
	raw := g.ScheduleInline
	if raw == nil {
		raw = f.Schedules[g.Schedule]
	}
	require.NotNil(t, raw, "schedule %q", g.Schedule)
	cfg, err := config(raw)
	require.NoError(t, err)
	return cfg
}

// words name the policy of an answer: at_roll is that of rolling, a plain key
// that of the default.
func words(key string) string {
	_, words, _ := strings.Cut(key, "_")
	return words
}

// otherwise names the policy for which alone the plain answer of a case is
// right: where it has no other answer, and its policy is one of ours.
func (c dataCase) otherwise(key string) string {
	if c.Agreement != "policy" || len(c.Then) > 1 || words(key) != "" {
		return ""
	}
	for _, name := range []string{"zero", "reversed", "end"} {
		if choice := c.Policy[name]; choice != "" {
			return choice
		}
	}
	return ""
}

// answer asks s the question of a case, and gives the answer in the form of want.
func answer(t *testing.T, s *schedule.Schedule, c dataCase, want any) any {
	at, start := instantOf(t, c.When.At), instantOf(t, orNil(c.Given.Start))
	switch c.Op {
	case "due":
		return like(t, want, s.Add(start, seconds(c.When.Add)))
	case "due_back":
		if c.When.Subtract == 0 {
			return like(t, want, s.RollBack(start))
		}
		return like(t, want, s.Add(start, -seconds(c.When.Subtract)))
	case "elapsed":
		return s.Between(instantOf(t, c.Given.From), instantOf(t, c.Given.To)).Seconds()
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
		return s.AddDays(dateOf(t, c.Given.Date), c.When.Days).String()
	case "count_business_days":
		to := dateOf(t, c.Given.To.(string))
		if c.When.Inclusive {
			to = to.AddDays(1)
		}
		return float64(s.CountDays(dateOf(t, c.Given.From.(string)), to))
	case "due_error":
		_, err := s.Due(instantOf(t, c.Given.Start), seconds(c.When.Add))
		kinds := map[any]error{"never open": schedule.ErrNeverOpen, "invalid amount": schedule.ErrAmount}
		require.Contains(t, kinds, want)
		require.ErrorIs(t, err, kinds[want])
		return want
	}
	t.Fatalf("unknown op %q", c.Op)
	return nil
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
	local, err := time.Parse("2006-01-02T15:04:05", c.When.Local)
	require.NoError(t, err)
	d := schedule.DateOf(local)
	clock := local.Sub(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC))
	require.Equal(t, instantOf(t, c.Then["at"]), d.In(zone, clock, schedule.Fold(c.When.Prefer)))
}

func checkCombined(t *testing.T, c dataCase) {
	var parts []*schedule.Schedule
	for _, raw := range c.Given.SchedulesInline {
		cfg, err := config(raw)
		require.NoError(t, err)
		parts = append(parts, variant(t, cfg, ""))
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
	list := want.([]any)
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

func segmentLike(t *testing.T, want any, seg schedule.Segment) any {
	pair, ok := want.([]any)
	if !ok {
		pair = []any{"", ""}
	}
	return []any{like(t, pair[0], seg.Start), like(t, pair[1], seg.End)}
}

// like is an instant as text: as want writes it, if it is the same instant.
func like(t *testing.T, want any, got time.Time) any {
	if got.IsZero() {
		return nil
	}
	if text, ok := want.(string); ok && text != "" && instantOf(t, text).Equal(got) {
		return text
	}
	return got.Format(time.RFC3339Nano)
}

func dateOf(t *testing.T, text string) schedule.Date {
	d, err := schedule.ParseDate(text)
	require.NoError(t, err)
	return d
}

func orNil(v any) any {
	if text, ok := v.(string); ok && text != "" {
		return text
	}
	return nil
}
