package schedule_test

import (
	"testing"
	"time"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/schedule"
)

// TestDataScheduleSLA runs the cases of sla.json that a schedule answers: time and
// deadlines with pauses. The promises of a policy and their clocks are of rules/sla.
func TestDataScheduleSLA(t *testing.T) {
	datatest.Cases(t, "sla", stopwatchOps())
}

// TestCasesSLA runs our own cases, in the same form.
func TestCasesSLA(t *testing.T) {
	datatest.Own(t, ownFile(t, "sla.json"), stopwatchOps())
}

// TestDataScheduleTriggers runs the condition on business hours of triggers.json.
func TestDataScheduleTriggers(t *testing.T) {
	datatest.Cases(t, "triggers", datatest.Ops{"business_hours_condition": businessHours})
}

func stopwatchOps() datatest.Ops {
	return datatest.Ops{
		"used_time":       usedTime,
		"due_with_pauses": dueWithPauses,
		"due_with_hold":   dueWithHold,
	}
}

// paused is a schedule with pauses; one that lasts has a null end.
type paused struct {
	hours
	Pauses [][2]time.Time
	Start  time.Time
}

func (p paused) watch(s *schedule.Schedule) schedule.Stopwatch {
	w := schedule.Stopwatch{Schedule: s}
	for _, pause := range p.Pauses {
		w.Pauses = append(w.Pauses, schedule.Segment{Start: pause[0], End: pause[1]})
	}
	return w
}

func usedTime(c *datatest.Case) {
	var given paused
	var when struct{ From, To time.Time }
	c.Given(&given)
	c.When(&when)
	compare(c, "seconds", given.config(c), func(s *schedule.Schedule) any {
		return given.watch(s).Between(when.From, when.To)
	})
}

func dueWithPauses(c *datatest.Case) {
	var given paused
	var when struct {
		Add float64 `json:"add_seconds"`
	}
	c.Given(&given)
	c.When(&when)
	compare(c, "at", given.config(c), func(s *schedule.Schedule) any {
		return given.watch(s).Due(given.Start, seconds(when.Add))
	})
}

// dueWithHold gives the pauses as one amount of business time, which a deadline is
// later by.
func dueWithHold(c *datatest.Case) {
	var given struct {
		hours
		Start time.Time
		Hold  float64 `json:"hold_business_seconds"`
	}
	var when struct {
		Add float64 `json:"add_seconds"`
	}
	c.Given(&given)
	c.When(&when)
	compare(c, "at", given.config(c), func(s *schedule.Schedule) any {
		return s.Add(given.Start, seconds(when.Add+given.Hold))
	})
}

// businessHours asks whether it is open, for the condition that it is or is not.
func businessHours(c *datatest.Case) {
	var given hours
	var when struct {
		Now       time.Time
		Condition string
	}
	c.Given(&given)
	c.When(&when)
	open := with(c.T, given.config(c)).Open(when.Now)
	switch when.Condition {
	case "in_business_hours":
		c.Want("match", open)
	case "not_in_business_hours":
		c.Want("match", !open)
	default:
		c.T.Fatalf("unknown condition %q", when.Condition)
	}
}
