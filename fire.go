package socialticket

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// Asked is the Body of an effect that a rule asked for, of kind [EffectNotify],
// [EffectWebhook] or [EffectRule]: who or what is meant, and the texts, rendered if the
// settings have [rules.Templates].
type Asked struct {
	Kind    rules.AskKind `json:"kind"`
	Rule    string        `json:"rule_id"`
	Ticket  ticket.ID     `json:"ticket_id"`
	To      string        `json:"to,omitzero"` // an id where the ticket has one: of the requester, the assignee, the group
	Subject string        `json:"subject,omitzero"`
	Body    string        `json:"body,omitzero"`
	HTML    bool          `json:"html,omitzero"`
}

// subject returns what rules look at: the ticket as it is, and the update if there was
// one.
func (dr *draft) subject(update *rules.Update) *rules.Subject {
	t := dr.ticket
	s := &rules.Subject{
		Ticket: &t, Update: update, Session: dr.conv.Session, Reply: dr.mayReply(channel.Request{Human: true}, dr.now),
		Schedules: dr.settings.Schedules, Now: dr.now,
	}
	if p := dr.requester(); !p.IsZero() {
		s.Requester = &p
	}
	if t.Organization != "" {
		s.Organization = &rules.Organization{ID: t.Organization}
	}
	if update == nil {
		return s
	}
	s.User = update.By.ID
	if !dr.created {
		before := dr.head.Ticket
		s.Before = &before
	}
	return s
}

// requester returns what is known of the conversation's user.
func (dr *draft) requester() identity.Person {
	p := dr.head.Person
	u := dr.conv.User
	if p.IsZero() {
		p = identity.Person{ID: u.ID}
	}
	if p.Name == "" {
		p.Name = u.Name
	}
	if p.Locale == "" {
		p.Locale = u.Locale
	}
	return p
}

// update returns what the decision has done to the ticket, and false if that is nothing
// that triggers look at: no new ticket, comment, value or session, or the system's own
// doing.
func (dr *draft) update() (*rules.Update, bool) {
	for _, e := range dr.events {
		switch e.Type {
		case ticket.EventCreate, ticket.EventChange, ticket.EventComment, ticket.EventSession:
		default:
			continue
		}
		if e.By.Kind == ticket.System && !dr.created {
			continue
		}
		u := &rules.Update{By: e.By, Via: "api"}
		switch {
		case e.By.Kind.Rule():
			u.Via = "rule"
		case e.By.Kind == ticket.EndUser:
			u.Via = string(dr.conv.Account.Kind)
		}
		if n := len(dr.comments); n > 0 && dr.comments[n-1].Number > dr.head.Ticket.Comments || n > 0 && dr.created {
			c := dr.comments[n-1]
			u.Comment, u.By = &c, c.Author
		}
		return u, true
	}
	return nil, false
}

// pullTriggers runs the triggers on what the decision has done to the ticket.
func (dr *draft) pullTriggers() {
	if dr.settings.Triggers == nil || dr.ticket.IsZero() || !dr.moved {
		return
	}
	update, is := dr.update()
	if !is {
		return
	}
	said, verdict := dr.said, dr.verdict
	dr.settings.Triggers.Run(func() *rules.Subject { return dr.subject(update) }, func(f rules.Firing) {
		dr.fire(ticket.Actor{Kind: ticket.Trigger, ID: f.Rule}, f, update)
	})
	dr.said, dr.verdict = dr.latest(said), verdict
}

// latest returns a comment as the decision leaves it.
func (dr *draft) latest(c ticket.Comment) ticket.Comment {
	if i := slices.IndexFunc(dr.comments, func(o ticket.Comment) bool { return o.ID == c.ID }); i >= 0 && c.ID != "" {
		return dr.comments[i]
	}
	return c
}

// fire carries one rule out, its changes wholly or not at all, and reports whether it could.
// What it asks for comes after them.
func (dr *draft) fire(by ticket.Actor, f rules.Firing, update *rules.Update) bool {
	saved, events := dr.ticket, len(dr.events)
	dr.log(by, ticket.Event{Type: ticket.EventRule})
	for _, d := range f.Deeds {
		if d.Change.Field == "" {
			continue
		}
		if err := dr.set(by, d.Change); err != nil {
			dr.ticket, dr.events = saved, dr.events[:events]
			dr.log(by, ticket.Event{Type: ticket.EventRule, Reason: channel.Error{Code: "action_refused", Title: err.Error(), Class: channel.ClassFix}})
			return false
		}
	}
	for i, d := range f.Deeds {
		if d.Ask.Kind != "" {
			dr.ask(by, i, d.Ask, update)
		}
	}
	return true
}

// ask does what a rule asks for beside changes of the ticket.
func (dr *draft) ask(by ticket.Actor, place int, a rules.Ask, update *rules.Update) {
	id := dr.desk.mint("rule", dr.cause, by.ID, strconv.Itoa(place), strconv.Itoa(dr.ticket.Events))
	s := dr.subject(update)
	a.Subject, a.Body = dr.render(by, a.Subject, s, false), dr.render(by, a.Body, s, a.HTML)
	switch a.Kind {
	case rules.AskComment:
		dr.sayRule(id, by, a)
		return
	case rules.AskEndSession:
		if dr.conv.Session.Ticket == dr.ticket.ID {
			before := dr.conv.Session.State
			dr.conv.Session = dr.conv.Session.End(by, dr.now)
			dr.sessionMoved(by, before)
		}
		return
	case rules.AskVisibility: // of a macro's comment
		return
	}
	e := Effect{ID: id, Kind: EffectRule, Lane: "rule/" + string(dr.ticket.ID), To: dr.whom(a.To, update)}
	switch a.Kind {
	case rules.AskUser, rules.AskGroup, rules.AskSMSUser, rules.AskSMSGroup:
		e.Kind = EffectNotify
	case rules.AskWebhook, rules.AskTarget:
		e.Kind, e.Lane = EffectWebhook, "webhook/"+a.To
	}
	body, err := json.Marshal(Asked{Kind: a.Kind, Rule: by.ID, Ticket: dr.ticket.ID, To: e.To, Subject: a.Subject, Body: a.Body, HTML: a.HTML})
	if err != nil {
		panic(fmt.Sprintf("socialticket: %T has no JSON: %v", Asked{}, err)) // of our own types
	}
	e.Body = body
	dr.effect(e)
}

// whom returns the id of whom a rule names by a role.
func (dr *draft) whom(to string, update *rules.Update) string {
	switch {
	case to == "requester_id":
		return dr.ticket.Requester
	case to == "assignee_id":
		return dr.ticket.Assignee
	case to == "group_id":
		return dr.ticket.Group
	case to == "current_user" && update != nil:
		return update.By.ID
	}
	return to
}

// sayRule puts a comment of a rule on the ticket. A closed window marks it as not
// delivered.
func (dr *draft) sayRule(id string, by ticket.Actor, a rules.Ask) {
	text, masked := dr.desk.redactor.Text(strings.TrimSpace(a.Body))
	if text == "" {
		return
	}
	c := ticket.Comment{
		ID: id, Author: by, Public: a.Public, SentAt: dr.now, ReceivedAt: dr.now, Redacted: masked,
		Content: channel.Message{Type: channel.Text, Text: text},
	}
	if a.Public {
		dr.send(c)
	} else {
		dr.comment(c)
	}
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
