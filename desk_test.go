package socialticket_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

func TestDeskLateReply(t *testing.T) {
	tests := []struct {
		name  string
		after time.Duration
		want  channel.DeliveryState
		code  string
		out   int
	}{
		{"in the last second", 24*time.Hour - time.Second, channel.StateQueued, "", 1},
		{"at the end", 24 * time.Hour, channel.StateFailed, "window_closed", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o, ctx := newOffice(t), context.Background()
			id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
			o.clock.Set(start().Add(tt.after))
			r, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "late?"})
			require.NoError(t, err)
			thread, err := o.store.Comments(ctx, id, socialticket.Page{})
			require.NoError(t, err)
			require.Len(t, thread, 2, "the reply is kept whatever the verdict")
			if got := thread[0].Delivery; got.State != tt.want || got.Error.Code != tt.code {
				t.Errorf("delivery %+v, want %s %q", got, tt.want, tt.code)
			}
			if len(messages(r)) != tt.out {
				t.Errorf("%d messages to send, want %d", len(messages(r)), tt.out)
			}
			if tt.out > 0 {
				return
			}
			if r.Decision.Allowed || r.Decision.Instead != channel.AdviseTemplate {
				t.Errorf("decision %+v, want a template instead", r.Decision)
			}
			events, err := o.store.Events(ctx, id, socialticket.Page{})
			require.NoError(t, err)
			if !slices.ContainsFunc(events, func(e ticket.Event) bool {
				return e.Type == ticket.EventDelivery && e.Reason.Code == tt.code && e.To == string(tt.want)
			}) {
				t.Errorf("no event tells of the failure: %+v", events)
			}
		})
	}
}

