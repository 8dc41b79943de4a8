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

// TestFaultsDelivery hands reports in and looks at what the comment says.
func TestFaultsDelivery(t *testing.T) {
	at := func(s int) time.Time { return start().Add(time.Duration(s) * time.Second) }
	fail := func(code string, class channel.Class) channel.Error { return channel.Error{Code: code, Class: class} }
	type report struct {
		message string
		state   channel.DeliveryState
		at      int
		errs    []channel.Error
	}
	none := []channel.Error(nil)
	tests := []struct {
		name    string
		reports []report
		state   channel.DeliveryState
		code    string
	}{
		{"a later try succeeds", []report{
			{"w1", "failed", 0, []channel.Error{fail("131016", channel.ClassRetry)}}, {"w2", "accepted", 600, none}, {"w2", "sent", 602, none}, {"w2", "delivered", 605, none},
		}, channel.StateDelivered, ""},
		{"given up, then sent", []report{
			{"", "failed", 5400, []channel.Error{fail(channel.CodeGaveUp, channel.ClassRetry)}}, {"w1", "sent", 5403, none},
		}, channel.StateSent, ""},
		{"failed, then a late sent", []report{
			{"w1", "failed", 5, []channel.Error{fail("131026", channel.ClassNever)}}, {"w1", "sent", 1, none},
		}, channel.StateFailed, "131026"},
		{"a reason, then none", []report{
			{"w1", "failed", 0, []channel.Error{fail("131026", channel.ClassNever)}}, {"w1", "failed", 7, none},
		}, channel.StateFailed, "131026"},
		{"no reason, then one", []report{
			{"w1", "failed", 0, none}, {"w1", "failed", 7, []channel.Error{fail("131026", channel.ClassNever)}},
		}, channel.StateFailed, "131026"},
		{"at one instant", []report{
			{"w1", "failed", 0, none}, {"w1", "failed", 0, []channel.Error{fail("131026", channel.ClassNever)}},
		}, channel.StateFailed, "131026"},
		{"in doubt, then sent", []report{{"", "in_doubt", 0, none}, {"w1", "sent", 60, none}}, channel.StateSent, ""},
	}
	for _, tt := range tests {
		for n, order := range orders(tt.reports) {
			o := newOffice(t)
			id := o.receive(t, says("A", "m1", "hello", start())).Ticket.ID
			r := o.reply(t, id, "hi")
			for _, s := range order {
				o.report(t, messages(r)[0].ID, s.message, s.state, at(s.at), s.errs...)
			}
			got := o.comment(t, r).Delivery
			require.Equal(t, tt.state, got.State, "%s, order %d", tt.name, n)
			require.Equal(t, tt.code, got.Error.Code, "%s, order %d", tt.name, n)
			require.False(t, got.Contradicted(), "%s, order %d", tt.name, n)
		}
	}
}

func TestFaultsTemplateAdvice(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	id := o.receive(t, says("A", "m1", "hello", start())).Ticket.ID
	r := o.reply(t, id, "hi")
	o.report(t, messages(r)[0].ID, "w1", channel.StateFailed, start())
	o.report(t, messages(r)[0].ID, "w1", channel.StateFailed, start(), channel.Error{Code: "131047", Class: channel.ClassTemplate})
	require.Equal(t, "131047", o.comment(t, r).Delivery.Error.Code)
	d, err := o.MayReply(ctx, id, channel.Request{})
	require.NoError(t, err)
	require.Equal(t, channel.ReasonRefused, d.Reason)
	require.Equal(t, channel.AdviseTemplate, d.Instead)
}

// TestFaultsReplyAndClose replies and closes in one update, and lets the platform refuse.
func TestFaultsReplyAndClose(t *testing.T) {
	o, ctx := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) { s.Lifecycle.AgentsClose = true }), context.Background()
	id := o.receive(t, says("A", "m1", "hello", start())).Ticket.ID
	r, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "bye", Changes: []ticket.Change{{Field: ticket.FieldStatus, Value: "closed"}}})
	require.NoError(t, err)
	require.Equal(t, ticket.Closed, r.Ticket.Status)
	o.report(t, messages(r)[0].ID, "", channel.StateFailed, start(), channel.Error{Code: "131026"})
	require.Equal(t, channel.StateFailed, o.comment(t, r).Delivery.State)
	events, err := o.store.Events(ctx, id, socialticket.Page{})
	require.NoError(t, err)
	require.Equal(t, ticket.EventDelivery, events[0].Type)
	require.Empty(t, o.claim(t))
}

