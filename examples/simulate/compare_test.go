package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/simulate"
)

// closing writes a file with one automation, and returns its name.
func closing(t *testing.T, hours string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "rules.json")
	require.NoError(t, os.WriteFile(file, []byte(`{"automations": [{"id": 9, "title": "Close", "active": true,
		"conditions": {"all": [{"field": "status", "operator": "is", "value": "solved"}, {"field": "SOLVED", "operator": "greater_than", "value": "`+hours+`"}]},
		"actions": [{"field": "status", "value": "closed"}]}]}`), 0o600))
	return file
}

func TestCompare(t *testing.T) {
	out, told := play(t, "-days", "7", "-tickets-per-day", "20", "-seed", "7", "-compare", closing(t, "1"))
	sums, _, found := strings.Cut(out, "ticket ")
	require.True(t, found)
	want := `                                            was       would be
tickets                                     134            134
answered by a person                        123            123
first answer after                     1h10m19s       1h10m19s
closed                                       66            123
closed after                          97h17m19s       2h22m11s
reopened                                      6              6
messages that went out                      167            167
messages that did not                         0              0
promises broken                               0              0
fired automation 9                            0            123
fired automation close-solved                66              0
fired trigger all-agents                    134            134
fired trigger comment-assignee              178            178
fired trigger comment-requester             217            217
fired trigger received                      134            134
fired trigger reopened                        6              6

123 of 134 tickets would differ
`
	if diff := cmp.Diff(want, sums); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	require.Contains(t, told, "1 rules")
	require.Equal(t, shown, strings.Count(out, "ticket "))
}

// Rules that do what the standard ones do make no difference but their name.
func TestCompareAsJSON(t *testing.T) {
	out, _ := play(t, "-days", "6", "-tickets-per-day", "10", "-rough", "-json", "-compare", closing(t, "96"))
	var c simulate.Comparison
	require.NoError(t, json.Unmarshal([]byte(out), &c))
	require.NotZero(t, c.Was.Closed)
	require.Equal(t, c.Was.Closed, c.Would.Closed)
	require.Empty(t, c.Lost)
	for _, d := range c.Differences {
		require.Contains(t, d.Field, "fired automation ")
	}
}
