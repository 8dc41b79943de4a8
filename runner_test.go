package socialticket_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/benbjohnson/clock"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// TestRunnerOnce solves a ticket and lets the runner find what is due: nothing
// early, the silence of the session, the close, and then nothing ever again.
func TestRunnerOnce(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	o.set(t, id, ticket.FieldStatus, "solved", agent())
	runner := socialticket.Runner{Desk: o.Desk, Queue: o.store}
	steps := []struct {
		name   string
		after  time.Duration
		next   time.Duration // 0: nothing more to wait for
		status ticket.Status
	}{
		{"at once", 0, session.DefaultIdle, ticket.Solved},
		{"the session falls silent", session.DefaultIdle, 96*time.Hour + 1, ticket.Solved},
		{"still solved", 96 * time.Hour, 96*time.Hour + 1, ticket.Solved},
		{"closed", 96*time.Hour + 1, 0, ticket.Closed},
		{"nothing more", 1000 * time.Hour, 0, ticket.Closed},
	}
	for _, step := range steps {
		now := start().Add(step.after)
		o.clock.Set(now)
		_, err := runner.Once(ctx, now)
		require.NoError(t, err)
		next, err := runner.Once(ctx, now) // what was woken has its next timer now
		require.NoError(t, err)
		want := time.Time{}
		if step.next > 0 {
			want = start().Add(step.next)
		}
		if !next.Equal(want) {
			t.Errorf("%s: next at %v, want %v", step.name, next, want)
		}
		head, err := o.store.Load(ctx, socialticket.Ref{Ticket: id})
		require.NoError(t, err)
		if head.Ticket.Status != step.status {
			t.Errorf("%s: %s, want %s", step.name, head.Ticket.Status, step.status)
		}
	}
}

// TestRunnerRun lets a runner wait on a clock set by hand.
func TestRunnerRun(t *testing.T) {
	mock := clock.NewMock()
	mock.Set(start())
	o := newOffice(t, func(c *socialticket.Config) { c.Clock = mock })
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	ctx, stop := context.WithCancelCause(context.Background())
	runner := socialticket.Runner{Desk: o.Desk, Queue: o.store, Clock: mock, Every: time.Minute}
	done := make(chan error)
	go func() { done <- runner.Run(ctx) }()
	woken := func() bool {
		head, err := o.store.Load(ctx, socialticket.Ref{Ticket: id})
		require.NoError(t, err)
		return head.Conversation.Session.State == session.Inactive
	}
	for range 1000 { // the runner needs turns of its own between two steps of the clock
		if woken() {
			break
		}
		mock.Add(time.Minute)
	}
	require.True(t, woken(), "the runner never woke the ticket")
	over := errors.New("test over")
	stop(over)
	require.ErrorIs(t, <-done, over)
}

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
