package simulate_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/whatsapp/template"
)

// asked is a world that asks how it went, once a ticket, and what its network got.
type asked struct {
	*simulate.World
	refuses bool // the network does
	got     []channel.Outbound
}

// asking returns a world that asks how it went.
func asking(t testing.TB, enabled bool, kind string, survey session.Survey) *asked {
	t.Helper()
	s, w := &socialticket.Settings{}, &asked{}
	if enabled {
		survey.Text, survey.Good, survey.Bad, survey.PerTicket = "How did we do?", "Good", "Bad", true
		s.Survey = survey
	}
	var err error
	w.World, err = simulate.New(simulate.Config{Settings: s, Account: on(kind), Network: simulate.NetworkFunc(func(o channel.Outbound, _ time.Time) simulate.Fate {
		if w.refuses {
			return simulate.Fate{Err: stored.Busy()}
		}
		w.got = append(w.got, o)
		return simulate.Fate{}
	})})
	require.NoError(t, err)
	return w
}

// onSolved asks what a customer gets when their ticket is solved.
func onSolved(c *datatest.Case) {
	var given datatest.SurveyOnSolved
	var when struct{ Event string }
	c.Given(&given)
	c.When(&when)
	survey := session.Survey{OnSolved: true}
	if (template.Template{Status: template.Status(strings.ToUpper(given.Template))}).Usable(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)) {
		survey.Template, survey.TemplateFirst = channel.TemplateCall{Name: "survey", Language: "en"}, true
	}
	w := asking(c.T, given.Enabled, given.On(), survey)
	says(c.T, w.World, given.Kind, "Hello")
	if given.AlreadySent {
		play(c.T, w.World, "ada sets ana status solved\nada sets ana status open")
		require.Len(c.T, w.got, 1)
	}
	if given.WindowOpen != nil && !*given.WindowOpen {
		play(c.T, w.World, "pass 25h")
	}
	w.refuses = given.SendError
	play(c.T, w.World, "ada sets ana status %s", cmp.Or(given.Status, "solved"))
	sent, platform := "not_sent", ""
	for _, m := range surveysOf(w.Played()) {
		if sent = "sent"; m.Content.Type == channel.Template {
			sent = "template"
		}
		tk, err := w.Ticket("ana")
		require.NoError(c.T, err)
		head, err := w.Store().Load(c.T.Context(), socialticket.Ref{Ticket: tk.ID, Comment: m.ID})
		require.NoError(c.T, err)
		platform = head.Comment.Content.ID
	}
	c.Want("survey", sent)
	c.Want("note_added", noted(c.T, w.World, "ana"))
	if !given.SendError && sent != "not_sent" { // the network of a world answers at once
		require.NotEmpty(c.T, platform)
		c.Excuse("provider_id", "the root compares it before the platform has answered")
		return
	}
	c.Want("provider_id", platform)
}

// surveysOf returns the surveys that a story put on their way.
func surveysOf(p simulate.Played) (list []ticket.Comment) {
	for _, d := range p.Decided {
		for _, m := range d.Receipt.Commit.Comments {
			if m.Public && m.Author.ID == socialticket.BotSurvey && m.Delivery.State == channel.StateQueued &&
				!slices.ContainsFunc(list, func(o ticket.Comment) bool { return o.ID == m.ID }) {
				list = append(list, m)
			}
		}
	}
	return list
}

// noted reports whether something other than an agent left a note on a customer's ticket.
func noted(t testing.TB, w *simulate.World, customer string) bool {
	t.Helper()
	tk, err := w.Ticket(customer)
	require.NoError(t, err)
	return slices.ContainsFunc(stored.Thread(t, w.Store(), tk.ID), func(c ticket.Comment) bool { return !c.Public && c.Author.Kind != ticket.Agent })
}

// answered asks what the answer to a survey does to its ticket.
func answered(c *datatest.Case) {
	var given datatest.SurveyAnswer
	var when struct{ Event string }
	c.Given(&given)
	c.When(&when)
	w := asking(c.T, true, "whatsapp", session.Survey{OnSolved: true})
	story := "ana says \"Hello\"\n"
	if given.Survey == "sent" || given.Status == "solved" {
		story += "ada sets ana status solved\n"
	}
	if given.Status != "solved" {
		story += "ada sets ana status " + given.Status + "\n"
	}
	switch {
	case strings.Contains(when.Event, "answer"):
		story += `ana taps "Good"`
	case strings.Contains(when.Event, "solve"):
		story += "ada sets ana status open\nada sets ana status solved"
	default:
		story += `ana says "thanks"`
	}
	play(c.T, w.World, "%s", story)
	tk, err := w.Ticket("ana")
	require.NoError(c.T, err)
	c.Want("status", string(tk.Status))
	c.Want("surveys_sent", len(w.got))
}

// onEnd asks whether a customer is asked when their session ends.
func onEnd(c *datatest.Case) {
	var given datatest.SurveyOnEnd
	var when struct{ Event string }
	c.Given(&given)
	c.When(&when)
	w := asking(c.T, given.Enabled, "whatsapp", session.Survey{OnEnd: []ticket.ActorKind{ticket.Agent}})
	play(c.T, w.World, "ana says %q", "Hello")
	if strings.Contains(given.Session, "ended") {
		play(c.T, w.World, "ada ends ana")
	}
	before, step := len(w.got), "ada sets ana status solved"
	if strings.Contains(when.Event, "end") || strings.Contains(when.Event, "close") {
		step = "ada ends ana"
	}
	play(c.T, w.World, "%s", step)
	c.Want("surveys_sent", len(w.got)-before)
}
