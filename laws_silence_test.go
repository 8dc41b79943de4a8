package socialticket_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// chaosSessions are policies: that of a new desk, releases with reminders, ends.
func chaosSessions(seed uint64) session.Policy {
	p := session.Policy{
		UsersMay: seed%2 == 0, Farewell: "Goodbye.", FreeInactive: seed%5 == 0, WriteEnded: seed%7 == 3,
		RouteEnded: []ticket.Routing{"", ticket.RouteEmail, ticket.RouteMessaging}[seed/2%3],
	}
	switch seed % 5 {
	case 1:
		p.Idle, p.EndAfter, p.EndWaiting = time.Hour, 3*time.Hour, seed%8 == 1
	case 2, 3:
		p.Release = session.Release{After: 5 * time.Minute, Status: "pending", Reminders: session.DefaultReminders()}
		p.EndAfter = []time.Duration{0, 2 * time.Hour}[seed/4%2]
	case 4:
		p.Release, p.EndInactive = session.Release{After: 3 * time.Minute, Status: []string{"", "solved"}[seed/4%2]}, true
	}
	return p
}

// countSilence counts what silence and users did to sessions.
func countSilence(t *testing.T, commits []string, did map[string]int) {
	t.Helper()
	for _, text := range commits {
		var c socialticket.Commit
		require.NoError(t, json.Unmarshal([]byte(text), &c))
		if s := c.Conversation.Session; s.State == session.Ended {
			did["by "+string(s.EndedBy.Kind)]++
		}
		for _, e := range c.Events {
			if e.By.ID == "session_policy" || e.Type == ticket.EventSend {
				did[string(e.Type)+" "+e.To]++
			}
		}
	}
}

// serve answers a message, and does what time makes due while the user is silent. Late it
// is at times.
func (w *world) serve() {
	ctx := context.Background()
	e := says(pick(w, w.numbers), fmt.Sprint("s", w.step), "hello", w.clock.now)
	e.Account = pick(w, []channel.Account{business(), {Kind: channel.LINE, ID: "L"}})
	w.hand(e)
	head, err := w.store.Load(ctx, socialticket.Ref{Addresses: []channel.Address{e.Address()}})
	require.NoError(w, err)
	id := head.Ticket.ID
	_, _ = w.Update(ctx, socialticket.Update{Ticket: id, By: agent(), Changes: []ticket.Change{{Field: ticket.FieldAssignee, Value: "ada"}}})
	w.reply(id)
	for range w.dice.IntN(6) {
		head, err = w.store.Load(ctx, socialticket.Ref{Ticket: id})
		require.NoError(w, err)
		i := slices.IndexFunc(head.Timers, func(t socialticket.Timer) bool { return t.Ticket == "" })
		if i >= 0 && head.Timers[i].At.After(w.clock.now) {
			w.at(head.Timers[i].At.Add(time.Duration(w.dice.IntN(3)*w.dice.IntN(400)) * time.Second))
		}
		w.wake(id)
	}
}
