package socialticket_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// TestUnmergeTickets: both tickets, the conversation and the timers are as they were.
func TestUnmergeTickets(t *testing.T) {
	for _, back := range []bool{false, true} {
		o := newOffice(t)
		source, target := o.twoTickets(t)
		if back {
			source, target = target, source
		}
		o.set(t, source, ticket.FieldTags, "vip", agent())
		o.set(t, source, ticket.FieldSnoozed, o.clock.now.Add(time.Hour).Format(time.RFC3339), agent())
		before := []socialticket.Head{o.head(t, source), o.head(t, target)}
		require.False(t, o.timer(t, source).IsZero())
		o.mergeTickets(t, source, target)
		require.True(t, o.timer(t, source).IsZero(), "a merged ticket has a timer")
		o.clock.Add(time.Minute)
		r := o.unmerge(t, source)
		require.Equal(t, source, r.Ticket.ID)
		require.Equal(t, target, r.Commit.Others[0].ID)
		for i, id := range []ticket.ID{source, target} {
			after := o.head(t, id)
			ignore := cmpopts.IgnoreFields(socialticket.Conversation{}, "Version")
			if diff := cmp.Diff(before[i], after, aside(), ignore); diff != "" {
				t.Errorf("ticket %d, back %v (-before +after):\n%s", i, back, diff)
			}
		}
		o.clock.Add(time.Hour)
		woken, err := o.Wake(context.Background(), source)
		require.NoError(t, err)
		require.Equal(t, ticket.Open, woken.Ticket.Status, "the snooze ends")
	}
}

// TestUnmergeTicketsSince: what the requester wrote since stays with the target, and the
// talk goes on there; what waits for an answer waits.
func TestUnmergeTicketsSince(t *testing.T) {
	o := newOffice(t)
	older, newer := o.twoTickets(t)
	o.reply(t, older, "It is on its way.")
	o.mergeTickets(t, newer, older)
	o.clock.Add(time.Hour)
	wrote := o.clock.now
	o.receive(t, says("A", "m3", "where is it?", wrote))
	o.clock.Add(time.Hour)
	o.receive(t, says("A", "m4", "hello?", o.clock.now))
	r := o.unmerge(t, newer)
	require.Equal(t, ticket.New, r.Ticket.Status)
	target := o.head(t, older)
	require.Equal(t, wrote, target.Ticket.WaitingSince)
	require.Equal(t, older, target.Conversation.Ticket)
	require.Equal(t, older, target.Conversation.Session.Ticket)
	require.Empty(t, target.Conversation.Merges)
	require.Equal(t, older, o.receive(t, says("A", "m5", "more", o.clock.now)).Ticket.ID)
}

// TestUnmergeTicketsReopened: a target that the merge reopened stays open if the requester
// has written to it since.
func TestUnmergeTicketsReopened(t *testing.T) {
	o := newOffice(t)
	older, newer := o.twoTickets(t)
	o.set(t, newer, ticket.FieldStatus, "solved", agent())
	require.Equal(t, ticket.Open, o.mergeTickets(t, older, newer).Commit.Others[0].Status)
	o.clock.Add(time.Hour)
	o.receive(t, says("A", "m3", "and this", o.clock.now))
	target := o.unmerge(t, older).Commit.Others[0]
	require.Equal(t, ticket.Open, target.Status)
	require.Equal(t, o.clock.now, target.WaitingSince)
}

// TestUnmergeTicketsAnswered: an answer to the target ends its wait for good.
func TestUnmergeTicketsAnswered(t *testing.T) {
	o := newOffice(t)
	older, newer := o.twoTickets(t)
	o.mergeTickets(t, newer, older)
	o.reply(t, older, "It is on its way.")
	r := o.unmerge(t, newer)
	require.False(t, r.Ticket.WaitingSince.IsZero())
	require.True(t, r.Commit.Others[0].WaitingSince.IsZero())
	require.Equal(t, 1, r.Commit.Others[0].Replies)
}

// TestUnmergeTicketsLate: a merge stays from the instant at which the system would have
// closed the source.
func TestUnmergeTicketsLate(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	older, newer := o.twoTickets(t)
	merged := o.clock.now
	o.mergeTickets(t, older, newer)
	m := o.head(t, newer).Conversation.Merges[0]
	require.Equal(t, merged.Add(ticket.DefaultCloseAfter), o.settings.Lifecycle.UnmergeUntil(m.Merge))
	undo := socialticket.UnmergeTickets{Ticket: older, By: agent()}
	o.clock.Set(merged.Add(ticket.DefaultCloseAfter))
	_, err := o.UnmergeTickets(ctx, undo)
	require.ErrorIs(t, err, socialticket.ErrRefused)
	require.ErrorContains(t, err, "too long ago")
	o.clock.Add(-1)
	_, err = o.UnmergeTickets(ctx, undo)
	require.NoError(t, err)

	o.settings.Lifecycle.CloseAfter = -1
	o.mergeTickets(t, older, newer)
	o.clock.Add(10_000 * time.Hour)
	o.unmerge(t, older)
}

