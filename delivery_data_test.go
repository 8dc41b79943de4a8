package socialticket_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/worker"
)

// TestDataDeliveryStatus asks what becomes of a reply when the platform tells of it.
func TestDataDeliveryStatus(t *testing.T) {
	datatest.Cases(t, "delivery-status", datatest.Ops{
		"status_update":   statusUpdate,
		"status_sequence": statusSequence,
		"retry_delay":     retryDelay,
	})
}

// said is what a peer tells of a message, or how one stood.
type said = datatest.Said

// dispatch is a reply of the desk on its way to its user.
type dispatch struct {
	*office
	t        *testing.T
	question socialticket.Receipt
	answer   socialticket.Receipt
	call     channel.Outbound // of the newest attempt
}

// newDispatch lets a user write, and the desk answer, before the instants of a case.
func newDispatch(t *testing.T, instants ...time.Time) *dispatch {
	t.Helper()
	o := newOffice(t)
	if known := slices.DeleteFunc(instants, time.Time.IsZero); len(known) > 0 {
		o.clock.Set(slices.MinFunc(known, time.Time.Compare).Add(-time.Minute))
	}
	d := &dispatch{office: o, t: t, question: o.receive(t, says("15550100", "m1", "hello", o.clock.Now()))}
	d.answer = o.reply(t, d.question.Ticket.ID, "an answer")
	require.Len(t, messages(d.answer), 1)
	d.call = messages(d.answer)[0]
	return d
}

// forward sets the clock to an instant, never back; the zero instant is a second later.
func (d *dispatch) forward(at time.Time) time.Time {
	if at.IsZero() {
		at = d.clock.Now().Add(time.Second)
	}
	if at.After(d.clock.Now()) {
		d.clock.Set(at)
	}
	return at
}

// update hands in what is said of the newest attempt.
func (d *dispatch) update(s said) {
	d.t.Helper()
	s.At = d.forward(s.At)
	id := "wamid." + d.call.ID
	switch s.Status {
	case datatest.Wired:
		d.receive(d.t, channel.Accepted{MessageID: id, At: s.At}.Event(d.call))
	case datatest.Errored:
		d.fail(s.At)
	default:
		d.report(id, d.call.ID, s)
	}
}

// report hands in a status as WhatsApp sends it.
func (d *dispatch) report(message, reference string, s said) socialticket.Receipt {
	d.t.Helper()
	s.At = d.forward(s.At)
	events := stored.Read(d.t, business(), d.clock.Now(), "messages", s.Value(message, reference, "15550100"))
	require.Len(d.t, events, 1)
	events[0].Sent = s.At // a webhook has whole seconds only
	return d.receive(d.t, events[0])
}

// fail lets an attempt fail for a while, and asks for another one if the plan says so.
func (d *dispatch) fail(at time.Time) {
	d.t.Helper()
	failure := stored.Busy()
	e := channel.Refused(d.call, failure.Reason, at)
	e.Status.MessageID = d.comment(d.t, d.answer).Delivery.MessageID // it had been taken, if there is one
	d.receive(d.t, e)
	c := d.comment(d.t, d.answer)
	next, again := stored.PeerPlan(2).Next(stored.Failures(c), *failure, at)
	if c.Delivery.State != channel.StateFailed || !again { // it had arrived, or stays as it is
		return
	}
	d.forward(next)
	r, err := d.Resend(context.Background(), socialticket.Resend{Ticket: c.Ticket, Comment: c.ID, By: agent()})
	require.NoError(d.t, err)
	require.Len(d.t, messages(r), 1)
	d.call = messages(r)[0]
}

// statusUpdate hands in one report about a message that is in the state given. It is
// accepted if the comment shows it, though it may have shown it before.
func statusUpdate(c *datatest.Case) {
	var given datatest.StatusUpdate
	var when said
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
	require.Empty(c.T, given.Message)
	require.Contains(c.T, []string{"", "out"}, given.Direction)
	if datatest.DeliveryWord(given.Status) != string(channel.StateQueued) {
		d.update(given.Said)
	}
	d.update(when)
	comment := d.comment(c.T, d.answer)
	c.Want("accepted", stored.Standing(comment) == datatest.DeliveryWord(when.Status))
	c.Want("status", stored.Standing(comment))
	c.Want("error", stored.Reason(comment))
}

// unknown hands in a report about a message that the desk does not know. It is kept until
// the message is known, and changes nothing meanwhile.
func (d *dispatch) unknown(c *datatest.Case, s said) {
	before := d.dump(c.T, d.question.Ticket.ID)
	r := d.report("wamid.unknown", "", s)
	require.Equal(c.T, before, d.dump(c.T, d.question.Ticket.ID))
	c.Want("accepted", r.Outcome == socialticket.Parked)
	c.Want("status", string(r.Comment.Delivery.State))
	c.Want("error", stored.Reason(r.Comment))
}

// inbound hands in a report about the user's own message. That has no delivery: it is as
// it was given if it did not change.
func (d *dispatch) inbound(c *datatest.Case, before, s said) {
	r := d.report("m1", "", s)
	comment := d.comment(c.T, d.question)
	status := string(comment.Delivery.State)
	if gocmp.Equal(comment, d.question.Comment) {
		status = datatest.DeliveryWord(before.Status)
	}
	c.Want("accepted", r.Outcome != socialticket.Unchanged)
	c.Want("status", status)
	c.Want("error", stored.Reason(comment))
}

