package simulate_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// scenes returns what happens to the tickets before the sweep, in the order of time.
func scenes(g *datatest.Silence) (all []scene) {
	for i, tk := range g.Tickets {
		who := nth(i)
		begin := tk.LastInbound
		if begin.IsZero() {
			begin = tk.LastActivity
		}
		steps := who + " says \"Hello\"\n"
		if tk.WaitingSince.IsZero() {
			steps += "ada replies " + who + " \"Hello\"\n"
		}
		all = append(all, scene{begin, steps}, scene{tk.LastActivity, fmt.Sprintf(
			"ada sets %s status %s\nada sets %s subject \"the last activity\"", who, datatest.Category(cmp.Or(tk.Status, "open")), who)})
	}
	slices.SortStableFunc(all, func(a, b scene) int { return a.at.Compare(b.at) })
	return all
}

// sweep lets tickets fall silent, and then switches the rules on.
func sweep(c *datatest.Case) {
	var given datatest.Silence
	var when struct{ Now time.Time }
	c.Given(&given)
	c.When(&when)
	if given.Batch > 0 {
		c.NotHere("the root: the worker of a world does everything that is due")
		return
	}
	all, sent := scenes(&given), 0
	w, err := simulate.New(simulate.Config{
		Network: simulate.NetworkFunc(func(channel.Outbound, time.Time) simulate.Fate {
			sent++
			return simulate.Fate{}
		}),
		Start: all[0].at, Account: on(datatest.ChannelName(given.Channel)),
		Settings: &socialticket.Settings{Lifecycle: ticket.Lifecycle{SolveUnassigned: true, AgentsClose: true}},
	})
	require.NoError(c.T, err)
	for _, s := range all {
		require.NoError(c.T, w.Until(s.at))
		play(c.T, w, "%s", s.steps)
	}
	require.NoError(c.T, w.Until(when.Now))
	before, answers := ends(c.T, w, &given), sent
	set, err := stored.Silence(given)
	require.NoError(c.T, err)
	automated(c.T, w, set)
	_, err = w.Desk().Rewake(context.Background(), w.Store())
	require.NoError(c.T, err)
	require.NoError(c.T, w.Pass(0))
	statuses, tags, solved, note := []string{}, []string{}, 0, false
	for i, tk := range ends(c.T, w, &given) {
		word := given.Tickets[i].Status
		if tk.Status != before[i].Status {
			word = string(tk.Status)
			solved++
		}
		statuses, tags = append(statuses, word), append(tags, tk.WithoutTags(before[i].Tags...).Tags...)
		note = note || noted(c.T, w, nth(i))
	}
	c.Want("statuses", statuses)
	c.Want("tags", tags)
	c.Want("solved_count", solved)
	c.Want("message_sent", sent > answers)
	c.Want("note_added", note)
}

// ends returns the tickets as they are.
func ends(t testing.TB, w *simulate.World, g *datatest.Silence) (all []ticket.Ticket) {
	t.Helper()
	for i := range g.Tickets {
		tk, err := w.Ticket(nth(i))
		require.NoError(t, err)
		all = append(all, tk)
	}
	return all
}
