package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

const mixed = `{"automations": [
	{"id": "1", "title": "Close", "conditions": {"all": [{"field": "status", "operator": "is", "value": ["solved"]}, {"field": "SOLVED", "operator": "greater_than", "value": ["1"]}]},
	 "actions": [{"field": "status", "value": ["closed"]}]},
	{"id": "2", "title": "Sing", "conditions": {"all": [{"field": "moon", "operator": "is", "value": ["full"]}, {"field": "SOLVED", "operator": "is", "value": ["1"]}]},
	 "actions": [{"field": "status", "value": ["closed"]}]},
	{"id": "3", "title": "Rest", "active": false}]}`

func check(t *testing.T, body string, args ...string) (out, errs string, status int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rules.json")
	require.NoError(t, os.WriteFile(path, []byte(body), 0o600))
	var stdout, stderr strings.Builder
	status = run(append(args, path), &stdout, &stderr)
	return stdout.String(), stderr.String(), status
}

func TestRun(t *testing.T) {
	out, _, status := check(t, mixed)
	want := `runs     automation 1 "Close"
refused  automation 2 "Sing"
         conditions.all[0]: field "moon" is not known
inactive automation 3 "Rest"
1 findings
error: refused: automation "Sing" conditions.all[0]: field "moon" is not known. Correct it; until then the rule does not run.
`
	if diff := cmp.Diff(want, out); diff != "" || status != wrong {
		t.Errorf("status %d (-want +got):\n%s", status, diff)
	}
}

func TestRunJSON(t *testing.T) {
	out, _, status := check(t, strings.Replace(mixed, "moon", "description_never", 1), "-json")
	require.Equal(t, wrong, status)
	var r report
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	require.Len(t, r.Rules, 3)
	require.Len(t, r.Findings, 1)
}

func TestRunStatus(t *testing.T) {
	for _, body := range []string{"{", "{}", "[]"} {
		_, errs, status := check(t, body)
		require.Equal(t, misunderstood, status)
		require.Contains(t, errs, "rules.json")
	}
	var out strings.Builder
	require.Equal(t, misunderstood, run(nil, &out, &out))
	require.Equal(t, misunderstood, run([]string{"absent.json"}, &out, &out))
	require.Equal(t, fine, run([]string{"-h"}, &out, &out))
}
