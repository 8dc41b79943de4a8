package socialticket_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// TestDeskSubmitLaw mixes forms, messages and repetitions of both: each form is one ticket
// with its own first words, however often it is handed in, and nothing that one visitor
// wrote comes to a ticket of another. A replay makes the same commits to the byte.
func TestDeskSubmitLaw(t *testing.T) {
	for seed := range uint64(30) {
		first, second := submitRandomly(t, seed), submitRandomly(t, seed)
		require.Equal(t, first, second, "seed %d", seed)
	}
}

func submitRandomly(t *testing.T, seed uint64) (commits []string) {
	t.Helper()
	r, o, ctx := rand.New(rand.NewPCG(seed, 12)), formOffice(t), context.Background()
	byForm, owner := map[string]ticket.ID{}, map[ticket.ID]string{}
	for n := range 40 {
		o.clock.Add(time.Duration(r.IntN(3600)) * time.Second)
		who := fmt.Sprint("visitor", r.IntN(3))
		var got socialticket.Receipt
		if r.IntN(3) == 0 {
			e := says(who, fmt.Sprint("m", n), who, o.clock.Now())
			e.Account = site()
			got = o.receive(t, e)
		} else {
			key := fmt.Sprint("k", r.IntN(12))
			s := socialticket.Submit{Account: site(), From: who, Form: session.ModeOfflineForm, IdempotencyKey: key,
				Answers: map[string]string{"email": who + "@example.com", "message": who + key}}
			var err error
			got, err = o.Submit(ctx, s)
			require.NoError(t, err)
			id, known := byForm[who+key]
			require.Equal(t, known, got.Outcome == socialticket.Duplicate, "seed %d, step %d", seed, n)
			require.Equal(t, !known, got.Created)
			if known {
				require.Equal(t, id, got.Ticket.ID)
				continue
			}
			byForm[who+key] = got.Ticket.ID
			require.Equal(t, who+key, got.Comment.Content.Text)
			require.Equal(t, 1, got.Comment.Number)
			require.NotContains(t, owner, got.Ticket.ID, "a ticket of its own")
		}
		if before, known := owner[got.Ticket.ID]; known {
			require.Equal(t, before, who, "seed %d, step %d", seed, n)
		}
		owner[got.Ticket.ID] = who
		text, err := json.Marshal(got.Commit)
		require.NoError(t, err)
		commits = append(commits, string(text))
	}
	return commits
}

// TestDeskSubmitConcurrent hands one form in many times at once: one of them makes the
// ticket, and the others are told of it.
func TestDeskSubmitConcurrent(t *testing.T) {
	o, ctx := formOffice(t), context.Background()
	receipts := make([]socialticket.Receipt, 16)
	var all sync.WaitGroup
	for i := range receipts {
		all.Go(func() {
			r, err := o.Submit(ctx, request("k"))
			if err == nil {
				receipts[i] = r
			}
		})
	}
	all.Wait()
	created := 0
	for _, r := range receipts {
		require.Equal(t, receipts[0].Ticket.ID, r.Ticket.ID)
		require.NotEmpty(t, r.Ticket.ID)
		if r.Created {
			created++
		}
	}
	require.Equal(t, 1, created)
}

// TestDeskSubmitPruned hands a form in again after the store forgot its cause: the ticket is
// known by its comment.
func TestDeskSubmitPruned(t *testing.T) {
	o, ctx := formOffice(t), context.Background()
	first, err := o.Submit(ctx, request("k"))
	require.NoError(t, err)
	o.set(t, first.Ticket.ID, ticket.FieldPriority, "low", agent())
	forgotten, err := o.store.Prune(ctx, socialticket.Prune{Causes: start().Add(time.Hour), Limit: 100})
	require.NoError(t, err)
	require.Positive(t, forgotten)
	again, err := o.Submit(ctx, request("k"))
	require.NoError(t, err)
	require.Equal(t, socialticket.Duplicate, again.Outcome)
	require.Equal(t, first.Ticket.ID, again.Ticket.ID)
	require.Equal(t, ticket.Low, again.Ticket.Priority)
}
