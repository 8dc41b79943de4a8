package messenger

import (
	"cmp"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// typeRevoke is the type of a message that was taken back.
const typeRevoke = "revoke"

// readMessage reads a message of either side, or that its author took it back. Every
// message of the user opens the window, whatever is in it, also one that another app
// answers. Source: https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy
// (edited 2026-09-28, read 2026-11).
//
// An echo names the app that wrote in Notice.Subject, and has its note in Notice.Detail.
// One of what [Platform.Call] wrote hands back the id of the [channel.Outbound] as
// Status.Reference, so that a host knows its own message before the platform has answered
// the call.
func (r *reader) readMessage(v, part loosejson.Value) {
	e, own := r.event(channel.EventMessage, v)
	e.Message = readContent(part)
	e.ID = e.Message.ID
	if prior := v.Get("prior_message"); prior.Kind() == '{' {
		e.Message.Referral = channel.Referral{Source: prior.Get("source").Str(), ID: prior.Get("identifier").Str()}
		e.Profile.Handles = []string{prior.Get("identifier").Str()}
	}
	switch deleted := part.Get("is_deleted").Yes(); {
	case deleted:
		e = revoked(e)
		e.Echo = own
	case own:
		e.Type = channel.EventEcho
		e.Notice.Subject, e.Notice.Detail = part.Get("app_id").Str(), part.Get("metadata").Str()
		e.Status.Reference = readReference(e.Notice.Detail)
		r.keep(e)
		return
	default:
		e.Opens = channel.OpenMessage
	}
	r.readAd(r.keep(e), part.Get("referral"))
}

func revoked(e channel.Event) channel.Event {
	e.Type, e.Message = channel.EventRevoke, channel.Message{Type: typeRevoke, Target: e.Message.ID, ReplyTo: e.Message.ReplyTo, Referral: e.Message.Referral}
	if e.Message.Target != "" {
		e.ID = e.Message.Target + "/revoke"
	}
	return e
}

// readReference returns the id of the outbound message that metadata names, "" if another
// app wrote it.
func readReference(metadata string) string {
	id, ok := strings.CutPrefix(metadata, referencePrefix)
	if !ok {
		return ""
	}
	return id
}

// readEdit reads the new text of a message, of either side. Source:
// https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/message-edits
// (read 2026-11-27).
func (r *reader) readEdit(v, part loosejson.Value) {
	e, own := r.event(channel.EventEdit, v)
	mid, number := part.Get("mid").Str(), part.Get("num_edit").Str()
	e.Message = channel.Message{Type: channel.Text, Text: part.Get("text").Str(), Target: mid}
	if mid != "" && number != "" {
		e.ID = mid + "/edit/" + number
	}
	e.Echo = own
	r.keep(e)
}

// readPostback reads that the user tapped a button, Get Started or an entry of the menu,
// or an ice breaker. The platform leaves the payload out where another app made the
// button. Source:
// https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messaging_postbacks
// (read 2026-11).
func (r *reader) readPostback(v, part loosejson.Value) {
	e, _ := r.event(channel.EventMessage, v)
	e.Opens = channel.OpenMessage
	e.ID = part.Get("mid").Str()
	e.Message = channel.Message{
		ID: e.ID, Type: channel.Button, Subtype: "postback", Text: part.Get("title").Str(), Payload: part.Get("payload").Str(),
	}
	readReferral(&e.Message, part.Get("referral"))
	if m := &e.Message; m.Text == "" && m.Payload == "" {
		m.Type, m.Text, m.Payload = channel.Unsupported, part.Str(), string(part.Text())
	}
	r.readAd(r.keep(e), part.Get("referral"))
}

// readFeedback reads the user's answers to a form about the service. The payload is the
// whole form as JSON.
func (r *reader) readFeedback(v, part loosejson.Value) {
	e, _ := r.event(channel.EventMessage, v)
	e.Opens = channel.OpenMessage
	e.Message = channel.Message{Type: channel.Interactive, Subtype: "messaging_feedback", Payload: string(part.Text())}
	r.keep(e)
}

// readReaction reads that the user reacted to a message, or took that back: then the text
// is empty, the emoji, if it is told, is the payload, and nothing opens. Subtype is the
// platform's word: "love", "unreact". The account's own is an echo.
func (r *reader) readReaction(v, part loosejson.Value) {
	e, own := r.event(channel.EventMessage, v)
	m := &e.Message
	m.Type, m.Target = channel.Reaction, part.Get("mid").Str()
	switch action := part.Get("action").Str(); {
	case action == "unreact":
		m.Subtype, m.Payload = action, part.Get("emoji").Str()
	default:
		m.Text, m.Subtype = part.Get("emoji").Str(), part.Get("reaction").Str()
		e.Opens = channel.OpenReaction
	}
	if own {
		e.Type, e.Opens = channel.EventEcho, ""
	}
	r.keep(e)
}

// readContent reads what a message says. What cannot be shown has its raw form as payload.
func readContent(part loosejson.Value) channel.Message {
	m := channel.Message{
		ID: part.Get("mid").Str(), Text: cmp.Or(part.Get("text").Str(), part.Str()), ReplyTo: part.Get("reply_to", "mid").Str(),
	}
	readReferral(&m, part.Get("referral"))
	readAttachments(&m, part.Get("attachments"))
	if id := part.Get("sticker_id").Str(); id != "" && m.Type != channel.Sticker {
		m.Type, m.Attachments = channel.Sticker, append(m.Attachments, channel.Attachment{Type: channel.Sticker, ID: id})
	}
	if answer := part.Get("quick_reply"); answer.Kind() == '{' {
		m.Type, m.Subtype, m.Payload = channel.Interactive, "quick_reply", answer.Get("payload").Str()
	}
	switch unsupported := part.Get("is_unsupported").Yes(); {
	case unsupported || part.Kind() != '{' || m.Type == "" && m.Text == "":
		m.Type = channel.Unsupported
	case m.Type == "" || m.Text != "" && !listed(m.Type):
		m.Type = channel.Text
	}
	if story := part.Get("reply_to", "story"); story.Kind() == '{' {
		m.Subtype = "story_reply"
		m.Attachments = append(m.Attachments, channel.Attachment{
			Type: "story", ID: story.Get("id").Str(), URL: story.Get("url").Str(),
		})
	}
	m.Payload = cmp.Or(m.Payload, part.Get("payload").Str())
	if m.Type == channel.Unsupported {
		m.Payload = cmp.Or(m.Payload, string(part.Text()))
	}
	return m
}
