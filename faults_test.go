package socialticket_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// The tests of this file state the right value for small inputs that a desk once got
// wrong, and for others of their kinds.

func on(kind channel.Kind, e channel.Event) channel.Event {
	e.Account.Kind = kind
	return e
}

func amends(kind channel.EventType, user, id, target, text string, sent time.Time) channel.Event {
	e := says(user, id, text, sent)
	e.Type, e.Opens = kind, ""
	e.Message = channel.Message{Type: channel.Text, Text: text, Target: target}
	return e
}

func reacts(user, id, target, emoji string, sent time.Time) channel.Event {
	e := says(user, id, "", sent)
	e.Opens, e.Message = channel.OpenReaction, channel.Message{Type: channel.Reaction, Text: emoji, Target: target}
	return e
}

func echoes(user, id, text string, sent time.Time) channel.Event {
	e := says(user, id, text, sent)
	e.Type, e.Opens, e.Echo = channel.EventEcho, "", true
	return e
}

func (o *office) reply(t testing.TB, id ticket.ID, text string) socialticket.Receipt {
	t.Helper()
	r, err := o.Reply(context.Background(), socialticket.Reply{Ticket: id, By: agent(), Text: text})
	require.NoError(t, err)
	return r
}

// report hands in what a platform says of an effect.
func (o *office) report(t testing.TB, effect, message string, state channel.DeliveryState, at time.Time, errs ...channel.Error) socialticket.Receipt {
	t.Helper()
	return o.receive(t, channel.Event{
		ID: fmt.Sprint("status ", effect, message, state, at, errs), Type: channel.EventStatus, Account: business(), Sent: at, Received: at,
		Status: channel.Status{Reference: effect, MessageID: message, State: state, Errors: errs},
	})
}

func (o *office) thread(t testing.TB, id ticket.ID) []ticket.Comment {
	t.Helper()
	list, err := o.store.Comments(context.Background(), id, socialticket.Page{Limit: 1000})
	require.NoError(t, err)
	return list
}

func (o *office) ticket(t testing.TB, id ticket.ID) ticket.Ticket {
	t.Helper()
	tk, err := o.store.Ticket(context.Background(), id)
	require.NoError(t, err)
	return tk
}

// TestFaultsForeignMessage lets an edit, a withdrawal, a reaction and a message name the
// message of another user: that one's comment stays as it is.
func TestFaultsForeignMessage(t *testing.T) {
	for _, e := range []channel.Event{
		amends(channel.EventEdit, "B", "x", "m1", "B's words", start()),
		amends(channel.EventRevoke, "B", "x", "m1", "", start()),
		reacts("B", "x", "m1", "-", start()),
		says("B", "m1", "B's words", start().Add(time.Second)),
		echoes("B", "m1", "B's words", start()),
	} {
		t.Run(string(e.Type)+string(e.Message.Type), func(t *testing.T) {
			o := newOffice(t)
			a := o.receive(t, says("A", "m1", "A's words", start()))
			own := o.receive(t, says("B", "m2", "hello", start()))
			e.ID = "other cause"
			got := o.receive(t, e)
			require.Equal(t, a.Comment, o.comment(t, a))
			require.Equal(t, a.Ticket, o.ticket(t, a.Ticket.ID))
			if got.Comment.ID != "" {
				require.Equal(t, own.Ticket.ID, got.Ticket.ID, "it is B's")
				require.Equal(t, "B's words", got.Comment.Content.Text, "nothing is lost")
			}
		})
	}
}

// TestFaultsAuthor lets one member of a group, and staff, change and withdraw what another
// wrote.
func TestFaultsAuthor(t *testing.T) {
	o := newOffice(t)
	in := func(e channel.Event) channel.Event { e.Message.Group = "g"; return e }
	first := o.receive(t, in(says("A", "m1", "A's words", start())))
	o.receive(t, in(amends(channel.EventEdit, "B", "e1", "m1", "B's", start().Add(time.Second))))
	o.receive(t, in(amends(channel.EventRevoke, "B", "r1", "m1", "", start().Add(time.Second))))
	staff := in(amends(channel.EventEdit, "", "e2", "m1", "staff's", start().Add(time.Second)))
	staff.Echo, staff.From = true, "g"
	o.receive(t, staff)
	require.Equal(t, "A's words", o.comment(t, first).Content.Text)
	require.Equal(t, "Customer A", first.Comment.AuthorName)
	o.receive(t, in(amends(channel.EventEdit, "A", "e3", "m1", "corrected", start().Add(time.Second))))
	require.Equal(t, "corrected", o.comment(t, first).Content.Text)
}

