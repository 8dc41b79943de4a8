package whatsapp

import (
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// The types of item in a list of messages that are no messages.
const (
	typeEdit    = "edit"
	typeRevoke  = "revoke"
	typeWelcome = "request_welcome"
)

// message reads an item of the messages that users cause.
//
// What opens the window: every message of the user, whatever its type; a
// reaction, also one taken back; the welcome request. An edit, a revocation and a note by the platform open nothing.
// Source: Meta, send messages; conversational components, read 2026-09.
func (p *parser) message(v loosejson.Value) {
	e := p.add(channel.EventMessage, v)
	p.user(e, sender(v))
	why := p.fill(e, v)
	switch t := e.Message.Type; {
	case t == channel.System:
		p.system(e, v.Get("system"))
	case t == channel.Reaction:
		e.Opens = channel.OpenReaction
	case t == typeEdit:
		e.Type = channel.EventEdit
		why = p.edit(e, v.Get(typeEdit))
	case t == typeRevoke:
		e.Type = channel.EventRevoke
	case t == typeWelcome:
		e.Type, e.Opens = channel.EventOpen, channel.OpenWelcome
	default:
		e.Opens = channel.OpenMessage
	}
	if e.From == "" && why == "" {
		why = "a message without a sender"
	}
	if why != "" {
		p.bad(e, why)
	}
}

func sender(v loosejson.Value) names {
	return names{v.Get("from").Str(), v.Get("from_user_id").Str(), v.Get("from_parent_user_id").Str()}
}

func addressee(v loosejson.Value) names {
	return names{v.Get("to").Str(), v.Get("to_user_id").Str(), v.Get("to_parent_user_id").Str()}
}

// echo reads what staff did on the phone app of the same number: a message or a
// reaction, or the change or withdrawal of a message.
func (p *parser) echo(v loosejson.Value) {
	e := p.add(channel.EventEcho, v)
	p.user(e, addressee(v))
	why := p.fill(e, v)
	switch e.Message.Type {
	case typeEdit:
		e.Type = channel.EventEdit
		why = p.edit(e, v.Get(typeEdit))
	case typeRevoke:
		e.Type = channel.EventRevoke
	}
	if why != "" {
		p.bad(e, why)
	}
}

// history reads a part of the conversations that a number had before: threads
// of old messages, of both sides.
func (p *parser) history(v loosejson.Value) {
	threads := v.Get("threads")
	if threads.Len() == 0 {
		p.notice(channel.EventAccount, v, channel.Notice{Name: "history", Detail: v.Get("metadata", "phase").Str()})
		p.errors(v)
		return
	}
	outer := p.where
	for thread := range threads.Items() {
		p.each("history", thread.Get("messages"), func(m loosejson.Value) { p.oldMessage(thread, m) })
		p.where = outer
	}
}

func (p *parser) oldMessage(thread, v loosejson.Value) {
	e := p.add(channel.EventHistory, v)
	from := v.Get("from").Str()
	e.Notice = channel.Notice{Field: p.feed.field, Name: "user"}
	if v.Get("to").Str() != "" || p.feed.business(from) {
		e.Notice.Name = "business"
	}
	p.user(e, names{phone: thread.Get("id").Str(), id: thread.Get("context", "user_id").Str()})
	if why := p.fill(e, v); why != "" {
		p.bad(e, why)
	}
}

// fill reads the parts that messages of all types have, and then the content.
// It tells what cannot be read.
func (p *parser) fill(e *channel.Event, v loosejson.Value) (why string) {
	m := &e.Message
	m.ID = v.Get("id").Str()
	if e.ID = m.ID; e.ID == "" {
		e.ID = p.digest(v)
	}
	m.Type = channel.MessageType(typeOf(v))
	m.Group = v.Get("group_id").Str()
	m.Errors = readErrors(v.Get("errors"))
	readContext(m, v.Get("context"))
	if r := v.Get("referral"); r.Kind() == '{' {
		m.Referral = readReferral(r)
	}
	return content(m, v)
}

// edit reads the new content of an earlier message.
func (p *parser) edit(e *channel.Event, v loosejson.Value) (why string) {
	m := &e.Message
	inner := v.Get("message")
	m.Target = v.Get("original_message_id").Str()
	m.Type = channel.MessageType(typeOf(inner))
	if inner.Kind() != '{' {
		return "an edit without a message"
	}
	readContext(m, inner.Get("context"))
	return content(m, inner)
}

// typeOf returns the type of a message, by its content if it names none.
func typeOf(v loosejson.Value) string {
	if t := v.Get("type").Str(); t != "" {
		return t
	}
	for name, content := range v.Members() {
		switch name {
		case "text", "image", "video", "audio", "document", "sticker", "location", "contacts", "interactive",
			"button", "reaction", "order", "system", typeEdit, typeRevoke:
			if content.Kind() != 0 {
				return name
			}
		}
	}
	return string(channel.Unsupported)
}

func readContext(m *channel.Message, v loosejson.Value) {
	if v.Kind() != '{' {
		return
	}
	m.ReplyTo = v.Get("id").Str()
	m.Forwarded = v.Get("forwarded").Yes() || v.Get("frequently_forwarded").Yes()
	if product := v.Get("referred_product"); product.Kind() == '{' {
		m.Referral = channel.Referral{
			Source: "product", ID: product.Get("product_retailer_id").Str(), Payload: product.Get("catalog_id").Str(),
		}
	}
}

func readReferral(v loosejson.Value) channel.Referral {
	return channel.Referral{
		Source: v.Get("source_type").Str(), ID: v.Get("source_id").Str(), URL: v.Get("source_url").Str(),
		Title: v.Get("headline").Str(), Text: v.Get("body").Str(), ClickID: v.Get("ctwa_clid").Str(),
	}
}
