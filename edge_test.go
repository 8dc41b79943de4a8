package socialticket_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// TestDeskNewNumber lets a user change the number: it stays one conversation, and
// answers go to the new number, for the old one may be a stranger's by now.
func TestDeskNewNumber(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	to := func() string {
		t.Helper()
		r, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "hi"})
		require.NoError(t, err)
		return messages(r)[0].To.Handle
	}
	require.Equal(t, "15550100", to())
	renamed := says("15550100", "h1", "", start().Add(time.Minute))
	renamed.Type, renamed.Opens, renamed.Message, renamed.Profile.Handles = channel.EventHandle, "", channel.Message{}, []string{"15550199"}
	require.Equal(t, socialticket.Applied, o.receive(t, renamed).Outcome)
	require.Equal(t, "15550199", to())

	o.receive(t, says("15550100", "m0", "sent before, come after", start().Add(-time.Minute)))
	require.Equal(t, "15550199", to())
	r := o.receive(t, says("15550199", "m2", "it is me", start().Add(time.Hour)))
	require.Equal(t, id, r.Ticket.ID)
	require.False(t, r.Created)
}

// TestDeskRepeatedRequest hands a reply and a message in again: the receipts tell of
// the first ones, also when what they were done to has changed.
func TestDeskRepeatedRequest(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	message := says("15550100", "m1", "hello", start())
	first := o.receive(t, message)
	reply := socialticket.Reply{Ticket: first.Ticket.ID, By: agent(), Text: "hi", IdempotencyKey: "r1"}
	sent, err := o.Reply(ctx, reply)
	require.NoError(t, err)
	o.set(t, first.Ticket.ID, ticket.FieldStatus, "solved", agent())
	o.set(t, first.Ticket.ID, ticket.FieldStatus, "closed", ticket.Actor{Kind: ticket.Trigger, ID: "r"})
	o.receive(t, says("15550100", "m2", "again", start()))

	again, err := o.Reply(ctx, reply)
	require.NoError(t, err)
	require.Equal(t, socialticket.Duplicate, again.Outcome)
	require.Equal(t, sent.Comment, again.Comment)
	repeated := o.receive(t, message)
	require.Equal(t, socialticket.Duplicate, repeated.Outcome)
	require.Equal(t, first.Ticket.ID, repeated.Ticket.ID, "the ticket that took it, not the newest")
	require.Equal(t, first.Comment, repeated.Comment)
}

// TestDeskNamelessUsers lets users write whose number the platform does not tell, and
// nobody at all: nobody is taken for another.
func TestDeskNamelessUsers(t *testing.T) {
	o := newOffice(t)
	seen := map[ticket.ID]bool{}
	for _, id := range []string{"US.1", "US.2"} {
		e := says("", "m"+id, "hello", start())
		e.Profile.Handles = []string{id}
		r := o.receive(t, e)
		require.Equal(t, id, r.Ticket.Address.Handle)
		seen[r.Ticket.ID] = true
	}
	require.Len(t, seen, 2)
	for i := range 2 {
		for _, kind := range []channel.EventType{channel.EventMessage, channel.EventOpen, channel.EventEdit, channel.EventEcho} {
			e := says("", fmt.Sprint("n", i, kind), "hello", start())
			e.Type = kind
			require.Equal(t, socialticket.Unchanged, o.receive(t, e).Outcome, kind)
		}
	}
}

