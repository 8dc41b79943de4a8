package socialticket_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// asking returns an office that asks how it went, and a ticket on which a customer wrote.
func asking(t testing.TB, change ...func(*socialticket.Settings)) (*office, ticket.ID) {
	t.Helper()
	o := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) {
		s.Survey = asks()
		for _, f := range change {
			f(s)
		}
	})
	return o, o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
}

func (o *office) solve(t testing.TB, id ticket.ID) socialticket.Receipt {
	t.Helper()
	return o.set(t, id, ticket.FieldStatus, "solved", agent())
}

// TestSurveyAnswered lets a customer tap, change their mind, write again, and be asked again
// when the next episode ends. The tap reopens nothing.
func TestSurveyAnswered(t *testing.T) {
	o, id := asking(t)
	r := o.solve(t, id)
	first := surveysOf(r)[0]
	require.Equal(t, channel.Interactive, messages(r)[0].Type)
	require.Equal(t, ticket.Survey{Score: ticket.Offered, Episode: 1, OfferedAt: start()}, r.Ticket.Survey)
	require.Zero(t, r.Ticket.FirstReplyAt, "a survey is no answer")

	o.clock.Add(time.Hour)
	tap := o.receive(t, taps("15550100", "m2", first, 1, o.clock.now))
	require.Equal(t, ticket.Solved, tap.Ticket.Status)
	require.Equal(t, ticket.Bad, tap.Ticket.Survey.Score)
	require.Zero(t, tap.Ticket.WaitingSince)
	require.Equal(t, "Bad", tap.Comment.Content.Text)
	require.Equal(t, o.clock.now, tap.Ticket.RequesterAt)
	want := ticket.Event{
		Ticket: id, Number: tap.Ticket.Events - 1, At: o.clock.now, By: ticket.Actor{Kind: ticket.EndUser, ID: tap.Ticket.Requester}, Type: ticket.EventChange,
		Field: ticket.FieldSatisfaction, From: "offered", To: "bad",
	}
	if diff := cmp.Diff(want, tap.Commit.Events[0]); diff != "" {
		t.Errorf("event (-want +got):\n%s", diff)
	}
	require.Equal(t, socialticket.Duplicate, o.receive(t, taps("15550100", "m2", first, 1, o.clock.now)).Outcome)
	require.Equal(t, ticket.Good, o.receive(t, taps("15550100", "m3", first, 0, o.clock.now)).Ticket.Survey.Score, "the last word counts")

	again := o.receive(t, says("15550100", "m4", "not quite", o.clock.now))
	require.Equal(t, ticket.Open, again.Ticket.Status, "words reopen")
	require.Equal(t, ticket.Good, again.Ticket.Survey.Score)
	require.Equal(t, ticket.Bad, o.receive(t, taps("15550100", "m5", first, 1, o.clock.now)).Ticket.Survey.Score, "solved and reopened")
	second := o.solve(t, id)
	require.Len(t, surveysOf(second), 1, "another episode")
	require.NotEqual(t, first.ID, surveysOf(second)[0].ID)
	require.Equal(t, ticket.Bad, second.Ticket.Survey.Score, "what was said stays until it is said anew")
	require.Empty(t, surveysOf(o.set(t, id, ticket.FieldStatus, "hold", agent())))
	require.Empty(t, surveysOf(o.solve(t, id)), "from hold: the same episode")
}

// TestSurveyRaw takes the id of a button that comes back as the text, as on Viber.
func TestSurveyRaw(t *testing.T) {
	o, id := asking(t)
	e := taps("15550100", "m2", surveysOf(o.solve(t, id))[0], 0, start())
	e.Message = channel.Message{ID: "m2", Type: channel.Text, Text: e.Message.Payload, Payload: "tracking"}
	r := o.receive(t, e)
	require.Equal(t, ticket.Good, r.Ticket.Survey.Score)
	require.Equal(t, "Good", r.Comment.Content.Text)
}

// TestSurveyForeign lets others tap, and taps come that nobody asked for: they are words.
func TestSurveyForeign(t *testing.T) {
	o, id := asking(t)
	survey := surveysOf(o.solve(t, id))[0]
	r := o.receive(t, taps("15550199", "x1", survey, 1, start()))
	require.True(t, r.Created)
	require.NotEqual(t, id, r.Ticket.ID)
	require.Equal(t, ticket.Offered, o.ticket(t, id).Survey.Score)

	forged := survey
	forged.Content.Question.Choices = []channel.Choice{{ID: "survey." + string(r.Ticket.ID) + ".good", Title: "Good"}, {ID: "survey.unknown.bad", Title: "Bad"}}
	for i, m := range []string{"x2", "x3"} {
		got := o.receive(t, taps("15550199", m, forged, i, start()))
		require.Equal(t, r.Ticket.ID, got.Ticket.ID)
		require.Empty(t, got.Ticket.Survey)
		require.Equal(t, ticket.EventComment, got.Commit.Events[0].Type)
	}
}

