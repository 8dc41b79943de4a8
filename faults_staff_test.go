package socialticket_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// TestFaultsStaffFirst lets staff write first, from the platform's own app: the answer
// comes to the same ticket. A setting drops what staff write without a ticket.
func TestFaultsStaffFirst(t *testing.T) {
	o := newOffice(t)
	first := o.receive(t, echoes("A", "s1", "Your bike is ready.", start()))
	require.True(t, first.Created)
	require.Equal(t, ticket.Solved, first.Ticket.Status, "it waits for nothing")
	require.Zero(t, first.Ticket.WaitingSince)
	answer := says("A", "m1", "Thank you!", start().Add(time.Hour))
	answer.Message.ReplyTo = "s1"
	o.clock.Add(time.Hour)
	got := o.receive(t, answer)
	require.Equal(t, first.Ticket.ID, got.Ticket.ID)
	require.Equal(t, ticket.Open, got.Ticket.Status)
	require.Len(t, o.thread(t, got.Ticket.ID), 2)

	off := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) { s.IgnoreEchoes = true })
	require.Equal(t, socialticket.Unchanged, off.receive(t, echoes("A", "s1", "hello", start())).Outcome)
}

// TestFaultsStaffEdit lets staff correct and withdraw what they wrote, in any order.
func TestFaultsStaffEdit(t *testing.T) {
	o := newOffice(t)
	id := o.receive(t, says("A", "m1", "how much?", start())).Ticket.ID
	edit := amends(channel.EventEdit, "A", "e1", "s1", "50", start().Add(2*time.Minute))
	edit.Echo = true
	wrote := echoes("A", "s1", "40", start().Add(time.Minute))
	for _, order := range orders([]channel.Event{wrote, edit}) {
		o := newOffice(t)
		o.receive(t, says("A", "m1", "how much?", start()))
		for _, e := range order {
			o.receive(t, e)
		}
		thread := o.thread(t, id)
		require.Len(t, thread, 2)
		require.Equal(t, "50", thread[0].Content.Text)
		require.Equal(t, start().Add(2*time.Minute), thread[0].EditedAt)
		require.Equal(t, start().Add(time.Minute), thread[0].SentAt)
		require.Equal(t, 1, o.ticket(t, id).Replies)

		gone := amends(channel.EventRevoke, "A", "r1", "s1", "", start().Add(3*time.Minute))
		gone.Echo = true
		o.receive(t, gone)
		require.Empty(t, o.thread(t, id)[0].Content.Text)
	}
}

// TestFaultsControl lets another app hold the thread: what the user writes is shown, a
// reply is refused with the reason, until control comes.
func TestFaultsControl(t *testing.T) {
	for _, kind := range []channel.Kind{channel.Messenger, channel.Instagram, channel.LINE} {
		o, ctx := newOffice(t), context.Background()
		e := on(kind, says("A", "m1", "talk to the bot", start()))
		e.Control = channel.ControlElsewhere
		first := o.receive(t, e)
		require.Equal(t, "talk to the bot", first.Comment.Content.Text)
		require.Equal(t, ticket.Solved, first.Ticket.Status, "it waits for nothing here")
		may := func() channel.Decision {
			d, err := o.MayReply(ctx, first.Ticket.ID, channel.Request{Human: true})
			require.NoError(t, err)
			return d
		}
		require.Equal(t, channel.ReasonControl, may().Reason)
		require.Equal(t, channel.AdviseControl, may().Instead)
		refused := o.reply(t, first.Ticket.ID, "may I?")
		require.Equal(t, channel.StateFailed, refused.Comment.Delivery.State)
		require.Empty(t, refused.Commit.Effects)

		pass := on(kind, channel.Event{ID: "c1", Type: channel.EventControl, Account: business(), From: "A", Control: channel.ControlOurs,
			Sent: start().Add(time.Minute), Received: start().Add(time.Minute)})
		o.clock.Add(time.Minute)
		got := o.receive(t, pass)
		require.True(t, may().Allowed)
		require.Equal(t, ticket.Open, got.Ticket.Status, "now it waits for a person")
		take := pass
		take.ID, take.Control, take.Sent = "c2", channel.ControlElsewhere, start().Add(2*time.Minute)
		o.receive(t, take)
		require.False(t, may().Allowed)
		o.receive(t, pass)
		require.False(t, may().Allowed, "the newest word counts")
	}
}

