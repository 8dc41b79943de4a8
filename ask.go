package socialticket

import (
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// Asked is the Body of an effect that a rule asked for, of kind [EffectNotify],
// [EffectWebhook] or [EffectRule]: who or what is meant, and the texts, rendered if the
// settings have [rules.Templates].
type Asked struct {
	Kind    rules.AskKind `json:"kind"`
	Rule    string        `json:"rule_id"` // of the trigger, the automation or the macro
	Ticket  ticket.ID     `json:"ticket_id"`
	To      string        `json:"to,omitzero"` // an id where the ticket has one: of the requester, the assignee, the group
	Subject string        `json:"subject,omitzero"`
	Body    string        `json:"body,omitzero"`
	HTML    bool          `json:"html,omitzero"`
}

// ask does what a rule of the given id asks for beside changes of the ticket. Place counts
// its actions.
func (dr *draft) ask(by ticket.Actor, rule string, place int, a rules.Ask, s *rules.Subject) {
	id := dr.desk.mint("rule", dr.cause, rule, strconv.Itoa(place), strconv.Itoa(dr.ticket.Events))
	switch {
	case a.Kind == rules.AskComment:
		dr.sayRule(id, by, dr.words(by, a, s), a.Public)
		return
	case a.Kind == rules.AskEndSession:
		dr.endSession(by, dr.settings.Sessions.Route(dr.now))
		return
	case a.Kind == rules.AskSurvey && !dr.settings.Survey.IsZero():
		dr.offer(session.Occasion{Rule: true})
		return
	case a.To == "requester_and_ccs" && s.Update != nil && (s.Update.Comment == nil || !s.Update.Comment.Public):
		return // they are told of public comments alone
	}
	a.Subject, a.Body = dr.render(by, a.Subject, s, false), dr.render(by, a.Body, s, a.HTML)
	e := Effect{ID: id, Kind: EffectRule, Lane: "rule/" + string(dr.ticket.ID), To: dr.whom(a.To, s)}
	switch a.Kind {
	case rules.AskUser, rules.AskGroup, rules.AskSMSUser, rules.AskSMSGroup:
		e.Kind = EffectNotify
	case rules.AskWebhook, rules.AskTarget:
		e.Kind, e.Lane = EffectWebhook, "webhook/"+a.To
	}
	body, err := json.Marshal(Asked{Kind: a.Kind, Rule: rule, Ticket: dr.ticket.ID, To: e.To, Subject: a.Subject, Body: a.Body, HTML: a.HTML})
	if err != nil {
		panic(fmt.Sprintf("socialticket: %T has no JSON: %v", Asked{}, err)) // of our own types
	}
	e.Body = body
	dr.effect(e)
}

// whom returns the id of whom a rule names by a role.
func (dr *draft) whom(to string, s *rules.Subject) string {
	switch {
	case to == "requester_id":
		return dr.ticket.Requester
	case to == "assignee_id":
		return dr.ticket.Assignee
	case to == "group_id":
		return dr.ticket.Group
	case to == "current_user" && s.User != "":
		return s.User
	}
	return to
}

// sayRule puts a comment of a rule on the ticket. A closed window marks it as not
// delivered.
func (dr *draft) sayRule(id string, by ticket.Actor, text string, public bool) {
	text, masked := dr.desk.redactor.Text(text)
	if text == "" {
		return
	}
	c := ticket.Comment{
		ID: id, Author: by, Public: public, SentAt: dr.now, ReceivedAt: dr.now, Redacted: masked,
		Content: channel.Message{Type: channel.Text, Text: text},
	}
	if public {
		dr.send(c)
	} else {
		dr.comment(c)
	}
}

// words returns the text of a comment that a rule asks for, as channels carry it.
func (dr *draft) words(by ticket.Actor, a rules.Ask, s *rules.Subject) string {
	text := dr.render(by, a.Body, s, a.HTML)
	if a.HTML {
		text = plainText(text)
	}
	return strings.TrimSpace(text)
}

// plainText returns the words of an HTML text: a line for each paragraph and break, without
// tags.
func plainText(text string) string {
	text = regexp.MustCompile(`(?i)<br\s*/?>|</(p|div|li|tr|h[1-6])\s*>`).ReplaceAllString(text, "\n")
	text = regexp.MustCompile(`(?s)<!--.*?-->|</?[a-zA-Z][^<>]*>`).ReplaceAllString(text, "")
	return strings.TrimSpace(html.UnescapeString(text))
}

// render fills the placeholders of a text, and tells of those that have no value.
func (dr *draft) render(by ticket.Actor, text string, s *rules.Subject, html bool) string {
	if dr.settings.Templates == nil || text == "" {
		return text
	}
	made, missing := dr.settings.Templates.Render(text, s, html)
	if len(missing) > 0 {
		dr.log(by, ticket.Event{Type: ticket.EventRule, Reason: channel.Error{
			Code: "value_missing", Title: strings.Join(missing, ", "), Class: channel.ClassFix,
		}})
	}
	return made
}
