package datatest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
)

// topicOf returns a file of one case.
func topicOf(topic, one string) string {
	return fmt.Sprintf(`{"schema": "cases/1", "topic": %q, "cases": [%s]}`, topic, one)
}

// doubled answers the only question of the cases below: how much is twice a number.
func doubled(c *datatest.Case) {
	var given struct{ Number int }
	c.Given(&given)
	c.Want("double", 2*given.Number)
	c.Want("even.sure", true)
}

// TestJudge states what fails a case: above all what its test overlooks.
func TestJudge(t *testing.T) {
	excused := func(c *datatest.Case) {
		doubled(c)
		c.Excuse("mood", "numbers have none")
	}
	tests := []struct {
		name, one string
		ask       func(*datatest.Case)
		want      string // how the only problem begins; empty: it passes
	}{
		{"right", `"given": {"number": 2}, "then": {"double": 4}`, doubled, ""},
		{"right within an object", `"given": {"number": 2}, "then": {"double": 4, "even": {"sure": true}}`, doubled, ""},
		{"wrong", `"given": {"number": 2}, "then": {"double": 5}`, doubled, "double: want 5, got 4"},
		{"unknown key given", `"given": {"number": 2, "base": 10}, "then": {"double": 4}`, doubled, `given: json: unknown field "base"`},
		{"unread when", `"given": {"number": 2}, "when": {"now": 1}, "then": {"double": 4}`, doubled, "when was not read"},
		{"empty when", `"given": {"number": 2}, "when": {}, "then": {"double": 4}`, doubled, ""},
		{"unread given", `"given": {"number": 2}, "then": {"double": 4}`, func(c *datatest.Case) { c.Want("double", 4) }, "given was not read"},
		{"unknown expectation", `"given": {"number": 2}, "then": {"double": 4, "mood": "good"}`, doubled, "mood: an unknown key"},
		{"unknown expectation within an object", `"given": {"number": 2}, "then": {"double": 4, "even": {"why": ""}}`, doubled, "even.why: an unknown key"},
		{"excused expectation", `"given": {"number": 2}, "then": {"double": 4, "mood": "good"}`, excused, ""},
		{"nothing expected", `"given": {"number": 2}, "then": {}`, doubled, "none of the expectations was compared"},
		{"all excused", `"given": {"number": 2}, "then": {"mood": "good"}`, excused, "none of the expectations was compared"},
		{"an own comparison fails", `"then": {"double": 4}`, func(c *datatest.Case) {
			c.Check("double", func(want any) string { return fmt.Sprint(want, " is not it") })
		}, "double: 4 is not it"},
		{"a word that means ours", `"then": {"double": "four"}`, func(c *datatest.Case) {
			c.Mean("double", func(word string) string { return map[string]string{"four": "4"}[word] })
			c.Want("double", "4")
		}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := judge(t, "", `{"id": "1", "op": "double", `+tt.one+`}`, datatest.Ops{"double": tt.ask})
			requireProblem(t, tt.want, o)
			require.Empty(t, o.NotBuilt)
		})
	}
}

func judge(t *testing.T, topic, one string, ops datatest.Ops, chosen ...datatest.Choice) datatest.Outcome {
	t.Helper()
	parsed, err := datatest.Parse([]byte(topicOf(topic, one)))
	require.NoError(t, err)
	return datatest.Judge(topic, parsed.Cases[0], ops, chosen...)
}

// requireProblem fails unless there is just one problem, which begins so; empty: none.
func requireProblem(t *testing.T, want string, o datatest.Outcome) {
	t.Helper()
	var got []string
	for _, p := range o.Problems {
		got = append(got, p[:min(len(p), len(want))])
	}
	var wanted []string
	if want != "" {
		wanted = []string{want}
	}
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("problems %q (-want +got):\n%s", o.Problems, diff)
	}
}

// TestJudgeOps states what becomes of an op: it is asked, not built, asked by another
// package, or unknown.
func TestJudgeOps(t *testing.T) {
	asked := func(c *datatest.Case) { c.Want("a", 1.0) }
	one := func(op string) string { return fmt.Sprintf(`{"id": "1", "op": %q, "then": {"a": 1}}`, op) }
	require.Empty(t, judge(t, "sla", one("used_time"), datatest.Ops{"used_time": asked}))

	requireProblem(t, `unknown op "guess"`, judge(t, "sla", one("guess"), datatest.Ops{"used_time": asked}))
	requireProblem(t, `unknown op "used_time"`, judge(t, "weather", one("used_time"), nil))
	for _, claim := range datatest.Claims() {
		if claim.Why == "" {
			continue
		}
		requireProblem(t, fmt.Sprintf("op %q is listed as not built", claim.Op), judge(t, claim.Topic, one(claim.Op), datatest.Ops{claim.Op: asked}))
		o := judge(t, claim.Topic, one(claim.Op), nil)
		require.Empty(t, o.Problems)
		require.NotEmpty(t, o.NotBuilt)
	}
	require.Equal(t, datatest.Outcome{NotHere: "schedule"}, judge(t, "sla", one("due_with_hold"), nil))

	part := datatest.Ops{"used_time": func(c *datatest.Case) { c.NotBuilt("no clock") }}
	require.Equal(t, datatest.Outcome{NotBuilt: "no clock"}, judge(t, "sla", one("used_time"), part))
	part = datatest.Ops{"used_time": func(c *datatest.Case) { c.NotHere("the root") }}
	require.Equal(t, datatest.Outcome{NotHere: "the root"}, judge(t, "sla", one("used_time"), part))
}

