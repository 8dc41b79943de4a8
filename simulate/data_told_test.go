package simulate_test

import (
	"slices"
	"testing"

	"github.com/socialticket/socialticket/internal/datatest"
)

// untoldOps returns the questions of the cases that no story tells, and why, by topic and op.
// Those of which single cases are not told say so where they are asked.
func untoldOps() map[string]string {
	const settings = "whether settings can be is asked before there is a world"
	const hours = "arithmetic of hours, without a ticket"
	untold := map[string]string{
		"auto-resolve: validate":              settings,
		"lifecycle: snooze_until":             "the words of a menu, of which an agent in a story says the instant",
		"lifecycle: order":                    "the order of a list, in which nothing happens",
		"phone-matching: match_contact_phone": "a contact that has never written: a desk's contacts are made by messages",
		"rule-conditions: combine":            "logic of results, without a ticket",
		"rule-conditions: validate_rule":      settings,
		"rule-conditions: rule_health":        settings,
		"sla: due_with_hold":                  hours,
		"sla: next_deadline":                  "the earliest of instants that are given, without a ticket",
		"triggers: echo":                      "a host's queue of events; a desk decides in one go and has none",
		"triggers: validate":                  settings,
		"zendesk-hourly-clock: limits":        "how many tickets one run takes; a desk has a timer for each ticket",
		"zendesk-hourly-clock: validate":      settings,
		"business-time: validate_schedule":    settings,
	}
	for _, c := range datatest.Claims() {
		if name := c.Topic + ": " + c.Op; c.Topic == "business-time" && untold[name] == "" {
			untold[name] = hours
		}
	}
	return untold
}

// TestStoriesTold states that each question of the cases is told as a story, or has a reason.
func TestStoriesTold(t *testing.T) {
	untold := untoldOps()
	for _, c := range datatest.Claims() {
		name := c.Topic + ": " + c.Op
		switch told := slices.Contains(c.Asked, "simulate"); {
		case told && untold[name] != "":
			t.Errorf("%s is told, and has a reason not to be: %s", name, untold[name])
		case !told && untold[name] == "":
			t.Errorf("%s is not told as a story, without a reason", name)
		}
		delete(untold, name)
	}
	for name := range untold {
		t.Errorf("%s is not a question of the cases", name)
	}
}
