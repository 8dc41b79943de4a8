package simulate_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// kept is a store that keeps the commits that are made to it as JSON.
type kept struct {
	memory.Store
	commits []string
}

func (k *kept) Commit(ctx context.Context, c socialticket.Commit) error {
	err := k.Store.Commit(ctx, c)
	if err == nil {
		text, bad := json.Marshal(c)
		if bad != nil {
			return bad
		}
		k.commits = append(k.commits, string(text))
	}
	return err
}

// shop returns settings with something of everything that time does.
func shop(t testing.TB, version int64, change func(*socialticket.Settings)) *socialticket.Settings {
	t.Helper()
	triggers, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{{
		ID: "urgent", When: rules.Conditions{All: []rules.Condition{{Field: "comment_includes_word", Op: "includes", Value: rules.Value{"urgent"}}}},
		Do: []rules.Action{{Field: "priority", Value: rules.Value{"urgent"}}},
	}})
	require.NoError(t, err)
	automations, err := rules.CompileAutomations(rules.Standard(), []rules.Rule{
		rules.StandardAutomations()[0],
		{
			ID:   "nudge",
			When: rules.Conditions{All: []rules.Condition{rules.Status().Is(ticket.Pending), rules.Hours("PENDING").GreaterThan(2), rules.Tags().Excludes("nudged")}},
			Do:   []rules.Action{{Field: "current_tags", Value: rules.Value{"nudged"}}, {Field: "reply_public", Value: rules.Value{"Are you there?"}}},
		},
	})
	require.NoError(t, err)
	s := &socialticket.Settings{
		Version: version, Triggers: triggers, Automations: automations, SLA: promised(t, 30*time.Minute), Warn: time.Hour,
		Agents:   []socialticket.Agent{{ID: "ada"}, {ID: "bob"}},
		Sessions: session.Policy{Release: session.Release{After: 5 * time.Minute, Reminders: session.DefaultReminders()}},
	}
	if change != nil {
		change(s)
	}
	require.NoError(t, s.Check())
	return s
}

// promised promises a first reply within a time.
func promised(t testing.TB, within time.Duration) *sla.Policies {
	t.Helper()
	p, err := sla.Compile(rules.Standard(), sla.Config{Policies: []sla.Policy{{
		Rule: rules.Rule{ID: "all"}, Targets: []sla.Target{{Metric: ticket.FirstReply, Within: within}},
	}}})
	require.NoError(t, err)
	return p
}

func trigger(t testing.TB, list ...rules.Rule) *rules.Triggers {
	t.Helper()
	triggers, err := rules.CompileTriggers(rules.Standard(), list)
	require.NoError(t, err)
	return triggers
}

func automation(t testing.TB, list ...rules.Rule) *rules.Automations {
	t.Helper()
	automations, err := rules.CompileAutomations(rules.Standard(), list)
	require.NoError(t, err)
	return automations
}

// tale plays a random story of three customers and two agents in a world whose commands are
// recorded, and returns what was recorded, the commits, and the world.
func tale(t testing.TB, seed uint64, change func(*socialticket.Settings)) ([]simulate.Record, *kept, *simulate.World) {
	t.Helper()
	var log bytes.Buffer
	recorder, store := simulate.NewRecorder(&log), &kept{}
	w := walk(t, simulate.Config{
		Store: store, Settings: shop(t, 1, change), Network: fickle(seed), Desk: socialticket.Config{Watch: recorder.Watch},
	}, seed, 40)
	require.NoError(t, w.Pass(40*24*time.Hour))
	require.NoError(t, recorder.Err())
	records, err := simulate.ReadRecords(&log)
	require.NoError(t, err)
	require.NotEmpty(t, records)
	return records, store, w
}

// walk plays a random story of so many steps in a world.
func walk(t testing.TB, cfg simulate.Config, seed uint64, steps int) *simulate.World {
	t.Helper()
	w, err := simulate.New(cfg)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(seed, 1))
	for range steps {
		step(t, w, r)
		if r.IntN(3) > 0 {
			require.NoError(t, w.Pass([]time.Duration{0, time.Minute, 7 * time.Minute, time.Hour, 26 * time.Hour, 120 * time.Hour}[r.IntN(6)]))
		}
	}
	require.NoError(t, w.Pass(0))
	return w
}

