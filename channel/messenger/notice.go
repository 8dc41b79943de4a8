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
	case "pass_thread_control", "take_thread_control", "request_thread_control", "app_roles",
		"policy_enforcement", "policy-enforcement", "account_linking", "response_feedback":
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
