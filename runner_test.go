package socialticket_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/benbjohnson/clock"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
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