// TestNewChecksPolicies states that a policy which makes no sense is found when the desk
// is made, not when a customer waits.
func TestNewChecksPolicies(t *testing.T) {
	odd := channel.Policy{Channel: channel.LINE, Rules: []channel.Rule{{Means: channel.FreeForm, For: -time.Hour}}}
	line := func(a channel.Account) channel.Policy {
		if a.Kind == channel.LINE {
			return odd
		}
		policy, _ := channel.PolicyOf(a.Kind)
		return policy
	}
	tests := []struct {
		name     string
		policy   func(channel.Account) channel.Policy
		accounts []channel.Account
		want     string
	}{
		{"sound", func(a channel.Account) channel.Policy { return channel.Timed(a.Kind, time.Hour) }, nil, ""},
		{"odd, for all accounts", line, nil, "rule 0: for -1h0m0s: negative"},
		{"odd, for one account", line, []channel.Account{{Kind: channel.SMS, ID: "1"}, {Kind: channel.LINE, ID: "2"}}, "rule 0: for -1h0m0s: negative"},
		{"odd, for an account of another desk", line, []channel.Account{{Kind: channel.SMS, ID: "1"}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := socialticket.New(socialticket.Config{Store: &memory.Store{}, Policy: tt.policy, Accounts: tt.accounts})
			if tt.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, socialticket.ErrInvalid)
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestDeskReopens(t *testing.T) {
	o := newOffice(t)
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	for _, status := range []string{"pending", "hold", "solved"} {
		o.set(t, id, ticket.FieldStatus, status, agent())
		o.clock.Add(time.Hour)
		r := o.receive(t, says("15550100", "after "+status, "and?", o.clock.Now()))
		if r.Ticket.ID != id || r.Ticket.Status != ticket.Open {
			t.Errorf("after %s: ticket %s is %s", status, r.Ticket.ID, r.Ticket.Status)
		}
	}
	head, err := o.store.Load(context.Background(), socialticket.Ref{Ticket: id})
	require.NoError(t, err)
	if head.Conversation.Session.State != session.Active {
		t.Errorf("session %s, want active", head.Conversation.Session.State)
	}
}

func TestDeskSocialMarks(t *testing.T) {
	o := newOffice(t)
	got := o.receive(t, says("15550100", "m1", "my card is 4111 1111 1111 1111", start()))
	if diff := cmp.Diff([]string{"messaging_support", "whatsapp_support"}, got.Ticket.Tags); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	if info := got.Ticket.Field(socialticket.FieldChannelInfo); info != "whatsapp:1066" {
		t.Errorf("channel info %q", info)
	}
	if !got.Comment.Redacted || got.Comment.Content.Text != "my card is 4111 11▇▇ ▇▇▇▇ 1111" {
		t.Errorf("comment %q, redacted %v", got.Comment.Content.Text, got.Comment.Redacted)
	}
}

// TestDeskReplyKinds sends every form of message that a reply can be.
func TestDeskReplyKinds(t *testing.T) {
	photo := channel.Attachment{Type: channel.Image, ID: "media1"}
	question := channel.Question{Header: "Delivery 4111111111111111", Footer: "4111111111111111", Choices: []channel.Choice{{ID: "yes", Title: "Yes"}}}
	tests := []struct {
		want  channel.MessageType
		reply socialticket.Reply
		text  string
	}{
		{channel.Text, socialticket.Reply{Text: "card 4111111111111111"}, "card 411111▇▇▇▇▇▇1111"},
		{channel.Image, socialticket.Reply{Text: "look", Attachments: []channel.Attachment{photo}}, "look"},
		{channel.Template, socialticket.Reply{Template: channel.TemplateCall{Name: "hello", Language: "en"}}, ""},
		{channel.Interactive, socialticket.Reply{Text: "Today?", Question: question}, "Today?"},
		{channel.Location, socialticket.Reply{Place: channel.Place{Latitude: 48.8, Longitude: 2.3, Name: "4111111111111111"}}, ""},
		{channel.Contacts, socialticket.Reply{People: []channel.Person{{Name: "Bo"}}}, ""},
	}
	for _, tt := range tests {
		t.Run(string(tt.want), func(t *testing.T) {
			o := newOffice(t)
			tt.reply.Ticket, tt.reply.By = o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID, agent()
			r, err := o.Reply(context.Background(), tt.reply)
			require.NoError(t, err)
			if r.Comment.Content.Type != tt.want || r.Comment.Content.Text != tt.text {
				t.Errorf("kept as %s %q, want %s %q", r.Comment.Content.Type, r.Comment.Content.Text, tt.want, tt.text)
			}
			require.Len(t, messages(r), 1)
			require.Equal(t, tt.want, messages(r)[0].Type)
			text, err := json.Marshal(r.Commit)
			require.NoError(t, err)
			require.NotContains(t, string(text), "4111111111111111")
		})
	}
	o := newOffice(t)
	_, err := o.Reply(context.Background(), socialticket.Reply{Ticket: "t", By: agent()})
	require.ErrorIs(t, err, socialticket.ErrInvalid)
}

func TestDeskMasksFields(t *testing.T) {
	o := newOffice(t)
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	for _, field := range []ticket.FieldName{ticket.FieldSubject, ticket.CustomField + "42"} {
		got := o.set(t, id, field, "paid with 4111111111111111", agent())
		require.Equal(t, "paid with 411111▇▇▇▇▇▇1111", got.Ticket.Get(field))
		require.NotContains(t, o.dump(t, id), "4111111111111111")
	}
}

func TestDeskUnknown(t *testing.T) {
	o := newOffice(t, func(c *socialticket.Config, _ *socialticket.Settings) {
		c.Accounts = []channel.Account{{Kind: channel.LINE, ID: "L"}}
	})
	r := o.receive(t, says("15550100", "m1", "hello", start()))
	if r.Outcome != socialticket.UnknownAccount || !r.Ticket.IsZero() {
		t.Errorf("unknown account: %+v", r)
	}
	_, err := o.Wake(context.Background(), "nobody")
	require.ErrorIs(t, err, socialticket.ErrNotFound)
}

func TestDeskRedact(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	got := o.receive(t, says("15550100", "m1", "my pin is 1234, really 1234", start()))
	o.set(t, got.Ticket.ID, ticket.FieldStatus, "solved", agent())
	o.set(t, got.Ticket.ID, ticket.FieldStatus, "closed", ticket.Actor{Kind: ticket.Trigger})
	r, err := o.Redact(ctx, socialticket.Redaction{Ticket: got.Ticket.ID, Comment: got.Comment.ID, Part: "1234", By: agent()})
	require.NoError(t, err)
	require.Equal(t, "my pin is ▇▇▇▇, really ▇▇▇▇", r.Comment.Content.Text)
	dump := o.dump(t, got.Ticket.ID)
	require.NotContains(t, dump, "1234", "nothing tells what was masked")
	require.Contains(t, dump, `"type": "redact"`, "something tells that it was")
	again, err := o.Redact(ctx, socialticket.Redaction{Ticket: got.Ticket.ID, Comment: got.Comment.ID, Part: "1234", By: agent()})
	require.NoError(t, err)
	require.Equal(t, socialticket.Unchanged, again.Outcome)
	_, err = o.Redact(ctx, socialticket.Redaction{Ticket: got.Ticket.ID, Comment: "none", Part: "x", By: agent()})
	require.ErrorIs(t, err, socialticket.ErrNotFound)
}

// TestDeskNobody hands in what platforms tell of users that never wrote: it makes
// no user and no ticket.
func TestDeskNobody(t *testing.T) {
	o := newOffice(t)
	for _, kind := range []channel.EventType{channel.EventLeave, channel.EventHandle, channel.EventRead, channel.EventRevoke} {
		e := says("15550100", "e-"+string(kind), "", start())
		e.Type, e.Opens = kind, ""
		if r := o.receive(t, e); r.Outcome != socialticket.Unchanged || !r.Ticket.IsZero() {
			t.Errorf("%s: %s, ticket %q", kind, r.Outcome, r.Ticket.ID)
		}
	}
	follow := says("15550100", "f1", "", start())
	follow.Type, follow.Opens = channel.EventOpen, channel.OpenWelcome
	if r := o.receive(t, follow); r.Outcome != socialticket.Applied || !r.Ticket.IsZero() {
		t.Errorf("welcome: %s, ticket %q: want a window and no ticket", r.Outcome, r.Ticket.ID)
	}
}

// TestDeskGroup lets two members of a group write: one conversation, one window,
// and an answer that goes to the group.
func TestDeskGroup(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	var r socialticket.Receipt
	for i, member := range []string{"15550100", "15550101"} {
		e := says(member, fmt.Sprint("m", i), "hello", start().Add(time.Duration(i)*time.Hour))
		e.Message.Group = "group-1"
		o.clock.Set(e.Sent)
		r = o.receive(t, e)
		require.Equal(t, member, r.Comment.Author.ID)
	}
	require.Equal(t, 2, r.Ticket.Comments)
	o.clock.Set(start().Add(25*time.Hour - 1)) // the second member's window
	reply, err := o.Reply(ctx, socialticket.Reply{Ticket: r.Ticket.ID, By: agent(), Text: "hi all"})
	require.NoError(t, err)
	require.Len(t, messages(reply), 1)
	require.Equal(t, "group-1", messages(reply)[0].To.Handle)
}

// TestDeskCounts answers on a channel that allows five messages after each of the
// user's: the sixth is kept and not sent.
func TestDeskCounts(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	e := says("openid", "m1", "hello", start())
	e.Account.Kind = channel.WeChat
	id := o.receive(t, e).Ticket.ID
	for i := range 6 {
		r, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "hi"})
		require.NoError(t, err)
		want := channel.ReasonOpen
		if i == 5 {
			want = channel.ReasonCount
		}
		require.Equal(t, want, r.Decision.Reason, "reply %d", i+1)
	}
}