// TestDeskOddInstants hands in instants that no clock shows: everything can be
// stored, and no window stays open for ever.
func TestDeskOddInstants(t *testing.T) {
	for _, sent := range []time.Time{{}, time.Unix(1772960400_000, 0), time.Unix(-1<<40, 0), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)} {
		o, ctx := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) { s.Warn = time.Hour }), context.Background()
		e := says("15550100", "m1", strings.Repeat("long ", 200_000), sent)
		e.Received = time.Time{}
		r := o.receive(t, e)
		require.Equal(t, start(), r.Comment.ReceivedAt)
		_, err := json.Marshal(r.Commit)
		require.NoError(t, err)
		o.clock.Add(48 * time.Hour)
		d, err := o.MayReply(ctx, r.Ticket.ID, channel.Request{})
		require.NoError(t, err)
		require.False(t, d.Allowed, "sent %v", sent)

		revoke := says("15550100", "rv", "", sent)
		revoke.Type, revoke.Opens, revoke.Message, revoke.Received = channel.EventRevoke, "", channel.Message{Target: "m1"}, o.clock.now
		taken := o.receive(t, revoke)
		require.False(t, taken.Comment.RevokedAt.IsZero(), "sent %v", sent)
		revoke.ID = "rv2"
		require.Equal(t, socialticket.Unchanged, o.receive(t, revoke).Outcome)
	}
}

// TestDeskRefusedSince lets the platform refuse a message twice, in other words, after
// the user has written again: that window stays open.
func TestDeskRefusedSince(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	reply, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "hi"})
	require.NoError(t, err)
	at := func(n int) time.Time { return start().Add(time.Duration(n) * time.Minute) }
	o.receive(t, channel.Accepted{MessageID: "out1", At: at(1)}.Event(messages(reply)[0]))
	o.receive(t, says("15550100", "m2", "hello?", at(2)))
	for i, title := range []string{"refused", "refused, we said"} {
		failed := channel.Event{ID: fmt.Sprint("f", i), Type: channel.EventStatus, Account: business(), Sent: at(3 + i)}
		failed.Status = channel.Status{MessageID: "out1", State: channel.StateFailed, Errors: []channel.Error{{Code: "131047", Title: title, Class: channel.ClassTemplate}}}
		require.Equal(t, socialticket.Applied, o.receive(t, failed).Outcome)
		d, err := o.MayReply(ctx, id, channel.Request{})
		require.NoError(t, err)
		require.True(t, d.Allowed, "after refusal %d", i+1)
	}
}

// TestDeskTwoIDs sends one message twice, as after a crash: the platform gives it two
// ids, and statuses that were parked under either hinder nothing.
func TestDeskTwoIDs(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	reply, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "hi"})
	require.NoError(t, err)
	out := messages(reply)[0]
	o.receive(t, channel.Accepted{MessageID: "b", At: start()}.Event(out))
	for i, reference := range []string{"", out.ID} {
		e := channel.Event{ID: fmt.Sprint("s", i), Type: channel.EventStatus, Account: business(), Sent: start()}
		e.Status = channel.Status{MessageID: "a", Reference: reference, State: channel.StateRead}
		r := o.receive(t, e)
		require.Equal(t, []socialticket.Outcome{socialticket.Parked, socialticket.Applied}[i], r.Outcome)
	}
}

// TestDeskInitial states that the status of a new ticket is the one that was chosen,
// and that it is the second message that reopens it.
func TestDeskInitial(t *testing.T) {
	o := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) { s.Lifecycle.Initial = ticket.Pending })
	r := o.receive(t, says("15550100", "m1", "hello", start()))
	require.Equal(t, ticket.Pending, r.Ticket.Status)
	require.Equal(t, start(), r.Ticket.WaitingSince)
	require.Equal(t, ticket.Open, o.receive(t, says("15550100", "m2", "hello?", start())).Ticket.Status)
}

// TestDeskTokenOnce answers twice by a token of a platform whose clock is ahead: the
// second answer goes another way.
func TestDeskTokenOnce(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	e := says("U1", "m1", "hello", start().Add(5*time.Second))
	e.Account.Kind, e.ReplyToken, e.Received = channel.LINE, "token", start()
	id := o.receive(t, e).Ticket.ID
	for _, want := range []channel.Route{channel.RouteReplyToken, channel.RoutePush} {
		r, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "hi"})
		require.NoError(t, err)
		require.Equal(t, want, r.Decision.Route)
	}
}

