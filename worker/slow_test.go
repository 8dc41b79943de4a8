package worker_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// tardy is a store that answers nothing about one conversation, until it is free.
type tardy struct {
	*store
	key  socialticket.Key
	free chan struct{}
}

func (s tardy) Commit(ctx context.Context, c socialticket.Commit) error {
	if c.Key == s.key {
		select {
		case <-s.free:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return s.store.Commit(ctx, c)
}

// TestSlowPlatform states that a message whose answer is late holds up no other user's.
func TestSlowPlatform(t *testing.T) {
	bubble(t, func(t *testing.T, w world) {
		slow := w.talk(t, silent)
		hangs := w.reply(t, slow, "hang")
		does := w.worker(t, sending(func(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
			if o.Text == "hang" {
				<-ctx.Done()
				return channel.Accepted{}, ctx.Err()
			}
			return w.platform.Send(ctx, o)
		}))
		other := w.talk(t, silent)
		goes := w.reply(t, other, "hello")
		stop := run(t, does)
		w.pass(time.Second)
		require.Equal(t, channel.StateAccepted, w.delivery(t, goes, other).State)
		require.Equal(t, channel.StateQueued, w.delivery(t, hangs, slow).State)
		w.pass(30 * time.Second)
		require.Equal(t, channel.CodeDoubt, w.delivery(t, hangs, slow).Error.Code)
		require.NoError(t, stop())
	})
}

// TestSlowStore states that a desk gives up on a store that answers late when its caller's
// deadline has come, that desk and worker go on with other conversations meanwhile, and that
// what was cut off is not there half and can be handed in again.
func TestSlowStore(t *testing.T) {
	bubble(t, func(t *testing.T, w world) {
		id := w.talk(t, silent)
		head, err := w.store.Load(t.Context(), socialticket.Ref{Ticket: id})
		require.NoError(t, err)
		late := tardy{w.store, head.Conversation.Key, make(chan struct{})}
		w.Desk, err = socialticket.New(socialticket.Config{Store: late, Clock: w.clock})
		require.NoError(t, err)
		stop := run(t, w.worker(t))

		reply := socialticket.Reply{Ticket: id, By: agent(), Text: "late", IdempotencyKey: "once"}
		for _, why := range []error{context.DeadlineExceeded, context.Canceled} {
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			ended := make(chan error, 1)
			go func() {
				_, err := w.Reply(ctx, reply)
				ended <- err
			}()
			w.pass(time.Second)
			other := w.talk(t, silent)
			comment := w.reply(t, other, "meanwhile")
			w.pass(time.Second)
			require.Equal(t, channel.StateAccepted, w.delivery(t, comment, other).State)
			if errors.Is(why, context.Canceled) {
				cancel()
			} else {
				w.pass(3 * time.Second)
			}
			require.ErrorIs(t, <-ended, why)
			cancel()
		}
		after, err := w.store.Load(t.Context(), socialticket.Ref{Ticket: id})
		require.NoError(t, err)
		require.Equal(t, head, after, "nothing half written")

		close(late.free)
		r, err := w.Reply(t.Context(), reply)
		require.NoError(t, err)
		w.pass(time.Second)
		require.Equal(t, channel.StateAccepted, w.delivery(t, r.Commit.Comments[0].ID, id).State)
		require.NoError(t, stop())
	})
}
