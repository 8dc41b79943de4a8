package schedule_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/schedule"
)

// replyGiven is what a case about automatic messages gives.
type replyGiven struct {
	OutOfOffice   bool `json:"out_of_office_on"`
	BusinessHours any  `json:"business_hours"`
}

// TestDataScheduleAutoReplies runs the hours' part of auto-replies.json: a
// message that the team is out of office is sent only while it is. What else
// keeps it back (a public post, an answer given lately) is not about hours.
func TestDataScheduleAutoReplies(t *testing.T) {
	never := schedule.Union()
	runCases(t, datatest.Read(t, "cases/auto-replies.json"), func(t *testing.T, _ caseFile, c dataCase) {
		require.Equal(t, "automatic_message", c.Op, "unknown op")
		if c.Then["out_of_office"] != true {
			return // not about hours
		}
		c = c.read(t)
		s := schedule.Always()
		if c.Given.BusinessHours == "closed" {
			s = never
		}
		require.True(t, c.Given.OutOfOffice, "switched off")
		require.False(t, s.Open(time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)), "sent in business hours")
	})
}

// TestDataScheduleTriggers runs the condition on business hours of triggers.json.
func TestDataScheduleTriggers(t *testing.T) {
	runCases(t, datatest.Read(t, "cases/triggers.json"), func(t *testing.T, f caseFile, c dataCase) {
		if c.Op != "business_hours_condition" {
			return // not about hours
		}
		c = c.read(t)
		cfg, err := f.config(t, c.Given)
		require.NoError(t, err)
		open := with(t, cfg, defaults).Open(instantOf(t, c.When.Now))
		want := map[string]bool{"in_business_hours": open, "not_in_business_hours": !open}
		require.Contains(t, want, c.When.Condition)
		require.Equal(t, c.Then["match"], want[c.When.Condition])
	})
}
