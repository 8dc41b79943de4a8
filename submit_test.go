package socialticket_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

func site() channel.Account { return channel.Account{Kind: channel.Web, ID: "shop.example"} }

// siteWidget has both forms, and one department that is open on Mondays from nine to ten.
func siteWidget(t testing.TB) session.Widget {
	t.Helper()
	s, err := schedule.New(schedule.Config{Weekly: schedule.Week{time.Monday: {{From: 9 * time.Hour, To: 10 * time.Hour}}}})
	require.NoError(t, err)
	return session.Widget{
		Departments: []session.Department{{ID: "sales", Hours: s}}, OfflineForm: true, ContactForm: true,
		Contact: session.Form{ID: "f1", Fields: []session.FormField{
			{ID: session.AskName}, {ID: session.AskEmail, Required: true}, {ID: session.AskPhone}, {ID: session.AskSubject, Required: true},
			{ID: session.AskMessage, Required: true}, {ID: "order", Type: session.AnswerInteger},
			{ID: "product", Type: session.AnswerDropDown, Choices: []string{"shoes", "hats"}, Required: true},
		}},
	}
}

// formOffice is a desk of a web page, with a trigger that sees what visitors submit.
func formOffice(t testing.TB) *office {
	return newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) {
		s.Widgets = map[channel.Account]session.Widget{site(): siteWidget(t)}
		s.Defaults = []socialticket.Defaults{{Brand: "b", Group: "g", Form: "f0"}}
		triggers, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{{
			ID: "hats", Title: "Hats are urgent",
			When: rules.Conditions{All: []rules.Condition{
				{Field: "update_type", Op: rules.Is, Value: rules.Value{"Create"}}, {Field: "current_tags", Op: rules.Includes, Value: rules.Value{"contact_form"}},
				{Field: "custom_fields_product", Op: rules.Is, Value: rules.Value{"hats"}}, {Field: "comment_includes_word", Op: rules.Includes, Value: rules.Value{"red"}},
			}},
			Do: []rules.Action{{Field: "priority", Value: rules.Value{"urgent"}}},
		}})
		require.NoError(t, err)
		s.Triggers = triggers
	})
}

func request(key string) socialticket.Submit {
	return socialticket.Submit{
		Account: site(), Form: session.ModeContactForm, Department: "sales", IdempotencyKey: key, Locale: "fr",
		Answers: map[string]string{
			"name": "Ana", "email": "Ana@Example.com", "phone": "+33 1 23", "subject": "A hat", "message": "Is it red?\n4111 1111 1111 1111", "product": "hats", "order": "012",
		},
	}
}

// TestDeskSubmit makes a ticket of a contact form: its words, fields and tags, with what the
// visitor told of themselves, before triggers look at it.
func TestDeskSubmit(t *testing.T) {
	o, ctx := formOffice(t), context.Background()
	r, err := o.Submit(ctx, request("k1"))
	require.NoError(t, err)
	require.Equal(t, socialticket.Applied, r.Outcome)
	require.True(t, r.Created)
	tk, err := o.store.Ticket(ctx, r.Ticket.ID)
	require.NoError(t, err)
	require.Equal(t, []string{"A hat", "f1", "sales", "b"}, []string{tk.Subject, tk.Form, tk.Group, tk.Brand})
	require.Equal(t, []string{"contact_form", "messaging_support", "web_support"}, tk.Tags)
	require.Equal(t, []ticket.Field{{ID: "order", Value: "12"}, {ID: "product", Value: "hats"}, {ID: socialticket.FieldChannelInfo, Value: "web:shop.example"}}, tk.Fields)
	require.Equal(t, ticket.Urgent, tk.Priority, "the trigger saw fields, tags and words at the creation")
	require.Equal(t, []any{ticket.New, ticket.RouteEmail, channel.Web, start(), 1, 0}, []any{tk.Status, tk.Routing, tk.Via, tk.WaitingSince, tk.Comments, tk.Reopens})
	require.Equal(t, channel.Address{Account: site(), Handle: "ana@example.com"}, tk.Address)
	comments, err := o.store.Comments(ctx, tk.ID, socialticket.Page{Limit: 9})
	require.NoError(t, err)
	want := []ticket.Comment{{
		ID: r.Comment.ID, Ticket: tk.ID, Number: 1, Author: ticket.Actor{Kind: ticket.EndUser, ID: tk.Requester}, Public: true, Redacted: true, SentAt: start(), ReceivedAt: start(),
		Content: channel.Message{
			Type: channel.Text, Subtype: "contact_form", Text: "Is it red?\n4111 11▇▇ ▇▇▇▇ 1111",
			People: []channel.Person{{Name: "Ana", Emails: []string{"Ana@Example.com"}, Phones: []string{"+33 1 23"}}},
		},
	}}
	if diff := cmp.Diff(want, comments); diff != "" {
		t.Errorf("comments (-want +got):\n%s", diff)
	}
	u := r.Commit.Conversation.User
	require.Equal(t, []string{"Ana", "Ana@Example.com", "+33 1 23", "fr"}, []string{u.Name, u.Email, u.Phone, u.Locale})
	require.Equal(t, []channel.Address{tk.Address}, u.Addresses, "a number that was typed is not an address")
	require.Empty(t, r.Commit.Conversation.Session.ID)

	again, err := o.Submit(ctx, request("k1"))
	require.NoError(t, err)
	require.Equal(t, socialticket.Duplicate, again.Outcome)
	require.Equal(t, tk.ID, again.Ticket.ID)
	answer := o.reply(t, tk.ID, "Yes, very.")
	require.Equal(t, tk.Address, messages(answer)[0].To)
	require.Equal(t, channel.StateQueued, answer.Comment.Delivery.State)
}

