package sla_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/ticket"
)

// TestJSON is the stored form of a policy and of a state, a promise to hosts.
func TestJSON(t *testing.T) {
	policy := sla.Policy{
		Rule: rules.Rule{ID: "p1", Title: "VIP", Position: 2, When: rules.Conditions{All: []rules.Condition{rules.Tags().Includes("vip")}}}, Default: true,
		Targets: []sla.Target{{Priority: ticket.High, Metric: ticket.FirstReply, Within: time.Minute, Business: true}},
	}
	text, err := json.Marshal(policy)
	require.NoError(t, err)
	require.JSONEq(t, `{"id": "p1", "title": "VIP", "position": 2, "default": true,
		"conditions": {"all": [{"field": "current_tags", "operator": "includes", "value": ["vip"]}]},
		"targets": [{"priority": "high", "metric": "first_reply_time", "within": 60000000000, "business_hours": true}]}`, string(text))
	var back sla.Policy
	require.NoError(t, json.Unmarshal(text, &back))
	if diff := cmp.Diff(policy, back); diff != "" {
		t.Errorf("read back (-wrote +read):\n%s", diff)
	}

	w := newWorld(t, promises(within(ticket.FirstReply, time.Hour)), nil)
	w.create(monday("09:00"), customer())
	w.now = monday("09:30")
	text, err = json.Marshal(w.state(ticket.FirstReply))
	require.NoError(t, err)
	require.JSONEq(t, `{"metric": "first_reply_time", "policy_id": "p1", "phase": "active", "target": 3600000000000, "began_at": "2026-03-02T09:00:00Z",
		"due_at": "2026-03-02T10:00:00Z", "used": 1800000000000, "left": 1800000000000, "worst": 1800000000000}`, string(text))
}
