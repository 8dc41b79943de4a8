package socialticket_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
)

// BenchmarkPlanMerge plans the merge of a user with 10,000 tickets, among 20,000 of others.
func BenchmarkPlanMerge(b *testing.B) {
	store := &memory.Store{History: -1}
	desk, err := socialticket.New(socialticket.Config{Store: store})
	require.NoError(b, err)
	for i := range 30_000 {
		user, version := "loser", int64(i)
		if i >= 10_000 {
			user, version = fmt.Sprint("user ", i), 0
		}
		c := socialticket.Commit{
			Account: business(), Key: socialticket.Key(user), Expect: version, Cause: fmt.Sprint(i), At: start(),
			Conversation: socialticket.Conversation{Account: business(), Key: socialticket.Key(user), Version: version + 1, User: identity.User{ID: user}},
			Ticket:       ticket.Ticket{ID: ticket.ID(fmt.Sprint("t", i)), Requester: user, Status: ticket.Closed, Tags: []string{"messaging_support", "whatsapp_support"}},
		}
		c.Ticket.UpdatedAt = start().AddDate(0, 0, -i%977)
		require.NoError(b, store.Commit(context.Background(), c))
	}
	b.ReportAllocs()
	for b.Loop() {
		plan, err := desk.PlanMerge(context.Background(), socialticket.Merge{Person: "loser", Into: "user 10000", By: agent()})
		if err != nil || plan.Moves.Tickets != 10_000 {
			b.Fatal(plan.Moves.Tickets, err)
		}
	}
}

// TestPlanMergeCounts counts the tickets of a person as far as a store can tell.
func TestPlanMergeCounts(t *testing.T) {
	o := newOffice(t)
	a, b := o.receive(t, says("A", "m1", "hello", start())), o.receive(t, says("B", "m2", "hello", start()))
	m := socialticket.Merge{Person: a.Ticket.Requester, Into: b.Ticket.Requester, By: agent()}
	for want, store := range map[int]socialticket.Store{
		1: struct {
			socialticket.Store
			socialticket.Selector
		}{o.store, o.store},
		-1: struct{ socialticket.Store }{o.store},
	} {
		desk, err := socialticket.New(socialticket.Config{Store: store})
		require.NoError(t, err)
		plan, err := desk.PlanMerge(context.Background(), m)
		require.NoError(t, err)
		require.Equal(t, want, plan.Moves.Tickets)
	}
}
