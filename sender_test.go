package socialticket_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// script is a transport that answers as it was told, one answer a call.
type script struct {
	answers []error
	sent    []channel.Outbound
}

func (s *script) Send(_ context.Context, o channel.Outbound) (channel.Accepted, error) {
	s.sent = append(s.sent, o)
	if len(s.answers) > 0 {
		err := s.answers[0]
		s.answers = s.answers[1:]
		if err != nil {
			return channel.Accepted{}, err
		}
	}
	return channel.Accepted{MessageID: "wamid." + o.ID, At: start()}, nil
}

func TestSender(t *testing.T) {
	refuse := func(class channel.Class, wait time.Duration) error {
		return &channel.SendError{Reason: channel.Error{Code: "1", Class: class}, RetryAfter: wait}
	}
	tests := []struct {
		name    string
		answers []error
		seconds []int // when the sender looks, since the reply
		sends   int
		want    channel.DeliveryState
		code    string
	}{
		{"taken", nil, []int{0, 1, 2}, 1, channel.StateAccepted, ""},
		{"refused for good", []error{refuse(channel.ClassNever, 0)}, []int{0, 1, 2}, 1, channel.StateFailed, "1"},
		{"later, then taken", []error{refuse(channel.ClassRetry, 0)}, []int{0, 0, 1, 2}, 2, channel.StateAccepted, ""},
		{"as long as the platform asks", []error{refuse(channel.ClassRetry, 10*time.Second)}, []int{0, 9}, 1, channel.StateQueued, ""},
		{"a broken line", []error{errors.New("reset")}, []int{0, 1}, 2, channel.StateAccepted, ""},
		{"given up", []error{errors.New("reset"), errors.New("reset"), errors.New("reset")}, []int{0, 1, 3, 7, 15}, 3, channel.StateFailed, "not_sent"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o, ctx := newOffice(t), context.Background()
			id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
			_, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "hi"})
			require.NoError(t, err)
			transport := &script{answers: tt.answers}
			sender := socialticket.Sender{Desk: o.Desk, Queue: o.store, Transport: transport, Retry: channel.RetryPlan{Pauses: []time.Duration{time.Second, 2 * time.Second}}}
			for _, s := range tt.seconds {
				_ = sender.Once(ctx, start().Add(time.Duration(s)*time.Second)) // what fails is tried again
			}
			if len(transport.sent) != tt.sends {
				t.Errorf("sent %d times, want %d", len(transport.sent), tt.sends)
			}
			thread, err := o.store.Comments(ctx, id, socialticket.Page{Limit: 1})
			require.NoError(t, err)
			if d := thread[0].Delivery; d.State != tt.want || d.Error.Code != tt.code {
				t.Errorf("delivery %+v, want %s %q", d, tt.want, tt.code)
			}
			outbox, err := o.store.Outbox(ctx, 10)
			require.NoError(t, err)
			if waits := len(outbox) == 1; waits != (tt.want == channel.StateQueued) {
				t.Errorf("in the outbox: %v", outbox)
			}
		})
	}
}

// TestSenderChecks lets a message wait in the outbox until its window has ended: it
// is not sent, and the ticket tells why. Another finds its reply token used up, and
// goes out as a push.
func TestSenderChecks(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	transport := &script{}
	sender := socialticket.Sender{Desk: o.Desk, Queue: o.store, Transport: transport}

	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	_, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "hi"})
	require.NoError(t, err)
	o.clock.Set(start().Add(24 * time.Hour))
	require.NoError(t, sender.Once(ctx, o.clock.Now()))
	require.Empty(t, transport.sent)
	thread, err := o.store.Comments(ctx, id, socialticket.Page{Limit: 1})
	require.NoError(t, err)
	require.Equal(t, "window_closed", thread[0].Delivery.Failure().Code)

	e := says("U1", "m2", "hello", o.clock.Now())
	e.Account.Kind, e.ReplyToken = channel.LINE, "token"
	id = o.receive(t, e).Ticket.ID
	queued, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "hi"})
	require.NoError(t, err)
	require.Equal(t, "token", queued.Commit.Outbox[0].Token)
	o.clock.Add(2 * time.Minute)
	require.NoError(t, sender.Once(ctx, o.clock.Now()))
	require.Len(t, transport.sent, 1)
	require.Equal(t, channel.RoutePush, transport.sent[0].Via)
	require.Empty(t, transport.sent[0].Token)
}

// deaf is a store that takes no commit while it is told so.
type deaf struct {
	*socialticket.Memory
	refuse bool
}

func (d *deaf) Commit(ctx context.Context, c socialticket.Commit) error {
	if d.refuse {
		return errors.New("disk full")
	}
	return d.Memory.Commit(ctx, c)
}

// TestSenderOnce sends a message whose answer cannot be stored for a while: it is not
// sent again. A later one to the same user waits for one that is tried again.
func TestSenderOnce(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	store := &deaf{Memory: o.store}
	desk, err := socialticket.New(socialticket.Config{Store: store, Clock: o.clock})
	require.NoError(t, err)
	transport := &script{}
	sender := socialticket.Sender{Desk: desk, Queue: store, Transport: transport}
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	reply := func(text string) {
		o.clock.Add(time.Second)
		_, err := desk.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: text})
		require.NoError(t, err)
	}
	reply("one")
	store.refuse = true
	for range 3 {
		require.ErrorContains(t, sender.Once(ctx, o.clock.now), "disk full")
	}
	require.Len(t, transport.sent, 1)
	store.refuse = false
	require.NoError(t, sender.Once(ctx, o.clock.now))
	require.Len(t, transport.sent, 1)

	reply("two")
	reply("three")
	transport.answers = []error{errors.New("reset")}
	require.Error(t, sender.Once(ctx, o.clock.now))
	require.Len(t, transport.sent, 2)
	require.NoError(t, sender.Once(ctx, o.clock.now.Add(time.Minute)))
	var texts []string
	for _, out := range transport.sent {
		texts = append(texts, out.Text)
	}
	require.Equal(t, []string{"one", "two", "two", "three"}, texts)
}

// TestSenderKeepsWindow refuses a message whose window has ended while it waited. That
// is no word of the platform: what the user had written meanwhile counts when it comes.
func TestSenderKeepsWindow(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	_, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "hi"})
	require.NoError(t, err)
	o.clock.Add(25 * time.Hour)
	sender := socialticket.Sender{Desk: o.Desk, Queue: o.store, Transport: &script{}}
	require.NoError(t, sender.Once(ctx, o.clock.now))
	o.receive(t, says("15550100", "m2", "late", o.clock.now.Add(-time.Minute)))
	d, err := o.MayReply(ctx, id, channel.Request{})
	require.NoError(t, err)
	require.True(t, d.Allowed, "%+v", d)
}