// step lets somebody do something. What the desk refuses is a part of the story.
func step(t testing.TB, w *simulate.World, r *rand.Rand) {
	t.Helper()
	who, agent := []string{"ana", "ben", "cleo"}[r.IntN(3)], []string{"ada", "bob"}[r.IntN(2)]
	var refused error
	switch r.IntN(12) {
	case 0, 1, 2:
		texts := []string{"Hello", "It is urgent", "My card is 4111 1111 1111 1111"}
		_, err := w.Says(who, texts[r.IntN(len(texts))])
		require.NoError(t, err)
	case 3, 4, 5:
		_, refused = w.Reply(agent, who, []string{"We look at it.", "Use 4111 1111 1111 1111 again"}[r.IntN(2)])
	case 6:
		_, refused = w.Note(agent, who, "A note")
	case 7:
		_, refused = w.Set(agent, who, ticket.Change{Field: ticket.FieldAssignee, Value: agent})
	case 8, 9:
		_, refused = w.Set(agent, who, ticket.Change{Field: ticket.FieldStatus, Value: []string{"pending", "solved", "hold", "open"}[r.IntN(4)]})
	case 10:
		until := w.Now().Add(30 * time.Hour).Format(time.RFC3339)
		_, refused = w.Set(agent, who, ticket.Change{Field: ticket.FieldSnoozed, Value: until})
	case 11:
		refused = join(w, agent, r.IntN(2) == 0)
	}
	if refused != nil {
		require.True(t, errors.Is(refused, socialticket.ErrNotFound) || errors.Is(refused, socialticket.ErrClosed) ||
			errors.Is(refused, socialticket.ErrRefused) || errors.Is(refused, socialticket.ErrInvalid), refused)
	}
}

// join merges ana into ben, or parts them.
func join(w *simulate.World, agent string, together bool) error {
	a, errA := w.Head("ana")
	b, errB := w.Head("ben")
	if errA != nil || errB != nil || a.Conversation.User.ID == "" || b.Conversation.User.ID == "" {
		return errors.Join(errA, errB)
	}
	var err error
	if together {
		_, err = w.Do(socialticket.Merge{Person: a.Conversation.User.ID, Into: b.Conversation.User.ID, By: simulate.Agent(agent)})
	} else {
		_, err = w.Do(socialticket.Unmerge{Person: a.Conversation.User.ID, By: simulate.Agent(agent)})
	}
	return err
}

// fickle returns a network that refuses, loses and repeats some messages, by their words.
func fickle(seed uint64) simulate.Network {
	return simulate.NetworkFunc(func(o channel.Outbound, _ time.Time) simulate.Fate {
		sum := seed
		for _, b := range []byte(o.Text + o.To.Handle) {
			sum = sum*31 + uint64(b)
		}
		switch sum % 6 {
		case 0:
			return simulate.Fate{Err: &channel.SendError{Reason: channel.Error{Code: "131026", Class: channel.ClassNever}}}
		case 1:
			return simulate.Fate{Reports: []simulate.Report{{State: channel.StateFailed, Error: channel.Error{Code: "131047", Class: channel.ClassTemplate}}}}
		case 2:
			return simulate.Fate{Reports: []simulate.Report{{After: time.Hour, State: channel.StateRead, Twice: true}, {After: time.Second, State: channel.StateDelivered}}}
		}
		return simulate.Fate{Reports: []simulate.Report{{After: time.Second, State: channel.StateDelivered}}}
	})
}

// same returns the settings of each version of a tale.
func same(t testing.TB, change func(*socialticket.Settings)) func(int64) *socialticket.Settings {
	all := map[int64]*socialticket.Settings{}
	return func(version int64) *socialticket.Settings {
		if all[version] == nil {
			all[version] = shop(t, version, change)
		}
		return all[version]
	}
}

// Law: the records of a desk, replayed under the same settings, make its commits again to
// the byte, whether only what was recorded happens or the desk acts by itself.
func TestReplayMakesTheSameCommits(t *testing.T) {
	all := ""
	defer func() {
		for _, part := range []string{
			`"redacted":true`, `"state":"failed"`, `"session_policy"`, `"type":"sla"`, `"into":"`, `"status":"closed"`, `"snoozed_until":`,
			`"kind":"automation","id":"nudge"`, `"kind":"trigger","id":"urgent"`, `"state":"read"`, `"follow_up_of"`, `"parted_at"`,
		} {
			require.Contains(t, all, part, "the stories do not show it")
		}
	}()
	for seed := range uint64(40) {
		all += replayLaw(t, seed)
	}
}

func FuzzReplay(f *testing.F) {
	f.Add(uint64(1000))
	f.Fuzz(func(t *testing.T, seed uint64) { replayLaw(t, seed) })
}

// replayLaw checks one story, and returns its commits.
func replayLaw(t *testing.T, seed uint64) string {
	t.Helper()
	records, store, w := tale(t, seed, nil)
	for _, exact := range []bool{true, false} {
		var again []string
		played, err := simulate.Replay(t.Context(), records, simulate.ReplayConfig{
			Settings: same(t, nil), Exact: exact, Until: w.Now(),
			Each: func(c *socialticket.Commit) {
				text, err := json.Marshal(c)
				require.NoError(t, err)
				again = append(again, string(text))
			},
		})
		require.NoError(t, err)
		require.Empty(t, played.Lost, "seed %d, exact %t", seed, exact)
		if diff := cmp.Diff(store.commits, again); diff != "" {
			t.Fatalf("seed %d, exact %t (-recorded +replayed):\n%s", seed, exact, diff)
		}
		was, err := simulate.OutcomeOf(t.Context(), store, 0)
		require.NoError(t, err)
		if c := simulate.Compare(was, played.Outcome); !c.IsZero() {
			t.Fatalf("seed %d, exact %t:\n%s", seed, exact, c)
		}
	}
	return strings.Join(store.commits, "\n")
}
