package socialticket_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/ticket"
)

// TestDeskPreview decides a command without committing it: nothing changes, and the
// commit is the one that is written afterwards, to the byte.
func TestDeskPreview(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	id := o.receive(t, says("A", "m1", "hello", start())).Ticket.ID
	var c socialticket.Command = socialticket.Reply{Ticket: id, By: agent(), Text: "hi"}
	head, err := o.store.Load(ctx, o.Ref(c))
	require.NoError(t, err)
	before := o.dump(t, id)
	preview, receipt, err := o.Decide(head, c, o.settings, o.clock.now)
	require.NoError(t, err)
	require.True(t, receipt.Decision.Allowed)
	require.Equal(t, before, o.dump(t, id))
	done, err := o.Do(ctx, c)
	require.NoError(t, err)
	if diff := cmp.Diff(preview, done.Commit); diff != "" {
		t.Errorf("the preview differs (-preview +committed):\n%s", diff)
	}
}

// TestDeskKeyed hands commands with a key in twice: they are carried out once. Without a
// key every call is a command of its own.
func TestDeskKeyed(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	o.settings.Macros = macros(t, byHand("thanks", act("comment_value", "Thank you!"), act("current_tags", "thanked")))
	id := o.receive(t, says("A", "m1", "hello", start())).Ticket.ID
	for _, c := range []socialticket.Command{
		socialticket.Reply{Ticket: id, By: agent(), Text: "hi", IdempotencyKey: "k"},
		socialticket.Update{Ticket: id, By: agent(), IdempotencyKey: "k", Changes: []ticket.Change{{Field: ticket.FieldTags, Value: "vip"}}},
		socialticket.UseMacro{Ticket: id, By: agent(), Macro: "thanks", IdempotencyKey: "k"},
		socialticket.EndSession{Ticket: id, By: agent(), IdempotencyKey: "k"},
		socialticket.Update{Ticket: id, By: agent(), IdempotencyKey: "k2", Changes: []ticket.Change{{Field: ticket.FieldStatus, Value: "solved"}}},
		socialticket.Rate{Token: o.SurveyToken(id), Score: ticket.Good, Comment: "quick", IdempotencyKey: "k"},
		socialticket.Open{To: channel.Address{Account: business(), Handle: "B"}, Reply: socialticket.Reply{By: agent(), Template: channel.TemplateCall{Name: "t"}, IdempotencyKey: "k"}},
	} {
		first, err := o.Do(ctx, c)
		require.NoError(t, err, c.Kind())
		require.Equal(t, socialticket.Applied, first.Outcome, c.Kind())
		again, err := o.Do(ctx, c)
		require.NoError(t, err, c.Kind())
		require.Equal(t, socialticket.Duplicate, again.Outcome, c.Kind())
		require.Equal(t, first.Comment, again.Comment, c.Kind())
		require.Equal(t, first.Ticket.ID, again.Ticket.ID, c.Kind())
	}
	before := o.ticket(t, id).Comments
	for range 2 {
		o.reply(t, id, "the same words")
	}
	require.Equal(t, before+2, o.ticket(t, id).Comments)
}

// unsure is a store whose commits have an unknown outcome: each is written, and then
// the answer is lost, as often as it says.
type unsure struct {
	*memory.Store
	lose int
	lost error
}

func (u *unsure) Commit(ctx context.Context, c socialticket.Commit) error {
	err := u.Store.Commit(ctx, c)
	if u.lose > 0 && err == nil {
		u.lose--
		return u.lost
	}
	return err
}

// TestDeskUnknownOutcome loses the answer of a commit that was written: the call tries
// again and finds what it did. If it cannot find out, it says so, and the same command
// may be handed in again.
func TestDeskUnknownOutcome(t *testing.T) {
	store := &unsure{Store: &memory.Store{}, lost: errors.New("connection reset")}
	o, ctx := newOffice(t, func(c *socialticket.Config, _ *socialticket.Settings) { c.Store = store }), context.Background()
	o.store = store.Store
	id := o.receive(t, says("A", "m1", "hello", start())).Ticket.ID
	store.lose = 1
	r, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "hi"})
	require.NoError(t, err)
	require.Equal(t, socialticket.Duplicate, r.Outcome)
	require.Equal(t, "hi", r.Comment.Content.Text)
	require.Len(t, o.thread(t, id), 2)

	stop, cancel := context.WithCancel(ctx)
	store.lose, store.lost = 1, context.Canceled
	cancelling := &cancelling{unsure: store, cancel: cancel}
	desk, err := socialticket.New(socialticket.Config{Store: cancelling, Clock: o.clock})
	require.NoError(t, err)
	e := says("A", "m2", "more", start())
	_, err = desk.Receive(stop, e)
	require.ErrorIs(t, err, context.Canceled)
	again, err := desk.Receive(ctx, e)
	require.NoError(t, err)
	require.Equal(t, socialticket.Duplicate, again.Outcome)
	require.Len(t, o.thread(t, id), 3)
}