// TestSurveyClosed lets a tap come to a closed ticket: it opens the window and says nothing.
func TestSurveyClosed(t *testing.T) {
	o, id := asking(t)
	survey := surveysOf(o.solve(t, id))[0]
	closed := o.set(t, id, ticket.FieldStatus, "closed", ticket.Actor{Kind: ticket.Automation, ID: "a"}).Ticket
	o.clock.Add(48 * time.Hour)
	r := o.receive(t, taps("15550100", "m2", survey, 0, o.clock.now))
	require.Equal(t, closed, o.ticket(t, id))
	require.False(t, r.Created)
	d, err := o.MayReply(context.Background(), id, channel.Request{})
	require.NoError(t, err)
	require.True(t, d.Allowed)
	require.Equal(t, id, o.receive(t, says("15550100", "m3", "hello", o.clock.now)).Ticket.FollowUpOf)
}

// TestSurveyWindow asks when the window is closed: by a template if there is one, else a
// note tells why nobody was asked.
func TestSurveyWindow(t *testing.T) {
	o, id := asking(t)
	o.clock.Add(24 * time.Hour)
	r := o.solve(t, id)
	require.Empty(t, messages(r))
	note := by(r, socialticket.BotSurvey)[0]
	require.False(t, note.Public)
	require.Equal(t, "The survey was not sent: window_closed.", note.Content.Text)
	last := r.Commit.Events[len(r.Commit.Events)-1]
	require.Equal(t, ticket.EventSurvey, last.Type)
	require.Equal(t, channel.Error{Code: "window_closed", Class: channel.ClassTemplate}, last.Reason)
	require.Equal(t, ticket.Survey{Episode: 1}, r.Ticket.Survey)

	o, id = asking(t, func(s *socialticket.Settings) {
		s.Survey.Template = channel.TemplateCall{Name: "survey", Language: "en", Values: []channel.Parameter{
			{Component: "button", Kind: "quick_reply", Text: "{{survey_bad}}"}, {Component: "button", Index: 1, Text: "{{survey_token}}"},
		}}
	})
	require.Equal(t, channel.Interactive, messages(o.solve(t, id))[0].Type, "inside the window an ordinary message")
	o.receive(t, says("15550100", "m2", "and?", start()))
	o.clock.Add(24 * time.Hour)
	sent := messages(o.solve(t, id))[0]
	require.Equal(t, channel.RouteTemplate, sent.Via)
	require.Equal(t, o.SurveyToken(id), sent.Template.Values[1].Text)
	e := says("15550100", "m3", "Bad", o.clock.now)
	e.Message.Type, e.Message.Payload = channel.Button, sent.Template.Values[0].Text
	require.Equal(t, ticket.Bad, o.receive(t, e).Ticket.Survey.Score)
	require.Equal(t, "{{survey_bad}}", o.settings.Survey.Template.Values[0].Text, "settings stay")

	for kind, want := range map[channel.Kind]int{"": 0, channel.Messenger: 1} {
		o.settings.Survey.TemplateKind = kind
		o.clock.Add(48 * time.Hour)
		other := o.receive(t, on(channel.Messenger, says(string("user"+kind), string("n"+kind), "hello", o.clock.now))).Ticket.ID
		o.clock.Add(24 * time.Hour)
		require.Len(t, messages(o.solve(t, other)), want, "a template of %q", kind)
	}
}

// TestSurveyForms takes the text alone where a channel has no buttons and the text leads to
// a page, and tells else that the channel cannot carry it.
func TestSurveyForms(t *testing.T) {
	for text, want := range map[string]string{"Rate us: https://x.example/?t={{survey_token}}": "text", "How was it?": "note"} {
		o := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) {
			s.Survey = asks()
			s.Survey.Text = text
		})
		id := o.receive(t, on(channel.WeChatMini, says("A", "m1", "hello", start()))).Ticket.ID
		r := o.solve(t, id)
		if want == "note" {
			require.Equal(t, "The survey was not sent: not_carried.", by(r, socialticket.BotSurvey)[0].Content.Text)
			continue
		}
		require.Equal(t, "Rate us: https://x.example/?t="+o.SurveyToken(id), messages(r)[0].Text)
		require.Equal(t, channel.Text, messages(r)[0].Type)
	}
}