// TestDeskRouteCalls answers in more than one call: by a token the rest goes another way,
// and the one private answer to a comment does not go at all.
func TestDeskRouteCalls(t *testing.T) {
	photos := func(n int) []channel.Attachment {
		return slices.Repeat([]channel.Attachment{{Type: channel.Image, URL: "https://example.com/p.jpg", MIME: "image/jpeg"}}, n)
	}
	o, ctx := newOffice(t), context.Background()
	e := says("U1", "m1", "hello", start())
	e.Account.Kind, e.ReplyToken = channel.LINE, "token"
	r, err := o.Reply(ctx, socialticket.Reply{Ticket: o.receive(t, e).Ticket.ID, By: agent(), Text: "hi", Attachments: photos(7)})
	require.NoError(t, err)
	require.Len(t, messages(r), 2)
	require.Equal(t, channel.RouteReplyToken, messages(r)[0].Via)
	require.Equal(t, channel.RoutePush, messages(r)[1].Via)

	e = says("P1", "c1", "how much?", start())
	e.Account.Kind, e.Opens = channel.Messenger, channel.OpenComment
	asked := o.receive(t, e).Ticket
	r, err = o.Reply(ctx, socialticket.Reply{Ticket: asked.ID, By: agent(), Text: "hi", Attachments: photos(1)})
	require.NoError(t, err)
	require.Empty(t, messages(r))
	require.Equal(t, channel.ReasonContent, r.Decision.Reason)
	require.Zero(t, r.Ticket.Replies)
	require.Equal(t, asked.WaitingSince, r.Ticket.WaitingSince)
	r = o.reply(t, asked.ID, "It is 5 euros.")
	require.Equal(t, channel.RoutePrivate, messages(r)[0].Via)
}

// TestDeskPrivateAnswer answers a comment once in private: the message names the comment.
// Once the user has written, what still waits goes the ordinary way and quotes again.
func TestDeskPrivateAnswer(t *testing.T) {
	for _, kind := range []channel.Kind{channel.Messenger, channel.Instagram} {
		o, ctx := newOffice(t), context.Background()
		e := on(kind, says("P1", "post_9", "how much?", start()))
		e.Opens = channel.OpenComment
		id := o.receive(t, e).Ticket.ID
		first, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "5 euros", ReplyTo: "m0"})
		require.NoError(t, err)
		effect := first.Commit.Effects[0]
		require.Equal(t, []any{channel.RoutePrivate, "post_9"}, []any{effect.Message.Via, effect.Message.ReplyTo})
		checked, verdict, err := o.Check(ctx, effect)
		require.NoError(t, err)
		require.True(t, verdict.Allowed)
		require.Equal(t, effect.Message, checked)
		require.Equal(t, channel.ReasonCount, o.reply(t, id, "or 6").Decision.Reason)

		wrote := on(kind, says("P1", "m1", "thanks", start().Add(time.Second)))
		o.receive(t, wrote)
		checked, verdict, err = o.Check(ctx, effect)
		require.NoError(t, err)
		require.True(t, verdict.Allowed)
		require.Equal(t, []any{channel.RouteDirect, "m0"}, []any{checked.Via, checked.ReplyTo})
		require.Empty(t, messages(o.reply(t, id, "You are welcome."))[0].ReplyTo)
	}
}

// TestDeskMuted lets a muted requester write to a desk where solved is over: the
// ticket takes it all and stays solved.
func TestDeskMuted(t *testing.T) {
	o := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) { s.SolvedIsOver = true })
	id := o.receive(t, says("15550100", "m1", "spam", start())).Ticket.ID
	o.set(t, id, ticket.FieldMuted, "true", agent())
	r := o.receive(t, says("15550100", "m2", "more spam", start()))
	require.Equal(t, id, r.Ticket.ID)
	require.Equal(t, ticket.Solved, r.Ticket.Status)
}
