package simulate_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataTriggers tells cases of triggers as stories.
func TestDataTriggers(t *testing.T) {
	datatest.Cases(t, "triggers", datatest.Ops{"run": runTriggers, "business_hours_condition": inHours, "render": render})
}

// given is the trigger that gives a new ticket the fields of a case.
const given = "given"

// fieldsOf returns the trigger given, nil if a case has no fields.
func fieldsOf(fields map[string]any) (list []rules.Rule) {
	r := rules.Rule{ID: given, When: rules.Conditions{All: []rules.Condition{rules.Created()}}}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		r.Do = append(r.Do, rules.Action{Field: "custom_fields_" + name, Value: stored.Value(fields[name])})
	}
	if r.Do != nil {
		list = append(list, r)
	}
	return list
}

// runTriggers lets something happen to a ticket whose triggers a case tells.
func runTriggers(c *datatest.Case) {
	var told datatest.TriggerRun
	var when struct{ Event, By, Kind string }
	c.Given(&told)
	c.When(&when)
	switch {
	case told.Message != nil:
		c.NotHere("rules: what mail says of itself; a desk hears no mail")
		return
	case strings.HasPrefix(told.Mode, "first"):
		c.NotHere("rules: triggers of a desk do not end with the first that fires")
		return
	}
	list := stored.Triggers(c.T, told)
	aboutMessage := strings.Contains(when.Event, "message")
	for i := range list {
		if aboutMessage { // what runs on messages wants one
			list[i].When.All = append(list[i].When.All, rules.Condition{Field: "comment_is_public", Op: rules.Present})
		}
	}
	set, err := rules.CompileTriggers(rules.Standard(), append(fieldsOf(told.Ticket), list...))
	require.NoError(c.T, err)
	s := &socialticket.Settings{Triggers: set, TriggersOnce: told.Recursive != nil && !*told.Recursive}
	begins := strings.Contains(when.Event, "created") && !aboutMessage
	w := stage(c.T, s, told.Ticket, begins)
	commits := happen(c.T, w, when.Event, when.By, when.Kind, begins)
	require.NotEmpty(c.T, commits)
	fired, actions, notified := []string{}, []string{}, []string{}
	for _, commit := range commits {
		for _, e := range commit.Events {
			if e.Type == ticket.EventRule && e.By.ID != given {
				fired = append(fired, e.By.ID)
			}
		}
		for _, m := range commit.Comments {
			if m.Author.Kind == ticket.Trigger && !m.Public {
				actions = append(actions, m.Content.Text)
			}
		}
		for _, e := range commit.Effects {
			if e.Kind == socialticket.EffectNotify {
				notified = append(notified, e.To)
			}
		}
	}
	c.Want("fired", fired)
	c.Want("fired_count", len(fired))
	c.Want("actions", actions)
	c.Want("notified", notified)
	tk, err := w.Ticket("ana")
	require.NoError(c.T, err)
	for field := range told.Ticket {
		c.Want("ticket."+field, tk.Field(field))
	}
}

// stage returns a world with a ticket of ana that has the fields of a case, before its
// triggers are switched on; one in which the ticket is still to begin has no ticket yet.
func stage(t testing.TB, s *socialticket.Settings, fields map[string]any, begins bool) *simulate.World {
	t.Helper()
	if begins {
		w, err := simulate.New(simulate.Config{Settings: s})
		require.NoError(t, err)
		return w
	}
	set, err := rules.CompileTriggers(rules.Standard(), fieldsOf(fields))
	require.NoError(t, err)
	w, err := simulate.New(simulate.Config{Settings: &socialticket.Settings{Triggers: set}})
	require.NoError(t, err)
	play(t, w, "ana says %q\nada replies ana %q", "Hello", "Hello")
	require.NoError(t, w.Change(func(now *socialticket.Settings) { now.Triggers, now.TriggersOnce = s.Triggers, s.TriggersOnce }))
	return w
}

