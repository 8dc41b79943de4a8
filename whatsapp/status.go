package whatsapp

import (
	"cmp"

	"github.com/socialticket/socialticket/channel"
)

// status reads what became of a message of the business, or of its call: there
// the states are RINGING, ACCEPTED and REJECTED, and a call that the user
// accepted opens the window. Source: Meta, calling pricing, read 2026-09.
func (p *parser) status(v value) {
	e := p.add(channel.EventStatus, v)
	s := &e.Status
	s.MessageID, s.State = v.get("id").str(), channel.DeliveryState(words(v.get("status")))
	s.Reference = v.get("biz_opaque_callback_data").str()
	s.Errors = readErrors(v.get("errors"))
	s.Price = readPrice(v.get("pricing"), v.get("conversation"))
	e.ID = s.MessageID + "/" + string(s.State)
	p.recipient(e, v)
	e.Message.Type = channel.MessageType(v.get("type").str())
	if e.Message.Type == channel.Call && s.State == "ACCEPTED" {
		e.Opens = channel.OpenCall
	}
	if s.MessageID == "" || s.State == "" {
		e.ID = p.digest(v)
		p.bad(e, "a status without an id or a state")
	}
}

// recipient names the user that a status is about, in a group the participant.
func (p *parser) recipient(e *channel.Event, v value) {
	n := names{
		v.get("recipient_id").str(), v.get("recipient_user_id").str(),
		first(v, "recipient_parent_user_id", "parent_recipient_user_id"),
	}
	if v.get("recipient_type").str() == "group" {
		e.Message.Group = n.phone
		n = names{
			v.get("recipient_participant_id").str(), v.get("recipient_participant_user_id").str(),
			v.get("recipient_participant_parent_user_id").str(),
		}
		if who := cmp.Or(n.phone, n.id); who != "" {
			e.ID += "/" + who
		}
	}
	p.user(e, n)
}

// readPrice reads how a message is charged. Newer webhooks have no conversation,
// older ones no type of pricing.
func readPrice(pricing, conversation value) channel.Price {
	return channel.Price{
		Model:    pricing.get("pricing_model").str(),
		Category: cmp.Or(pricing.get("category").str(), conversation.get("origin").get("type").str()),
		Type:     pricing.get("type").str(),
		Billable: pricing.get("billable").yes(),
		Until:    conversation.get("expiration_timestamp").moment(),
	}
}

// call reads a step of a call. A call by the user is a message of the user and
// opens the window, answered or not; one by the business that begins is an echo;
// every later step is a status with the step, or how the call ended, as state.
// Source: Meta, calling pricing, read 2026-09.
func (p *parser) call(v value) {
	step := v.get("event").str()
	e := p.add(channel.EventStatus, v)
	e.Status = channel.Status{
		MessageID: v.get("id").str(), State: channel.DeliveryState(cmp.Or(words(v.get("status")), step)),
		Reference: v.get("biz_opaque_callback_data").str(), Errors: readErrors(v.get("errors")),
	}
	e.Message = channel.Message{ID: e.Status.MessageID, Type: channel.Call, Subtype: step}
	e.ID = e.Status.MessageID + "/" + step
	out := v.get("direction").str() == "BUSINESS_INITIATED" || p.feed.business(v.get("from").str())
	if out {
		p.user(e, addressee(v))
	} else {
		p.user(e, sender(v))
	}
	if recording := v.get("call_recording"); recording.kind() == '{' {
		readRecording(&e.Message, recording)
	}
	switch {
	case step == "connect" && out:
		e.Type = channel.EventEcho
	case step == "connect":
		e.Type, e.Opens = channel.EventMessage, channel.OpenCall
	}
	if e.Status.MessageID == "" || step == "" {
		e.ID = p.digest(v)
		p.bad(e, "a call without an id or an event")
	}
}

func readRecording(m *channel.Message, v value) {
	file := channel.Message{Type: channel.Audio}
	readMedia(&file, v.get(string(channel.Audio)))
	m.Attachments = file.Attachments
}

func readErrors(v value) []channel.Error {
	var list []channel.Error
	for item := range v.items() {
		list = append(list, readError(item))
	}
	return list
}

// readError reads one error. Decisions go by code and details; titles change.
// Source: Meta, error codes, read 2026-09.
func readError(v value) channel.Error {
	code := v.get("code").str()
	title := cmp.Or(v.get("title").str(), v.get("message").str())
	detail := cmp.Or(v.get("error_data").get("details").str(), v.get("details").str())
	if message := v.get("message").str(); detail == "" && message != title {
		detail = message
	}
	return channel.Error{Code: code, Title: title, Detail: detail, Class: Meta.Classify(code)}
}
