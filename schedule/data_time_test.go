package schedule_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/schedule"
)

// TestDataSchedule runs the cases about business time. Each answer is also
// checked under the other setting of a disputed policy, where `then` has it.
func TestDataSchedule(t *testing.T) {
	datatest.Cases(t, "business-time", timeOps())
}

// TestCases runs our own cases, in the same form.
func TestCases(t *testing.T) {
	datatest.Own(t, ownFile(t, "cases.json"), timeOps())
}

// question is what a case about one schedule gives and asks.
type question struct {
	hours
	Start, From, To time.Time
	When            struct {
		At, From   time.Time
		Add        float64 `json:"add_seconds"`
		Subtract   float64 `json:"subtract_seconds"`
		Take, Days int
		Inclusive  bool
	} `json:"-"`
}

// answerer asks a schedule.
type answerer func(s *schedule.Schedule, q question) any

func timeOps() datatest.Ops {
	return datatest.Ops{
		"due":            ask("at", func(s *schedule.Schedule, q question) any { return s.Add(q.Start, seconds(q.When.Add)) }),
		"due_back":       dueBack,
		"elapsed":        ask("seconds", func(s *schedule.Schedule, q question) any { return s.Between(q.From, q.To) }),
		"is_open":        ask("open", func(s *schedule.Schedule, q question) any { return s.Open(q.When.At) }),
		"next_opening":   ask("at", func(s *schedule.Schedule, q question) any { return s.NextOpening(q.When.At) }),
		"next_closing":   ask("at", func(s *schedule.Schedule, q question) any { return s.NextClosing(q.When.At) }),
		"prev_opening":   ask("at", func(s *schedule.Schedule, q question) any { return s.PrevOpening(q.When.At) }),
		"prev_closing":   ask("at", func(s *schedule.Schedule, q question) any { return s.PrevClosing(q.When.At) }),
		"roll_forward":   ask("at", func(s *schedule.Schedule, q question) any { return s.RollForward(q.When.At) }),
		"roll_back":      ask("at", func(s *schedule.Schedule, q question) any { return s.RollBack(q.When.At) }),
		"due_error":      dueError,
		"invalid_amount": invalidAmount,
		"current_segment": ask("segment", func(s *schedule.Schedule, q question) any {
			if seg, open := s.SegmentAt(q.When.At); open {
				return pair(seg)
			}
			return nil
		}),
		"segments_forward": ask("segments", func(s *schedule.Schedule, q question) any {
			return take(s.Segments(q.When.From), q.When.Take)
		}),
		"segments_backward": ask("segments", func(s *schedule.Schedule, q question) any {
			return take(s.SegmentsBack(q.When.From), q.When.Take)
		}),
		"shift_business_days": ask("at", func(s *schedule.Schedule, q question) any {
			return s.ShiftDays(q.Start, q.When.Days)
		}),
		"intersect_segments":  intersect,
		"add_business_days":   addDays,
		"count_business_days": countDays,
		"civil_to_instant":    civilToInstant,
		"validate_schedule":   validate,
	}
}

// ask returns the op whose answer is in a key of `then`, and in those that the key
// begins: each names a setting.
func ask(key string, answer answerer) func(*datatest.Case) {
	return func(c *datatest.Case) {
		var q question
		c.Given(&q)
		c.When(&q.When)
		compare(c, key, q.config(c), func(s *schedule.Schedule) any { return answer(s, q) })
	}
}

func compare(c *datatest.Case, answer string, cfg schedule.Config, ask func(*schedule.Schedule) any) {
	c.T.Helper()
	for _, key := range c.Keys() {
		if key != answer && !strings.HasPrefix(key, answer+"_") {
			continue
		}
		c.Check(key, func(want any) string {
			first := "no setting is known by that name"
			for i, set := range settings(c, answer, key) {
				diff := datatest.Diff(want, ask(with(c.T, cfg, set)))
				if diff == "" {
					return ""
				}
				if i == 0 {
					first = diff
				}
			}
			return first
		})
	}
}

// dueBack asks for the previous closing where nothing is subtracted, as adding
// nothing leads to the next opening, unless by the setting it stays.
func dueBack(c *datatest.Case) {
	var q question
	c.Given(&q)
	c.When(&q.When)
	cfg := q.config(c)
	compare(c, "at", cfg, func(s *schedule.Schedule) any {
		if stays := s.Add(q.Start, 0).Equal(q.Start); q.When.Subtract == 0 && !stays {
			return s.RollBack(q.Start)
		}
		return s.Add(q.Start, -seconds(q.When.Subtract))
	})
}

