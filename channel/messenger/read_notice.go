package messenger

import (
	"cmp"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readRead reads that the user has read: on Messenger everything until a watermark, on
// Instagram the message that Status.MessageID names and what was before it.
func (r *reader) readRead(v, part loosejson.Value) {
	e, own := r.event(channel.EventRead, v)
	if mark := moment(part.Get("watermark")); !mark.IsZero() {
		e.Sent = mark
	}
	if mid := part.Get("mid").Str(); mid != "" {
		e.Status = channel.Status{MessageID: mid, State: channel.StateRead}
	}
	if own { // somebody of the business opened the chat
		e.Type, e.Notice.Name = channel.EventAccount, "read"
	}
	r.keep(e)
}

// readDelivery reads that messages arrived, one event each, all with the item as Raw.
// Without a list of messages it is news with the watermark until which all did.
func (r *reader) readDelivery(v, part loosejson.Value) {
	e, _ := r.event(channel.EventStatus, v)
	if mark := moment(part.Get("watermark")); !mark.IsZero() {
		e.Sent = mark
	}
	found := false
	for mid := range part.Get("mids").Items() {
		id := mid.Str()
		if id == "" || r.full() {
			continue
		}
		e.ID, e.Status = id+"/delivered", channel.Status{MessageID: id, State: channel.StateDelivered}
		r.keep(e)
		found = true
	}
	if !found {
		e.Type, e.Notice.Name = channel.EventAccount, "delivery"
		r.keep(e)
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
// from. A thread that goes to an inbox goes elsewhere all the same. Where two apps are told
// the payload is the one that held it before. Source:
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

// readRole returns the app whose role for the page changed, and the role. It moves no
// thread.
func readRole(roles loosejson.Value) (app, role string) {
	for app, list := range roles.Members() {
		for role := range list.Items() {
			return app, role.Str()
		}
	}
	return "", ""
}

// readNews reads what is no talk: which app holds the conversation, what the platform does
// to the page, and all that this version does not know. The kind is Notice.Field.
func (r *reader) readNews(v loosejson.Value, kind string) {
	e, own := r.event(channel.EventAccount, v)
	part := v.Get(kind)
	e.Notice = channel.Notice{
		Field: kind, Name: part.First("action", "status", "feedback", "type"),
		Subject: part.First("new_owner_app_id", "requested_owner_app_id", "previous_owner_app_id", "mid"),
		Detail:  part.First("metadata", "reason", "authorization_code"),
	}
	switch kind {
	case "pass_thread_control", "take_thread_control":
		if before := part.Get("previous_owner_app_id").Str(); before != e.Notice.Subject {
			e.Message.Payload = before
		}
		e = handover(e, kind)
	case "app_roles":
		e.Notice.Subject, e.Notice.Name = readRole(part)
	case "request_thread_control", "policy_enforcement", "policy-enforcement", "account_linking", "response_feedback":
	default:
		e = readUnknown(e, part, own)
		e.Notice.Detail = r.where.String() + ": a kind that this version does not know"
		if kind == "" {
			e.Notice.Detail = r.where.String() + ": nothing that can be read"
		}
	}
	r.keep(e)
}

// readUnknown reads the words of a kind that this version does not know. Where it has the
// form of a message it is one.
func readUnknown(e channel.Event, part loosejson.Value, own bool) channel.Event {
	if part.Get("text").Str() == "" && part.Get("attachments").Len() == 0 {
		e.Type = channel.EventUnknown
		e.Message = channel.Message{Text: cmp.Or(part.Words(), part.Str()), Payload: part.Get("payload").Str()}
		return e
	}
	e.Type, e.Opens, e.Message = channel.EventMessage, channel.OpenMessage, readContent(part)
	e.ID = e.Message.ID
	if own {
		e.Type, e.Opens = channel.EventEcho, ""
	}
	return e
}