func TestFaultsNoAnswer(t *testing.T) {
	t.Run("a reply that the policy refuses", func(t *testing.T) {
		o := newOffice(t)
		id := o.receive(t, says("A", "m1", "hello", start())).Ticket.ID
		o.clock.Add(25 * time.Hour)
		o.reply(t, id, "late")
		tk := o.ticket(t, id)
		require.Zero(t, tk.Replies)
		require.Zero(t, tk.FirstReplyAt)
		require.Equal(t, start(), tk.WaitingSince)
	})
	t.Run("a reaction by staff", func(t *testing.T) {
		o := newOffice(t)
		first := o.receive(t, says("A", "m1", "hello", start()))
		e := echoes("A", "x", "", start().Add(time.Minute))
		e.Message = channel.Message{Type: channel.Reaction, Text: "👍", Target: "m1"}
		o.receive(t, e)
		tk := o.ticket(t, first.Ticket.ID)
		require.Equal(t, 1, tk.Comments)
		require.Zero(t, tk.FirstReplyAt)
		require.Equal(t, start(), tk.WaitingSince)
		require.Equal(t, []ticket.Reaction{{By: ticket.Actor{Kind: ticket.Agent}, Emoji: "👍", At: start().Add(time.Minute)}}, o.comment(t, first).Reactions)
	})
	t.Run("a bot's answer whose echo comes first", func(t *testing.T) {
		o, ctx := newOffice(t), context.Background()
		id := o.receive(t, on(channel.Instagram, says("A", "m1", "hello", start()))).Ticket.ID
		r, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: ticket.Actor{Kind: ticket.Bot, ID: "b"}, Text: "On its way."})
		require.NoError(t, err)
		o.receive(t, on(channel.Instagram, echoes("A", "out1", "On its way.", start().Add(time.Second))))
		o.receive(t, channel.Accepted{MessageID: "out1", At: start()}.Event(messages(r)[0]))
		thread := o.thread(t, id)
		require.Len(t, thread, 2)
		require.Equal(t, ticket.Actor{Kind: ticket.Bot, ID: "b"}, thread[0].Author)
		require.Equal(t, channel.StateSent, thread[0].Delivery.State)
		require.Zero(t, o.ticket(t, id).Replies)
		require.Empty(t, o.claim(t))
	})
	t.Run("an echo with our reference", func(t *testing.T) {
		o := newOffice(t)
		id := o.receive(t, on(channel.Messenger, says("A", "m1", "hello", start()))).Ticket.ID
		r := o.reply(t, id, "words")
		e := on(channel.Messenger, echoes("A", "out1", "other words", start().Add(time.Second)))
		e.Status.Reference = messages(r)[0].ID
		o.receive(t, e)
		require.Len(t, o.thread(t, id), 2)
		require.Equal(t, channel.StateSent, o.comment(t, r).Delivery.State)
	})
	t.Run("a photo with text in two calls, echoes of both", func(t *testing.T) {
		o, ctx := newOffice(t), context.Background()
		id := o.receive(t, on(channel.Instagram, says("A", "m1", "hello", start()))).Ticket.ID
		r, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "look", Attachments: []channel.Attachment{{Type: channel.Image, URL: "https://example.org/a.jpg"}}})
		require.NoError(t, err)
		calls := messages(r)
		require.Len(t, calls, 2)
		for i, c := range calls {
			echo := echoes("A", fmt.Sprint("out", i), c.Text, start().Add(time.Second))
			echo.Message.Type = c.Type
			if i == 0 { // one answer comes before its echo, one after
				o.receive(t, channel.Accepted{MessageID: fmt.Sprint("out", i), At: start()}.Event(c))
			}
			o.receive(t, on(channel.Instagram, echo))
			o.receive(t, channel.Accepted{MessageID: fmt.Sprint("out", i), At: start()}.Event(c))
		}
		require.Len(t, o.thread(t, id), 2)
		require.Equal(t, channel.StateSent, o.comment(t, r).Delivery.State)
	})
}

