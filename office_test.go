package socialticket_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// start is when every test begins.
func start() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

func business() channel.Account { return channel.Account{Kind: channel.WhatsApp, ID: "1066"} }

func agent() ticket.Actor { return ticket.Actor{Kind: ticket.Agent, ID: "ada"} }

// office is a desk on a memory store, with a clock to set.
type office struct {
	*socialticket.Desk
	store    *memory.Store
	clock    *handClock
	settings *socialticket.Settings
}

// handClock is set by hand. It is not for concurrent use.
type handClock struct{ now time.Time }

func (c *handClock) Now() time.Time { return c.now }

func (c *handClock) Set(t time.Time) { c.now = t }

func (c *handClock) Add(d time.Duration) { c.now = c.now.Add(d) }

func newOffice(t testing.TB, change ...func(*socialticket.Config, *socialticket.Settings)) *office {
	t.Helper()
	automations, err := rules.CompileAutomations(rules.Standard(), rules.StandardAutomations())
	require.NoError(t, err)
	o := &office{store: &memory.Store{}, clock: &handClock{now: start()}, settings: &socialticket.Settings{Version: 1, Automations: automations}}
	cfg := socialticket.Config{Store: o.store, Clock: o.clock, Settings: func() *socialticket.Settings { return o.settings }}
	for _, f := range change {
		f(&cfg, o.settings)
	}
	o.Desk, err = socialticket.New(cfg)
	require.NoError(t, err)
	return o
}

// says returns a message of a user.
func says(user, id, text string, sent time.Time) channel.Event {
	return channel.Event{
		ID: id, Type: channel.EventMessage, Account: business(), From: user, Sent: sent, Received: sent.Add(time.Second),
		Opens: channel.OpenMessage, Profile: channel.Profile{Name: "Customer " + user},
		Message: channel.Message{ID: id, Type: channel.Text, Text: text},
	}
}

func (o *office) receive(t testing.TB, e channel.Event) socialticket.Receipt {
	t.Helper()
	r, err := o.Receive(context.Background(), e)
	require.NoError(t, err)
	return r
}

func (o *office) set(t testing.TB, id ticket.ID, field ticket.FieldName, value string, by ticket.Actor) socialticket.Receipt {
	t.Helper()
	r, err := o.Update(context.Background(), socialticket.Update{Ticket: id, By: by, Changes: []ticket.Change{{Field: field, Value: value}}})
	require.NoError(t, err)
	return r
}

// dump returns everything that the store holds of a ticket, as JSON.
func (o *office) dump(t testing.TB, id ticket.ID) string {
	t.Helper()
	ctx, all := context.Background(), socialticket.Page{Limit: 1 << 20}
	head, err := o.store.Load(ctx, socialticket.Ref{Ticket: id})
	require.NoError(t, err)
	comments, err := o.store.Comments(ctx, id, all)
	require.NoError(t, err)
	events, err := o.store.Events(ctx, id, all)
	require.NoError(t, err)
	text, err := json.MarshalIndent([]any{head.Ticket, comments, events}, "", " ")
	require.NoError(t, err)
	return string(text)
}

// Wake wakes a ticket.
func (o *office) Wake(ctx context.Context, id ticket.ID) (socialticket.Receipt, error) {
	return o.Desk.Wake(ctx, socialticket.Timer{Ticket: id})
}

// messages returns what a commit asks to be sent.
func messages(r socialticket.Receipt) []channel.Outbound {
	var list []channel.Outbound
	for _, e := range r.Commit.Effects {
		if e.Kind == socialticket.EffectMessage {
			list = append(list, e.Message)
		}
	}
	return list
}

// wakeOf returns the earliest timer that a commit sets, zero if it sets none.
func wakeOf(r socialticket.Receipt) time.Time {
	var first time.Time
	for _, t := range r.Commit.Timers {
		if first.IsZero() || !t.At.IsZero() && t.At.Before(first) {
			first = t.At
		}
	}
	return first
}

// claim claims all effects that may be done now.
func (o *office) claim(t testing.TB) []socialticket.Claimed {
	t.Helper()
	list, _, err := o.store.Claim(context.Background(), socialticket.Claim{Now: o.clock.now, Lease: time.Minute, Limit: 1 << 20})
	require.NoError(t, err)
	return list
}

// comment returns the comment of a receipt as it is now.
func (o *office) comment(t testing.TB, r socialticket.Receipt) ticket.Comment {
	t.Helper()
	head, err := o.store.Load(context.Background(), socialticket.Ref{Ticket: r.Ticket.ID, Comment: r.Comment.ID})
	require.NoError(t, err)
	require.Equal(t, r.Comment.ID, head.Comment.ID)
	return head.Comment
}

// timer returns the instant of a ticket's timer, zero if it has none.
func (o *office) timer(t testing.TB, id ticket.ID) time.Time {
	t.Helper()
	head, err := o.store.Load(context.Background(), socialticket.Ref{Ticket: id})
	require.NoError(t, err)
	for _, timer := range head.Timers {
		if timer.Ticket == id {
			return timer.At
		}
	}
	return time.Time{}
}
