package schedule_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/schedule"
)

// replyGiven is what a case about automatic messages gives.
type replyGiven struct {
	OutOfOffice   bool   `json:"out_of_office_on"`
	BusinessHours string `json:"business_hours"`
}

// TestDataScheduleAutoReplies runs the hours' part of auto-replies.json: a
// message that the team is out of office is sent only while it is. What else
// keeps it back (a public post, an answer given lately) is not about hours.
func TestDataScheduleAutoReplies(t *testing.T) {
	never, err := schedule.New(schedule.Config{})
	require.NoError(t, err)
	hours := map[string]*schedule.Schedule{"closed": never, "open": schedule.Always()}
	readCases(t, "auto-replies.json", func(t *testing.T, _ caseFile, c dataCase) {
		require.Equal(t, "automatic_message", c.Op, "unknown op")
		sent, ok := c.Then["out_of_office"]
		if c.Given.BusinessHours == "" || !ok {
			return // not about hours
		}
		s := hours[c.Given.BusinessHours]
		require.NotNil(t, s, c.Given.BusinessHours)
		out := !s.Open(time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)) && c.Given.OutOfOffice
		require.False(t, sent == true && !out, "sent in business hours")
	})
}

// TestDataScheduleTriggers runs the condition on business hours of triggers.json.
func TestDataScheduleTriggers(t *testing.T) {
	readCases(t, "triggers.json", func(t *testing.T, f caseFile, c dataCase) {
		if c.Op != "business_hours_condition" {
			return // not about hours
		}
		open := variant(t, f.config(t, c.Given), "").Open(instantOf(t, c.When.Now))
		want := map[string]bool{"in_business_hours": open, "not_in_business_hours": !open}
		require.Contains(t, want, c.When.Condition)
		require.Equal(t, c.Then["match"], want[c.When.Condition])
	})
}
