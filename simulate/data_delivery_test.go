package simulate_test

import (
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

// dispatch is an answer in a world whose network takes everything and says no more: what
// else platforms say comes from a case. The answer is written at the instant of the first
// report about it, so that a message that waits to be taken can be told.
type dispatch struct {
	*simulate.World
	t        *testing.T
	question socialticket.Receipt
	answer   socialticket.Receipt
	call     channel.Outbound // of the newest attempt
}

// newDispatch lets ana write before the instants of a case.
func newDispatch(t *testing.T, instants ...time.Time) *dispatch {
	t.Helper()
	var begin time.Time
	if known := slices.DeleteFunc(instants, time.Time.IsZero); len(known) > 0 {
		begin = slices.MinFunc(known, time.Time.Compare).Add(-time.Minute)
	}
	w, err := simulate.New(simulate.Config{Start: begin, Network: simulate.NetworkFunc(func(channel.Outbound, time.Time) simulate.Fate { return simulate.Fate{} })})
	require.NoError(t, err)
	d := &dispatch{World: w, t: t}
	d.question, err = w.Says("ana", "Hello")
	require.NoError(t, err)
	return d
}

// write lets ada answer; nothing is done with the answer yet.
func (d *dispatch) write() {
	var err error
	d.answer, err = d.Reply("ada", "ana", "An answer")
	require.NoError(d.t, err)
	d.call = outbound(d.t, d.answer)
}

// outbound returns the message of a commit.
func outbound(t testing.TB, r socialticket.Receipt) channel.Outbound {
	t.Helper()
	for _, e := range r.Commit.Effects {
		if e.Kind == socialticket.EffectMessage {
			return e.Message
		}
	}
	t.Fatal("no message goes out")
	return channel.Outbound{}
}

// comment returns a comment as it is now.
func (d *dispatch) comment(of socialticket.Receipt) ticket.Comment {
	d.t.Helper()
	head, err := d.Store().Load(d.t.Context(), socialticket.Ref{Ticket: of.Ticket.ID, Comment: of.Comment.ID})
	require.NoError(d.t, err)
	return head.Comment
}

// update lets happen what is said of the newest attempt. It returns the instant.
func (d *dispatch) update(s datatest.Said) time.Time {
	d.t.Helper()
	if s.At.IsZero() {
		s.At = d.Now().Add(time.Second)
	}
	require.NoError(d.t, d.Until(s.At))
	if d.answer.Comment.ID == "" {
		d.write()
	}
	if s.Status == datatest.Errored {
		d.fail(s.At)
		return s.At
	}
	play(d.t, d.World, "pass 0s") // the network takes it
	if s.Status != datatest.Wired {
		d.report(d.comment(d.answer).Delivery.MessageID, d.call.ID, s)
	}
	return s.At
}

// report hands in a status as WhatsApp sends it.
func (d *dispatch) report(message, reference string, s datatest.Said) socialticket.Receipt {
	d.t.Helper()
	a := d.Customer("ana")
	events := stored.Read(d.t, a.Account, d.Now(), "messages", s.Value(message, reference, a.Handle))
	require.Len(d.t, events, 1)
	if !s.At.IsZero() {
		events[0].Sent = s.At // a webhook has whole seconds only
	}
	r, err := d.Receive(events[0])
	require.NoError(d.t, err)
	return r
}

// fail lets an attempt fail for a while, and asks for another one if the plan says so.
func (d *dispatch) fail(at time.Time) {
	d.t.Helper()
	failure := stored.Busy()
	e := channel.Refused(d.call, failure.Reason, at)
	e.Status.MessageID = d.comment(d.answer).Delivery.MessageID // it had been taken, if there is one
	_, err := d.Receive(e)
	require.NoError(d.t, err)
	c := d.comment(d.answer)
	next, again := stored.PeerPlan(2).Next(stored.Failures(c), *failure, at)
	if c.Delivery.State != channel.StateFailed || !again { // it had arrived, or stays as it is
		return
	}
	require.NoError(d.t, d.Until(next))
	r, err := d.Do(socialticket.Resend{Ticket: c.Ticket, Comment: c.ID, By: simulate.Agent("ada")})
	require.NoError(d.t, err)
	d.call = outbound(d.t, r)
}

// statusUpdate lets one report come about a message that stands somewhere. It is accepted if
// the comment shows it, though it may have shown it before.
func statusUpdate(c *datatest.Case) {
	var given datatest.StatusUpdate
	var when datatest.Said
	c.Given(&given)
	c.When(&when)
	c.Mean("status", datatest.DeliveryWord)
	d := newDispatch(c.T, given.At, when.At)
	switch {
	case given.Message == "unknown":
		d.unknown(c, when)
		return
	case given.Direction == "in":
		d.inbound(c, given.Said, when)
		return
	}
	if datatest.DeliveryWord(given.Status) != string(channel.StateQueued) {
		d.update(given.Said)
	}
	d.update(when)
	comment := d.comment(d.answer)
	c.Want("accepted", stored.Standing(comment) == datatest.DeliveryWord(when.Status))
	c.Want("status", stored.Standing(comment))
	c.Want("error", stored.Reason(comment))
}

// unknown lets a report come about a message that is not known: the world tells of nothing.
func (d *dispatch) unknown(c *datatest.Case, s datatest.Said) {
	before := d.Transcript(nil)
	r := d.report("wamid.unknown", "", s)
	require.Equal(d.t, before, d.Transcript(nil))
	c.Want("accepted", r.Outcome == socialticket.Parked)
	c.Want("status", string(r.Comment.Delivery.State))
	c.Want("error", stored.Reason(ticket.Comment{Delivery: r.Comment.Delivery}))
}

// inbound lets a report come about ana's own message. That has no delivery: it is as it was
// given if the world tells of nothing.
func (d *dispatch) inbound(c *datatest.Case, given, s datatest.Said) {
	before := d.Transcript(nil)
	r := d.report(d.question.Comment.Content.ID, "", s)
	comment := d.comment(d.question)
	status := string(comment.Delivery.State)
	if before == d.Transcript(nil) {
		status = datatest.DeliveryWord(given.Status)
	}
	c.Want("accepted", r.Outcome != socialticket.Unchanged)
	c.Want("status", status)
	c.Want("error", stored.Reason(comment))
}

// statusSequence lets reports come one after another.
func statusSequence(c *datatest.Case) {
	var given datatest.Said
	var when datatest.StatusSequence
	c.Given(&given)
	c.When(&when)
	c.Mean("status", datatest.DeliveryWord)
	d := newDispatch(c.T, append(slices.Clone(when.At), given.At)...)
	if datatest.DeliveryWord(given.Status) != string(channel.StateQueued) {
		d.update(given)
	}
	var instants []time.Time
	for _, s := range when.Reports() {
		instants = append(instants, d.update(s))
	}
	comment := d.comment(d.answer)
	c.Mean("sent_at", func(word string) string { return datatest.InstantOf(word, instants) })
	c.Want("status", stored.Standing(comment))
	c.Want("error_count", stored.Failures(comment))
	c.Want("sent_at", comment.Delivery.SentAt)
	c.Want("reason", stored.EndReason(comment))
}

// retryDelay lets the network refuse an answer for a while, and looks at when it is asked
// again.
func retryDelay(c *datatest.Case) {
	var given datatest.RetryDelay
	c.Given(&given)
	var tries []time.Time
	w, err := simulate.New(simulate.Config{
		Retry: stored.PeerPlan(given.Before + 1),
		Network: simulate.NetworkFunc(func(_ channel.Outbound, at time.Time) simulate.Fate {
			tries = append(tries, at)
			return simulate.Fate{Err: stored.Busy()}
		}),
	})
	require.NoError(c.T, err)
	play(c.T, w, "ana says %q\nada replies %q\npass 3d\nexpect ana delivery failed", "Hello", "An answer")
	require.Len(c.T, tries, given.Before+2)
	c.Want("delay_seconds", tries[given.Before+1].Sub(tries[given.Before]))
}
