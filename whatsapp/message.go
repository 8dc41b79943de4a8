package whatsapp

import (
	"github.com/socialticket/socialticket/channel"
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
func (p *parser) message(v value) {
	e := p.add(channel.EventMessage, v)
	p.user(e, sender(v))
	why := p.fill(e, v)
	switch t := e.Message.Type; {
	case t == channel.System:
		p.system(e, v.get("system"))
	case t == channel.Reaction:
		e.Opens = channel.OpenReaction
	case t == typeEdit:
		e.Type = channel.EventEdit
		why = p.edit(e, v.get(typeEdit))
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

func sender(v value) names {
	return names{v.get("from").str(), v.get("from_user_id").str(), v.get("from_parent_user_id").str()}
}

func addressee(v value) names {
	return names{v.get("to").str(), v.get("to_user_id").str(), v.get("to_parent_user_id").str()}
}

// echo reads a message that staff sent from the phone app of the same number. A
// message that they changed or took back there is an echo with a Target, its
// Subtype "edit" or its Type "revoke".
func (p *parser) echo(v value) {
	e := p.add(channel.EventEcho, v)
	p.user(e, addressee(v))
	why := p.fill(e, v)
	if e.Message.Type == typeEdit {
		why = p.edit(e, v.get(typeEdit))
		e.Message.Subtype = typeEdit
	}
	if why != "" {
		p.bad(e, why)
	}
}

// history reads a part of the conversations that a number had before: threads
// of old messages, of both sides.
func (p *parser) history(v value) {
	threads := v.get("threads")
	if !threads.holds() {
		p.notice(channel.EventAccount, v, channel.Notice{Name: "history", Detail: v.get("metadata").get("phase").str()})
		p.errors(v)
		return
	}
	outer := p.where
	for thread := range threads.items() {
		p.each("history", thread.get("messages"), func(m value) { p.oldMessage(thread, m) })
		p.where = outer
	}
}

func (p *parser) oldMessage(thread, v value) {
	e := p.add(channel.EventHistory, v)
	from := v.get("from").str()
	e.Notice = channel.Notice{Field: p.feed.field, Name: "user"}
	if v.get("to").str() != "" || p.feed.business(from) {
		e.Notice.Name = "business"
	}
	p.feed.alone = false
	p.user(e, names{phone: thread.get("id").str(), id: thread.get("context").get("user_id").str()})
	if why := p.fill(e, v); why != "" {
		p.bad(e, why)
	}
}

// fill reads the parts that messages of all types have, and then the content.
// It tells what cannot be read.
func (p *parser) fill(e *channel.Event, v value) (why string) {
	m := &e.Message
	m.ID = v.get("id").str()
	if e.ID = m.ID; e.ID == "" {
		e.ID = p.digest(v)
	}
	m.Type = channel.MessageType(typeOf(v))
	m.Group = v.get("group_id").str()
	m.Errors = readErrors(v.get("errors"))
	readContext(m, v.get("context"))
	if r := v.get("referral"); r.kind() == '{' {
		m.Referral = readReferral(r)
	}
	return content(m, v)
}

// edit reads the new content of an earlier message.
func (p *parser) edit(e *channel.Event, v value) (why string) {
	m := &e.Message
	inner := v.get("message")
	m.Target = v.get("original_message_id").str()
	m.Type = channel.MessageType(typeOf(inner))
	if inner.kind() != '{' {
		return "an edit without a message"
	}
	readContext(m, inner.get("context"))
	return content(m, inner)
}

// typeOf returns the type of a message, by its content if it names none.
func typeOf(v value) string {
	if t := v.get("type").str(); t != "" {
		return t
	}
	for name, content := range v.members() {
		switch name {
		case "text", "image", "video", "audio", "document", "sticker", "location", "contacts", "interactive",
			"button", "reaction", "order", "system", typeEdit, typeRevoke:
			if content.kind() != 0 {
				return name
			}
		}
	}
	return string(channel.Unsupported)
}

func readContext(m *channel.Message, v value) {
	if v.kind() != '{' {
		return
	}
	m.ReplyTo = v.get("id").str()
	m.Forwarded = v.get("forwarded").yes() || v.get("frequently_forwarded").yes()
	if product := v.get("referred_product"); product.kind() == '{' {
		m.Referral = channel.Referral{
			Source: "product", ID: product.get("product_retailer_id").str(), Payload: product.get("catalog_id").str(),
		}
	}
}

func readReferral(v value) channel.Referral {
	return channel.Referral{
		Source: v.get("source_type").str(), ID: v.get("source_id").str(), URL: v.get("source_url").str(),
		Title: v.get("headline").str(), Text: v.get("body").str(), ClickID: v.get("ctwa_clid").str(),
	}
}