// happen lets an event of the cases happen, by a story where an agent or the customer does it,
// and returns what was decided.
func happen(t testing.TB, w *simulate.World, event, by, kind string, begins bool) []socialticket.Commit {
	t.Helper()
	actors := map[string]ticket.Actor{
		"rule": {Kind: ticket.Trigger, ID: "rule"}, "system": {Kind: ticket.System}, "bot": {Kind: ticket.Bot, ID: "bot"}, "agent": simulate.Agent("ada"),
	}
	who, other := actors[by]
	require.Equal(t, by != "" && by != "customer" && by != "contact", other, "by %q", by)
	words := socialticket.Reply{By: who, Text: "A message", Note: kind == "note" || kind == "private"}
	var command socialticket.Command
	switch {
	case begins && other:
		words.Text, words.Template = "", channel.TemplateCall{Name: "hello", Language: "en"}
		command = socialticket.Open{To: w.Customer("ana"), Reply: words}
	case begins:
		return decided(t, w, `ana says "Hello"`)
	case strings.Contains(event, "message") && kind == "activity":
		return decided(t, w, `ada sets ana subject "An activity"`)
	case strings.Contains(event, "message") && !other && !words.Note:
		return decided(t, w, `ana says "Again"`)
	case strings.Contains(event, "message"):
		if !other {
			words.By = simulate.Agent("ada")
		}
		words.Ticket = newest(t, w)
		command = words
	default:
		if !other {
			who = simulate.Agent("ada")
		}
		change := ticket.Change{Field: ticket.FieldSubject, Value: "Another"}
		if strings.Contains(event, "opened") || strings.Contains(event, "status") {
			change = ticket.Change{Field: ticket.FieldStatus, Value: "pending"}
		}
		command = socialticket.Update{Ticket: newest(t, w), By: who, Changes: []ticket.Change{change}}
	}
	r, err := w.Do(command)
	require.NoError(t, err)
	return []socialticket.Commit{r.Commit}
}

// decided plays a story and returns what was decided in it.
func decided(t testing.TB, w *simulate.World, story string) (commits []socialticket.Commit) {
	t.Helper()
	play(t, w, "%s", story)
	for _, d := range w.Played().Decided {
		commits = append(commits, d.Receipt.Commit)
	}
	return commits
}

// newest returns the id of ana's newest ticket.
func newest(t testing.TB, w *simulate.World) ticket.ID {
	t.Helper()
	tk, err := w.Ticket("ana")
	require.NoError(t, err)
	return tk.ID
}

// inHours lets ana write to a business that has hours, and looks at whether a trigger fires.
func inHours(c *datatest.Case) {
	var told struct {
		Schedule json.RawMessage `json:"schedule_inline"`
	}
	var when struct {
		Now       time.Time
		Condition string
	}
	c.Given(&told)
	c.When(&when)
	cfg, plain := stored.Inline(c.T, told.Schedule)
	if !plain {
		c.NotHere("schedule: it reads every form of a schedule")
		return
	}
	hours, err := schedule.New(cfg)
	require.NoError(c.T, err)
	want, known := map[string]string{"in_business_hours": "true", "not_in_business_hours": "false"}[when.Condition]
	require.True(c.T, known, "condition %q", when.Condition)
	set, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{{
		ID: "hours", Do: []rules.Action{{Field: "current_tags", Value: rules.Value{"fired"}}},
		When: rules.Conditions{All: []rules.Condition{rules.Created(), {Field: "in_business_hours", Op: rules.Is, Value: rules.Value{want}}}},
	}})
	require.NoError(c.T, err)
	w, err := simulate.New(simulate.Config{Start: when.Now, Settings: &socialticket.Settings{
		Triggers: set, Schedules: map[string]*schedule.Schedule{"": hours},
	}})
	require.NoError(c.T, err)
	play(c.T, w, "ana says %q", "Hello")
	tk, err := w.Ticket("ana")
	require.NoError(c.T, err)
	c.Want("match", tk.HasTag("fired"))
	require.NoError(c.T, w.Play(fmt.Sprintf("expect ana %sfired hours", map[bool]string{true: "", false: "not "}[tk.HasTag("fired")])))
}

// render lets a rule answer with a text that has placeholders, and looks at what is sent.
func render(c *datatest.Case) {
	var told struct{ Tags []string }
	var when struct{ Template string }
	c.Given(&told)
	c.When(&when)
	set, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{{
		ID: "answer", When: rules.Conditions{All: []rules.Condition{{Field: "priority", Op: rules.ChangedTo, Value: rules.Value{"high"}}}},
		Do: []rules.Action{{Field: "reply_public", Value: rules.Value{stored.Placeholders(when.Template)}}},
	}})
	require.NoError(c.T, err)
	w := lasting(c.T, &socialticket.Settings{Triggers: set, Templates: rules.Placeholders{Table: rules.Standard()}}, time.Time{})
	play(c.T, w, "ana says %q\nada sets ana tags %s\nada sets ana priority high", "Hello", cmp.Or(strings.Join(told.Tags, " "), "none"))
	require.Len(c.T, w.Played().Sent, 1)
	c.Want("text", w.Played().Sent[0].Message.Text)
}