// TestFaultsParts sends a message in two calls, of which one fails.
func TestFaultsParts(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	in := on(channel.Viber, says("A", "m1", "hello", start()))
	id := o.receive(t, in).Ticket.ID
	r, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "look", Attachments: []channel.Attachment{{Type: channel.Video, URL: "https://example.org/v.mp4", Size: 1000}}})
	require.NoError(t, err)
	calls := messages(r)
	require.Len(t, calls, 2)
	o.receive(t, channel.Accepted{MessageID: "p0", At: start()}.Event(calls[0]))
	delivered := channel.Event{ID: "d", Type: channel.EventStatus, Account: in.Account, Sent: start(), Status: channel.Status{MessageID: "p0", State: channel.StateDelivered}}
	o.receive(t, delivered)
	o.receive(t, channel.Refused(calls[1], channel.Error{Code: "6", Title: "not subscribed"}, start()))
	got := o.comment(t, r).Delivery
	require.Equal(t, channel.StateFailed, got.State)
	require.Equal(t, "6", got.Error.Code)
	require.Empty(t, o.claim(t))

	again, err := o.Resend(ctx, socialticket.Resend{Ticket: id, Comment: r.Comment.ID, By: agent()})
	require.NoError(t, err)
	require.Len(t, messages(again), 1, "the call that arrived is not made again")
	o.receive(t, channel.Accepted{MessageID: "p1", At: start()}.Event(messages(again)[0]))
	require.Equal(t, channel.StateAccepted, o.comment(t, r).Delivery.State)
	require.Equal(t, 1, o.ticket(t, id).Replies, "it is one answer")
}

// TestFaultsResend sends a failed comment again, with a new upload.
func TestFaultsResend(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	id := o.receive(t, says("A", "m1", "hello", start())).Ticket.ID
	r, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Attachments: []channel.Attachment{{Type: channel.Image, ID: "old"}}})
	require.NoError(t, err)
	_, err = o.Resend(ctx, socialticket.Resend{Ticket: id, Comment: r.Comment.ID, By: agent()})
	require.ErrorIs(t, err, socialticket.ErrRefused, "it has not failed")
	o.report(t, messages(r)[0].ID, "w1", channel.StateFailed, start(), channel.Error{Code: "131053", Class: channel.ClassFix})
	send := socialticket.Resend{Ticket: id, Comment: r.Comment.ID, By: agent(), IdempotencyKey: "k", Attachments: []channel.Attachment{{Type: channel.Image, ID: "new"}}}
	again, err := o.Resend(ctx, send)
	require.NoError(t, err)
	require.Equal(t, r.Comment.ID, again.Comment.ID)
	require.Equal(t, channel.StateQueued, again.Comment.Delivery.State)
	require.Equal(t, "new", messages(again)[0].Attachments[0].ID)
	require.NotEqual(t, messages(r)[0].ID, messages(again)[0].ID)
	twice, err := o.Resend(ctx, send)
	require.NoError(t, err)
	require.Equal(t, socialticket.Duplicate, twice.Outcome)

	o.report(t, messages(again)[0].ID, "w2", channel.StateSent, start().Add(time.Minute))
	o.report(t, messages(r)[0].ID, "w1", channel.StateDelivered, start().Add(time.Hour))
	got := o.comment(t, r).Delivery
	require.Equal(t, channel.StateSent, got.State, "a late report of an earlier attempt changes nothing")
	require.Equal(t, "w2", got.MessageID)
}

// TestFaultsResendPlaces lets a failed picture out of three be replaced by one or three
// others: what went stays where it is.
func TestFaultsResendPlaces(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	picture := func(id string) channel.Attachment { return channel.Attachment{Type: channel.Image, ID: id} }
	id := o.receive(t, says("A", "m1", "hello", start())).Ticket.ID
	r, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: repeat("word ", 300), Attachments: []channel.Attachment{picture("1"), picture("2"), picture("3")}})
	require.NoError(t, err)
	require.Len(t, messages(r), 4)
	for i, m := range messages(r) {
		if i == 0 {
			o.report(t, m.ID, "", channel.StateFailed, start(), channel.Error{Code: "131053", Class: channel.ClassFix})
			continue
		}
		o.report(t, m.ID, m.ID, channel.StateSent, start())
	}
	send := socialticket.Resend{Ticket: id, Comment: r.Comment.ID, By: agent(), Attachments: []channel.Attachment{picture("4")}}
	_, err = o.Resend(ctx, send)
	require.ErrorIs(t, err, socialticket.ErrInvalid)
	require.Len(t, o.comment(t, r).Parts, 4)

	send.Attachments = []channel.Attachment{picture("4"), picture("2"), picture("3")}
	again, err := o.Resend(ctx, send)
	require.NoError(t, err)
	require.Len(t, messages(again), 1)
	require.Equal(t, "4", messages(again)[0].Attachments[0].ID)
	require.Len(t, again.Comment.Parts, 4)
}

