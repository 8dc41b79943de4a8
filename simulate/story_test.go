package simulate_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/simulate"
)

// world returns a world with a trigger that greets, a survey and a pause before silence.
func world(t testing.TB, change ...func(*simulate.Config)) *simulate.World {
	t.Helper()
	greet, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{{
		ID:   "greet",
		When: rules.Conditions{All: []rules.Condition{rules.Created()}},
		Do:   []rules.Action{{Field: "current_tags", Value: []string{"greeted"}}},
	}})
	require.NoError(t, err)
	cfg := simulate.Config{Settings: &socialticket.Settings{Triggers: greet, Survey: session.Survey{Text: "How was it?", Good: "Good", Bad: "Bad", OnSolved: true}}}
	for _, c := range change {
		c(&cfg)
	}
	w, err := simulate.New(cfg)
	require.NoError(t, err)
	return w
}

// TestPlay plays each kind of step, and compares what happened with the story's file.
func TestPlay(t *testing.T) {
	files, err := os.ReadDir("testdata/stories")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, f := range files {
		name, is := strings.CutSuffix(f.Name(), ".story")
		if !is {
			continue
		}
		t.Run(name, func(t *testing.T) {
			story, err := os.ReadFile("testdata/stories/" + f.Name())
			require.NoError(t, err)
			w := world(t)
			require.NoError(t, w.Play(string(story)))
			require.NoError(t, simulate.Golden("testdata/stories/"+name+".golden.txt", w.Transcript(nil), os.Getenv("UPDATE") != ""))
		})
	}
}

// TestPlayAgain plays a story in another zone's day and twice: the same text.
func TestPlayAgain(t *testing.T) {
	story := "ana says \"Hello\"\nada replies \"Hi\"\npass 3d\nana says \"Again\""
	one, two := world(t), world(t)
	require.NoError(t, one.Play(story))
	require.NoError(t, two.Play(story))
	require.Equal(t, one.Transcript(nil), two.Transcript(nil))
	require.Contains(t, one.Transcript(time.FixedZone("UTC+9", 9*60*60)), "18:00:00  ana: Hello")
}