// cancelling ends the caller's context while the answer is lost.
type cancelling struct {
	*unsure
	cancel func()
}

func (c *cancelling) Commit(ctx context.Context, commit socialticket.Commit) error {
	err := c.unsure.Commit(ctx, commit)
	c.cancel()
	return err
}

// TestDeskStale lets two agents change one ticket: the second is told what the first did.
func TestDeskStale(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	id := o.receive(t, says("A", "m1", "hello", start())).Ticket.ID
	seen := []ticket.Change{{Field: ticket.FieldPriority, Value: ""}, {Field: ticket.FieldTags, Value: "whatsapp_support messaging_support"}}
	set := func(value string) error {
		_, err := o.Update(ctx, socialticket.Update{Ticket: id, By: agent(), If: seen, Changes: []ticket.Change{{Field: ticket.FieldPriority, Value: value}}})
		return err
	}
	require.NoError(t, set("high"))
	err := set("low")
	require.ErrorIs(t, err, socialticket.ErrStale)
	refusal, ok := errors.AsType[*socialticket.Error](err)
	require.True(t, ok)
	require.Equal(t, "priority", refusal.Field)
	require.Contains(t, err.Error(), `it is "high" now, not ""`)
	require.Equal(t, ticket.High, o.ticket(t, id).Priority)
}

// TestDeskErrors gives one kind for each refusal, which a host maps in one place, and a
// text that names the thing once.
func TestDeskErrors(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	o.settings.Agents = []socialticket.Agent{{ID: "ada"}}
	first := o.receive(t, says("A", "m1", "hello", start()))
	id := first.Ticket.ID
	change := func(f ticket.FieldName, v string) socialticket.Update {
		return socialticket.Update{Ticket: id, By: agent(), Changes: []ticket.Change{{Field: f, Value: v}}}
	}
	tests := []struct {
		name    string
		command socialticket.Command
		status  int
		field   string
	}{
		{"no command", nil, 422, ""},
		{"no ticket", socialticket.Reply{By: agent(), Text: "x"}, 422, "ticket"},
		{"no actor", socialticket.Reply{Ticket: id, Text: "x"}, 422, "by"},
		{"an actor without id", socialticket.Reply{Ticket: id, Text: "x", By: ticket.Actor{Kind: ticket.Agent}}, 422, "by"},
		{"the user replies", socialticket.Reply{Ticket: id, Text: "x", By: ticket.Actor{Kind: ticket.EndUser, ID: "u"}}, 422, "by"},
		{"no words", socialticket.Reply{Ticket: id, By: agent()}, 422, "text"},
		{"no actor of an update", socialticket.Update{Ticket: id, Changes: change("subject", "x").Changes}, 422, "by"},
		{"no changes", socialticket.Update{Ticket: id, By: agent()}, 422, "changes"},
		{"an unknown ticket", socialticket.Reply{Ticket: "t", By: agent(), Text: "x"}, 404, ""},
		{"an unknown comment", socialticket.Redaction{Ticket: id, Comment: "c", Part: "x", By: agent()}, 404, ""},
		{"an unknown macro", socialticket.UseMacro{Ticket: id, Macro: "m", By: agent()}, 404, ""},
		{"an unknown agent", change(ticket.FieldAssignee, "bob"), 422, "assignee_id"},
		{"an unknown priority", change(ticket.FieldPriority, "grave"), 422, "priority"},
		{"an agent closes", change(ticket.FieldStatus, "closed"), 422, "status"},
		{"nothing to wake", socialticket.Wake{}, 422, "ticket"},
		{"an unknown ticket to wake", socialticket.Wake{Ticket: "t"}, 404, ""},
		{"an opening without handle", socialticket.Open{To: channel.Address{Account: business()}, Reply: socialticket.Reply{By: agent(), Text: "x"}}, 422, "to"},
		{"into itself", socialticket.Merge{Person: "a", Into: "a", By: agent()}, 422, "into"},
		{"a ticket into itself", socialticket.MergeTickets{Ticket: id, Into: id, By: agent()}, 422, "into"},
		{"a ticket that is not merged", socialticket.UnmergeTickets{Ticket: id, By: agent()}, 422, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := o.Do(ctx, tt.command)
			require.Equal(t, tt.status, statusOf(err), "%v", err)
			refusal, ok := errors.AsType[*socialticket.Error](err)
			require.True(t, ok)
			require.Equal(t, tt.field, refusal.Field)
			text, found := strings.CutPrefix(err.Error(), "socialticket: ")
			require.True(t, found, err.Error())
			require.NotRegexp(t, `\b(socialticket|identity|channel|ticket: ticket): `, text)
		})
	}
	o.set(t, id, ticket.FieldStatus, "solved", agent())
	o.set(t, id, ticket.FieldStatus, "closed", ticket.Actor{Kind: ticket.Trigger, ID: "r"})
	_, err := o.Do(ctx, change("subject", "x"))
	require.Equal(t, 409, statusOf(err))
	require.ErrorIs(t, err, ticket.ErrClosed)
	_, err = socialticket.New(socialticket.Config{})
	require.Equal(t, 422, statusOf(err))
	_, err = socialticket.New(socialticket.Config{Store: &memory.Store{}, Phones: identity.Phones{Country: "55"}})
	require.Equal(t, 422, statusOf(err))
}

