package socialticket_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// traceRules are triggers of which most hold now and then, and some make others hold.
func traceRules() []rules.Rule {
	return []rules.Rule{
		pull("second", act("current_tags", "two"), cond("current_tags", rules.Includes, "one"), cond("current_tags", rules.NotIncludes, "two")),
		pull("calm", act("priority", "low"), cond("priority", rules.ChangedTo, "high")),
		pull("customer", act("current_tags", "one"), cond("role", rules.Is, "end_user")),
		pull("agent", act("remove_tags", "one two"), cond("role", rules.Is, "agent"), cond("update_type", rules.Is, "Change")),
		pull("refused", act("status", "solved"), cond("status", rules.ChangedTo, "pending")),
		pull("rule", act("priority", "urgent"), cond("current_via_id", rules.Is, "rule")),
		pull("over", act("notification_target", "t", "over"), cond("session_ended_reason", rules.ChangedTo, "agent")),
		pull("note", act("reply_internal", "Two."), cond("current_tags", rules.Includes, "two"), cond("comment_is_public", rules.Is, "true")),
	}
}

// command returns something that a desk may be asked to do.
func (w *world) command() socialticket.Command {
	id := pick(w, w.tickets)
	change := pick(w, []ticket.Change{
		{Field: ticket.FieldStatus, Value: "solved"}, {Field: ticket.FieldStatus, Value: "pending"}, {Field: ticket.FieldStatus, Value: "open"},
		{Field: ticket.FieldPriority, Value: "high"}, {Field: ticket.FieldTags, Value: "one"}, {Field: ticket.FieldAssignee, Value: "ada"},
	})
	key := pick(w, []string{"", "", fmt.Sprint("k", w.dice.IntN(20))})
	switch w.dice.IntN(12) {
	case 0, 1:
		return socialticket.Reply{Ticket: id, By: agent(), Text: "hi", Note: w.dice.IntN(3) == 0, IdempotencyKey: key}
	case 2, 3, 4:
		return socialticket.Update{Ticket: id, By: agent(), Changes: []ticket.Change{change}, IdempotencyKey: key}
	case 5:
		return socialticket.EndSession{Ticket: id, By: agent()}
	case 6, 7:
		return socialticket.Wake{Ticket: id}
	case 8:
		return socialticket.Received{Event: w.status()}
	}
	return socialticket.Received{Event: w.event()}
}

// TestTrace states that a traced command does exactly what the committed one does, and
// fires the same triggers in the same rounds, and that the trace writes nothing.
func TestTrace(t *testing.T) {
	fired, held := 0, 0
	for seed := range uint64(60) {
		w, ctx := newWorld(t, seed), context.Background()
		triggers, err := rules.CompileTriggers(rules.Standard(), traceRules())
		require.NoError(t, err)
		w.settings.Triggers, w.settings.TriggersOnce = triggers, seed%2 == 1
		for range 80 {
			w.step++
			w.at(w.clock.now.Add(w.pause()))
			c, commits := w.command(), len(w.ledger.commits)
			traced, refusal := w.Trace(ctx, c)
			require.Len(t, w.ledger.commits, commits, "a trace wrote something")
			receipt, err := w.Do(ctx, c)
			require.Equal(t, fmt.Sprint(err), fmt.Sprint(refusal))
			if diff := cmp.Diff(asJSON(t, receipt), asJSON(t, traced.Receipt)); diff != "" {
				w.fail("%s (-done +traced):\n%s", c.Kind(), diff)
			}
			if diff := cmp.Diff(triggered(receipt), course(traced)); diff != "" {
				w.fail("%s: triggers (-fired +traced):\n%s", c.Kind(), diff)
			}
			fired += len(triggered(receipt))
			for _, o := range traced.Triggers.Triggers {
				held += len(o.Held)
			}
			w.replies = append(w.replies, messages(receipt)...)
			if receipt.Created {
				w.tickets = append(w.tickets, receipt.Ticket.ID)
			}
		}
	}
	require.Greater(t, fired, 1000)
	require.Greater(t, held, 50)
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.MarshalIndent(v, "", " ")
	require.NoError(t, err)
	return string(text)
}