// TestFaultsBefore lets what is about a message come before it.
func TestFaultsBefore(t *testing.T) {
	at := func(s int) time.Time { return start().Add(time.Duration(s) * time.Second) }
	message := says("A", "m1", "the old words", at(0))
	later := []channel.Event{
		amends(channel.EventEdit, "A", "e1", "m1", "corrected", at(10)),
		amends(channel.EventEdit, "A", "e2", "m1", "corrected again", at(20)),
		reacts("A", "x1", "m1", "+", at(30)), reacts("A", "x2", "m1", "-", at(40)),
		amends(channel.EventRevoke, "A", "r1", "m1", "", at(50)),
	}
	tests := []struct {
		name   string
		events []channel.Event
		want   func(*testing.T, ticket.Comment)
	}{
		{"withdrawn", []channel.Event{later[4], message}, func(t *testing.T, c ticket.Comment) {
			require.Empty(t, c.Content.Text)
			require.Equal(t, at(50), c.RevokedAt)
		}},
		{"corrected", []channel.Event{later[0], message}, func(t *testing.T, c ticket.Comment) {
			require.Equal(t, "corrected", c.Content.Text)
			require.Equal(t, at(10), c.EditedAt)
			require.Equal(t, at(0), c.SentAt)
		}},
		{"marked", []channel.Event{later[3], later[2], message}, func(t *testing.T, c ticket.Comment) {
			require.Equal(t, "-", c.Reactions[0].Emoji)
			require.Len(t, c.Reactions, 1)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			other := o.receive(t, says("A", "m0", "before", at(-60)))
			for _, e := range tt.events {
				o.receive(t, e)
			}
			thread := o.thread(t, other.Ticket.ID)
			require.Len(t, thread, 2)
			tt.want(t, thread[0])
		})
	}
	t.Run("in every order", func(t *testing.T) {
		var want ticket.Comment
		for n, order := range orders(append([]channel.Event{message}, later...)) {
			o := newOffice(t)
			first := o.receive(t, says("A", "m0", "before", at(-60)))
			o.clock.Set(at(60))
			for _, e := range order {
				e.Received = at(60)
				o.receive(t, e)
			}
			thread := o.thread(t, first.Ticket.ID)
			require.Len(t, thread, 2, "order %d", n)
			if n == 0 {
				want = thread[0]
				require.Equal(t, at(50), want.RevokedAt)
			}
			require.Equal(t, want, thread[0], "order %d", n)
		}
	})
}

// orders returns all orders of a list.
func orders[T any](list []T) [][]T {
	if len(list) < 2 {
		return [][]T{list}
	}
	var all [][]T
	for i := range list {
		rest := append(append([]T{}, list[:i]...), list[i+1:]...)
		for _, tail := range orders(rest) {
			all = append(all, append([]T{list[i]}, tail...))
		}
	}
	return all
}

func TestFaultsMarkOnOver(t *testing.T) {
	for _, over := range []bool{false, true} {
		o := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) { s.SolvedIsOver = over })
		id := o.receive(t, says("A", "m1", "hello", start())).Ticket.ID
		r := o.reply(t, id, "done")
		o.receive(t, channel.Accepted{MessageID: "out1", At: start()}.Event(messages(r)[0]))
		o.set(t, id, ticket.FieldStatus, "solved", agent())
		if !over {
			o.set(t, id, ticket.FieldStatus, "closed", ticket.Actor{Kind: ticket.Trigger, ID: "r"})
		}
		got := o.receive(t, reacts("A", "x", "out1", "👎", start().Add(time.Minute)))
		require.False(t, got.Created)
		require.Equal(t, "👎", o.comment(t, r).Reactions[0].Emoji)
	}
}
