package sqlitestore_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

func start() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

func business() channel.Account { return channel.Account{Kind: channel.WhatsApp, ID: "1066"} }

// stopped is a clock that does not go.
type stopped struct{}

func (stopped) Now() time.Time { return start() }

// says returns a message of a user.
func says(user, id string) channel.Event {
	return channel.Event{
		ID: id, Type: channel.EventMessage, Account: business(), From: user,
		Sent: start(), Received: start(), Opens: channel.OpenMessage, Profile: channel.Profile{Name: "Customer " + user},
		Message: channel.Message{ID: id, Type: channel.Text, Text: "When will my parcel come? The tracking page says nothing."},
	}
}

func newDesk(b testing.TB, s socialticket.Store) *socialticket.Desk {
	b.Helper()
	desk, err := socialticket.New(socialticket.Config{Store: s, Clock: stopped{}})
	require.NoError(b, err)
	return desk
}

// lengthen makes the thread of a user's ticket as long as given, a thousand
// messages in one commit.
func lengthen(b testing.TB, s socialticket.Store, desk *socialticket.Desk, user string, length int) {
	b.Helper()
	r, err := desk.Receive(b.Context(), says(user, "first of "+user))
	require.NoError(b, err)
	c := r.Commit
	comment, event := c.Comments[0], c.Events[0]
	for comment.Number < length {
		c.Expect, c.Cause, c.Comments, c.Events = c.Conversation.Version, fmt.Sprint("more of ", user, comment.Number), nil, nil
		c.Conversation.Version++
		for comment.Number < length && len(c.Comments) < 1000 {
			c.Ticket.Comments++
			c.Ticket.Events++
			comment.Number, event.Number = c.Ticket.Comments, c.Ticket.Events
			comment.ID = fmt.Sprint("comment", user, comment.Number)
			comment.Content.ID, event.Comment = fmt.Sprint("message", user, comment.Number), comment.ID
			c.Comments, c.Events = append(c.Comments, comment), append(c.Events, event)
		}
		require.NoError(b, s.Commit(b.Context(), c))
	}
}

// BenchmarkReceive measures one message into a ticket of a given length, one after
// another: the cost must not grow with it. Short tickets are many, so that the
// benchmark does not make them long.
func BenchmarkReceive(b *testing.B) {
	for _, length := range []int{10, 100_000} {
		b.Run(fmt.Sprintf("thread=%d", length), func(b *testing.B) {
			s := fresh(b)
			desk, users := newDesk(b, s), max(1, 10_000/length)
			for i := range users {
				lengthen(b, s, desk, fmt.Sprint(i), length)
			}
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				n++
				_, err := desk.Receive(context.Background(), says(fmt.Sprint(n%users), fmt.Sprint("m", n)))
				require.NoError(b, err)
			}
		})
	}
}

// BenchmarkReceiveUsers measures messages of many users who write at once: each is
// loaded, decided on and durable before Receive returns.
func BenchmarkReceiveUsers(b *testing.B) {
	desk := newDesk(b, fresh(b))
	var count atomic.Int64
	b.ReportAllocs()
	b.SetParallelism(64) // callers for each processor
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			n := count.Add(1)
			if _, err := desk.Receive(context.Background(), says(fmt.Sprint(n%5000), fmt.Sprint("m", n))); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(count.Load())/b.Elapsed().Seconds(), "commits/s")
}
