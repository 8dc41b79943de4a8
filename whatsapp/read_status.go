package whatsapp

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readStatus reads what became of a message of the business, or of its call: there
// the states are RINGING, ACCEPTED and REJECTED, and a call that the user
// accepted opens the window. What is told of a payment is the payload. Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/pricing
// (read 2026-09).
func (r *reader) readStatus(v loosejson.Value) {
	e := r.add(channel.EventStatus, v)
	s := &e.Status
	s.MessageID, s.State = v.Get("id").Str(), channel.DeliveryState(words(v.Get("status")))
	s.Reference = v.Get("biz_opaque_callback_data").Str()
	s.Errors = r.readErrors(v.Get("errors"))
	s.Price = readPrice(v.Get("pricing"), v.Get("conversation"))
	e.ID = s.MessageID + "/" + string(s.State) + reason(s)
	r.readRecipient(e, v)
	e.Message.Type = channel.MessageType(v.Get("type").Str())
	e.Message.Payload = string(v.Get("payment").Text())
	if e.Message.Type == channel.Call && s.State == "ACCEPTED" {
		e.Opens = channel.OpenCall
	}
	if s.MessageID == "" || s.State == "" {
		e.ID = r.digest(v)
		r.bad(e, "a status without an id or a state")
	}
}

// reason returns the codes of a failure as the end of an event's id, "" for anything
// else: a platform may first say that a message failed, and then why.
func reason(s *channel.Status) string {
	if s.State != channel.StateFailed && len(s.Errors) == 0 {
		return ""
	}
	var end strings.Builder
	for _, e := range s.Errors {
		code := e.Code
		if code == "" && e != (channel.Error{}) {
			sum := sha256.Sum256([]byte(e.Title + "\x00" + e.Detail))
			code = hex.EncodeToString(sum[:4])
		}
		if code != "" {
			end.WriteString("/" + code)
		}
	}
	return end.String()
}

// readRecipient names the user that a status is about, in a group the participant.
func (r *reader) readRecipient(e *channel.Event, v loosejson.Value) {
	n := names{
		v.Get("recipient_id").Str(), v.Get("recipient_user_id").Str(),
		v.First("recipient_parent_user_id", "parent_recipient_user_id"),
	}
	if v.Get("recipient_type").Str() == "group" {
		e.Message.Group = n.phone
		n = names{
			v.Get("recipient_participant_id").Str(), v.Get("recipient_participant_user_id").Str(),
			v.Get("recipient_participant_parent_user_id").Str(),
		}
		if who := cmp.Or(n.phone, n.id); who != "" {
			e.ID += "/" + who
		}
	}
	r.user(e, n)
}

// readPrice reads how a message is charged. Newer webhooks have no conversation,
// older ones no type of pricing.
func readPrice(pricing, conversation loosejson.Value) channel.Price {
	return channel.Price{
		Model:    pricing.Get("pricing_model").Str(),
		Category: cmp.Or(pricing.Get("category").Str(), conversation.Get("origin", "type").Str()),
		Type:     pricing.Get("type").Str(),
		Billable: pricing.Get("billable").Yes(),
		Until:    conversation.Get("expiration_timestamp").Moment(),
	}
}

func (r *reader) readErrors(v loosejson.Value) []channel.Error {
	var list []channel.Error
	for item := range v.Items() {
		list = append(list, r.readError(item))
	}
	return list
}

// readError reads one error. Decisions go by code and details; titles change. Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
// (read 2026-09).
func (r *reader) readError(v loosejson.Value) channel.Error {
	code := v.Get("code").Str()
	title := cmp.Or(v.Get("title").Str(), v.Get("message").Str())
	detail := cmp.Or(v.Get("error_data", "details").Str(), v.Get("details").Str())
	if message := v.Get("message").Str(); detail == "" && message != title {
		detail = message
	}
	return channel.Error{Code: code, Title: title, Detail: detail, Class: r.provider.class(code)}
}
