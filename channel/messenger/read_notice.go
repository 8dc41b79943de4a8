package messenger

import (
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// read reads that the user has read: on Messenger everything until a watermark, on
// Instagram the message that Status.MessageID names and what was before it.
func (p *parser) read(v, part loosejson.Value) {
	e, own := p.event(channel.EventRead, v)
	if mark := moment(part.Get("watermark")); !mark.IsZero() {
		e.Sent = mark
	}
	if mid := part.Get("mid").Str(); mid != "" {
		e.Status = channel.Status{MessageID: mid, State: channel.StateRead}
	}
	if own { // somebody of the business opened the chat
		e.Type, e.Notice.Name = channel.EventAccount, "read"
	}
	p.keep(e)
}

// delivery reads that messages arrived, one event each. Without a list of messages
// it is news with the watermark until which all did.
func (p *parser) delivery(v, part loosejson.Value) {
	e, _ := p.event(channel.EventStatus, v)
	if mark := moment(part.Get("watermark")); !mark.IsZero() {
		e.Sent = mark
	}
	kept := len(p.events)
	for mid := range part.Get("mids").Items() {
		if id := mid.Str(); id != "" {
			e.ID, e.Status = id+"/delivered", channel.Status{MessageID: id, State: channel.StateDelivered}
			p.keep(e)
		}
	}
	if len(p.events) == kept {
		e.Type, e.Notice.Name = channel.EventAccount, "delivery"
		p.keep(e)
	}
}

// The apps in which people answer by hand: the inbox of a page, and that of an
// Instagram account. Source:
// https://developers.facebook.com/docs/messenger-platform/handover-protocol/pass-thread-control
// (read 2026-11-27).
const (
	pageInbox      = "263902037430900"
	instagramInbox = "1217981644879628"
)

// handover makes of e that this app got a thread, or lost it: the platform tells of
// passing the app that a thread is passed to, and of taking the app that it is taken
// from. A thread that goes to an inbox goes elsewhere all the same. Source:
// https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messaging_handovers
// (read 2026-11-27).
func handover(e channel.Event, kind string) channel.Event {
	e.Control = channel.ControlElsewhere
	if to := e.Notice.Subject; kind == "pass_thread_control" && to != pageInbox && to != instagramInbox {
		e.Control = channel.ControlOurs
	}
	if e.From != "" { // else it names no thread
		e.Type = channel.EventControl
	}
	return e
}

// role returns the app whose role for the page changed, and the role. It moves no
// thread.
func role(roles loosejson.Value) (app, role string) {
	for app, list := range roles.Members() {
		for role := range list.Items() {
			return app, role.Str()
		}
	}
	return "", ""
}

// news reads what is no talk: which app holds the conversation, what the platform
// does to the page, and all that this version does not know. The kind is
// Notice.Field.
func (p *parser) news(v loosejson.Value, kind string) {
	e, _ := p.event(channel.EventAccount, v)
	part := v.Get(kind)
	e.Notice = channel.Notice{
		Field: kind, Name: part.First("action", "status", "feedback", "type"),
		Subject: part.First("new_owner_app_id", "requested_owner_app_id", "previous_owner_app_id", "mid"),
		Detail:  part.First("metadata", "reason", "authorization_code"),
	}
	switch kind {
	case "pass_thread_control", "take_thread_control":
		e = handover(e, kind)
	case "app_roles":
		e.Notice.Subject, e.Notice.Name = role(part)
	case "request_thread_control", "policy_enforcement", "policy-enforcement", "account_linking", "response_feedback":
	default:
		e.Type = channel.EventUnknown
		e.Message.Payload = part.Get("payload").Str()
		e.Notice.Detail = p.where.String() + ": a kind that this version does not know"
		if kind == "" {
			e.Notice.Detail = p.where.String() + ": nothing that can be read"
		}
	}
	p.keep(e)
}
