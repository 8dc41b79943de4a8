package socialticket_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
)

// between is a store to which something happens before a load of a number, counted from 1.
type between struct {
	*memory.Store
	loads int
	at    map[int]func()
}

func (b *between) Load(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
	b.loads++
	if do := b.at[b.loads]; do != nil {
		do()
	}
	return b.Store.Load(ctx, ref)
}

// TestMergeTicketsMoved lets things happen between the loads of the two tickets: the
// decision is made on both as of one instant.
func TestMergeTicketsMoved(t *testing.T) {
	store := &between{Store: &memory.Store{}}
	o := newOffice(t, func(c *socialticket.Config, _ *socialticket.Settings) { c.Store = store })
	o.store = store.Store
	older, newer := o.twoTickets(t)
	store.loads, store.at = 0, map[int]func(){2: func() { o.set(t, older, ticket.FieldTags, "since", agent()) }}
	r := o.mergeTickets(t, older, newer)
	require.Equal(t, 5, store.loads, "source, target with a load of another update before, source, target")
	require.True(t, r.Ticket.HasTag("since"))
	require.True(t, r.Commit.Others[0].HasTag("since"))

	store.loads, store.at = 0, map[int]func(){2: func() { o.set(t, newer, ticket.FieldRemoveTags, "since", agent()) }}
	require.True(t, o.unmerge(t, older).Ticket.HasTag("since"))
	require.False(t, o.head(t, newer).Ticket.HasTag("since"))

	by := ticket.Actor{Kind: ticket.Automation, ID: "close"}
	store.loads, store.at = 0, map[int]func(){2: func() { o.set(t, newer, ticket.FieldStatus, "closed", by) }}
	_, err := o.MergeTickets(context.Background(), socialticket.MergeTickets{Ticket: older, Into: newer, By: agent()})
	require.ErrorIs(t, err, socialticket.ErrClosed)
}

// TestMergeTicketsPreview: a trace shows the commit that is written afterwards, to the byte,
// and so do decisions that the caller makes, who follows the redirection.
func TestMergeTicketsPreview(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	older, newer := o.twoTickets(t)
	for _, plain := range []socialticket.Command{
		socialticket.MergeTickets{Ticket: newer, Into: older, By: agent(), Text: "both here", Public: true},
		socialticket.UnmergeTickets{Ticket: newer, By: agent()},
	} {
		before := o.dump(t, older) + o.dump(t, newer)
		traced, err := o.Trace(ctx, plain)
		require.NoError(t, err)
		var decided socialticket.Commit
		for c, ref := plain, o.Ref(plain); ; {
			head, err := o.store.Load(ctx, ref)
			require.NoError(t, err)
			decided, _, err = o.Decide(head, c, o.settings, o.clock.now)
			to, elsewhere := errors.AsType[*socialticket.Redirect](err)
			if !elsewhere {
				require.NoError(t, err)
				break
			}
			c, ref = to.Command, to.Ref
		}
		require.Equal(t, before, o.dump(t, older)+o.dump(t, newer))
		done, err := o.Do(ctx, plain)
		require.NoError(t, err)
		if diff := cmp.Diff(done.Commit, traced.Receipt.Commit); diff != "" {
			t.Errorf("%s: the trace differs (-committed +traced):\n%s", plain.Kind(), diff)
		}
		if diff := cmp.Diff(done.Commit, decided); diff != "" {
			t.Errorf("%s: the decision differs (-committed +decided):\n%s", plain.Kind(), diff)
		}
		o.clock.Add(time.Minute)
	}
}

// TestMergeTicketsConcurrent merges two tickets into each other many times at once, while
// the customer writes: one merge is made, and every message is in the ticket that stays or
// was in the other before.
func TestMergeTicketsConcurrent(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	older, newer := o.twoTickets(t)
	var calls sync.WaitGroup
	var mu sync.Mutex
	made := 0
	for i := range 40 {
		calls.Go(func() {
			m := socialticket.MergeTickets{Ticket: older, Into: newer, By: agent(), IdempotencyKey: fmt.Sprint(i)}
			if i%2 == 0 {
				m.Ticket, m.Into = newer, older
			}
			if _, err := o.MergeTickets(ctx, m); err == nil {
				mu.Lock()
				made++
				mu.Unlock()
			} else if !errors.Is(err, socialticket.ErrClosed) {
				t.Errorf("merge %d: %v", i, err)
			}
		})
		calls.Go(func() {
			if _, err := o.Receive(ctx, says("A", fmt.Sprint("at once ", i), "hello", start())); err != nil {
				t.Errorf("message %d: %v", i, err)
			}
		})
	}
	calls.Wait()
	require.Equal(t, 1, made)
	a, b := o.head(t, older).Ticket, o.head(t, newer).Ticket
	require.NotEqual(t, a.MergedInto == "", b.MergedInto == "")
	require.Equal(t, 43, a.Comments+b.Comments)
}