// TestSurveyNever lists the tickets whose requester is not asked.
func TestSurveyNever(t *testing.T) {
	o, id := asking(t)
	r := o.set(t, id, ticket.FieldMuted, "true", agent())
	require.Equal(t, ticket.Solved, r.Ticket.Status)
	require.Empty(t, by(r, socialticket.BotSurvey), "muted")

	open, err := o.Open(context.Background(), socialticket.Open{To: channel.Address{Account: business(), Handle: "B"}, Reply: socialticket.Reply{By: agent(), Template: channel.TemplateCall{Name: "news"}}})
	require.NoError(t, err)
	require.Empty(t, by(o.solve(t, open.Ticket.ID), socialticket.BotSurvey), "the requester has not written")
	require.Empty(t, by(o.receive(t, echoes("C", "s1", "Your bike is ready.", start())), socialticket.BotSurvey), "staff began it solved")
	_, id = asking(t)
	require.Empty(t, by(o.set(t, id, ticket.FieldStatus, "pending", agent()), socialticket.BotSurvey))
}

// TestSurveyEnd asks at the end of a session, and not again when the ticket is solved.
func TestSurveyEnd(t *testing.T) {
	o, id := asking(t, func(s *socialticket.Settings) { s.Survey.OnEnd = []ticket.ActorKind{ticket.Agent} })
	r, err := o.EndSession(context.Background(), socialticket.EndSession{Ticket: id, By: agent()})
	require.NoError(t, err)
	survey := surveysOf(r)
	require.Len(t, survey, 1)
	require.Empty(t, surveysOf(o.solve(t, id)))
	got := o.receive(t, taps("15550100", "m2", survey[0], 0, start()))
	require.Equal(t, id, got.Ticket.ID, "the answer finds the ticket, though its session has ended")
	require.Equal(t, ticket.Good, got.Ticket.Survey.Score)
	next := o.receive(t, says("15550100", "m3", "hello", start()))
	require.NotEqual(t, id, next.Ticket.ID)
	require.Equal(t, ticket.Bad, o.receive(t, taps("15550100", "m4", survey[0], 1, start())).Ticket.Survey.Score)
	require.Empty(t, o.ticket(t, next.Ticket.ID).Survey, "the newer ticket is left alone")
	rule, err := o.EndSession(context.Background(), socialticket.EndSession{Ticket: next.Ticket.ID, By: ticket.Actor{Kind: ticket.Trigger, ID: "r"}})
	require.NoError(t, err)
	require.Empty(t, surveysOf(rule), "ended by a rule, which was not asked for")
}

// TestSurveyRules lets a trigger and an automation ask: the desk sends it, once an episode.
// Another trigger answers a bad score.
func TestSurveyRules(t *testing.T) {
	o, id := asking(t, func(s *socialticket.Settings) {
		var err error
		s.Survey.OnSolved = false
		s.Triggers, err = rules.CompileTriggers(rules.Standard(), []rules.Rule{
			pull("ask", act("notification_messaging_csat", "sent"), cond("status", rules.ChangedTo, "solved"), cond("current_tags", rules.Includes, "vip")),
			pull("sorry", act("reply_public", "We are sorry."), cond("satisfaction_score", rules.ChangedTo, "bad")),
		})
		require.NoError(t, err)
		s.Automations = automations(t, rules.AskSatisfaction(24))
	})
	require.Empty(t, surveysOf(o.solve(t, id)))
	o.clock.Add(23 * time.Hour)
	early, err := o.Wake(context.Background(), id)
	require.NoError(t, err)
	require.Empty(t, surveysOf(early))
	o.receive(t, says("15550100", "m2", "one more thing", o.clock.now))
	o.solve(t, id)
	o.clock.Set(o.timer(t, id))
	r, err := o.Wake(context.Background(), id)
	require.NoError(t, err)
	require.Empty(t, r.Commit.Effects, "24 hours: the window has just closed")
	require.Len(t, by(r, socialticket.BotSurvey), 1)

	o.receive(t, says("15550100", "m3", "one more thing", o.clock.now))
	o.set(t, id, ticket.FieldTags, "vip", agent())
	r = o.solve(t, id)
	require.Len(t, surveysOf(r), 1)
	require.Len(t, r.Commit.Effects, 1, "no effect for the host beside it")
	sorry := o.receive(t, taps("15550100", "m4", surveysOf(r)[0], 1, o.clock.now))
	require.Equal(t, "We are sorry.", messages(sorry)[0].Text)
	require.Equal(t, ticket.Solved, sorry.Ticket.Status)
	require.Empty(t, messages(o.receive(t, taps("15550100", "m5", surveysOf(r)[0], 1, o.clock.now))), "it was bad before")
}

