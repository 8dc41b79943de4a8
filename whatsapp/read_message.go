package whatsapp

import (
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// The types of item in a list of messages that are about something else.
const (
	typeEdit    = "edit"
	typeRevoke  = "revoke"
	typeWelcome = "request_welcome"
)

// readMessage reads an item of the messages that users cause.
//
// Each message of the user opens the window, whatever its type; so does a reaction, also
// one taken back, and the welcome request. An edit, a revocation and a note by the
// platform open nothing. Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages,
// https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/conversational-components
// (read 2026-09).
func (r *reader) readMessage(v loosejson.Value) {
	e := r.add(channel.EventMessage, v)
	r.user(e, sender(v))
	r.fill(e, v)
	if e.From == "" { // a group hides its member
		e.From = e.Message.Group
	}
	switch e.Message.Type {
	case channel.System:
		r.readSystem(e, v.Get("system"))
	case channel.Reaction:
		e.Opens = channel.OpenReaction
	case typeEdit, typeRevoke:
		r.readChanged(e, v)
	case typeWelcome:
		e.Type, e.Opens = channel.EventOpen, channel.OpenWelcome
	default:
		e.Opens = channel.OpenMessage
	}
	if e.From == "" && e.Type != channel.EventAccount {
		r.bad(e, "a message without a sender")
	}
}

func sender(v loosejson.Value) names {
	return names{v.Get("from").Str(), v.Get("from_user_id").Str(), v.Get("from_parent_user_id").Str()}
}

func addressee(v loosejson.Value) names {
	return names{v.Get("to").Str(), v.Get("to_user_id").Str(), v.Get("to_parent_user_id").Str()}
}

// readEcho reads what staff did on the phone app of the same number: a message or a
// reaction, or the change or withdrawal of a message.
func (r *reader) readEcho(v loosejson.Value) {
	e := r.add(channel.EventEcho, v)
	r.user(e, addressee(v))
	r.fill(e, v)
	if t := e.Message.Type; t == typeEdit || t == typeRevoke {
		r.readChanged(e, v)
	}
}

// readChanged reads that the author changed an earlier message or took it back.
func (r *reader) readChanged(e *channel.Event, v loosejson.Value) {
	m := &e.Message
	change := v.Get(string(m.Type))
	m.Target = change.Get("original_message_id").Str()
	if m.Type == typeRevoke {
		e.Type = channel.EventRevoke
		if m.Target == "" {
			r.bad(e, "a withdrawal without a message")
		}
		return
	}
	inner := change.Get("message")
	readContext(m, inner.Get("context"))
	readContent(m, inner)
	switch {
	case inner.Kind() != '{':
		r.bad(e, "an edit without a message")
	case m.Target != "": // else it is said, whatever it was before
		e.Type = channel.EventEdit
	}
}

// fill reads the parts that messages of all types have, and then the content.
func (r *reader) fill(e *channel.Event, v loosejson.Value) {
	m := &e.Message
	m.ID = v.Get("id").Str()
	if e.ID = m.ID; e.ID == "" {
		e.ID = r.digest(v)
	}
	m.Group = v.Get("group_id").Str()
	m.Errors = r.readErrors(v.Get("errors"))
	readContext(m, v.Get("context"))
	if ad := v.Get("referral"); ad.Kind() == '{' {
		readReferral(m, ad)
	}
	readContent(m, v)
}

func readContext(m *channel.Message, v loosejson.Value) {
	if v.Kind() != '{' {
		return
	}
	m.ReplyTo = v.Get("id").Str()
	m.Forwarded = v.Get("forwarded").Yes() || v.Get("frequently_forwarded").Yes()
	if product := v.Get("referred_product"); product.Kind() == '{' {
		id, catalog := product.Get("product_retailer_id").Str(), product.Get("catalog_id").Str()
		m.Referral = channel.Referral{Source: "product", ID: id, Payload: catalog, Product: id, Catalog: catalog}
	}
}

// readReferral reads which advertisement or post brought the user. The product that the
// message is about stays. Of one with a picture, a video or a greeting the payload is all of
// it as JSON.
func readReferral(m *channel.Message, v loosejson.Value) {
	m.Referral = channel.Referral{
		Source: v.Get("source_type").Str(), ID: v.Get("source_id").Str(), URL: v.Get("source_url").Str(),
		Title: v.Get("headline").Str(), Text: v.Get("body").Str(), ClickID: v.Get("ctwa_clid").Str(),
		Product: m.Referral.Product, Catalog: m.Referral.Catalog,
	}
	if v.First("image_url", "video_url", "thumbnail_url") != "" || v.Get("welcome_message").Len() > 0 {
		m.Referral.Payload = string(v.Text())
	}
}