// TestFaultsConflict lets a message name two users that are known apart: it is applied,
// and the conflict is told in receipt, commit and log, once in the log.
func TestFaultsConflict(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	number := o.receive(t, says("447700900011", "m1", "by number", start()))
	byID := o.receive(t, says("GB.A1", "m2", "by id", start()))
	require.NotEqual(t, number.Ticket.ID, byID.Ticket.ID)
	for i, id := range []string{"m3", "m4"} {
		both := says("447700900011", id, "both", start().Add(time.Minute))
		both.Profile.Handles = []string{"GB.A1"}
		r := o.receive(t, both)
		require.Equal(t, number.Ticket.ID, r.Ticket.ID)
		require.Len(t, r.Conflicts, 1)
		require.Len(t, r.Commit.Conflicts, 1)
		require.Equal(t, "GB.A1", r.Conflicts[0].Address.Handle)
		told := 0
		for _, e := range r.Commit.Events {
			if e.Type == ticket.EventIdentity {
				told++
				require.Equal(t, byID.Ticket.Requester, e.To)
			}
		}
		require.Equal(t, 1-i, told)
	}
	merged, err := o.Merge(ctx, socialticket.Merge{Person: byID.Ticket.Requester, Into: number.Ticket.Requester, By: agent()})
	require.NoError(t, err)
	require.Equal(t, number.Ticket.Requester, merged.Person.Into)
}

// TestFaultsFuture dates a message in the year 9999, then the number changes: an instant
// counts no later than its receipt, so that answers go to the new number.
func TestFaultsFuture(t *testing.T) {
	o := newOffice(t)
	e := says("15550100", "m1", "hello", time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))
	e.Received = start()
	id := o.receive(t, e).Ticket.ID
	o.clock.Add(time.Minute)
	renamed := says("15550100", "h1", "", start().Add(time.Minute))
	renamed.Type, renamed.Opens, renamed.Message, renamed.Profile.Handles = channel.EventHandle, "", channel.Message{}, []string{"15550199"}
	o.receive(t, renamed)
	r := o.reply(t, id, "hi")
	require.Equal(t, "15550199", messages(r)[0].To.Handle)
}

// TestFaultsKeptWords keeps what a reply was sent with, and who asked in a follow-up.
func TestFaultsKeptWords(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	id := o.receive(t, says("A", "m1", "hello", start())).Ticket.ID
	call := channel.TemplateCall{Name: "hello", Language: "en", Values: []channel.Parameter{{Text: "Ana"}}}
	r, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Template: call})
	require.NoError(t, err)
	require.Equal(t, call, o.comment(t, r).Content.Template)
	question := channel.Question{Header: "Delivery", Choices: []channel.Choice{{ID: "yes", Title: "Yes"}}}
	r, err = o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "Today?", Question: question})
	require.NoError(t, err)
	require.Equal(t, question, o.comment(t, r).Content.Question)

	o.set(t, id, ticket.FieldRequester, "another", agent())
	o.set(t, id, ticket.FieldStatus, "solved", agent())
	o.set(t, id, ticket.FieldStatus, "closed", ticket.Actor{Kind: ticket.Trigger, ID: "r"})
	next := o.receive(t, says("A", "m2", "again", start()))
	require.Equal(t, id, next.Ticket.FollowUpOf)
	require.Equal(t, "another", next.Ticket.Requester)
}

// TestFaultsTopics lets two members write in two topics of one forum: two conversations,
// answered in the topic they asked in. A reaction that names the forum only finds its
// message all the same, and staff who write to the forum begin no ticket.
func TestFaultsTopics(t *testing.T) {
	o := newOffice(t)
	in := func(topic string, e channel.Event) channel.Event {
		e.Account, e.Message.Group = channel.Account{Kind: channel.Telegram, ID: "bot"}, topic
		return e
	}
	require.Equal(t, socialticket.Unchanged, o.receive(t, in("-100#3", echoes("-100#3", "s1", "welcome", start()))).Outcome)
	first := o.receive(t, in("-100#7", says("A", "m1", "hello", start())))
	second := o.receive(t, in("-100#9", says("B", "m2", "hello", start())))
	require.NotEqual(t, first.Ticket.ID, second.Ticket.ID)
	require.Equal(t, "A", first.Comment.Author.ID)
	require.Equal(t, "Customer A", first.Comment.AuthorName)
	require.Equal(t, "-100#7", messages(o.reply(t, first.Ticket.ID, "hi"))[0].To.Handle)
	o.receive(t, in("-100", reacts("B", "x", "m1", "+", start().Add(time.Minute))))
	require.Equal(t, []ticket.Reaction{{By: ticket.Actor{Kind: ticket.EndUser, ID: "B"}, Emoji: "+", At: start().Add(time.Minute)}}, o.comment(t, first).Reactions)
	o.receive(t, in("-200", reacts("B", "x2", "m2", "+", start().Add(time.Minute))))
	require.Empty(t, o.comment(t, second).Reactions, "it is another group")
}
