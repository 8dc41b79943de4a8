package worker_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/worker"
)

// TestRules lets a worker do what triggers, an automation and a macro ask for: each once,
// by the handler of its kind, also where the first try fails and where the message that
// started it is handed in again.
func TestRules(t *testing.T) {
	clock := mock()
	w := newWorld(t, clock)
	settings := &socialticket.Settings{Version: 1}
	one := func(id string, do []rules.Action, all ...rules.Condition) []rules.Rule {
		return []rules.Rule{{ID: id, Do: do, When: rules.Conditions{All: all}}}
	}
	do := func(field string, values ...string) rules.Action { return rules.Action{Field: field, Value: values} }
	var err error
	settings.Triggers, err = rules.CompileTriggers(rules.Standard(), one("t",
		[]rules.Action{do("notification_group", "g1", "New", "Look"), do("notification_webhook", "w1", "{}"), do("notification_target", "x1", "hi"), do("reply_public", "Hello!"), do("follower", "9")},
		rules.Condition{Field: "update_type", Op: rules.Is, Value: rules.Value{"Create"}}))
	require.NoError(t, err)
	settings.Automations, err = rules.CompileAutomations(rules.Standard(), one("a",
		[]rules.Action{do("notification_messaging_csat", "ask"), do("current_tags", "asked")},
		rules.Condition{Field: "NEW", Op: rules.GreaterThan, Value: rules.Value{"1"}}, rules.Condition{Field: "current_tags", Op: rules.NotIncludes, Value: rules.Value{"asked"}}))
	require.NoError(t, err)
	settings.Macros, err = rules.CompileMacros(rules.Standard(), []rules.Macro{{Rule: rules.Rule{ID: "m", Do: []rules.Action{do("locale_id", "8")}}}})
	require.NoError(t, err)
	w.Desk, err = socialticket.New(socialticket.Config{Store: w.store, Clock: clock, Settings: func() *socialticket.Settings { return settings }})
	require.NoError(t, err)

	tries := map[string]int{}
	var done []string
	script := worker.HandlerFunc(func(_ context.Context, c socialticket.Claimed) error {
		if tries[c.ID]++; tries[c.ID] == 1 {
			return &channel.SendError{Reason: channel.Error{Code: "503", Class: channel.ClassRetry}, Err: errors.New("later")}
		}
		var asked socialticket.Asked
		if err := json.Unmarshal(c.Body, &asked); err != nil {
			return err
		}
		done = append(done, string(c.Kind)+" "+string(asked.Kind)+" "+asked.To+" of "+asked.Rule)
		return nil
	})
	does := w.worker(t, func(cfg *worker.Config) {
		cfg.Goroutines = 1
		cfg.Retry.Pauses = []time.Duration{time.Second}
		cfg.Handlers = map[socialticket.EffectKind]worker.Handler{
			socialticket.EffectNotify: script, socialticket.EffectWebhook: script, socialticket.EffectRule: script,
		}
	})
	hello := channel.Event{
		ID: "e1", Type: channel.EventMessage, Account: account(channel.WhatsApp), From: "15550100", Sent: start(), Received: start(),
		Opens: channel.OpenMessage, Message: channel.Message{ID: "m1", Type: channel.Text, Text: "hello"},
	}
	for range 2 {
		r, err := w.Receive(t.Context(), hello)
		require.NoError(t, err)
		if r.Outcome == socialticket.Applied {
			_, err = w.UseMacro(t.Context(), socialticket.UseMacro{Ticket: r.Ticket.ID, Macro: "m", By: agent(), IdempotencyKey: "k"})
			require.NoError(t, err)
		}
		for range 5 {
			w.once(t, does)
			clock.Add(time.Second)
		}
	}
	clock.Add(time.Hour)
	for range 5 {
		w.once(t, does)
		clock.Add(time.Second)
	}
	slices.Sort(done)
	want := []string{
		"notify notify_group g1 of t", "rule follower 9 of t", "rule locale 8 of m", "rule survey  of a",
		"webhook target x1 of t", "webhook webhook w1 of t",
	}
	if diff := cmp.Diff(want, done); diff != "" {
		t.Errorf("done (-want +got):\n%s", diff)
	}
	require.Equal(t, 1, w.arrived())
	require.False(t, w.waits(t))
}
