package datatest

import (
	"strings"
	"time"
)

// DueRow is an action that waits until a ticket was pending for an hour, and what happened
// meanwhile.
type DueRow struct {
	ActionError     bool      `json:"action_error"`
	ClaimedAt       time.Time `json:"claimed_at"`
	ConditionsHold  *bool     `json:"conditions_hold"`
	CustomerReplied bool      `json:"customer_replied"`
	Died            string
	DueAt           time.Time `json:"due_at"`
	FeatureOn       *bool     `json:"feature_on"`
	GuardsHold      *bool     `json:"guards_hold"`
	Pickups         int
	RuleActive      *bool `json:"rule_active"`
	StatusStill     *bool `json:"status_still"`
}

// Yes reads an optional answer that is yes unless said otherwise.
func Yes(b *bool) bool { return b == nil || *b }

// ScheduleRow is a ticket that waits for an automation, or does not.
type ScheduleRow struct{ Conversation, Pending, Rule int }

// Gone reports what an event ends: the rule, or the ticket's wait.
func Gone(event string) (rule, wait bool) {
	event = strings.ToLower(event)
	has := func(parts ...string) bool {
		for _, p := range parts {
			if strings.Contains(event, p) {
				return true
			}
		}
		return false
	}
	gone := has("delet", "deactiv", "inactive", "disabled")
	rule = gone && has("rule")
	return rule, !rule && (gone || has("repl", "message"))
}

// CloseAfterSolved is a ticket that was solved at an instant.
type CloseAfterSolved struct {
	Status   string
	Channel  string
	SolvedAt time.Time `json:"solved_at"`
}

// PeerRule is a rule in the words of the cases.
type PeerRule struct {
	All []struct {
		Field, Operator string
		Value           any
	}
	Set map[string]string
}
