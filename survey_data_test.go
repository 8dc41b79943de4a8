package socialticket_test

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/whatsapp/template"
)

// TestDataSurveyRules lets triggers of a desk ask for surveys, which the host sends.
func TestDataSurveyRules(t *testing.T) {
	datatest.Cases(t, "csat", datatest.Ops{"on_solved": surveyOnSolved, "answer": surveyAnswer, "on_session_end": surveyOnEnd})
}

// surveyRules ask once a ticket for a survey on an event: by a template if one may be used,
// else in the open window, else with a note that tells that none went out.
func surveyRules(t testing.TB, enabled bool, usable bool, event rules.Condition) *rules.Triggers {
	t.Helper()
	once := cond("current_tags", rules.NotIncludes, "surveyed")
	survey := func(id, body string, more ...rules.Condition) rules.Rule {
		return rules.Rule{ID: id, When: rules.Conditions{All: append([]rules.Condition{event, once, cond("via_id", rules.IsNot, "x")}, more...)},
			Do: []rules.Action{act("notification_messaging_csat", body), act("current_tags", "surveyed")}}
	}
	list := []rules.Rule{survey("plain", "sent", cond("reply_window_open", rules.Is, "true")), survey("late", "", cond("reply_window_open", rules.Is, "false"))}
	list[1].Do = []rules.Action{act("reply_internal", "The survey was not sent: the window is closed.")}
	if usable {
		list = []rules.Rule{survey("template", "template")}
	}
	if !enabled {
		return nil
	}
	set, err := rules.CompileTriggers(rules.Standard(), list)
	require.NoError(t, err)
	return set
}

// surveys returns the surveys that a commit asks for.
func surveys(t testing.TB, r socialticket.Receipt) (list []string) {
	t.Helper()
	for _, e := range r.Commit.Effects {
		if e.Kind != socialticket.EffectRule {
			continue
		}
		var asked socialticket.Asked
		require.NoError(t, json.Unmarshal(e.Body, &asked))
		if asked.Kind == rules.AskSurvey {
			list = append(list, asked.Body)
		}
	}
	return list
}

// kindOf returns the channel that a word of the cases names.
func kindOf(word string) channel.Kind { return channel.Kind(datatest.ChannelName(word)) }

func onKind(e channel.Event, kind channel.Kind) channel.Event {
	e.Account.Kind = kind
	return e
}

func surveyOnSolved(c *datatest.Case) {
	var given datatest.SurveyOnSolved
	var when struct{ Event string }
	c.Given(&given)
	c.When(&when)
	usable := template.Template{Status: template.Status(strings.ToUpper(given.Template))}.Usable(start())
	set := surveyRules(c.T, given.Enabled, usable, cond("status", rules.ChangedTo, "solved"))
	o := newOffice(c.T, func(_ *socialticket.Config, s *socialticket.Settings) { s.Triggers = set })
	id := o.receive(c.T, onKind(says("15550100", "m1", "hello", start()), channel.Kind(given.On()))).Ticket.ID
	if given.AlreadySent {
		o.set(c.T, id, ticket.FieldTags, "surveyed", agent())
	}
	if given.WindowOpen != nil && !*given.WindowOpen {
		o.clock.Add(25 * time.Hour)
	}
	r := o.set(c.T, id, ticket.FieldStatus, cmp.Or(given.Status, "solved"), agent())
	sent := "not_sent"
	if list := surveys(c.T, r); len(list) > 0 {
		require.Len(c.T, list, 1)
		sent = list[0]
	}
	c.Want("survey", sent)
	c.Want("note_added", slices.ContainsFunc(r.Commit.Comments, func(c ticket.Comment) bool { return !c.Public }))
	c.Want("provider_id", "") // of an effect that the host has not reported
}

func surveyAnswer(c *datatest.Case) {
	var given datatest.SurveyAnswer
	var when struct{ Event string }
	c.Given(&given)
	c.When(&when)
	set := surveyRules(c.T, true, false, cond("status", rules.ChangedTo, "solved"))
	o := newOffice(c.T, func(_ *socialticket.Config, s *socialticket.Settings) { s.Triggers = set })
	id := o.receive(c.T, says("15550100", "m1", "hello", start())).Ticket.ID
	sent := 0
	do := func(field ticket.FieldName, value string, by ticket.Actor) {
		sent += len(surveys(c.T, o.set(c.T, id, field, value, by)))
	}
	if given.Survey == "sent" || given.Status == "solved" {
		do(ticket.FieldStatus, "solved", agent())
	}
	if given.Status != "solved" {
		do(ticket.FieldStatus, given.Status, agent())
	}
	switch {
	case strings.Contains(when.Event, "answer"): // comes by the survey's own way, not as a message
		do(ticket.CustomField+"csat", "5", ticket.Actor{Kind: ticket.EndUser, ID: "15550100"})
	case strings.Contains(when.Event, "solve"):
		do(ticket.FieldStatus, "open", agent())
		do(ticket.FieldStatus, "solved", agent())
	default:
		sent += len(surveys(c.T, o.receive(c.T, says("15550100", "m2", "thanks", start()))))
	}
	head, err := o.store.Load(context.Background(), socialticket.Ref{Ticket: id})
	require.NoError(c.T, err)
	c.Want("status", head.Ticket.Status)
	c.Want("surveys_sent", sent)
}

func surveyOnEnd(c *datatest.Case) {
	var given datatest.SurveyOnEnd
	var when struct{ Event string }
	c.Given(&given)
	c.When(&when)
	set := surveyRules(c.T, given.Enabled, false, cond("session_state", rules.Is, "ended"))
	o := newOffice(c.T, func(_ *socialticket.Config, s *socialticket.Settings) { s.Triggers = set })
	id := o.receive(c.T, says("15550100", "m1", "hello", start())).Ticket.ID
	end := func() socialticket.Receipt {
		r, err := o.EndSession(context.Background(), socialticket.EndSession{Ticket: id, By: agent()})
		require.NoError(c.T, err)
		return r
	}
	sent := 0
	if strings.Contains(given.Session, "ended") {
		end()
	}
	if strings.Contains(when.Event, "end") || strings.Contains(when.Event, "close") {
		sent += len(surveys(c.T, end()))
	} else {
		sent += len(surveys(c.T, o.set(c.T, id, ticket.FieldStatus, "solved", agent())))
	}
	c.Want("surveys_sent", sent)
}