// TestUnmergeTicketsClosedTarget: a closed target stays as it is but for its log.
func TestUnmergeTicketsClosedTarget(t *testing.T) {
	o := newOffice(t)
	older, newer := o.twoTickets(t)
	o.set(t, newer, ticket.FieldTags, "vip", agent())
	o.mergeTickets(t, newer, older)
	o.set(t, older, ticket.FieldStatus, "closed", ticket.Actor{Kind: ticket.Automation, ID: "close"})
	before := o.head(t, older).Ticket
	r := o.unmerge(t, newer)
	require.Equal(t, ticket.New, r.Ticket.Status)
	after := o.head(t, older).Ticket
	before.Events = after.Events
	require.Equal(t, before, after)
	require.Equal(t, newer, o.receive(t, says("A", "m3", "more", o.clock.now)).Ticket.ID)
}

// TestMergeTicketsChain merges A into B and B into C: pointers lead to C, and C takes the
// messages. Undone in any order, all are apart again.
func TestMergeTicketsChain(t *testing.T) {
	for _, order := range [][]int{{0, 1}, {1, 0}} {
		o, ctx := newOffice(t), context.Background()
		a, b := o.twoTickets(t)
		_, err := o.EndSession(ctx, socialticket.EndSession{Ticket: b, By: agent()})
		require.NoError(t, err)
		c := o.receive(t, says("A", "m9", "third", o.clock.now)).Ticket.ID
		o.mergeTickets(t, c, b)
		o.mergeTickets(t, b, a)
		for _, id := range []ticket.ID{a, b, c} {
			end, err := o.Follow(ctx, id)
			require.NoError(t, err)
			require.Equal(t, a, end.ID)
		}
		_, err = o.Follow(ctx, "x")
		require.ErrorIs(t, err, socialticket.ErrNotFound)
		require.Equal(t, a, o.head(t, a).Conversation.Ticket)
		for _, i := range order {
			o.unmerge(t, []ticket.ID{c, b}[i])
		}
		for _, id := range []ticket.ID{a, b, c} {
			tk := o.head(t, id).Ticket
			require.Empty(t, tk.MergedInto)
			require.Equal(t, ticket.New, tk.Status)
		}
		want := map[int]ticket.ID{0: b, 1: c}[order[0]] // c went back to b, which was not in the talk
		require.Equal(t, want, o.head(t, a).Conversation.Ticket)
	}
}

// TestMergeTicketsAutomations: an automation that fired on the source fires no more while it
// is merged, nor again after the undo.
func TestMergeTicketsAutomations(t *testing.T) {
	quiet, err := rules.CompileAutomations(rules.Standard(), []rules.Rule{
		pull("hour", act("current_tags", "late"), cond("current_tags", "not_includes", "late"), cond("requester_updated_at", "greater_than", "1")),
		pull("strip", act("remove_tags", "late"), cond("current_tags", "includes", "late"), cond("requester_updated_at", "greater_than", "1")), // so that the first holds again
	})
	require.NoError(t, err)
	o, ctx := newOffice(t), context.Background()
	o.settings.Automations = quiet
	older, newer := o.twoTickets(t)
	o.clock.Add(2 * time.Hour)
	for _, id := range []ticket.ID{older, newer} {
		r, err := o.Wake(ctx, id)
		require.NoError(t, err)
		require.Equal(t, []string{"hour", "strip"}, pulled(r))
	}
	o.set(t, older, ticket.FieldPriority, "low", agent()) // and what fired is kept
	o.mergeTickets(t, older, newer)
	r, err := o.Wake(ctx, older)
	require.NoError(t, err)
	require.Equal(t, socialticket.Unchanged, r.Outcome)
	o.unmerge(t, older)
	r, err = o.Wake(ctx, older)
	require.NoError(t, err)
	require.Empty(t, pulled(r))

	// The tag of the source ends the condition on the target: it may fire again.
	o.set(t, older, ticket.FieldTags, "late", agent())
	require.NotEmpty(t, o.head(t, newer).Conversation.Fired)
	o.mergeTickets(t, older, newer)
	r, err = o.Wake(ctx, newer)
	require.NoError(t, err)
	require.Equal(t, []string{"strip", "hour"}, pulled(r))
}
