package simulate_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataStories tells cases of windows as stories: messages come, answers go, and time
// passes.
func TestDataStories(t *testing.T) {
	t.Run("windows", func(t *testing.T) {
		datatest.Cases(t, "reply-window", datatest.Ops{
			"can_reply": mayWrite, "window_start": mayWrite, "late_reply": lateReply,
			"window_alert": windowAlert, "window_reminder": windowReminder, "send_error": sendError,
		})
	})
	t.Run("lifecycle", func(t *testing.T) {
		datatest.Cases(t, "lifecycle", datatest.Ops{
			"transition": transition, "initial_status": initialStatus, "waiting_clock": waitingClock, "unsnooze_sweep": unsnoozeSweep,
			"solved_at": solvedAt, "status_config": statusConfig,
		})
	})
	t.Run("delayed", func(t *testing.T) {
		datatest.Cases(t, "delayed-automations", datatest.Ops{"run_due_row": runDueRow, "schedule_row": scheduleRow, "close_after_solved": closeAfterSolved})
	})
	t.Run("surveys", func(t *testing.T) {
		datatest.Cases(t, "csat", datatest.Ops{"on_solved": onSolved, "answer": answered, "on_session_end": onEnd})
	})
	t.Run("ingestion", func(t *testing.T) {
		datatest.Cases(t, "ingestion", datatest.Ops{"ingest": ingest, "dedup": dedup, "dedup_lock": dedupLock})
	})
	t.Run("routing", func(t *testing.T) {
		datatest.Cases(t, "routing", datatest.Ops{"load": loadOf, "reassign": reassign, "round_robin": roundRobin})
	})
	t.Run("merging", func(t *testing.T) {
		datatest.Cases(t, "merge", datatest.Ops{"merge_contacts": mergeContacts, "after_merge": afterMerge, "merge_tickets": mergeTickets})
	})
	t.Run("delivery", func(t *testing.T) {
		datatest.Cases(t, "delivery-status", datatest.Ops{"status_update": statusUpdate, "status_sequence": statusSequence, "retry_delay": retryDelay})
	})
	t.Run("identity", func(t *testing.T) {
		datatest.Cases(t, "identity", datatest.Ops{"match_contact": matchContact, "add_identity": addIdentity, "provider_identity_change": identityChange})
	})
	t.Run("phones", func(t *testing.T) {
		datatest.Cases(t, "phone-matching", datatest.Ops{"match_source_id": matchSourceID})
	})
	t.Run("silence", func(t *testing.T) {
		datatest.Cases(t, "auto-resolve", datatest.Ops{"sweep": sweep})
	})
}

// chat is a conversation of the cases.
type chat struct{ datatest.Chat }

// moment is a message of a chat, by the instant at which it comes.
type moment struct {
	at, sent time.Time
	kind     string
	customer bool
}

// moments returns the messages of a chat, in the order of their coming.
func (c *chat) moments() (all []moment) {
	for _, at := range c.Inbound {
		all = append(all, moment{at: at, sent: at, customer: true})
	}
	for _, at := range c.Outbound {
		all = append(all, moment{at: at, sent: at})
	}
	for _, m := range c.Messages {
		at := m.Received
		if at.Before(m.Sent) {
			at = m.Sent
		}
		all = append(all, moment{at: at, sent: m.Sent, kind: m.Kind, customer: m.Customer()})
	}
	slices.SortStableFunc(all, func(a, b moment) int { return a.at.Compare(b.at) })
	return all
}

// policy is the rule of the channel, with the length that the case gives.
func (c *chat) policy(a channel.Account) channel.Policy {
	if c.Seconds == nil {
		return channel.Unlimited(a.Kind)
	}
	length := datatest.Seconds(*c.Seconds)
	if p, known := channel.PolicyOf(a.Kind); known && a.Kind == channel.WhatsApp && length == 24*time.Hour {
		return p
	}
	return channel.Timed(a.Kind, length)
}

// world plays a chat until an instant. Where the customer did not write, the business begins.
func (c *chat) world(t testing.TB, until time.Time, network simulate.Network) *simulate.World {
	t.Helper()
	begin := until
	all := c.moments()
	if len(all) > 0 && all[0].at.Before(begin) {
		begin = all[0].at
	}
	w, err := simulate.New(simulate.Config{
		Start: begin, Account: on(c.Kind()), Network: network, Desk: socialticket.Config{Policy: c.policy},
	})
	require.NoError(t, err)
	for i, m := range all {
		require.NoError(t, w.Until(m.at))
		if !m.customer {
			if _, err := w.Ticket("ana"); err == nil {
				require.NoError(t, w.Play(`ada replies ana "an answer"`))
			}
			continue
		}
		e := w.Message("ana", channel.Message{Type: channel.Text, Text: fmt.Sprint("message ", i)})
		e.Sent, e.Opens = m.sent, map[string]channel.Opener{"reaction": channel.OpenReaction, "call": channel.OpenCall}[m.kind]
		if e.Opens == "" {
			e.Opens = channel.OpenMessage
		}
		_, err := w.Receive(e)
		require.NoError(t, err)
	}
	require.NoError(t, w.Until(until))
	if _, err := w.Ticket("ana"); err != nil {
		require.NoError(t, w.Play(`ada opens ana "Hello"`))
	}
	return w
}

// mayWrite asks whether an agent may write, and until when.
func mayWrite(c *datatest.Case) {
	var given chat
	var when struct{ Now time.Time }
	c.Given(&given)
	c.When(&when)
	w := given.world(c.T, when.Now, nil)
	d, err := w.MayReply("ana")
	require.NoError(c.T, err)
	c.Want("can_reply_freely", d.Allowed)
	c.Want("opens_at", d.Proof.Sent)
	c.Want("closes_at", d.Until)
	word := map[bool]string{true: "allowed", false: "refused"}[d.Allowed]
	require.NoError(c.T, w.Play("expect ana reply "+word))
}

// lateReply lets an agent answer, and looks at what the network got.
func lateReply(c *datatest.Case) {
	var given chat
	var when struct {
		Kind  string
		Reply time.Time `json:"reply_at"`
	}
	c.Given(&given)
	c.When(&when)
	sent := 0
	w := given.world(c.T, when.Reply, simulate.NetworkFunc(func(channel.Outbound, time.Time) simulate.Fate {
		sent++
		return simulate.Fate{}
	}))
	before := sent
	step := map[string]string{"free_form": `ada replies ana "too late?"`, "template": "ada sends ana template reminder"}[when.Kind]
	require.NotEmpty(c.T, step, "kind %q", when.Kind)
	newest := func() ticket.Comment {
		t, err := w.Ticket("ana")
		require.NoError(c.T, err)
		list, err := w.Store().Comments(context.Background(), t.ID, socialticket.Page{Limit: 1})
		require.NoError(c.T, err)
		return list[0]
	}
	last := newest().ID
	require.NoError(c.T, w.Play(step))
	c.Want("comment_added", newest().ID != last)
	c.Want("sent_to_channel", sent > before)
	c.Excuse("event", "the root compares the log")
}
