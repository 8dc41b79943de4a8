package socialticket_test

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/whatsapp/template"
)

// TestDataSurveys lets a desk send the surveys of the cases by itself: once a ticket, as the
// sources of the cases do.
func TestDataSurveys(t *testing.T) {
	datatest.Cases(t, "csat", datatest.Ops{"on_solved": deskOnSolved, "answer": deskAnswer, "on_session_end": deskOnEnd})
}

// asks returns settings that ask how it went.
func asks() session.Survey {
	return session.Survey{Text: "How did we do?", Good: "Good", Bad: "Bad", OnSolved: true}
}

// surveyor returns an office that asks once a ticket.
func surveyor(t testing.TB, enabled bool, change func(*session.Survey)) *office {
	t.Helper()
	return newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) {
		if enabled {
			s.Survey = asks()
			s.Survey.PerTicket = true
			change(&s.Survey)
		}
	})
}

// surveysOf returns the surveys of a commit that are on their way.
func surveysOf(r socialticket.Receipt) []ticket.Comment {
	return slices.DeleteFunc(by(r, socialticket.BotSurvey), func(c ticket.Comment) bool { return !c.Public || c.Delivery.State != channel.StateQueued })
}

func deskOnSolved(c *datatest.Case) {
	var given datatest.SurveyOnSolved
	var when struct{ Event string }
	c.Given(&given)
	c.When(&when)
	o := surveyor(c.T, given.Enabled, func(s *session.Survey) {
		if (template.Template{Status: template.Status(strings.ToUpper(given.Template))}).Usable(start()) {
			s.Template, s.TemplateFirst = channel.TemplateCall{Name: "survey", Language: "en"}, true
		}
	})
	e := onKind(says("15550100", "m1", "hello", start()), channel.Kind(given.On()))
	if given.Kind == "tweet" {
		e.Opens = channel.OpenComment
	}
	id := o.receive(c.T, e).Ticket.ID
	if given.AlreadySent {
		require.Len(c.T, surveysOf(o.set(c.T, id, ticket.FieldStatus, "solved", agent())), 1)
		o.set(c.T, id, ticket.FieldStatus, "open", agent())
	}
	if given.WindowOpen != nil && !*given.WindowOpen {
		o.clock.Add(25 * time.Hour)
	}
	r := o.set(c.T, id, ticket.FieldStatus, cmp.Or(given.Status, "solved"), agent())
	sent, platform := "not_sent", ""
	if list := surveysOf(r); len(list) > 0 {
		require.Len(c.T, list, 1)
		sent = "sent"
		if list[0].Content.Type == channel.Template {
			sent = "template"
		}
		if given.SendError {
			o.receive(c.T, channel.Refused(messages(r)[0], channel.Error{Code: "500", Class: channel.ClassRetry}, o.clock.now))
		}
		head, err := o.store.Load(context.Background(), socialticket.Ref{Ticket: id, Comment: list[0].ID})
		require.NoError(c.T, err)
		platform = head.Comment.Content.ID
	}
	c.Want("survey", sent)
	c.Want("note_added", slices.ContainsFunc(by(r, socialticket.BotSurvey), func(c ticket.Comment) bool { return !c.Public }))
	c.Want("provider_id", platform)
}

// taps returns the answer to a survey as the platform tells it.
func taps(user, id string, survey ticket.Comment, choice int, sent time.Time) channel.Event {
	answer := survey.Content.Question.Choices[choice]
	e := says(user, id, answer.Title, sent)
	e.Message.Type, e.Message.Subtype, e.Message.Payload = channel.Interactive, "button_reply", answer.ID
	return e
}

func deskAnswer(c *datatest.Case) {
	var given datatest.SurveyAnswer
	var when struct{ Event string }
	c.Given(&given)
	c.When(&when)
	o := surveyor(c.T, true, func(*session.Survey) {})
	id := o.receive(c.T, says("15550100", "m1", "hello", start())).Ticket.ID
	var surveys []ticket.Comment
	do := func(value string) {
		surveys = append(surveys, surveysOf(o.set(c.T, id, ticket.FieldStatus, value, agent()))...)
	}
	if given.Survey == "sent" || given.Status == "solved" {
		do("solved")
	}
	if given.Status != "solved" {
		do(given.Status)
	}
	switch {
	case strings.Contains(when.Event, "answer"):
		surveys = append(surveys, surveysOf(o.receive(c.T, taps("15550100", "m2", surveys[0], 0, start())))...)
	case strings.Contains(when.Event, "solve"):
		do("open")
		do("solved")
	default:
		surveys = append(surveys, surveysOf(o.receive(c.T, says("15550100", "m2", "thanks", start())))...)
	}
	c.Want("status", o.ticket(c.T, id).Status)
	c.Want("surveys_sent", len(surveys))
}

func deskOnEnd(c *datatest.Case) {
	var given datatest.SurveyOnEnd
	var when struct{ Event string }
	c.Given(&given)
	c.When(&when)
	o := surveyor(c.T, given.Enabled, func(s *session.Survey) { s.OnSolved, s.OnEnd = false, []ticket.ActorKind{ticket.Agent} })
	id := o.receive(c.T, says("15550100", "m1", "hello", start())).Ticket.ID
	end := func() socialticket.Receipt {
		r, err := o.EndSession(context.Background(), socialticket.EndSession{Ticket: id, By: agent()})
		require.NoError(c.T, err)
		return r
	}
	if strings.Contains(given.Session, "ended") {
		end()
	}
	var r socialticket.Receipt
	if strings.Contains(when.Event, "end") || strings.Contains(when.Event, "close") {
		r = end()
	} else {
		r = o.set(c.T, id, ticket.FieldStatus, "solved", agent())
	}
	c.Want("surveys_sent", len(surveysOf(r)))
}
