package rules_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataHourlyClock asks how Zendesk's hourly runs count.
func TestDataHourlyClock(t *testing.T) {
	datatest.Cases(t, "zendesk-hourly-clock", datatest.Ops{
		"count_at_run": countAtRun, "fires": firesAt, "limits": cycleLimits, "validate": validateCycle, "delay_range": delayRange,
	})
}

func countAtRun(c *datatest.Case) {
	var given datatest.CountAtRun
	var when struct{ Run time.Time }
	c.Given(&given)
	c.When(&when)
	require.Contains(c.T, []time.Time(given.Runs), when.Run)
	hours, after := rules.Cycle{}.Hours(given.Since, when.Run)
	require.True(c.T, after)
	c.Want("hours", hours)
}

// firesAt compiles the condition with what else an automation needs, and asks at the run at
// which so many hours are counted.
func firesAt(c *datatest.Case) {
	var given struct{ Hours int }
	var when struct{ Condition datatest.ClockCondition }
	c.Given(&given)
	c.When(&when)
	cond := stored.ClockCondition(when.Condition)
	status := ticket.Status(strings.ToLower(cond.Field))
	if !status.Known() || status == ticket.Closed {
		status = ticket.Solved
	}
	cycle, err := rules.CompileCycle(rules.Standard(), []rules.Rule{{
		ID: "1", Do: []rules.Action{{Field: "status", Value: rules.Value{"closed"}}},
		When: rules.Conditions{All: []rules.Condition{{Field: "status", Op: rules.Is, Value: rules.Value{string(status)}}, cond}},
	}})
	require.NoError(c.T, err)
	tk := solved()
	tk.Status = status
	tk.AssignedAt, tk.RequesterAt, tk.AssigneeAt, tk.CreatedAt = solvedAt(), solvedAt(), solvedAt(), solvedAt()
	run := solvedAt().Add(time.Duration(given.Hours)*time.Hour + 48*time.Minute)
	hours, _ := cycle.Hours(solvedAt(), run)
	require.Equal(c.T, given.Hours, hours)
	c.Want("fires", cycle.Fires("1", &rules.Subject{Ticket: &tk, Now: run}))
}

func cycleLimits(c *datatest.Case) {
	var given struct{ Active, Matching int }
	var when struct {
		More bool `json:"activate_one_more"`
		Runs int
	}
	c.Given(&given)
	c.When(&when)
	var list []rules.Rule
	for i := range given.Active {
		list = append(list, closeAfter(i+1))
	}
	if when.More {
		list = append(list, closeAfter(given.Active+1))
	}
	_, err := rules.CompileCycle(rules.Standard(), list)
	c.Want("accepted", err == nil)

	cycle, err := rules.CompileCycle(rules.Standard(), []rules.Rule{closeAfter(1)})
	require.NoError(c.T, err)
	tickets, processed := make([]ticket.Ticket, given.Matching), 0
	for i := range tickets {
		tickets[i] = solved()
	}
	for n := range when.Runs {
		run := cycle.Begin()
		for i := range tickets {
			tk := &tickets[i]
			run.Ticket(0, func() *rules.Subject {
				return &rules.Subject{Ticket: tk, Now: solvedAt().Add(time.Duration(3+n) * time.Hour)}
			}, func(rules.Firing) {
				processed++
				tk.Status = ticket.Closed
			})
		}
	}
	c.Want("processed", processed)
}

// closeAfter returns an automation that closes tickets so many hours after they were solved.
func closeAfter(n int) rules.Rule {
	r := closing(hours("SOLVED", "greater_than", fmt.Sprint(n)))
	r.ID = fmt.Sprint(n)
	return r
}

func validateCycle(c *datatest.Case) {
	var given struct {
		Conditions []datatest.ClockCondition
		Actions    []map[string]any
	}
	c.Given(&given)
	c.When(&struct{}{})
	rule := rules.Rule{ID: "1"}
	for _, cond := range given.Conditions {
		rule.When.All = append(rule.When.All, stored.ClockCondition(cond))
	}
	for _, action := range given.Actions {
		for name, v := range action {
			rule.Do = append(rule.Do, clockAction(name, v))
		}
	}
	_, err := rules.CompileCycle(rules.Standard(), []rules.Rule{rule})
	var refused *rules.RuleError
	require.Equal(c.T, err != nil, errors.As(err, &refused))
	c.Want("valid", err == nil)
	c.Excuse("reason", "it is told in other words")
}

func clockAction(name string, v any) rules.Action {
	switch name {
	case "notify":
		who := stored.Value(v)
		if who.One() == "requester" || who.One() == "assignee" {
			who = rules.Value{who.One() + "_id"}
		}
		return rules.Action{Field: "notification_user", Value: append(who, "Subject", "Body")}
	case "add_tags":
		return rules.Action{Field: "current_tags", Value: stored.Value(v)}
	case "set_status":
		name = "status"
	}
	return rules.Action{Field: stored.ClockField(name), Value: stored.Value(v)}
}

func delayRange(c *datatest.Case) {
	var given datatest.DelayRange
	c.Given(&given)
	c.When(&struct{}{})
	after, upTo := rules.Cycle{}.Delay(rules.Op(given.Operator), given.Hours)
	c.Want("min_seconds_exclusive", after)
	c.Want("max_seconds", upTo)
}
