package socialticket_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataIngestion asks what a desk makes of what platforms deliver, once, twice and at
// the same time.
func TestDataIngestion(t *testing.T) {
	datatest.Cases(t, "ingestion", datatest.Ops{"ingest": ingest, "dedup": dedup, "dedup_lock": dedupLock})
}

// intake is a desk that the events of a case come to.
type intake struct {
	*office
	stored.Intake
}

func ingest(c *datatest.Case) {
	var given datatest.Ingest
	var when struct{ Events []datatest.Incoming }
	c.Given(&given)
	c.When(&when)
	require.NotEmpty(c.T, when.Events)
	w := &intake{office: newOffice(c.T, func(_ *socialticket.Config, s *socialticket.Settings) {
		s.SolvedIsOver = given.Single != nil && !*given.Single
	})}
	w.Intake = stored.Intake{T: c.T, Store: w.store, Account: business(), Events: when.Events}
	last := w.begin(given)
	before := w.Count()
	if given.LockHeld {
		w.hand(false)
	}
	others := w.Count().Less(before) // another worker made these
	w.hand(given.Concurrent)
	all := w.Count().Less(others)
	w.Compare(c, all, all.Less(before), last)
}

// begin makes the conversations that a case gives, an hour before its events, and returns
// the ticket of the last.
func (w *intake) begin(given datatest.Ingest) (last ticket.ID) {
	first := w.Events[0]
	if !first.SentAt.IsZero() {
		w.clock.Set(first.SentAt.Add(-time.Hour))
	}
	for i := range given.Conversations {
		e := says(first.User(), fmt.Sprint("earlier ", i), "earlier", w.clock.Now())
		e.Account = w.Of(first)
		last = w.receive(w.T, e).Ticket.ID
		status := ticket.Status(datatest.PeerStatus(given.LastStatus))
		if i < given.Conversations-1 {
			status = ticket.Closed
		}
		by := agent()
		if status == ticket.Closed {
			by = ticket.Actor{Kind: ticket.Automation, ID: "close"}
		}
		if status != "" {
			w.set(w.T, last, ticket.FieldStatus, string(status), by)
		}
	}
	return last
}

// hand hands the events in as their webhooks come, or all at once.
func (w *intake) hand(atOnce bool) {
	w.T.Helper()
	var events []channel.Event
	for _, in := range w.Events {
		at := cmp.Or(in.SentAt, w.clock.Now())
		w.clock.Set(slices.MaxFunc([]time.Time{w.clock.Now(), at.Add(time.Second)}, time.Time.Compare))
		if in.ByDesk() {
			require.Contains(w.T, []string{"", "desk", "agent", "bot"}, in.By)
			require.False(w.T, atOnce)
			w.sends(in, at)
			continue
		}
		field, value := in.Webhook(at)
		parsed := stored.Read(w.T, w.Of(in), w.clock.Now(), field, value)
		if !atOnce {
			handIn(w.T, w.office, false, parsed...)
		}
		events = append(events, parsed...)
	}
	if atOnce {
		handIn(w.T, w.office, true, events...)
	}
	for _, e := range events {
		w.Handed = append(w.Handed, e.ID)
	}
}

// sends lets the desk write, and the platform take the message under its id.
func (w *intake) sends(in datatest.Incoming, at time.Time) {
	w.T.Helper()
	reply := socialticket.Reply{By: agent(), Text: cmp.Or(in.Text, "an answer"), IdempotencyKey: in.ID}
	if w.Load(in).Ticket.IsZero() { // to begin with, only what was approved may go out
		reply.Text, reply.Template = "", channel.TemplateCall{Name: "hello", Language: "en"}
	}
	to := channel.Address{Account: w.Of(in), Handle: in.User()}
	r, err := w.Open(context.Background(), socialticket.Open{To: to, Name: in.Name, Reply: reply})
	require.NoError(w.T, err)
	if r.Outcome == socialticket.Duplicate {
		return
	}
	require.Len(w.T, messages(r), 1, "the desk may not write: %v", r.Decision)
	w.receive(w.T, channel.Accepted{MessageID: in.ID, At: at}.Event(messages(r)[0]))
}

// handIn hands events in, in their order or all at once, and returns the receipts in the
// order of the events.
func handIn(t testing.TB, o *office, atOnce bool, events ...channel.Event) []socialticket.Receipt {
	t.Helper()
	receipts, errs := make([]socialticket.Receipt, len(events)), make([]error, len(events))
	var calls sync.WaitGroup
	for i := range events {
		calls.Go(func() { receipts[i], errs[i] = o.Receive(context.Background(), events[i]) })
		if !atOnce {
			calls.Wait()
		}
	}
	calls.Wait()
	require.NoError(t, errors.Join(errs...))
	return receipts
}

// seen returns a message that was seen, or is now.
func seen(m datatest.SeenMessage, sent time.Time) channel.Event {
	e := says(m.From, m.ID, m.Text, sent)
	e.Account = channel.Account{Kind: channel.Kind(m.Channel), ID: m.Channel}
	return e
}

// dedup asks whether a message is one that was seen. A desk answers after it has read: what
// comes after its answer was sent later.
func dedup(c *datatest.Case) {
	var given datatest.Dedup
	var when struct{ Message datatest.SeenMessage }
	c.Given(&given)
	c.When(&when)
	o := newOffice(c.T)
	for _, m := range given.Seen {
		r := o.receive(c.T, seen(m, o.clock.Now()))
		if given.OutboundAfter {
			o.reply(c.T, r.Ticket.ID, "an answer")
			o.clock.Add(time.Second)
		}
	}
	c.Want("duplicate", o.receive(c.T, seen(when.Message, o.clock.Now())).Outcome == socialticket.Duplicate)
}

// dedupLock asks which of several workers that have a message gets it in. The desk needs
// no lock for that.
func dedupLock(c *datatest.Case) {
	var given datatest.DedupLock
	var when struct{ Acquire []string }
	c.Given(&given)
	c.When(&when)
	var events []channel.Event
	for _, id := range when.Acquire {
		events = append(events, says("15550100", id, "hello", start()))
	}
	var granted []bool
	for _, r := range handIn(c.T, newOffice(c.T), given.Concurrent, events...) {
		granted = append(granted, r.Outcome == socialticket.Applied)
	}
	c.Want("granted", granted)
	c.Want("granted_count", len(slices.DeleteFunc(granted, func(yes bool) bool { return !yes })))
}
