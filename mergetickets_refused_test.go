package socialticket_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// TestMergeTicketsRefused: what cannot be merged, and what the refusal says.
func TestMergeTicketsRefused(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	older, newer := o.twoTickets(t)
	other := o.receive(t, says("B", "b1", "hello", o.clock.now)).Ticket.ID
	for _, tt := range []struct {
		name string
		m    socialticket.MergeTickets
		kind error
		text string
	}{
		{"nothing", socialticket.MergeTickets{Ticket: older}, socialticket.ErrInvalid, "both"},
		{"itself", socialticket.MergeTickets{Ticket: older, Into: older}, ticket.ErrCircle, "circle"},
		{"unknown source", socialticket.MergeTickets{Ticket: "x", Into: older}, socialticket.ErrNotFound, `"x"`},
		{"unknown target", socialticket.MergeTickets{Ticket: older, Into: "x"}, socialticket.ErrNotFound, `"x"`},
		{"two conversations", socialticket.MergeTickets{Ticket: older, Into: other}, socialticket.ErrRefused, "merge the persons"},
		{"public without words", socialticket.MergeTickets{Ticket: older, Into: newer, Public: true}, socialticket.ErrInvalid, "requester"},
		{"closing without words", socialticket.MergeTickets{Ticket: older, Into: newer, ClosingPublic: true}, socialticket.ErrInvalid, "requester"},
	} {
		tt.m.By = agent()
		_, err := o.MergeTickets(ctx, tt.m)
		require.ErrorIs(t, err, tt.kind, tt.name)
		require.ErrorContains(t, err, tt.text, tt.name)
	}
	for _, by := range []ticket.Actor{{}, {Kind: ticket.EndUser, ID: "A"}, {Kind: ticket.Agent}} {
		_, err := o.MergeTickets(ctx, socialticket.MergeTickets{Ticket: older, Into: newer, By: by})
		require.ErrorIs(t, err, socialticket.ErrInvalid)
		_, err = o.UnmergeTickets(ctx, socialticket.UnmergeTickets{Ticket: older, By: by})
		require.ErrorIs(t, err, socialticket.ErrInvalid)
	}
	_, err := o.UnmergeTickets(ctx, socialticket.UnmergeTickets{Ticket: older, By: agent()})
	require.ErrorIs(t, err, socialticket.ErrRefused)
	_, err = o.UnmergeTickets(ctx, socialticket.UnmergeTickets{Ticket: "x", By: agent()})
	require.ErrorIs(t, err, socialticket.ErrNotFound)

	o.mergeTickets(t, older, newer)
	for _, m := range []socialticket.MergeTickets{{Ticket: older, Into: newer}, {Ticket: newer, Into: older}} {
		m.By = agent()
		_, err = o.MergeTickets(ctx, m)
		require.ErrorIs(t, err, socialticket.ErrClosed)
		require.ErrorContains(t, err, string(newer))
	}
	_, err = o.Reply(ctx, socialticket.Reply{Ticket: older, By: agent(), Text: "hi"})
	require.ErrorIs(t, err, socialticket.ErrClosed)
	require.ErrorContains(t, err, `merged into ticket "`+string(newer)+`"`)
}

// TestMergeTicketsPrivate: the requester is told nothing of a private ticket.
func TestMergeTicketsPrivate(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	e := says("A", "m1", "", start())
	e.Control = channel.ControlElsewhere
	older, err := o.Open(ctx, socialticket.Open{To: e.Address(), Reply: socialticket.Reply{By: agent(), Text: "only a note", Note: true}})
	require.NoError(t, err)
	require.True(t, older.Ticket.Private())
	o.set(t, older.Ticket.ID, ticket.FieldStatus, "solved", agent())
	o.settings.SolvedIsOver = true
	newer := o.receive(t, says("A", "m2", "hello", start())).Ticket.ID
	m := socialticket.MergeTickets{Ticket: newer, Into: older.Ticket.ID, By: agent(), Text: "told", Public: true}
	_, err = o.MergeTickets(ctx, m)
	require.ErrorIs(t, err, socialticket.ErrRefused)
	m.Public = false
	_, err = o.MergeTickets(ctx, m)
	require.NoError(t, err)
}