// statusSequence hands in reports one after another.
func statusSequence(c *datatest.Case) {
	var given said
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
		s.At = cmp.Or(s.At, d.clock.Now().Add(time.Second))
		instants = append(instants, s.At)
		d.update(s)
	}
	comment := d.comment(c.T, d.answer)
	c.Mean("sent_at", func(word string) string { return datatest.InstantOf(word, instants) })
	c.Want("status", stored.Standing(comment))
	c.Want("error_count", stored.Failures(comment))
	c.Want("sent_at", comment.Delivery.SentAt)
	c.Want("reason", stored.EndReason(comment))
}

// retryDelay lets a worker fail to send a reply, and asks the queue when it may be claimed
// again.
func retryDelay(c *datatest.Case) {
	var given datatest.RetryDelay
	c.Given(&given)
	d := newDispatch(c.T)
	refuse := channel.TransportFunc(func(context.Context, channel.Outbound) (channel.Accepted, error) {
		return channel.Accepted{}, stored.Busy()
	})
	does, err := worker.New(worker.Config{Desk: d.Desk, Queue: d.store, Transport: refuse, Retry: stored.PeerPlan(given.Before + 1), Goroutines: 1})
	require.NoError(c.T, err)
	for range given.Before {
		d.forward(d.try(does))
	}
	c.Want("delay_seconds", d.try(does).Sub(d.clock.Now()))
}

// try lets a worker do what can be done now, and returns when there is something to send
// again.
func (d *dispatch) try(does *worker.Worker) time.Time {
	d.t.Helper()
	_, err := does.Once(context.Background(), d.clock.Now())
	require.NoError(d.t, err)
	claimed, next, err := d.store.Claim(context.Background(), socialticket.Claim{Now: d.clock.Now(), Lease: time.Minute, Limit: 1})
	require.NoError(d.t, err)
	require.Empty(d.t, claimed)
	require.NotZero(d.t, next)
	return next
}

// TestDataLateReply asks what becomes of a reply that was written when its window may be
// over. Package whatsapp asks the questions that need no desk.
func TestDataLateReply(t *testing.T) {
	datatest.Cases(t, "reply-window", datatest.Ops{"late_reply": lateReply})
}

func lateReply(c *datatest.Case) {
	var given struct {
		Channel  channel.Kind
		Seconds  float64 `json:"window_seconds"`
		Messages []struct {
			From   string
			SentAt time.Time `json:"sent_at"`
		}
	}
	var when struct {
		Kind    string
		ReplyAt time.Time `json:"reply_at"`
	}
	c.Given(&given)
	c.When(&when)
	length := time.Duration(given.Seconds * float64(time.Second))
	o := newOffice(c.T, func(cfg *socialticket.Config, _ *socialticket.Settings) {
		if given.Channel != channel.WhatsApp || length != 24*time.Hour {
			cfg.Policy = func(channel.Account) channel.Policy { return channel.Timed(given.Channel, length) }
		}
	})
	var id ticket.ID
	for i, m := range given.Messages {
		o.clock.Set(m.SentAt)
		if m.From != "end_user" {
			o.reply(c.T, id, "an earlier answer")
			continue
		}
		id = o.receive(c.T, on(given.Channel, says("15550100", fmt.Sprint("m", i), "hello", m.SentAt))).Ticket.ID
	}
	o.clock.Set(when.ReplyAt)
	reply := socialticket.Reply{Ticket: id, By: agent(), Text: "an answer"}
	if when.Kind == "template" {
		reply.Text, reply.Template = "", channel.TemplateCall{Name: "reminder", Language: "en"}
	} else {
		require.Equal(c.T, "free_form", when.Kind)
	}
	r, err := o.Reply(context.Background(), reply)
	require.NoError(c.T, err)
	compareLateReply(c, o, r)
}

// compareLateReply compares what a case may expect of a reply. Its event is the newest that
// tells of the delivery: "sent" or "failed", under whatever name a peer has for that.
func compareLateReply(c *datatest.Case, o *office, r socialticket.Receipt) {
	log, err := o.store.Events(context.Background(), r.Ticket.ID, socialticket.Page{})
	require.NoError(c.T, err)
	event := ""
	for _, e := range slices.Backward(log) {
		switch {
		case e.Comment != r.Comment.ID:
		case e.Type == ticket.EventSend:
			event = "sent"
		case e.Type == ticket.EventDelivery && e.To == string(channel.StateFailed) && e.Reason.Code != "":
			event = "failed"
		}
	}
	c.Mean("event", eventWord)
	c.Want("comment_added", o.thread(c.T, r.Ticket.ID)[0].ID == r.Comment.ID)
	c.Want("sent_to_channel", len(messages(r)) == 1)
	c.Want("event", event)
}

// eventWord returns what a peer's name for an event tells of a reply.
func eventWord(name string) string {
	for _, failure := range []string{"fail", "error", "not_", "not ", "undeliver", "refuse", "reject", "late", "closed", "expired"} {
		if strings.Contains(strings.ToLower(name), failure) {
			return "failed"
		}
	}
	return name
}
