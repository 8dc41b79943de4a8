package socialticket_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
)

// TestDeskStatusFirst hands statuses in before the answer that tells the
// message's id, and a refusal that closes the window until the user writes.
func TestDeskStatusFirst(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	reply, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "hi"})
	require.NoError(t, err)
	o.clock.Add(time.Second)
	read := channel.Event{ID: "out1/read", Type: channel.EventStatus, Account: business(), From: "15550100",
		Sent: o.clock.Now(), Status: channel.Status{MessageID: "out1", State: channel.StateRead}}
	require.Equal(t, socialticket.Parked, o.receive(t, read).Outcome)
	require.Equal(t, socialticket.Duplicate, o.receive(t, read).Outcome)
	r := o.receive(t, channel.Accepted{MessageID: "out1", At: start()}.Event(messages(reply)[0]))
	if r.Comment.Delivery.State != channel.StateRead {
		t.Errorf("delivery %+v, want read", r.Comment.Delivery)
	}

	second, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "more"})
	require.NoError(t, err)
	refusal := channel.Error{Code: "131047", Title: "Re-engagement message", Class: channel.ClassTemplate}
	o.receive(t, channel.Refused(messages(second)[0], refusal, o.clock.Now()))
	d, err := o.MayReply(ctx, id, channel.Request{})
	require.NoError(t, err)
	if d.Allowed || d.Reason != channel.ReasonRefused {
		t.Errorf("after the platform's refusal: %+v", d)
	}
	o.clock.Add(time.Minute)
	o.receive(t, says("15550100", "m2", "still here", o.clock.Now()))
	if d, err = o.MayReply(ctx, id, channel.Request{}); err != nil || !d.Allowed {
		t.Errorf("after the user wrote: %+v, %v", d, err)
	}
}

// TestDeskParkRaces lets a status and the answer that makes its message known be
// decided at the same time, in both orders: neither is lost.
func TestDeskParkRaces(t *testing.T) {
	for _, statusFirst := range []bool{true, false} {
		o, ctx := newOffice(t), context.Background()
		race := &racing{Store: o.store}
		desk, err := socialticket.New(socialticket.Config{Store: race, Clock: o.clock})
		require.NoError(t, err)
		id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
		reply, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "hi"})
		require.NoError(t, err)
		answer := channel.Accepted{MessageID: "out1", At: start()}.Event(messages(reply)[0])
		read := channel.Event{ID: "out1/read", Type: channel.EventStatus, Account: business(), From: "15550100",
			Sent: start(), Status: channel.Status{MessageID: "out1", State: channel.StateRead}}
		slow, quick := answer, read
		if statusFirst {
			slow, quick = read, answer
		}
		race.meanwhile = func() { o.receive(t, quick) }
		_, err = desk.Receive(ctx, slow)
		require.NoError(t, err)
		thread, err := o.store.Comments(ctx, id, socialticket.Page{Limit: 1})
		require.NoError(t, err)
		require.Equal(t, channel.StateRead, thread[0].Delivery.State, "status first: %v", statusFirst)
	}
}

// racing is a store in which something happens once between a load and a commit.
type racing struct {
	*memory.Store
	meanwhile func()
}

func (r *racing) Commit(ctx context.Context, c socialticket.Commit) error {
	if f := r.meanwhile; f != nil {
		r.meanwhile = nil
		f()
	}
	return r.Store.Commit(ctx, c)
}
