package simulate_test

import (
	"cmp"
	"fmt"
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

// play plays a story that must go through.
func play(t testing.TB, w *simulate.World, story string, args ...any) {
	t.Helper()
	require.NoError(t, w.Play(fmt.Sprintf(story, args...)))
}

// called introduces a customer by an address, and returns what a story calls them.
func called(w *simulate.World, a channel.Address) string {
	name := "customer." + string(a.Account.Kind) + "." + a.Account.ID + "." + a.Handle
	if w.Customer(name) != a {
		w.Introduce(name, a)
	}
	return name
}

// intake is a world that the events of a case come to.
type intake struct {
	*simulate.World
	stored.Intake
}

// ingest lets the events of a case come. What comes at the same time in a world comes one
// after the other at one instant; that of many goroutines is the root's.
func ingest(c *datatest.Case) {
	var given datatest.Ingest
	var when struct{ Events []datatest.Incoming }
	c.Given(&given)
	c.When(&when)
	require.NotEmpty(c.T, when.Events)
	begin := when.Events[0].SentAt
	if !begin.IsZero() {
		begin = begin.Add(-time.Hour)
	}
	world, err := simulate.New(simulate.Config{Start: begin, Settings: &socialticket.Settings{
		Lifecycle: ticket.Lifecycle{AgentsClose: true}, SolvedIsOver: given.Single != nil && !*given.Single,
	}})
	require.NoError(c.T, err)
	w := &intake{World: world, Intake: stored.Intake{
		T: c.T, Store: world.Store(), Account: channel.Account{Kind: channel.WhatsApp, ID: "1066"}, Events: when.Events, Sent: map[string]string{},
	}}
	last := w.begin(&given)
	before := w.Count()
	if given.LockHeld {
		w.hand(false)
	}
	others := w.Count().Less(before) // another worker made these
	w.hand(given.Concurrent)
	all := w.Count().Less(others)
	w.Compare(c, all, all.Less(before), last)
}

// name returns what a story calls the user of an event.
func (w *intake) name(in datatest.Incoming) string {
	return called(w.World, channel.Address{Account: w.Of(in), Handle: in.User()})
}

// begin makes the conversations that a case gives, and returns the ticket of the last.
func (w *intake) begin(given *datatest.Ingest) (last ticket.ID) {
	name := w.name(w.Events[0])
	for i := range given.Conversations {
		status := datatest.PeerStatus(given.LastStatus)
		if i < given.Conversations-1 {
			status = string(ticket.Closed)
		}
		play(w.T, w.World, "%s says %q", name, "earlier")
		if status != "" {
			play(w.T, w.World, "ada sets %s status %s", name, status)
		}
		tk, err := w.Ticket(name)
		require.NoError(w.T, err)
		last = tk.ID
	}
	return last
}

// hand hands the events in as their webhooks come, or all at one instant.
func (w *intake) hand(atOnce bool) {
	w.T.Helper()
	for _, in := range w.Events {
		at := cmp.Or(in.SentAt, w.Now())
		if come := at.Add(time.Second); come.After(w.Now()) {
			require.NoError(w.T, w.Until(come))
		}
		if in.ByDesk() {
			w.sends(in)
			continue
		}
		if in.Type == "status" {
			in.Of = cmp.Or(w.Sent[in.Of], in.Of)
		}
		field, value := in.Webhook(at)
		for _, e := range stored.Read(w.T, w.Of(in), w.Now(), field, value) {
			w.Handed = append(w.Handed, e.ID)
			w.Later(e, 0)
		}
		if !atOnce {
			require.NoError(w.T, w.Pass(0))
		}
	}
	require.NoError(w.T, w.Pass(0))
}

// sends lets an agent write. To begin with, only what was approved may go out.
func (w *intake) sends(in datatest.Incoming) {
	w.T.Helper()
	name := w.name(in)
	if _, err := w.Ticket(name); err != nil {
		play(w.T, w.World, "ada opens %s template hello", name)
	} else {
		play(w.T, w.World, "ada replies %s %q", name, cmp.Or(in.Text, "an answer"))
	}
	sent := w.Played().Sent
	require.Len(w.T, sent, 1)
	w.Sent[in.ID] = sent[0].ID
}

// dedup lets a message come that may be one that was seen.
func dedup(c *datatest.Case) {
	var given datatest.Dedup
	var when struct{ Message datatest.SeenMessage }
	c.Given(&given)
	c.When(&when)
	w, err := simulate.New(simulate.Config{})
	require.NoError(c.T, err)
	name := func(m datatest.SeenMessage) string {
		return called(w, channel.Address{Account: channel.Account{Kind: channel.Kind(m.Channel), ID: m.Channel}, Handle: m.From})
	}
	come := func(m datatest.SeenMessage) socialticket.Outcome {
		e := w.Message(name(m), channel.Message{Type: channel.Text, Text: m.Text})
		e.ID, e.Message.ID = m.ID, m.ID
		r, err := w.Receive(e)
		require.NoError(c.T, err)
		return r.Outcome
	}
	for _, m := range given.Seen {
		come(m)
		if given.OutboundAfter {
			play(c.T, w, "ada replies %s %q\npass 1s", name(m), "an answer")
		}
	}
	c.Want("duplicate", come(when.Message) == socialticket.Duplicate)
}

// dedupLock lets messages come that several workers have in their hands.
func dedupLock(c *datatest.Case) {
	var given datatest.DedupLock
	var when struct{ Acquire []string }
	c.Given(&given)
	c.When(&when)
	w, err := simulate.New(simulate.Config{})
	require.NoError(c.T, err)
	granted, count := []bool{}, 0
	for _, id := range when.Acquire {
		r, err := w.Receive(w.Message("ana", channel.Message{Type: channel.Text, Text: "hello", ID: id}))
		require.NoError(c.T, err)
		if granted = append(granted, r.Outcome == socialticket.Applied); r.Outcome == socialticket.Applied {
			count++
		}
	}
	c.Want("granted", granted)
	c.Want("granted_count", count)
}