// statusOf maps a refusal to the status of HTTP, as a host does.
func statusOf(err error) int {
	switch {
	case errors.Is(err, socialticket.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, socialticket.ErrInvalid), errors.Is(err, socialticket.ErrRefused):
		return http.StatusUnprocessableEntity
	case errors.Is(err, socialticket.ErrStale), errors.Is(err, socialticket.ErrClosed):
		return http.StatusConflict
	}
	return http.StatusInternalServerError
}

// TestOrderJSON writes every kind of command and reads it again.
func TestOrderJSON(t *testing.T) {
	for _, c := range []socialticket.Command{
		socialticket.Received{Event: says("A", "m1", "hello", start())},
		socialticket.Reply{Ticket: "t", By: agent(), Text: "x", IdempotencyKey: "k"},
		socialticket.Update{Ticket: "t", By: agent(), Changes: []ticket.Change{{Field: "subject", Value: "x"}}},
		socialticket.UseMacro{Ticket: "t", Macro: "m", By: agent()},
		socialticket.Redaction{Ticket: "t", Comment: "c", Part: "p", By: agent()},
		socialticket.EndSession{Ticket: "t", By: agent()},
		socialticket.Wake{Account: business(), Ticket: "t"},
		socialticket.Open{To: channel.Address{Account: business(), Handle: "A"}},
		socialticket.Resend{Ticket: "t", Comment: "c", By: agent()},
		socialticket.Rate{Token: "t", Score: ticket.Good, Comment: "x"},
		socialticket.Merge{Person: "a", Into: "b", By: agent()},
		socialticket.Unmerge{Person: "a", By: agent()},
		socialticket.UpdatePerson{Person: "a", By: agent(), Changes: []identity.Change{{Field: "add_phone", Value: "1", Label: "work"}}},
		socialticket.Dismiss{Account: business(), Key: "k", Owner: "a", By: agent()},
		socialticket.Rejoined{Account: business(), Key: "k", Person: "a", Into: "b", Parted: true, By: agent(), At: start()},
		socialticket.Settle{Account: business(), Key: "k", Effect: "e"},
		socialticket.Route{Ticket: "t", By: agent(), Loads: routing.Loads{"ada": {Messaging: 1}}, Turn: routing.Turn{"ben", "ada"}, Prefer: "ben", Passed: []string{"ada"}},
		socialticket.MergeTickets{Ticket: "a", Into: "b", By: agent(), Text: "x", Public: true, Closing: "y", ClosingPublic: true, IdempotencyKey: "k"},
		socialticket.UnmergeTickets{Ticket: "a", By: agent()},
	} {
		text, err := json.Marshal(socialticket.Effect{ID: "e", Command: socialticket.Order{Command: c}})
		require.NoError(t, err)
		var back socialticket.Effect
		require.NoError(t, json.Unmarshal(text, &back))
		if diff := cmp.Diff(c, back.Command.Command, cmp.AllowUnexported(socialticket.Received{}, socialticket.Reply{}, socialticket.Rate{}, socialticket.Wake{}, socialticket.MergeTickets{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.Kind(), diff)
		}
	}
	var o socialticket.Order
	require.ErrorIs(t, json.Unmarshal([]byte(`{"kind": "dance"}`), &o), socialticket.ErrInvalid)
	text, err := json.Marshal(socialticket.Effect{ID: "e"})
	require.NoError(t, err)
	require.NotContains(t, string(text), "command")
}

// TestDeskOpen begins conversations from the business's side.
func TestDeskOpen(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	to := channel.Address{Account: business(), Handle: "15550100"}
	template := socialticket.Reply{By: agent(), Template: channel.TemplateCall{Name: "ready", Language: "en"}}
	r, err := o.Open(ctx, socialticket.Open{To: to, Name: "Ana", Reply: template})
	require.NoError(t, err)
	require.True(t, r.Created)
	require.Equal(t, channel.StateQueued, r.Comment.Delivery.State)
	require.Equal(t, to, messages(r)[0].To)
	require.Equal(t, "Ana", r.Commit.Conversation.User.Name)
	require.True(t, r.Ticket.HasTag(socialticket.TagSocial))
	answer := o.receive(t, says("15550100", "m1", "Thank you!", start().Add(time.Minute)))
	require.Equal(t, r.Ticket.ID, answer.Ticket.ID, "the answer comes to the ticket")
	more, err := o.Open(ctx, socialticket.Open{To: to, Reply: socialticket.Reply{By: agent(), Text: "You are welcome."}})
	require.NoError(t, err)
	require.False(t, more.Created)
	require.Equal(t, r.Ticket.ID, more.Ticket.ID)

	free, err := o.Open(ctx, socialticket.Open{To: channel.Address{Account: business(), Handle: "15550101"}, Reply: socialticket.Reply{By: agent(), Text: "Hello?"}})
	require.NoError(t, err)
	require.Equal(t, channel.ReasonNeverOpened, free.Decision.Reason)
	require.Equal(t, channel.AdviseTemplate, free.Decision.Instead)
	require.Equal(t, channel.StateFailed, free.Comment.Delivery.State)
	sms, err := o.Open(ctx, socialticket.Open{To: channel.Address{Account: channel.Account{Kind: channel.SMS, ID: "1"}, Handle: "+15550101"}, Reply: socialticket.Reply{By: agent(), Text: "Hello?"}})
	require.NoError(t, err)
	require.True(t, sms.Decision.Allowed)
}

// TestDeskDefaults gives new tickets what their account has.
func TestDeskDefaults(t *testing.T) {
	o := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) {
		s.Defaults = []socialticket.Defaults{
			{Account: business(), Brand: "b", Group: "g", Form: "f", Tags: []string{"shop"}},
			{Tags: []string{"all"}, Brand: "other"},
		}
	})
	tk := o.receive(t, says("A", "m1", "hello", start())).Ticket
	require.Equal(t, []string{"b", "g", "f"}, []string{tk.Brand, tk.Group, tk.Form})
	require.Equal(t, []string{"all", "messaging_support", "shop", "whatsapp_support"}, tk.Tags)
	other := o.receive(t, on(channel.LINE, says("A", "m1", "hello", start()))).Ticket
	require.Equal(t, "other", other.Brand)
	require.False(t, other.HasTag("shop"))
}