func addDays(c *datatest.Case) {
	var given struct {
		hours
		Date string
	}
	var when struct{ Days int }
	c.Given(&given)
	c.When(&when)
	compare(c, "date", given.config(c), func(s *schedule.Schedule) any {
		if d := s.AddDays(dateOf(c.T, given.Date), when.Days); !d.IsZero() {
			return d.String()
		}
		return nil
	})
}

// countDays counts the last date as well where the case says so: ours is half open.
func countDays(c *datatest.Case) {
	var given struct {
		hours
		From, To string
	}
	var when struct{ Inclusive bool }
	c.Given(&given)
	c.When(&when)
	from, to := dateOf(c.T, given.From), dateOf(c.T, given.To)
	switch {
	case when.Inclusive && given.From <= given.To:
		to = to.AddDays(1)
	case when.Inclusive:
		from = from.AddDays(1)
	}
	compare(c, "days", given.config(c), func(s *schedule.Schedule) any { return s.CountDays(from, to) })
}

// intersect asks for what is open by all schedules.
func intersect(c *datatest.Case) {
	var given struct {
		Schedules []string
		Inline    []json.RawMessage `json:"schedules_inline"`
	}
	var when struct {
		From time.Time
		Take int
	}
	c.Given(&given)
	c.When(&when)
	var parts []*schedule.Schedule
	for _, name := range given.Schedules {
		parts = append(parts, with(c.T, hours{Schedule: name}.config(c)))
	}
	for _, raw := range given.Inline {
		parts = append(parts, with(c.T, hours{ScheduleInline: raw}.config(c)))
	}
	c.Want("segments", take(schedule.Intersect(parts...).Segments(when.From), when.Take))
}

// take returns the first n segments.
func take(segments iter.Seq[schedule.Segment], n int) (out [][2]time.Time) {
	for seg := range segments {
		if out = append(out, pair(seg)); len(out) == n {
			break
		}
	}
	return slices.Clip(out)
}

func civilToInstant(c *datatest.Case) {
	var given struct{ Timezone string }
	var when struct{ Local, Prefer string }
	c.Given(&given)
	c.When(&when)
	zone, err := time.LoadLocation(given.Timezone)
	require.NoError(c.T, err)
	date, clock := civil(c.T, when.Local)
	c.Want("at", date.In(zone, clock, schedule.Fold(when.Prefer)))
}

// dueError asks that a deadline is refused, and why.
func dueError(c *datatest.Case) {
	var q question
	c.Given(&q)
	c.When(&q.When)
	cfg := q.config(c)
	cfg.Policy.Zero = schedule.ZeroRefuse
	_, err := with(c.T, cfg).Due(q.Start, seconds(q.When.Add))
	c.Check("error", func(kind any) string { return kindOf(kind, err) })
}

// kindOf tells how an error differs from a kind, as the cases name it. A kind that is
// not ours wants any error.
func kindOf(kind any, err error) string {
	text, _ := kind.(string)
	switch {
	case strings.Contains(text, "never") && !errors.Is(err, schedule.ErrNeverOpen),
		strings.Contains(text, "amount") && !errors.Is(err, schedule.ErrAmount),
		err == nil:
		return fmt.Sprintf("want an error like %q, got %v", text, err)
	}
	return ""
}

// invalidAmount asks that an amount is refused. Ours are Durations: a text cannot be
// handed over.
func invalidAmount(c *datatest.Case) {
	var given hours
	var when struct {
		Add        any
		AddSeconds *float64 `json:"add_seconds"`
	}
	c.Given(&given)
	c.When(&when)
	n, number := when.Add.(float64)
	switch {
	case when.AddSeconds != nil:
		n = *when.AddSeconds
	case !number:
		c.NotHere("the compiler: an amount is a time.Duration")
		return
	}
	cfg := given.config(c)
	cfg.Policy.Zero = schedule.ZeroRefuse
	_, err := with(c.T, cfg).Due(time.Unix(0, 0), seconds(n))
	c.Check("error", func(any) string { return kindOf("amount", err) })
}

// validate asks whether a schedule may be saved.
func validate(c *datatest.Case) {
	var given struct {
		Inline json.RawMessage `json:"schedule_inline"`
	}
	c.Given(&given)
	cfg, err := config(c.T, given.Inline)
	if errors.Is(err, errForm) {
		c.NotHere("the compiler: a Config cannot hold it")
		return
	}
	if err == nil {
		err = cfg.Check()
	}
	c.T.Log(err)
	c.Want("valid", err == nil)
}
