package sla_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataSLA asks this package what was found in the tests of other helpdesks.
func TestDataSLA(t *testing.T) { datatest.Cases(t, "sla", ops()) }

// TestCasesSLA runs our own cases, in the same form.
func TestCasesSLA(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "sla.json"))
	require.NoError(t, err)
	datatest.Own(t, text, ops())
}

func ops() datatest.Ops {
	all := stored.Promises(told)
	all["next_deadline"], all["pick_policy"], all["outside_hours_notice"] = nextDeadline, pickPolicy, outsideHours
	return all
}

func nextDeadline(c *datatest.Case) {
	var given struct {
		Deadlines map[string]time.Time
		Running   []string
	}
	c.Given(&given)
	c.When(&struct{}{})
	var states []sla.State
	for word, at := range given.Deadlines {
		s := sla.State{Metric: stored.Metric(word), Phase: sla.Fulfilled, DueAt: at}
		if slices.Contains(given.Running, word) {
			s.Phase = sla.Active
		}
		states = append(states, s)
	}
	next, _ := sla.Next(states)
	c.Want("at", next.DueAt)
}

func pickPolicy(c *datatest.Case) {
	var given datatest.PickPolicy
	c.Given(&given)
	c.When(&struct{}{})
	set := stored.Policies(c.T, given)
	tk := ticket.Ticket{ID: "t1", Priority: stored.Priority(given.Ticket.Priority)}
	c.Want("policy", set.Pick(&rules.Subject{Ticket: &tk}))
}

func outsideHours(c *datatest.Case) {
	var given struct {
		Schedule     string
		Created      time.Time
		AgentReplied bool `json:"agent_replied"`
	}
	var when struct{ Now time.Time }
	c.Given(&given)
	c.When(&when)
	s, err := schedule.New(stored.Hours(c, given.Schedule))
	require.NoError(c.T, err)
	var replied time.Time
	if given.AgentReplied {
		replied = given.Created
	}
	n := sla.NoticeAt(s, given.Created, replied, when.Now)
	c.Want("raised_outside_hours", n.Raised)
	c.Want("notice_shown", n.Shown)
}