// TestDeskRewake changes the settings while tickets wait: the timers that were set under
// the old ones are set anew, and each commit names the settings it was decided under.
func TestDeskRewake(t *testing.T) {
	o, ctx := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) { s.Automations = nil }), context.Background()
	var ids []ticket.ID
	for _, user := range []string{"A", "B", "C"} {
		id := o.receive(t, says(user, "m"+user, "hello", start())).Ticket.ID
		o.set(t, id, ticket.FieldStatus, "solved", agent())
		ids = append(ids, id)
	}
	require.Equal(t, start().Add(ticket.DefaultCloseAfter), o.timer(t, ids[0]))
	next := *o.settings
	next.Version, next.Lifecycle.CloseAfter = 2, time.Hour
	o.settings = &next
	changed, err := o.Rewake(ctx, o.store)
	require.NoError(t, err)
	require.Equal(t, 3, changed)
	for _, id := range ids {
		require.Equal(t, start().Add(time.Hour), o.timer(t, id))
	}
	changed, err = o.Rewake(ctx, o.store)
	require.NoError(t, err)
	require.Zero(t, changed)
	o.clock.Add(time.Hour)
	r, err := o.Wake(ctx, ids[0])
	require.NoError(t, err)
	require.Equal(t, ticket.Closed, r.Ticket.Status)
	require.Equal(t, int64(2), r.Commit.Settings)
}