// TestDeskSubmitOwn makes one ticket of each form, whatever the visitor's other tickets are;
// what was known of the contact stays, and the next message goes to the newest.
func TestDeskSubmitOwn(t *testing.T) {
	o, ctx := formOffice(t), context.Background()
	hello := says("visitor-7", "m1", "Anyone there?", start())
	hello.Account = site()
	chat := o.receive(t, hello).Ticket
	form := socialticket.Submit{Account: site(), From: "visitor-7", Form: session.ModeOfflineForm, IdempotencyKey: "a",
		Answers: map[string]string{"name": "Ana", "email": "ana@example.com", "message": "Call me"}}
	first, err := o.Submit(ctx, form)
	require.NoError(t, err)
	require.NotEqual(t, chat.ID, first.Ticket.ID)
	require.Empty(t, first.Ticket.FollowUpOf)
	require.Equal(t, chat.Requester, first.Ticket.Requester, "one contact")
	require.Equal(t, "Customer visitor-7", first.Commit.Conversation.User.Name)
	require.Equal(t, "ana@example.com", first.Commit.Conversation.User.Email)
	require.True(t, first.Ticket.HasTag("offline_form"))
	require.Equal(t, "f0", first.Ticket.Form)

	o.set(t, first.Ticket.ID, ticket.FieldStatus, "solved", agent())
	form.IdempotencyKey, form.Answers["email"] = "b", "other@example.com"
	second, err := o.Submit(ctx, form)
	require.NoError(t, err)
	require.NotEqual(t, first.Ticket.ID, second.Ticket.ID)
	require.Equal(t, "ana@example.com", second.Commit.Conversation.User.Email, "an address that is known stays")
	require.Equal(t, []string{"other@example.com"}, second.Comment.Content.People[0].Emails)
	require.Equal(t, []any{"", ticket.New, 0}, []any{string(second.Ticket.FollowUpOf), second.Ticket.Status, second.Ticket.Reopens})
	kept, err := o.store.Ticket(ctx, first.Ticket.ID)
	require.NoError(t, err)
	require.Equal(t, ticket.Solved, kept.Status)

	more := says("visitor-7", "m2", "Hello?", start().Add(time.Minute))
	more.Account = site()
	require.Equal(t, second.Ticket.ID, o.receive(t, more).Ticket.ID)

	keyless := form
	keyless.IdempotencyKey = ""
	for range 2 {
		r, err := o.Submit(ctx, keyless)
		require.NoError(t, err)
		require.True(t, r.Created, "each call without a key is a request of its own")
	}
}

