package main

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/simulate"
)

// play runs the command, and returns what it prints.
func play(t *testing.T, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, told strings.Builder
	require.NoError(t, run(args, &out, &told), told.String())
	return out.String(), told.String()
}

func TestRun(t *testing.T) {
	chart := filepath.Join(t.TempDir(), "week.svg")
	out, told := play(t, "-days", "7", "-tickets-per-day", "20", "-seed", "7", "-rough", "-chart", chart)
	want := `7 days from 2026-03-02, seed 7

messages of customers              190
events that came late               32
events that came twice               7
commits                            862
tickets made                       134  3 of them follow a closed one
solved                             129
reopened                             6
closed                              63
replies of agents                  173
people told                        697

                 tickets       median         90 %         99 %      longest
first reply          123        3m46s     3h25m28s    14h53m13s    15h35m48s
first solved         123        5m40s      9h15m1s     16h2m39s    21h36m16s

rules that fired
      229  trigger comment-requester
      194  trigger comment-assignee
      134  trigger all-agents
      134  trigger received
       63  automation close-solved
        6  trigger reopened
`
	if diff := cmp.Diff(want, out); diff != "" {
		t.Errorf("summary mismatch (-want +got):\n%s", diff)
	}
	require.Equal(t, "simulate: the chart is in "+chart+"\n", told)
	svg, err := os.ReadFile(chart)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(svg), "<svg "))
	require.Equal(t, 7, strings.Count(string(svg), `<rect class="bar"`))
	require.NotContains(t, string(svg), "script")
}

func TestRunAsJSON(t *testing.T) {
	out, told := play(t, "-days", "2", "-tickets-per-day", "5", "-json", "-chart", "")
	var s simulate.Summary
	require.NoError(t, json.Unmarshal([]byte(out), &s))
	require.Len(t, s.Days, 2)
	require.NotZero(t, s.Made)
	require.Empty(t, told, "a chart was not asked for")
}

// Rules of a file take the place of the standard ones of their kind, and what cannot run is
// told.
func TestRunRules(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rules.json")
	require.NoError(t, os.WriteFile(file, []byte(`{"triggers": [
		{"id": 1, "title": "Say it is urgent", "active": true,
			"conditions": {"all": [{"field": "update_type", "operator": "is", "value": "Create"}]}, "actions": [{"field": "priority", "value": "urgent"}]},
		{"id": 2, "title": "Look at the moon", "active": true,
			"conditions": {"all": [{"field": "moon", "operator": "is", "value": "full"}]}, "actions": [{"field": "priority", "value": "low"}]}
	], "views": [{"id": 3, "title": "All", "active": true, "conditions": {"all": [{"field": "status", "operator": "less_than", "value": "solved"}]}}]}`), 0o600))
	out, told := play(t, "-days", "6", "-tickets-per-day", "20", "-rules", file, "-chart", "")
	_, list, found := strings.Cut(out, "rules that fired\n")
	require.True(t, found)
	require.Contains(t, list, "trigger 1\n")
	require.Contains(t, list, "automation close-solved\n", "the file has no automations")
	require.NotContains(t, list, "all-agents")
	for _, want := range []string{`cannot run: "Look at the moon"`, "moon", "1 macros and views are left aside", "2 rules of " + file + ", of which 1 cannot run"} {
		require.Contains(t, told, want)
	}
}

// Under the same rules nothing would differ, whatever goes wrong; under others what they do.
func TestRunCompares(t *testing.T) {
	standard := write(t, map[string]any{"triggers": []any{}, "automations": []any{map[string]any{
		"id": "close-solved", "title": "Close", "active": true, "actions": []any{map[string]any{"field": "status", "value": "closed"}},
		"conditions": map[string]any{"all": []any{
			map[string]any{"field": "status", "operator": "is", "value": "solved"},
			map[string]any{"field": "SOLVED", "operator": "greater_than", "value": "96"},
		}},
	}}})
	out, _ := play(t, "-days", "20", "-tickets-per-day", "20", "-rough", "-compare", standard, "-chart", "")
	require.Regexp(t, `\n0 of \d+ tickets would differ\n`, out)
	sooner := write(t, map[string]any{"automations": []any{map[string]any{
		"id": "sooner", "title": "Close sooner", "active": true, "actions": []any{map[string]any{"field": "status", "value": "closed"}},
		"conditions": map[string]any{"all": []any{
			map[string]any{"field": "status", "operator": "is", "value": "solved"},
			map[string]any{"field": "SOLVED", "operator": "greater_than", "value": "1"},
		}},
	}}})
	out, _ = play(t, "-days", "8", "-tickets-per-day", "20", "-compare", sooner, "-chart", "", "-json")
	var got struct {
		Made       int `json:"tickets_made"`
		Comparison simulate.Comparison
	}
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	require.Equal(t, got.Made, got.Comparison.Was.Tickets)
	require.Greater(t, got.Comparison.Would.Closed, got.Comparison.Was.Closed)
	require.NotEmpty(t, got.Comparison.Differences)
}

// write writes rules to a file, and returns its name.
func write(t *testing.T, list any) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "rules.json")
	text, err := json.Marshal(list)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, text, 0o600))
	return file
}

func TestRunRefuses(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.json")
	require.NoError(t, os.WriteFile(empty, []byte(`{"macros": []}`), 0o600))
	for name, args := range map[string][]string{
		"an argument":       {"now"},
		"a negative day":    {"-days", "-1"},
		"a missing file":    {"-rules", filepath.Join(t.TempDir(), "none.json")},
		"a file of nothing": {"-rules", empty},
		"a chart nowhere":   {"-days", "1", "-tickets-per-day", "1", "-chart", filepath.Join(t.TempDir(), "no", "chart.svg")},
	} {
		t.Run(name, func(t *testing.T) {
			var out, told strings.Builder
			require.Error(t, run(args, &out, &told))
		})
	}
	var out, told strings.Builder
	require.ErrorIs(t, run([]string{"-help"}, &out, &told), flag.ErrHelp)
	require.Contains(t, told.String(), "-tickets-per-day")
}