// triggered returns the triggers that fired in a commit.
func triggered(r socialticket.Receipt) []string {
	ids := []string{}
	for _, e := range r.Commit.Events {
		if e.Type == ticket.EventRule && e.By.Kind == ticket.Trigger {
			ids = append(ids, e.By.ID)
		}
	}
	return ids
}

// course returns the triggers that fired in a trace, by their rounds.
func course(traced socialticket.Traced) []string {
	list := slices.Clone(traced.Triggers.Triggers)
	list = slices.DeleteFunc(list, func(o rules.Outcome) bool { return o.Round == 0 })
	slices.SortFunc(list, func(a, b rules.Outcome) int { return a.Round - b.Round })
	ids := []string{}
	for _, o := range list {
		ids = append(ids, o.Rule)
	}
	return ids
}

// TestExplain states what an outlook promises: nothing is written; the next instant is that
// of the ticket's timer, and the first at which an automation holds or the lifecycle acts;
// asked about its own instant an automation holds, and not before; and waking fires the
// first that holds.
func TestExplain(t *testing.T) {
	woken, later := 0, 0
	for seed := range uint64(40) {
		w, ctx := newWorld(t, seed), context.Background()
		for range 60 {
			w.step++
			w.at(w.clock.now.Add(max(0, w.pause()))) // a timer was set by a clock that does not step back
			w.act()
			if len(w.tickets) == 0 {
				continue
			}
			id, commits := pick(w, w.tickets), len(w.ledger.commits)
			o, err := w.Explain(ctx, socialticket.Question{Ticket: id})
			require.NoError(t, err)
			later += w.checkDues(o)
			require.Len(t, w.ledger.commits, commits, "an explanation wrote something")
			r, err := w.Wake(ctx, id)
			require.NoError(t, err)
			if slices.ContainsFunc(r.Commit.Events, func(e ticket.Event) bool { return e.By.ID == "session_policy" }) {
				continue // the silence of a session is done first, and may change what holds
			}
			if i := slices.IndexFunc(o.Automations, func(p socialticket.Prospect) bool { return p.Holds && !p.Fired && !p.Refused }); i >= 0 {
				require.Equal(t, o.Automations[i].Rule, pulled(r)[0])
				woken++
			} else if slices.ContainsFunc(r.Commit.Events, func(e ticket.Event) bool { return e.By.Kind == ticket.Automation }) && o.NextAt.After(o.At) {
				w.fail("%v fired, and none held", pulled(r))
			}
		}
	}
	require.Greater(t, woken, 50)
	require.Greater(t, later, 500)
}

// checkDues compares an outlook with the timer, and with outlooks of later instants. It
// returns how many of its automations hold later.
func (w *world) checkDues(o socialticket.Outlook) (later int) {
	next := w.settings.Lifecycle.DueAt(o.Ticket)
	for i, p := range o.Automations {
		if !p.Fired && !p.Refused && !p.Due.IsZero() && (next.IsZero() || p.Due.Before(next)) {
			next = p.Due
		}
		if p.Holds != p.Due.Equal(o.At) {
			w.fail("at %v: %+v", o.At, p)
		}
		if !p.Due.After(o.At) {
			continue
		}
		later++
		for at, want := range map[time.Time]bool{p.Due: true, p.Due.Add(-1): false} {
			then, err := w.Explain(context.Background(), socialticket.Question{Ticket: o.Ticket.ID, At: at})
			require.NoError(w, err)
			if then.Automations[i].Holds != want {
				w.fail("at %v of %v: %+v", at, p.Due, then.Automations[i])
			}
		}
	}
	timer := w.timer(w.T, o.Ticket.ID)
	if next.After(o.At) && !next.Equal(o.NextAt) {
		w.fail("next at %v, told %v", next, o.NextAt)
	}
	if timer.After(o.At) && !timer.Equal(o.NextAt) {
		w.fail("timer %v, told %v", timer, o.NextAt)
	}
	return later
}
