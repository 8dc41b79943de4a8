package zendesk_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/rules/zendesk"
	"github.com/socialticket/socialticket/ticket"
)

const policyText = `{"sla_policy": {"id": 7, "title": "VIP", "position": 2, "filter": {"all": [{"field": "current_tags", "operator": "includes", "value": "vip"}], "any": []},
 "policy_metrics": [
  {"priority": "high", "metric": "first_reply_time", "target": 15, "business_hours": true},
  {"priority": "urgent", "metric": "next_reply_time", "target": 2, "target_in_seconds": 90, "business_hours": false}],
 "metric_settings": {"first_reply_time": {"fulfill_on_agent_internal_note": false}}, "updated_at": "2026-01-01T00:00:00Z"}}`

// TestPolicyTargets reads targets in minutes and in seconds, and writes those that were
// changed where they stand. Everything else stays, the metric settings too.
func TestPolicyTargets(t *testing.T) {
	file, err := zendesk.Read([]byte(policyText), "")
	require.NoError(t, err)
	want := []sla.Target{
		{Priority: ticket.High, Metric: ticket.FirstReply, Within: 15 * time.Minute, Business: true},
		{Priority: ticket.Urgent, Metric: ticket.NextReply, Within: 90 * time.Second},
	}
	if diff := cmp.Diff(want, file.SLA()[0].Targets); diff != "" {
		t.Errorf("targets (-want +got):\n%s", diff)
	}
	same, err := file.Write()
	require.NoError(t, err)
	require.JSONEq(t, policyText, string(same))

	file.Policies[0].Targets[0].Within = time.Hour
	file.Policies[0].Targets = append(file.Policies[0].Targets, sla.Target{Priority: ticket.Low, Metric: ticket.AgentWork, Within: 8 * time.Hour, Business: true})
	changed, err := file.Write()
	require.NoError(t, err)
	var got map[string]map[string]any
	require.NoError(t, json.Unmarshal(changed, &got))
	metric := func(priority, name string, minutes, seconds float64, business bool) any {
		return map[string]any{"priority": priority, "metric": name, "target": minutes, "target_in_seconds": seconds, "business_hours": business}
	}
	if diff := cmp.Diff([]any{
		metric("high", "first_reply_time", 60, 3600, true), metric("urgent", "next_reply_time", 2, 90, false), metric("low", "agent_work_time", 480, 28800, true),
	}, got["sla_policy"]["policy_metrics"]); diff != "" {
		t.Errorf("written targets (-want +got):\n%s", diff)
	}
	require.Contains(t, got["sla_policy"], "metric_settings")
	again, err := zendesk.Read(changed, "")
	require.NoError(t, err)
	if diff := cmp.Diff(file.SLA(), again.SLA()); diff != "" {
		t.Errorf("read back (-wrote +read):\n%s", diff)
	}
}

// TestPolicyByHand writes a policy that was not read: it has a filter, which may be empty.
func TestPolicyByHand(t *testing.T) {
	p := zendesk.Policy{Policy: sla.Policy{
		Rule: rules.Rule{ID: "9", Title: "All"}, Targets: []sla.Target{{Priority: ticket.Low, Metric: ticket.FirstReply, Within: 100 * time.Second}},
	}}
	text, err := json.Marshal(p)
	require.NoError(t, err)
	require.JSONEq(t, `{"id": 9, "title": "All", "active": true, "filter": {"all": [], "any": []},
		"policy_metrics": [{"priority": "low", "metric": "first_reply_time", "target": 2, "target_in_seconds": 100, "business_hours": false}]}`, string(text))
	var back zendesk.Policy
	require.NoError(t, json.Unmarshal(text, &back))
	if diff := cmp.Diff(p.Policy, back.Policy); diff != "" {
		t.Errorf("read back (-wrote +read):\n%s", diff)
	}
}

// TestPolicyRefused tells of targets that cannot be read, and keeps the policy's text.
func TestPolicyRefused(t *testing.T) {
	for _, metrics := range []string{`[{"metric": "first_reply_time"}]`, `[{"metric": "first_reply_time", "target": 0}]`, `[7]`, `"many"`, `[{"metric": "x", "target": "soon"}]`} {
		text := `{"sla_policies": [{"id": 1, "title": "T", "filter": {"all": []}, "policy_metrics": ` + metrics + `}]}`
		file, err := zendesk.Read([]byte(text), "")
		require.ErrorContains(t, err, "sla_policies[0].policy_metrics", metrics)
		require.Empty(t, file.Policies, metrics)
		written, err := file.Write()
		require.NoError(t, err)
		require.JSONEq(t, text, string(written))
	}
}

// TestDataPolicies states that every policy of the data compiles, and promises what its text
// says.
func TestDataPolicies(t *testing.T) {
	n := 0
	for path, text := range dataFiles(t) {
		file, _ := read(t, path, text)
		_, err := sla.Compile(rules.Standard(), sla.Config{Policies: file.SLA()})
		require.NoError(t, err, path)
		for _, p := range file.Policies {
			var raw []struct {
				Metric   string
				Priority string
				Target   float64
				Business bool `json:"business_hours"`
			}
			require.NoError(t, json.Unmarshal(p.Member("policy_metrics"), &raw))
			require.Len(t, p.Targets, len(raw), path)
			for i, is := range p.Targets {
				n++
				if string(is.Metric) != raw[i].Metric || string(is.Priority) != raw[i].Priority || is.Within.Minutes() != raw[i].Target || is.Business != raw[i].Business {
					t.Errorf("%s: policy %s: %+v of %+v", path, p.ID, is, raw[i])
				}
			}
		}
	}
	require.NotZero(t, n)
}
