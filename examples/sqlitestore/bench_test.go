package sqlitestore_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
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

// BenchmarkMessages receives durable messages with one goroutine and with sixteen, each in a
// conversation of its own.
func BenchmarkMessages(b *testing.B) {
	for _, callers := range []int{1, 16} {
		b.Run(fmt.Sprintf("goroutines=%d", callers), func(b *testing.B) {
			desk := newDesk(b, fresh(b))
			const each = 50 // one after another, by each goroutine
			var n atomic.Int64
			for b.Loop() {
				together(callers, each, func(i int) {
					if _, err := desk.Receive(context.Background(), says(fmt.Sprint(i), fmt.Sprint("m", n.Add(1)))); err != nil {
						b.Error(err)
					}
				})
			}
			b.ReportMetric(float64(n.Load())/b.Elapsed().Seconds(), "messages/s")
		})
	}
}

// grown returns the commit that adds one message after c.
func grown(c socialticket.Commit) socialticket.Commit {
	comment, event := c.Comments[0], c.Events[0]
	c.Expect, c.At = c.Conversation.Version, c.At.Add(time.Millisecond)
	c.Conversation.Version++
	c.Ticket.Comments++
	c.Ticket.Events++
	c.Ticket.UpdatedAt = c.At
	comment.Number, event.Number = c.Ticket.Comments, c.Ticket.Events
	c.Cause = fmt.Sprintf("event:%d of %s", comment.Number, c.Key)
	comment.ID, comment.Content.ID = "comment of "+c.Cause, "message of "+c.Cause
	event.Comment = comment.ID
	c.Comments, c.Events, c.Addresses = []ticket.Comment{comment}, []ticket.Event{event}, nil
	return c
}

// BenchmarkCommit measures durable commits of one goroutine and of sixteen, each in a
// conversation of its own.
func BenchmarkCommit(b *testing.B) {
	for _, callers := range []int{1, 16} {
		b.Run(fmt.Sprintf("goroutines=%d", callers), func(b *testing.B) {
			s := fresh(b)
			desk, last := newDesk(b, s), make([]socialticket.Commit, callers)
			for i := range last {
				r, err := desk.Receive(b.Context(), says(fmt.Sprint(i), fmt.Sprint("m", i)))
				require.NoError(b, err)
				last[i] = r.Commit
			}
			const each = 50 // one after another, by each goroutine
			n, before := 0, s.Transactions()
			for b.Loop() {
				n += callers * each
				together(callers, each, func(i int) {
					last[i] = grown(last[i])
					if err := s.Commit(context.Background(), last[i]); err != nil {
						b.Error(err)
					}
				})
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "commits/s")
			b.ReportMetric(float64(n)/float64(s.Transactions()-before), "commits/flush")
		})
	}
}

// together has several goroutines do something a number of times each.
func together(callers, each int, do func(caller int)) {
	var wait sync.WaitGroup
	for i := range callers {
		wait.Go(func() {
			for range each {
				do(i)
			}
		})
	}
	wait.Wait()
}

// BenchmarkClaim claims one effect and gives it back. Lanes that are ready have a thousand
// effects each; in one lane that waits there are 200.
func BenchmarkClaim(b *testing.B) {
	for _, lanes := range []int{1, 1000} {
		b.Run(fmt.Sprintf("effects=%d", 1000*lanes+200), func(b *testing.B) {
			s := fresh(b)
			fill(b, s, lanes)
			b.ReportAllocs()
			for b.Loop() {
				list, _, err := s.Claim(context.Background(), socialticket.Claim{Now: start(), Lease: time.Minute, Limit: 1})
				if err != nil || len(list) != 1 {
					b.Fatal(list, err)
				}
				if err := s.Return(context.Background(), socialticket.Return{Account: business(), ID: list[0].ID, Attempt: list[0].Attempt}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// fill adds effects by SQL, for a million commits take too long: a thousand for each lane,
// and 200 in a lane that waits.
func fill(b testing.TB, s file, lanes int) {
	b.Helper()
	paced := begins("paced")
	for n := range int64(200) {
		e := effect(fmt.Sprint("paced", n), "paced", n)
		e.At, e.After = start().Add(-time.Hour), start().Add(time.Hour)
		paced.Effects = append(paced.Effects, e)
	}
	require.NoError(b, s.Commit(b.Context(), paced))
	for _, text := range []string{
		`INSERT INTO effect (channel, account, id, lane, number, kind, at, after, body)
			WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < 1000 * ?1)
			SELECT 'whatsapp', '1066', 'e' || i, 'lane ' || (i % ?1), i, 'message', '2026-03-02T08:00:00.000000000Z', '',
				json_object('id', 'e' || i, 'kind', 'message', 'lane', 'lane ' || (i % ?1), 'number', i, 'key', 'paced',
					'account', json_object('kind', 'whatsapp', 'id', '1066'), 'at', '2026-03-02T08:00:00Z')
			FROM n`,
		`INSERT INTO lane SELECT channel, account, lane, id, kind, at, '', 1 FROM effect
			WHERE lane <> 'paced' AND number < ?1 ORDER BY lane`,
	} {
		_, err := raw(b, s.path).ExecContext(b.Context(), text, lanes)
		require.NoError(b, err)
	}
}
