package socialticket

import (
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// subject returns what rules look at: the ticket as it is, and the update if there was
// one.
func (dr *draft) subject(update *rules.Update) *rules.Subject {
	s, of, before, p := &rules.Subject{}, dr.ticket, dr.head.Ticket, *dr.requester()
	dr.look(s, update, &of, &before, &p)
	return s
}

// sight is room for what rules look at.
type sight struct {
	subject rules.Subject
	update  rules.Update
	comment ticket.Comment
}

// glance is [draft.subject] in room that the next glance takes again. It shows the draft
// itself and no copy: it is over when the draft changes.
func (dr *draft) glance(update *rules.Update) *rules.Subject {
	s := &dr.sight().subject
	dr.look(s, update, &dr.ticket, &dr.head.Ticket, dr.requester())
	return s
}

// hint is a glance at the update alone, for what rules ask for without templates.
func (dr *draft) hint(update *rules.Update) *rules.Subject {
	s := &dr.sight().subject
	*s = rules.Subject{Update: update}
	if update != nil {
		s.User = update.By.ID
	}
	return s
}

// sight returns the draft's room for what rules look at.
func (dr *draft) sight() *sight {
	if dr.room == nil {
		dr.room = &sight{}
	}
	return dr.room
}

// look fills a subject with what rules look at: the ticket as it is, as it was, and its
// requester.
func (dr *draft) look(s *rules.Subject, update *rules.Update, t, before *ticket.Ticket, p *identity.Person) {
	*s = rules.Subject{
		Ticket: t, Update: update, Known: dr.settings.Known(t), Session: sessionOf(&dr.conv, t), Reply: dr.mayReply(channel.Request{Human: true}, dr.now),
		Schedules: dr.settings.Schedules, Now: dr.now,
	}
	s.Known.Description = dr.description()
	if !p.IsZero() {
		s.Requester, s.Known.RequesterTimeZone = p, p.Zone
	}
	s.Organization = dr.settings.Organization(t.Organization)
	if update == nil {
		return
	}
	s.User, s.Groups = update.By.ID, dr.settings.groupsOf(update.By)
	if !dr.created {
		s.Before, s.SessionBefore = before, sessionOf(&dr.head.Conversation, before)
		s.KnownBefore.Satisfaction = string(before.Survey.Score)
	}
}

// update returns in a room what the decision has done to the ticket, nil if that is nothing
// that triggers look at: no new ticket, comment, value or session, or the system's own
// doing, apart from that of [policyActor] and [routingActor].
func (dr *draft) update(room *sight) *rules.Update {
	for i := range dr.events {
		e := &dr.events[i]
		switch e.Type {
		case ticket.EventCreate, ticket.EventChange, ticket.EventComment, ticket.EventSession:
		default:
			continue
		}
		if e.By == (ticket.Actor{Kind: ticket.System}) && !dr.created {
			continue
		}
		u := &room.update
		*u = rules.Update{By: e.By, Via: "api"}
		switch {
		case e.By.Kind.Rule():
			u.Via = "rule"
		case e.By.Kind == ticket.EndUser:
			u.Via = string(dr.conv.Account.Kind)
		}
		if n := len(dr.comments); n > 0 && dr.comments[n-1].Number > dr.head.Ticket.Comments || n > 0 && dr.created {
			if c := &dr.comments[n-1]; c.Author != policyActor() || c.Author == u.By { // a farewell is part of the update that it answers
				room.comment = *c
				u.Comment, u.By = &room.comment, c.Author
			}
		}
		return u
	}
	return nil
}

// pullTriggers runs the triggers on what the decision has done to the ticket.
func (dr *draft) pullTriggers() {
	if dr.settings.Triggers == nil || dr.ticket.ID == "" || !dr.moved || dr.unseen {
		return
	}
	look, room := dr.glance, dr.sight()
	if dr.course != nil { // what was seen is told afterwards
		look, room = dr.subject, &sight{}
	}
	if dr.settings.Templates != nil { // a host may keep what it was shown
		room = &sight{}
	}
	update := dr.update(room)
	if update == nil {
		return
	}
	said, verdict := dr.said, dr.verdict
	dr.runTriggers(func() *rules.Subject { return look(update) }, func(f rules.Firing) {
		dr.fire(ticket.Actor{Kind: ticket.Trigger, ID: f.Rule}, f, update)
	})
	dr.said, dr.verdict = dr.latest(said), verdict
}

// runTriggers runs the triggers as the settings say, and tells of it if that is asked for.
func (dr *draft) runTriggers(current func() *rules.Subject, fire func(rules.Firing)) {
	triggers := dr.settings.Triggers
	switch {
	case dr.course != nil && dr.settings.TriggersOnce:
		*dr.course = triggers.TraceOnce(current, fire)
	case dr.course != nil:
		*dr.course = triggers.Trace(current, fire)
	case dr.settings.TriggersOnce:
		triggers.RunOnce(current, fire)
	default:
		triggers.Run(current, fire)
	}
}

// latest returns a comment as the decision leaves it.
func (dr *draft) latest(c ticket.Comment) ticket.Comment {
	if at := dr.drafted(c.ID); at != nil && c.ID != "" {
		return *at
	}
	return c
}

// fire carries one rule out, its changes wholly or not at all, and reports whether it could.
// What it asks for comes after them.
func (dr *draft) fire(by ticket.Actor, f rules.Firing, update *rules.Update) bool {
	saved, talk, events := dr.ticket, dr.conv.Session, len(dr.events)
	dr.log(by, ticket.Event{Type: ticket.EventRule})
	for _, c := range dr.desk.maskedChanges(dr.changesOf(f.Deeds)) {
		if err := dr.set(by, c); err != nil {
			dr.ticket, dr.conv.Session, dr.events = saved, talk, dr.events[:events]
			dr.log(by, ticket.Event{Type: ticket.EventRule, Reason: channel.Error{Code: "action_refused", Title: err.Error(), Class: channel.ClassFix}})
			return false
		}
	}
	look := dr.hint
	if dr.settings.Templates != nil { // a host may keep what it was shown
		look = dr.subject
	}
	for i, d := range f.Deeds {
		if d.Ask.Kind != "" {
			dr.ask(by, by.ID, i, d.Ask, look(update))
		}
	}
	return true
}

// changesOf returns the changes that deeds make.
func (dr *draft) changesOf(deeds []rules.Deed) []ticket.Change {
	var list []ticket.Change
	for _, d := range deeds {
		c := d.Change
		if c.Field == "" {
			continue
		}
		if c.Field == ticket.FieldForm && c.Value == rules.DefaultForm {
			c.Value = dr.settings.form(dr.ticket.Address.Account)
		}
		list = append(list, c)
	}
	return list
}