// TestDeskSecret mints ids with a secret: the same parts make others without it.
func TestDeskSecret(t *testing.T) {
	ids := map[string]bool{}
	for _, secret := range []string{"", "one", "two"} {
		for range 2 {
			o := newOffice(t, func(c *socialticket.Config, _ *socialticket.Settings) { c.Secret = []byte(secret) })
			r := o.receive(t, says("15550100", "m1", "hello", start()))
			ids[string(r.Ticket.ID)+r.Comment.ID+r.Ticket.Requester+string(r.Commit.Key)] = true
			require.NotContains(t, string(r.Commit.Key), "15550100")
		}
	}
	require.Len(t, ids, 3)
}

// TestDeskEndSession ends a session: the next message begins another ticket.
func TestDeskEndSession(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	id := o.receive(t, says("A", "m1", "hello", start())).Ticket.ID
	r, err := o.EndSession(ctx, socialticket.EndSession{Ticket: id, By: agent()})
	require.NoError(t, err)
	require.Equal(t, agent(), r.Commit.Conversation.Session.EndedBy)
	require.Equal(t, ticket.New, r.Ticket.Status, "the status stays")
	again, err := o.EndSession(ctx, socialticket.EndSession{Ticket: id, By: agent()})
	require.NoError(t, err)
	require.Equal(t, socialticket.Unchanged, again.Outcome)
	next := o.receive(t, says("A", "m2", "and?", start()))
	require.True(t, next.Created)
}

// TestDeskPreviewIgnored decides events that the desk leaves to others: the preview says
// so, as the verb does.
func TestDeskPreviewIgnored(t *testing.T) {
	o, ctx := newOffice(t, func(c *socialticket.Config, _ *socialticket.Settings) {
		c.Accounts = []channel.Account{business()}
	}), context.Background()
	other, notice := says("A", "m1", "hello", start()), says("A", "m2", "", start())
	other.Account.ID = "another"
	notice.Type = channel.EventTemplate
	for e, want := range map[*channel.Event]socialticket.Outcome{&other: socialticket.UnknownAccount, &notice: socialticket.Unhandled} {
		c := socialticket.Received{Event: *e}
		head, err := o.store.Load(ctx, o.Ref(c))
		require.NoError(t, err)
		commit, preview, err := o.Decide(head, c, o.settings, o.clock.now)
		require.NoError(t, err)
		require.True(t, commit.IsZero())
		require.Equal(t, want, preview.Outcome)
		done, err := o.Do(ctx, c)
		require.NoError(t, err)
		require.Equal(t, preview, done)
	}
}

// TestDeskCarry tries an effect that carries a command without a key again and again, as
// after a crash, also when the conversation went on: it is carried out once.
func TestDeskCarry(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	id := o.receive(t, says("A", "m1", "hello", start())).Ticket.ID
	for i, c := range []socialticket.Command{
		socialticket.Reply{Ticket: id, By: agent(), Text: "hi"},
		socialticket.Reply{Ticket: id, By: agent(), Text: "a note", Note: true},
		socialticket.Update{Ticket: id, By: agent(), If: []ticket.Change{{Field: ticket.FieldPriority}}, Changes: []ticket.Change{{Field: ticket.FieldPriority, Value: "high"}}},
		socialticket.Open{To: channel.Address{Account: business(), Handle: "B"}, Reply: socialticket.Reply{By: agent(), Template: channel.TemplateCall{Name: "t"}}},
	} {
		e := socialticket.Effect{ID: fmt.Sprint("e", i), Kind: socialticket.EffectDecide, Command: socialticket.Order{Command: c}}
		first, err := o.Carry(ctx, e)
		require.NoError(t, err)
		require.Equal(t, socialticket.Applied, first.Outcome)
		o.receive(t, says("A", "after "+e.ID, "and more", start()))
		again, err := o.Carry(ctx, e)
		require.NoError(t, err)
		require.Equal(t, socialticket.Duplicate, again.Outcome, c.Kind())
	}
	_, err := o.Carry(ctx, socialticket.Effect{ID: "empty"})
	require.ErrorIs(t, err, socialticket.ErrInvalid)
}
