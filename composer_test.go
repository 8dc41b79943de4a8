package socialticket_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// TestComposer asks how people answer once a session was ended: by a note, by mail where the
// host sends mail and an address is known, or on as before where that is set.
func TestComposer(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	tests := []struct {
		name  string
		p     session.Policy
		email string
		want  socialticket.Composer
	}{
		{"a note", session.Policy{}, "ana@example.com", socialticket.ComposeNote},
		{"a note, for no address is known", session.Policy{MailEnded: true}, "", socialticket.ComposeNote},
		{"mail", session.Policy{MailEnded: true}, "ana@example.com", socialticket.ComposeMail},
		{"as before", session.Policy{WriteEnded: true, MailEnded: true}, "ana@example.com", socialticket.ComposeMessage},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := withSessions(t, tt.p, pull("thanks", act("reply_public", "How was it?"), cond("session_ended_reason", rules.ChangedTo, "agent")))
			id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
			noted(identity.Person{Email: tt.email}).do(t, o, id)
			ended, err := o.EndSession(ctx, socialticket.EndSession{Ticket: id, By: agent()})
			require.NoError(t, err)
			require.Equal(t, tt.want, ended.Composer)
			require.Len(t, messages(ended), 1, "rules still reach the customer")

			d, err := o.MayReply(ctx, id, channel.Request{Human: true})
			require.NoError(t, err)
			r := o.reply(t, id, "One more thing.")
			note, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "For us.", Note: true})
			require.NoError(t, err)
			require.False(t, note.Comment.Public)
			require.Equal(t, tt.want != socialticket.ComposeNote, r.Ticket.Replies == 1, "what is not sent is no answer")
			switch tt.want {
			case socialticket.ComposeMessage:
				require.True(t, d.Allowed)
				require.Len(t, messages(r), 1)
			case socialticket.ComposeMail:
				require.Equal(t, channel.Decision{Reason: channel.ReasonEnded, Instead: channel.AdviseMail}, d)
				require.Equal(t, d, r.Decision)
				require.Len(t, r.Commit.Effects, 1)
				e := r.Commit.Effects[0]
				require.Equal(t, [2]string{string(socialticket.EffectMail), tt.email}, [2]string{string(e.Kind), e.To})
				var mail socialticket.Mail
				require.NoError(t, json.Unmarshal(e.Body, &mail))
				if diff := cmp.Diff(socialticket.Mail{Ticket: id, Comment: r.Comment.ID, Text: "One more thing."}, mail); diff != "" {
					t.Errorf("mail (-want +got):\n%s", diff)
				}
				done, err := o.Settle(ctx, e)
				require.NoError(t, err)
				require.Equal(t, []string{e.ID}, done.Commit.Done)
			case socialticket.ComposeNote:
				require.Equal(t, channel.Decision{Reason: channel.ReasonEnded, Instead: channel.AdviseNote}, d)
				require.Equal(t, d, r.Decision)
				require.Empty(t, r.Commit.Effects)
				require.Equal(t, channel.StateFailed, r.Comment.Delivery.State)
				require.Equal(t, "session_ended", r.Comment.Delivery.Error.Code)
				require.True(t, r.Comment.Public, "it is kept")
			}
		})
	}
}

// TestComposerOld keeps people from writing on a ticket whose session was ended, also when
// the customer has begun another, while that other is answered as ever.
func TestComposerOld(t *testing.T) {
	t.Parallel()
	o := withSessions(t, session.Policy{})
	old := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	_, err := o.EndSession(context.Background(), socialticket.EndSession{Ticket: old, By: agent()})
	require.NoError(t, err)
	fresh := o.receive(t, says("15550100", "m2", "again", start()))
	require.Equal(t, socialticket.ComposeMessage, fresh.Composer)
	require.Empty(t, messages(o.reply(t, old, "on the old one")))
	require.Len(t, messages(o.reply(t, fresh.Ticket.ID, "on the new one")), 1)
	o.set(t, old, ticket.FieldAssignee, "ada", agent())
	o.set(t, old, ticket.FieldStatus, "solved", agent())
	require.Equal(t, session.Active, o.session(t, fresh.Ticket.ID).State, "the old one does not silence the new")
	closed := o.set(t, old, ticket.FieldStatus, "closed", ticket.Actor{Kind: ticket.Trigger, ID: "r"})
	require.Equal(t, socialticket.Composer(""), closed.Composer)
}
