package rules_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares a text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// routing returns triggers of which the first ends the condition of the third.
func routing() []rules.Rule {
	return []rules.Rule{
		{
			ID: "r1", Title: "WhatsApp to the night group",
			When: rules.Conditions{
				All: []rules.Condition{
					{Field: "via_id", Op: rules.Is, Value: rules.Value{"74"}},
					{Field: "group_id", Op: rules.Is, Value: rules.Value{""}},
				},
				Any: []rules.Condition{
					{Field: "comment_includes_word", Op: rules.Includes, Value: rules.Value{"night late"}},
					{All: []rules.Condition{{Field: "replies", Op: rules.GreaterThan, Value: rules.Value{"3"}}}},
				},
			},
			Do: []rules.Action{{Field: "group_id", Value: rules.Value{"night"}}},
		},
		{
			ID: "r2", Title: "Greet what the night group was given", Position: 1,
			When: rules.Conditions{All: []rules.Condition{
				{Field: "group_id", Op: rules.ChangedTo, Value: rules.Value{"night"}},
				{Field: "assignee_id", Op: rules.IsNot, Value: rules.Value{"current_user"}},
			}},
			Do: []rules.Action{{Field: "current_tags", Value: rules.Value{"greeted"}}},
		},
		{
			ID: "r3", Position: 2,
			When: rules.Conditions{All: []rules.Condition{{Field: "group_id", Op: rules.NotPresent}}},
			Do:   []rules.Action{{Field: "priority", Value: rules.Value{"low"}}},
		},
		{
			ID: "r4", Position: 3,
			When: rules.Conditions{All: []rules.Condition{
				{Field: "status", Op: rules.LessThan, Value: rules.Value{"pending"}},
				{Field: "updated_at", Op: rules.GreaterThan, Value: rules.Value{"2"}},
				{Field: "current_tags", Op: rules.NotIncludes, Value: rules.Value{"vip"}},
			}},
			Do: []rules.Action{{Field: "priority", Value: rules.Value{"high"}}},
		},
	}
}

// written returns a ticket on which a user just wrote.
func written(text string) *rules.Subject {
	t := solved()
	t.Status = ticket.Open
	before := t
	return &rules.Subject{
		Ticket: &t, Before: &before, Now: solvedAt().Add(30 * time.Minute), User: "u7",
		Update: &rules.Update{By: ticket.Actor{Kind: ticket.EndUser, ID: "u7"}, Via: "whatsapp", Comment: &ticket.Comment{Public: true, Content: channel.Message{Text: text}}},
	}
}

// TestExplainGolden shows a traced update and an explained automation, as text and as JSON.
func TestExplainGolden(t *testing.T) {
	tr, err := rules.CompileTriggers(rules.Standard(), routing())
	require.NoError(t, err)
	s := written("Too late? " + strings.Repeat("Please answer me. ", 10))
	course := tr.Trace(func() *rules.Subject { return s }, func(f rules.Firing) {
		if f.Rule == "r1" {
			next := *s.Ticket
			next.Group = "night"
			again := *written(s.Update.Comment.Content.Text)
			again.Ticket = &next
			s = &again
		}
	})
	golden(t, "trace.golden.txt", course.String())
	text, err := json.MarshalIndent(course, "", "  ")
	require.NoError(t, err)
	golden(t, "trace.golden.json", string(text)+"\n")
	var back rules.Course
	require.NoError(t, json.Unmarshal(text, &back))
	if diff := cmp.Diff(course, back); diff != "" {
		t.Errorf("the JSON form (-want +got):\n%s", diff)
	}
}

func TestExplainClosed(t *testing.T) {
	tr, err := rules.CompileTriggers(rules.Standard(), routing())
	require.NoError(t, err)
	s := written("")
	s.Before.Status = ticket.Closed
	course := tr.Trace(func() *rules.Subject { return s }, func(rules.Firing) { t.Error("it fired") })
	require.True(t, course.Ended)
	require.Contains(t, course.String(), "closed before the update")
	for _, e := range tr.Explain(s) {
		require.True(t, e.Ended)
		require.Contains(t, e.String(), "does not run")
	}
	a, err := rules.CompileAutomations(rules.Standard(), rules.StandardAutomations())
	require.NoError(t, err)
	s.Ticket.Status = ticket.Closed
	e, found := a.Explain("close-solved", s)
	require.True(t, found && e.Ended && !e.Holds)
}

func TestExplainUnknown(t *testing.T) {
	s := written("")
	_, found := (*rules.Automations)(nil).Explain("a", s)
	require.False(t, found)
	_, found = (*rules.Views)(nil).Explain("a", s)
	require.False(t, found)
	require.Nil(t, (*rules.Triggers)(nil).Explain(s))
	require.Empty(t, (*rules.Triggers)(nil).Trace(nil, nil))
	_, err := rules.Explain(rules.Standard(), rules.Rule{ID: "x", When: rules.Conditions{All: []rules.Condition{{Field: "moon"}}}}, s)
	var refused *rules.RuleError
	require.ErrorAs(t, err, &refused)
}

func ExampleAutomations_Explain() {
	automations, err := rules.CompileAutomations(rules.Standard(), rules.StandardAutomations())
	if err != nil {
		panic(err)
	}
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	t := ticket.Ticket{ID: "7", Status: ticket.Solved, Times: ticket.Times{StatusAt: noon.Add(-24 * time.Hour)}}
	why, _ := automations.Explain("close-solved", &rules.Subject{Ticket: &t, Now: noon})
	fmt.Print(why)
	// Output:
	// "Close ticket 4 days after status is set to solved" (close-solved) does not hold, but will at 2026-03-05T12:00:00.000000001Z
	//   yes status is "solved": it is "solved"
	//   no  SOLVED greater than "96": it is "24h0m0s" by 2026-03-01T12:00:00Z, but will at 2026-03-05T12:00:00.000000001Z
}

func ExampleTriggers_Trace() {
	triggers, err := rules.CompileTriggers(rules.Standard(), routing()[:1])
	if err != nil {
		panic(err)
	}
	t := ticket.Ticket{ID: "7", Via: channel.WhatsApp, Status: ticket.New}
	s := &rules.Subject{Ticket: &t, Update: &rules.Update{Comment: &ticket.Comment{Content: channel.Message{Text: "It is late"}}}}
	fmt.Print(triggers.Trace(func() *rules.Subject { return s }, func(rules.Firing) { t.Group = "night" }))
	// Output:
	// Rounds: 2
	// Round 1: "WhatsApp to the night group" (r1) holds and fired
	//   yes via_id is "74": it is "whatsapp"
	//   yes group_id is nothing: it is nothing
	//   yes one of:
	//     yes comment_includes_word includes "night late": it is "It is late"
	//     no  a group:
	//       no  replies greater than "3": it is "0"
}