// TestJudgeChosen states what a case is compared with where the product documents
// another choice than the case's.
func TestJudgeChosen(t *testing.T) {
	tests := []struct{ name, one, got, want string }{
		{"the peer's answer", `"then": {"a": "x"}, "peer_said": {"a": "y"}`, "y", ""},
		{"another key of the case", `"then": {"a": "x", "a_roll": "y"}`, "y", ""},
		{"neither", `"then": {"a": "x"}, "peer_said": {"a": "y"}`, "z", "a: neither what the case wants nor its other answer"},
		{"the other answer is not told", `"then": {"a": "x"}`, "z", ""},
		{"as the case wants", `"then": {"a": "x"}, "peer_said": {"a": "y"}`, "x", "the product answers as the case wants"},
	}
	for _, tt := range tests {
		for by, choice := range map[string]datatest.Choice{"case": {Case: "1"}, "policy": {Policy: "p"}} {
			t.Run(tt.name+" by "+by, func(t *testing.T) {
				choice.Why = "we say so"
				ask := func(c *datatest.Case) {
					c.Want("a", tt.got)
					c.Excuse("a_roll", "it is the other answer")
				}
				one := `{"id": "1", "op": "ask", "agreement": "policy", "policy": {"p": "q"}, ` + tt.one + `}`
				want := tt.want
				if tt.got == "x" && by == "policy" { // a policy need not matter in each case that names it
					want = ""
				}
				requireProblem(t, want, judge(t, "", one, datatest.Ops{"ask": ask}, choice))
			})
		}
	}
}

func TestParseRefuses(t *testing.T) {
	one := `{"id": "1", "op": "ask", "then": {}}`
	tests := []struct{ name, text, want string }{
		{"an unknown key of a case", topicOf("a", `{"id": "1", "mood": "good"}`), `unknown field "mood"`},
		{"an unknown key of the file", `{"schema": "cases/1", "mood": "good"}`, `unknown field "mood"`},
		{"another schema", `{"schema": "cases/2", "cases": [` + one + `]}`, `schema "cases/2"`},
		{"an empty file", `{"schema": "cases/1", "topic": "a"}`, "topic a: it has no case"},
		{"a case lost", `{"schema": "cases/1", "topic": "a", "count": 2, "cases": [` + one + `]}`, "it counts 2 cases and has 1"},
		{"two values", topicOf("a", one) + "{}", "more than one value"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := datatest.Parse([]byte(tt.text))
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestDiff(t *testing.T) {
	type status string
	noon := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name      string
		want, got any
		same      bool
	}{
		{"the same instant, written otherwise", "2026-01-15T13:00:00+01:00", noon, true},
		{"a second later", "2026-01-15T12:00:01Z", noon, false},
		{"an instant that there is not", nil, time.Time{}, true},
		{"an instant that there should not be", nil, noon, false},
		{"an instant missing", "2026-01-15T12:00:00Z", time.Time{}, false},
		{"seconds", 90.5, 90*time.Second + 500*time.Millisecond, true},
		{"other seconds", 90.0, 91 * time.Second, false},
		{"a text of a type", "open", status("open"), true},
		{"a text that there is not", nil, "", true},
		{"an empty text", "", "", true},
		{"a text for a number", 1.0, "1", false},
		{"a number", 3.0, 3, true},
		{"yes", true, true, true},
		{"no for null", nil, false, false},
		{"lists", []any{"a", nil}, []status{"a", ""}, true},
		{"a list in another order", []any{"a", "b"}, []string{"b", "a"}, false},
		{"an empty list", []any{}, []string(nil), true},
		{"a list that there is not", nil, []string(nil), true},
		{"a list too long", []any{"a"}, []string{"a", "b"}, false},
		{"pairs of instants", []any{[]any{"2026-01-15T12:00:00Z", nil}}, [][2]time.Time{{noon, {}}}, true},
		{"nothing", nil, nil, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := datatest.Diff(tt.want, tt.got); (diff == "") != tt.same {
				t.Errorf("the same: %v, want %v: %s", diff == "", tt.same, diff)
			}
		})
	}
	require.Panics(t, func() { datatest.Diff("x", struct{ A int }{1}) }, "a struct is never the same as JSON by chance")
}

func TestKeys(t *testing.T) {
	parsed, err := datatest.Parse([]byte(topicOf("a", `{"id": "1", "then": {"b": {"d": null, "c": []}, "a": {}}}`)))
	require.NoError(t, err)
	c := parsed.Cases[0]
	require.Equal(t, "a b.c b.d", strings.Join(c.Keys(), " "))
	require.True(t, c.Has("b.d"))
	require.True(t, c.Has("b"))
	require.False(t, c.Has("b.e"))
	require.False(t, c.Has("a.b"))
}