// TestFaultsResendAfterWindow sends again what the policy refused, once the user wrote:
// only then it is an answer.
func TestFaultsResendAfterWindow(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	id := o.receive(t, says("A", "m1", "hello", start())).Ticket.ID
	o.clock.Add(25 * time.Hour)
	r := o.reply(t, id, "late")
	require.Zero(t, o.ticket(t, id).Replies)
	o.receive(t, says("A", "m2", "hello?", o.clock.now))
	again, err := o.Resend(ctx, socialticket.Resend{Ticket: id, Comment: r.Comment.ID, By: agent()})
	require.NoError(t, err)
	require.Equal(t, channel.StateQueued, again.Comment.Delivery.State)
	require.Equal(t, 1, o.ticket(t, id).Replies)
	require.Zero(t, o.ticket(t, id).WaitingSince)
}

// TestFaultsCarried replies with what a channel cannot carry, or not in one call.
func TestFaultsCarried(t *testing.T) {
	buttons := func(n int) (list []channel.Choice) {
		for i := range n {
			list = append(list, channel.Choice{ID: string(rune('a' + i)), Title: string(rune('A' + i))})
		}
		return list
	}
	tests := []struct {
		name    string
		kind    channel.Kind
		reply   socialticket.Reply
		calls   int
		instead channel.Advice
	}{
		{"a PDF on LINE", channel.LINE, socialticket.Reply{Attachments: []channel.Attachment{{Type: channel.Document, MIME: "application/pdf", URL: "https://example.org/a.pdf"}}}, 0, channel.AdviseLink},
		{"4,500 characters on WhatsApp", channel.WhatsApp, socialticket.Reply{Text: words(4500)}, 2, ""},
		{"683 Chinese letters on WeChat", channel.WeChat, socialticket.Reply{Text: repeat("字", 683)}, 2, ""},
		{"eleven buttons on WhatsApp", channel.WhatsApp, socialticket.Reply{Text: "?", Question: channel.Question{Choices: buttons(11)}}, 0, channel.AdviseChange},
		{"two buttons with one title", channel.WhatsApp, socialticket.Reply{Text: "?", Question: channel.Question{Choices: []channel.Choice{{ID: "a", Title: "Yes"}, {ID: "b", Title: "Yes"}}}}, 0, channel.AdviseChange},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			id := o.receive(t, on(tt.kind, says("A", "m1", "hello", start()))).Ticket.ID
			tt.reply.Ticket, tt.reply.By = id, agent()
			r, err := o.Reply(context.Background(), tt.reply)
			require.NoError(t, err)
			require.Len(t, messages(r), tt.calls)
			if tt.calls > 0 {
				require.Equal(t, channel.StateQueued, r.Comment.Delivery.State)
				return
			}
			require.Equal(t, channel.StateFailed, r.Comment.Delivery.State)
			require.Equal(t, channel.ReasonContent, r.Decision.Reason)
			require.Equal(t, tt.instead, r.Decision.Instead)
			require.NotEmpty(t, r.Comment.Delivery.Error.Title)
			require.Zero(t, r.Ticket.Replies)
		})
	}
}

func repeat(s string, n int) (text string) {
	for range n {
		text += s
	}
	return text
}

func words(n int) string { return repeat("word ", n/5) }

// TestFaultsDoubt tells of a message in doubt: while the platform may still say what became
// of it, it waits; then it is told as in doubt, and can be sent again by hand.
func TestFaultsDoubt(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	id := o.receive(t, says("A", "m1", "hello", start())).Ticket.ID
	r := o.reply(t, id, "hi")
	effect := messages(r)[0].ID
	waiting := o.report(t, effect, "", channel.StateDoubt, start())
	require.Equal(t, channel.StateDoubt, waiting.Comment.Delivery.State)
	require.Empty(t, waiting.Commit.Done)
	_, err := o.Resend(ctx, socialticket.Resend{Ticket: id, Comment: r.Comment.ID, By: agent()})
	require.ErrorIs(t, err, socialticket.ErrRefused, "the platform may still tell")
	last := o.report(t, effect, "", channel.StateDoubt, start().Add(time.Minute), channel.Error{Code: channel.CodeDoubt, Class: channel.ClassFix})
	require.Equal(t, []string{effect}, last.Commit.Done)
	require.Equal(t, channel.CodeDoubt, last.Comment.Delivery.Error.Code)
	require.Empty(t, o.claim(t))

	late := o.report(t, effect, "w1", channel.StateSent, start().Add(time.Hour))
	require.Equal(t, channel.StateSent, late.Comment.Delivery.State)
	require.Zero(t, late.Comment.Delivery.Error)
	_, err = o.Resend(ctx, socialticket.Resend{Ticket: id, Comment: r.Comment.ID, By: agent()})
	require.ErrorIs(t, err, socialticket.ErrRefused)
}
