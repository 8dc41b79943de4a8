package memory_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
)

const million = 1_000_000

func start() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

// talk returns the first commit of a conversation, with a timer and an effect.
func talk(n int) socialticket.Commit {
	account := channel.Account{Kind: channel.WhatsApp, ID: "1"}
	id := fmt.Sprint(n)
	key, tk := socialticket.Key("k"+id), ticket.ID("t"+id)
	at := start().Add(time.Duration(n) * time.Second)
	return socialticket.Commit{
		Account: account, Key: key, Cause: id, At: at,
		Conversation: socialticket.Conversation{Account: account, Key: key, Version: 1, Ticket: tk, User: identity.User{ID: "u" + id}},
		Ticket:       ticket.Ticket{ID: tk, Address: channel.Address{Account: account, Handle: id}},
		Effects:      []socialticket.Effect{{ID: "e" + id, Kind: socialticket.EffectNotify, Lane: id, Number: 1, Account: account, Key: key, At: at}},
		Timers:       []socialticket.Timer{{Account: account, Key: key, Ticket: tk, At: at.Add(time.Hour)}},
	}
}

func full(b *testing.B) *memory.Store {
	b.Helper()
	s := &memory.Store{History: -1}
	for n := range million {
		require.NoError(b, s.Commit(context.Background(), talk(n)))
	}
	return s
}

// BenchmarkCommit fills a store with 50,000 conversations, and then changes each three
// times: what an agent does, and what time does. An operation is all of that.
func BenchmarkCommit(b *testing.B) {
	const talks = 50_000
	var commits []socialticket.Commit
	for n := range talks {
		c := talk(n)
		c.Ticket.Via, c.Ticket.Requester, c.Ticket.Status = channel.WhatsApp, "u", ticket.New
		c.Ticket.Tags, c.Ticket.CreatedAt, c.Ticket.UpdatedAt, c.Ticket.StatusAt = []string{"a", "b"}, c.At, c.At, c.At
		commits = append(commits, c)
	}
	for round, change := range []func(*ticket.Ticket, time.Time){
		func(t *ticket.Ticket, at time.Time) {
			t.Assignee, t.AssignedAt, t.AssigneeAt = "agent "+string(t.ID[len(t.ID)-1:]), at, at
		},
		func(t *ticket.Ticket, at time.Time) { t.Status, t.StatusAt, t.SolvedAt = ticket.Solved, at, at },
		func(t *ticket.Ticket, at time.Time) { t.Status, t.StatusAt, t.ClosedAt = ticket.Closed, at, at },
	} {
		for n := range talks {
			c := commits[round*talks+n*7919%talks]
			c.Cause, c.At, c.Effects = fmt.Sprintf("%s %d", c.Cause, round), c.At.Add(time.Hour), nil
			c.Expect++
			c.Conversation.Version++
			c.Ticket.UpdatedAt = c.At
			change(&c.Ticket, c.At)
			c.Timers = []socialticket.Timer{{Account: c.Account, Key: c.Key, Ticket: c.Ticket.ID, At: c.At.Add(96 * time.Hour)}}
			commits = append(commits, c)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		s := &memory.Store{History: -1}
		for _, c := range commits {
			if err := s.Commit(context.Background(), c); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(commits)), "ns/commit")
}

// BenchmarkQueue claims an effect and gives it back, and asks what is due, with a million
// effects and a million timers in the store.
func BenchmarkQueue(b *testing.B) {
	s, ctx := full(b), context.Background()
	b.Run("claim and return", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			list, _, err := s.Claim(ctx, socialticket.Claim{Now: start(), Lease: time.Minute, Limit: 1})
			if err != nil || len(list) != 1 {
				b.Fatal(list, err)
			}
			e := list[0]
			if err := s.Return(ctx, socialticket.Return{Account: e.Account, ID: e.ID, Attempt: e.Attempt}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("due", func(b *testing.B) {
		b.ReportAllocs()
		now := start().Add(time.Hour)
		for b.Loop() {
			if due, next, err := s.Due(ctx, now, 1); err != nil || len(due) != 1 || next.IsZero() {
				b.Fatal(due, next, err)
			}
		}
	})
}