// TestRate rates by a token and by the requester's id, with words and without.
func TestRate(t *testing.T) {
	o, id := asking(t, func(s *socialticket.Settings) { s.Survey = session.Survey{} })
	ctx := context.Background()
	requester := ticket.Actor{Kind: ticket.EndUser, ID: o.ticket(t, id).Requester}
	_, err := o.Rate(ctx, socialticket.Rate{Ticket: id, By: requester, Score: ticket.Good})
	require.ErrorIs(t, err, socialticket.ErrRefused, "it was not solved yet")
	require.ErrorIs(t, err, ticket.ErrRating)
	o.solve(t, id)
	r, err := o.Rate(ctx, socialticket.Rate{Ticket: id, By: requester, Score: ticket.Good, IdempotencyKey: "k"})
	require.NoError(t, err)
	require.Equal(t, ticket.Survey{Score: ticket.Good, Episode: 1, RatedAt: start()}, r.Ticket.Survey)
	require.Empty(t, r.Commit.Comments)
	r, err = o.Rate(ctx, socialticket.Rate{Ticket: id, By: requester, Score: ticket.Good, IdempotencyKey: "k"})
	require.NoError(t, err)
	require.Equal(t, socialticket.Duplicate, r.Outcome)
	r, err = o.Rate(ctx, socialticket.Rate{Token: o.SurveyToken(id), Score: ticket.Bad, Comment: "slow, card 4111111111111111"})
	require.NoError(t, err)
	require.Equal(t, ticket.BadWithComment, r.Ticket.Survey.Score)
	require.Equal(t, r.Comment.ID, r.Ticket.Survey.Comment)
	require.Equal(t, "slow, card 411111▇▇▇▇▇▇1111", r.Comment.Content.Text)
	require.True(t, r.Comment.Redacted)
	require.Equal(t, requester, r.Comment.Author)
	require.Equal(t, ticket.Solved, r.Ticket.Status)

	for name, bad := range map[string]struct {
		rate socialticket.Rate
		want error
	}{
		"another user":      {socialticket.Rate{Ticket: id, By: ticket.Actor{Kind: ticket.EndUser, ID: "other"}, Score: ticket.Good}, socialticket.ErrRefused},
		"an agent":          {socialticket.Rate{Ticket: id, By: agent(), Score: ticket.Good}, socialticket.ErrInvalid},
		"nobody":            {socialticket.Rate{Ticket: id, Score: ticket.Good}, socialticket.ErrInvalid},
		"no ticket":         {socialticket.Rate{By: requester, Score: ticket.Good}, socialticket.ErrInvalid},
		"both":              {socialticket.Rate{Ticket: id, Token: o.SurveyToken(id), Score: ticket.Good}, socialticket.ErrInvalid},
		"a strange score":   {socialticket.Rate{Ticket: id, By: requester, Score: ticket.Offered}, socialticket.ErrInvalid},
		"a forged token":    {socialticket.Rate{Token: string(id) + ".x", Score: ticket.Good}, socialticket.ErrNotFound},
		"an unknown ticket": {socialticket.Rate{Token: o.SurveyToken("x"), Score: ticket.Good}, socialticket.ErrNotFound},
	} {
		_, err := o.Rate(ctx, bad.rate)
		require.ErrorIs(t, err, bad.want, name)
	}
	o.set(t, id, ticket.FieldStatus, "closed", ticket.Actor{Kind: ticket.Trigger, ID: "r"})
	_, err = o.Rate(ctx, socialticket.Rate{Token: o.SurveyToken(id), Score: ticket.Good})
	require.ErrorIs(t, err, socialticket.ErrClosed)
}

func TestSettingsSurvey(t *testing.T) {
	for _, s := range []socialticket.Settings{
		{Survey: session.Survey{OnSolved: true}},
		{Automatic: []socialticket.Automatic{{Automatic: session.Automatic{Quiet: -1}}}},
	} {
		require.ErrorIs(t, s.Check(), socialticket.ErrInvalid)
	}
}
