package socialticket_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
)

// TestDeskMerge merges two persons and parts them again: no address and no ticket moves,
// and both are as they were.
func TestDeskMerge(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	a := o.receive(t, says("A", "m1", "hello", start()))
	b := o.receive(t, says("B", "m2", "hello", start()))
	load := func(id string) socialticket.Head {
		head, err := o.store.Load(ctx, socialticket.Ref{Person: id})
		require.NoError(t, err)
		return head
	}
	merge := socialticket.Merge{Person: a.Ticket.Requester, Into: b.Ticket.Requester, By: agent(), Reason: "the same number", IdempotencyKey: "k"}
	r, err := o.Merge(ctx, merge)
	require.NoError(t, err)
	require.Equal(t, b.Ticket.Requester, r.Person.Into)
	require.Empty(t, r.Commit.Conversation.Key, "a commit has one key")
	again, err := o.Merge(ctx, merge)
	require.NoError(t, err)
	require.Equal(t, socialticket.Duplicate, again.Outcome)
	require.Equal(t, a.Ticket, o.ticket(t, a.Ticket.ID))
	require.Equal(t, r.Person, load(a.Ticket.Requester).Record)

	head, err := o.store.Load(ctx, socialticket.Ref{Ticket: a.Ticket.ID})
	require.NoError(t, err)
	require.Equal(t, identity.Person{ID: b.Ticket.Requester}, head.Person, "the end of the links has no record yet")

	_, err = o.Merge(ctx, socialticket.Merge{Person: b.Ticket.Requester, Into: a.Ticket.Requester, By: agent()})
	require.ErrorIs(t, err, socialticket.ErrRefused)
	require.ErrorIs(t, err, identity.ErrCircle)
	_, err = o.Merge(ctx, socialticket.Merge{Person: a.Ticket.Requester, Into: "c", By: agent()})
	require.ErrorIs(t, err, identity.ErrMerged)

	o.clock.Add(time.Hour)
	parted, err := o.Unmerge(ctx, socialticket.Unmerge{Person: a.Ticket.Requester, By: agent()})
	require.NoError(t, err)
	want := identity.Person{ID: a.Ticket.Requester, CreatedAt: start()}
	if diff := cmp.Diff(want, parted.Person, cmpopts.IgnoreFields(identity.Person{}, "Version", "UpdatedAt", "Effects", "Merges")); diff != "" {
		t.Errorf("after parting (-want +got):\n%s", diff)
	}
	_, err = o.Unmerge(ctx, socialticket.Unmerge{Person: a.Ticket.Requester, By: agent()})
	require.ErrorIs(t, err, socialticket.ErrRefused)
}