// TestPlayWrong tells of each wrong step its line, and why.
func TestPlayWrong(t *testing.T) {
	tests := []struct{ name, step, why string }{
		{"nothing known", `ana dances`, `"ana dances" does nothing`},
		{"a name alone", `ana`, `"ana" does nothing`},
		{"a text alone", `"Hello"`, `does nothing that is known`},
		{"a text without end", `ana says "Hello`, "a text does not end"},
		{"a text that Go does not read", `ana says "\q"`, "a text does not end"},
		{"a text without quotes", `ana says Hello`, "ana says a text"},
		{"too much", `ana says "Hello" twice`, `does not end before "twice"`},
		{"late without how long", `ana said "Hello"`, "a while ago"},
		{"late without ago", `ana said "Hello" 2h`, "a while ago"},
		{"a repeat of nothing", `ben repeats`, "not said anything"},
		{"an unknown medium", `ada sends ana song`, `"song" cannot be sent`},
		{"a template without a name", `ada sends ana template`, "a template has a name"},
		{"a tap without a button", `ana taps`, "ana taps a button"},
		{"a tap on nothing", `ana taps "Good"`, `not asked anything with a button "Good"`},
		{"a rating of neither kind", `ana rates fair`, "good or bad"},
		{"a rating before a ticket", `ben rates good`, `a ticket of "ben"`},
		{"an answer without words", `ada replies ana`, "writes a text"},
		{"an answer to a stranger", `ada replies ben "Hello"`, `a ticket of "ben"`},
		{"a field without a value", `ada sets ana status`, "sets a field to a value"},
		{"a field that the desk refuses", `ada sets ana status sad`, "sad"},
		{"tags of nobody", `ada tags`, "gives somebody tags"},
		{"an end of nobody", `ada ends`, "ends the session of somebody"},
		{"a merge into nobody", `ada merges ana`, "merges one customer into another"},
		{"a merge of a stranger", `ada merges ben into ana`, `a conversation of "ben"`},
		{"a part of nobody", `ada parts`, "parts a customer"},
		{"a conversation with nobody", `ada opens`, "opens a conversation with somebody"},
		{"a time that is not one", `pass soon`, `"soon" is not a time`},
		{"a time that goes back", `pass -1h`, "is not a time that passes"},
		{"a time too long", `pass 99999d`, "is not a time that passes"},
		{"a time too long in hours", `pass 2000000h`, "is not a time that passes"},
		{"nothing passes", `advance`, "is not a time that passes"},
		{"an instant that is not one", `until noon`, `"noon" is not an instant`},
		{"an instant that has passed", `until 2026-03-01 10:00`, "has passed"},
		{"an instant too far", `until 9999-01-01 10:00`, "after the year"},
		{"a step at no instant", `ana says "Hello" at noon`, `"noon" is not an instant`},
		{"a step in the past", `ana says "Hello" at 2026-03-01 10:00`, "has passed"},
		{"an expectation of nothing", `expect ana status`, "is expected to be something"},
		{"an expectation of an unknown field", `expect ana mood good`, `nothing that is called "mood"`},
		{"an expectation of a stranger", `expect ben status open`, `a ticket of "ben"`},
		{"not as expected", `expect ana status solved`, `status of ana is "new", not "solved"`},
		{"as not expected", `expect ana not status new`, `status of ana is "new"`},
		{"a rule that did not fire", `expect ana fired late`, `fired of ana is "greet", not "late"`},
		{"an assignee where there is one", `expect ana assignee ada`, `"none", not "ada"`},
		{"not refused", `refused: ada sets ana priority high`, "it was not refused"},
		{"wrong and not refused", `refused: ada dances`, "does nothing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := world(t).Play("# A beginning.\nana says \"Hello\"\n\n\t" + tt.step + "\nana says \"never\"")
			var story *simulate.StoryError
			require.ErrorAs(t, err, &story)
			require.Equal(t, 4, story.Line)
			require.Equal(t, tt.step, story.Text)
			require.ErrorContains(t, story.Err, tt.why)
		})
	}
}

// TestPlayBeforeAnything answers whoever wrote last before anybody wrote.
func TestPlayBeforeAnything(t *testing.T) {
	require.ErrorContains(t, world(t).Play(`ada replies "Hello"`), "writes a text to somebody")
}

// TestPlayFails tells of a step that the store does not keep.
func TestPlayFails(t *testing.T) {
	w := world(t, func(cfg *simulate.Config) {
		cfg.Network = simulate.NetworkFunc(func(channel.Outbound, time.Time) simulate.Fate {
			return simulate.Fate{Err: &channel.SendError{Reason: channel.Error{Code: "131047", Class: channel.ClassTemplate}}}
		})
	})
	require.NoError(t, w.Play(`
		ana says "Hello"
		ada replies "Hi"
		expect ana delivery failed
		expect ana reply refused
		expect ana window closed
	`))
}

// FuzzPlay plays anything: a step that cannot be played is told with its line.
func FuzzPlay(f *testing.F) {
	f.Add("ana says \"Hello\" at 09:58\nada replies \"Hi\"\npass 3d\nexpect ana status open")
	f.Add("ana on line sends picture \"x\"\nada merges ana on line into ana\nada parts ana on line\nana rates bad")
	f.Add("ada opens ana template x\nuntil 2026-03-03 10:00\nrefused: ada sets ana status new\nana said \"a\" 2h ago\nana repeats")
	f.Fuzz(func(t *testing.T, story string) {
		if len(story) > 300 {
			t.Skip("short stories tell as much")
		}
		err := world(t).Play(story)
		if err == nil {
			return
		}
		var at *simulate.StoryError
		require.ErrorAs(t, err, &at)
		lines := strings.Split(story, "\n")
		require.LessOrEqual(t, at.Line, len(lines))
		require.Equal(t, strings.TrimSpace(lines[at.Line-1]), at.Text)
		require.Error(t, at.Err)
	})
}