// TestDeskSubmitRefused names what is wrong, and writes nothing.
func TestDeskSubmitRefused(t *testing.T) {
	o, ctx := formOffice(t), context.Background()
	o.settings.Groups = []socialticket.Group{{ID: "other"}}
	other := channel.Account{Kind: channel.Web, ID: "other"}
	for _, tt := range []struct {
		name, field string
		kind        error
		change      func(*socialticket.Submit)
	}{
		{"no account", "account", socialticket.ErrInvalid, func(s *socialticket.Submit) { s.Account = channel.Account{} }},
		{"no widget", "account", socialticket.ErrInvalid, func(s *socialticket.Submit) { s.Account = other }},
		{"no form", "form", socialticket.ErrRefused, func(s *socialticket.Submit) { s.Form = session.ModeChat }},
		{"unknown department", "department", socialticket.ErrInvalid, func(s *socialticket.Submit) { s.Department = "x" }},
		{"unknown group", "group_id", socialticket.ErrRefused, func(*socialticket.Submit) {}},
		{"answers", "answers", socialticket.ErrInvalid, func(s *socialticket.Submit) { s.Answers = map[string]string{"order": "x", "message": "y"} }},
	} {
		s := request("k")
		tt.change(&s)
		r, err := o.Submit(ctx, s)
		require.ErrorIs(t, err, tt.kind, tt.name)
		refusal, ok := errors.AsType[*socialticket.Error](err)
		require.True(t, ok, tt.name)
		require.Equal(t, tt.field, refusal.Field, tt.name)
		require.True(t, r.Commit.IsZero(), tt.name)
	}
	_, err := o.Submit(ctx, socialticket.Submit{Account: site(), Form: session.ModeContactForm, Answers: map[string]string{"order": "x", "message": "y"}})
	require.EqualError(t, err, "socialticket: submit: answers: form: email required, subject required, order no_number, product required")
	wrong, ok := errors.AsType[*session.FormError](err)
	require.True(t, ok)
	require.Len(t, wrong.Problems, 4)

	w := siteWidget(t)
	w.Contact = session.Form{Fields: []session.FormField{{ID: session.AskMessage, Required: true}}}
	o.settings.Widgets = map[channel.Account]session.Widget{{}: w}
	anonymous := socialticket.Submit{Account: other, Form: session.ModeContactForm, Answers: map[string]string{"message": "y"}}
	_, err = o.Submit(ctx, anonymous)
	require.ErrorContains(t, err, "from")
	anonymous.From = "visitor-1"
	r, err := o.Submit(ctx, anonymous)
	require.NoError(t, err)
	require.Empty(t, r.Comment.Content.People)
}

// TestDeskSubmitMasks states that no answer, in whichever field, is kept with a card number.
func TestDeskSubmitMasks(t *testing.T) {
	for id := range request("").Answers {
		o := formOffice(t)
		s := request("k")
		s.Answers[id] = "paid with " + cardNumber
		r, err := o.Submit(context.Background(), s)
		text, jsonErr := json.Marshal(r)
		require.NoError(t, jsonErr)
		require.NotContains(t, string(text), cardNumber, id)
		if err != nil {
			require.NotContains(t, err.Error(), cardNumber, id)
		}
		require.Equal(t, "paid with "+cardNumber, s.Answers[id], "the caller's answers stay as they are")
	}
}

// TestDeskWidget asks a desk what the widgets of its accounts show now.
func TestDeskWidget(t *testing.T) {
	o := formOffice(t)
	online, asks := session.Presence{"sales": 1}, session.Visitor{Department: "sales"}
	show, err := o.Widget(site(), online, asks)
	require.NoError(t, err)
	require.Equal(t, session.ModeChat, show.Mode)
	require.Equal(t, start().Add(time.Hour), show.Until)
	o.clock.Set(show.Until)
	asks.LoadedAt = start()
	admitted, err := o.Admit(site(), online, asks)
	require.NoError(t, err)
	require.False(t, admitted.Allowed)
	require.True(t, admitted.Late)
	require.Equal(t, session.ModeContactForm, admitted.Show.Mode)
	require.Len(t, admitted.Show.Fields, 7)
	_, err = o.Widget(business(), online, asks)
	require.ErrorIs(t, err, socialticket.ErrNotFound)
	_, err = o.Admit(business(), online, asks)
	require.ErrorIs(t, err, socialticket.ErrNotFound)
	bad := socialticket.Settings{Widgets: map[channel.Account]session.Widget{site(): {Lead: -1}}}
	require.EqualError(t, bad.Check(), "socialticket: settings: widgets[web:shop.example]: widget: lead -1ns is negative")
}

// TestDeskSubmitOrder carries a form in an effect, as JSON, and hands it in from there.
func TestDeskSubmitOrder(t *testing.T) {
	o, ctx := formOffice(t), context.Background()
	text, err := json.Marshal(socialticket.Effect{ID: "e", Kind: socialticket.EffectDecide, Command: socialticket.Order{Command: request("")}})
	require.NoError(t, err)
	var back socialticket.Effect
	require.NoError(t, json.Unmarshal(text, &back))
	require.Empty(t, cmp.Diff(request(""), back.Command.Command, cmp.AllowUnexported(socialticket.Submit{})))
	for _, want := range []socialticket.Outcome{socialticket.Applied, socialticket.Duplicate} {
		r, err := o.Carry(ctx, back)
		require.NoError(t, err)
		require.Equal(t, want, r.Outcome)
		require.Equal(t, "A hat", r.Ticket.Subject)
	}
}
