package socialticket_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
)

// What a desk tells of its commands makes another desk decide the same, to the byte, after
// it went through JSON; and it holds no card numbers.
func TestWatchAndAgain(t *testing.T) {
	var told []socialticket.Handled
	var commits, again []socialticket.Commit
	watched := func(c *socialticket.Config, _ *socialticket.Settings) {
		c.Watch = func(_ context.Context, h socialticket.Handled) { told = append(told, h) }
	}
	o, ctx := newOffice(t, watched), t.Context()
	keep := func(r socialticket.Receipt, err error) {
		require.NoError(t, err)
		commits = append(commits, r.Commit)
	}
	keep(o.Receive(ctx, says("4915", "m1", "My card is 4111 1111 1111 1111.", start())))
	id := commits[0].Ticket.ID
	keep(o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "Not 4111 1111 1111 1111 again, please."}))
	_, err := o.Reply(ctx, socialticket.Reply{Ticket: "unknown", By: agent(), Text: "Hello"})
	require.ErrorIs(t, err, socialticket.ErrNotFound)
	_, err = o.Redact(ctx, socialticket.Redaction{Ticket: id, Comment: commits[0].Comments[0].ID, Part: "4111 1111 1111 1111", By: agent()})
	require.NoError(t, err)
	_, err = o.Reply(ctx, socialticket.Reply{})
	require.ErrorIs(t, err, socialticket.ErrInvalid)

	require.Len(t, told, 3, "neither the redaction of a card number nor what the desk does not take is told")
	require.ErrorIs(t, told[2].Err, socialticket.ErrNotFound)
	other := newOffice(t)
	for _, h := range told[:2] {
		text, err := json.Marshal(socialticket.Order{Command: h.Command})
		require.NoError(t, err)
		require.NotContains(t, string(text), "1111 1111")
		require.Equal(t, int64(1), h.Settings)
		var order socialticket.Order
		require.NoError(t, json.Unmarshal(text, &order))
		other.clock.Set(h.At)
		r, err := other.Again(ctx, socialticket.Handled{Command: order.Command, Key: h.Key})
		require.NoError(t, err)
		again = append(again, r.Commit)
	}
	require.True(t, commits[0].Comments[0].Redacted && commits[1].Comments[0].Redacted)
	if diff := cmp.Diff(commits, again); diff != "" {
		t.Errorf("(-first +again):\n%s", diff)
	}
}
