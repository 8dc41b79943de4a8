package datatest

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// Object is an object of JSON.
type Object map[string]any

// Webhook returns a webhook of WhatsApp: a change of one field of a number's account.
func Webhook(account, field string, value Object) ([]byte, error) {
	value["metadata"] = Object{"phone_number_id": account, "display_phone_number": "15550000000"}
	change := Object{"field": field, "value": value}
	return json.Marshal(Object{"entry": []Object{{"id": "1", "changes": []Object{change}}}})
}

// Stamp returns an instant as WhatsApp writes it.
func Stamp(at time.Time) string { return strconv.FormatInt(at.Unix(), 10) }

// Incoming is an event of the cases about ingestion.
type Incoming struct {
	ID, From, Type string
	By             string    // of a message_sent: "desk" or "staff"
	Of             string    // the message that a status or reaction is about
	Inbox          string    // the account; empty: the only one
	SentAt         time.Time `json:"sent_at"`
	Name           string    // of the user; of a location, that of the place
	Text, Caption  string
	Title          string // of a button or row
	Address        string
	Lat, Lng       float64
	Contacts       int // cards
	Status         string
}

// User returns the handle of the user whom the event is about.
func (in Incoming) User() string { return cmp.Or(in.From, "15550100") }

// ByDesk reports whether the desk itself writes.
func (in Incoming) ByDesk() bool { return in.Type == "message_sent" && in.By != "staff" }

// Webhook returns what WhatsApp sends of the event, and by which field.
func (in Incoming) Webhook(at time.Time) (field string, value Object) {
	item := Object{"id": in.ID, "timestamp": Stamp(at)}
	switch in.Type {
	case "status":
		item["id"], item["status"], item["recipient_id"] = in.Of, DeliveryWord(in.Status), in.User()
		return "messages", Object{"statuses": []Object{item}}
	case "message_sent":
		item["from"], item["to"], item["type"], item["text"] = "15550000000", in.User(), "text", Object{"body": in.Text}
		return "smb_message_echoes", Object{"message_echoes": []Object{item}}
	}
	kind := cmp.Or(map[string]string{"voice": "audio", "file": "document"}[in.Type], in.Type)
	item["from"], item["type"], item[kind] = in.User(), kind, in.content(kind)
	if in.Type == "unsupported" {
		item["errors"] = []Object{{"code": 131051, "title": "Message type unknown"}}
	}
	value = Object{"messages": []Object{item}}
	if in.Name != "" && in.Type != "location" {
		value["contacts"] = []Object{{"wa_id": in.User(), "profile": Object{"name": in.Name}}}
	}
	return "messages", value
}

// content returns what stands under the kind of the message.
func (in Incoming) content(kind string) any {
	switch kind {
	case "text":
		return Object{"body": in.Text}
	case "button":
		return Object{"text": cmp.Or(in.Text, in.Title), "payload": "b1"}
	case "interactive":
		return Object{"type": "button_reply", "button_reply": Object{"id": "b1", "title": cmp.Or(in.Title, in.Text)}}
	case "location":
		return Object{"latitude": in.Lat, "longitude": in.Lng, "name": in.Name, "address": in.Address}
	case "contacts":
		return slices.Repeat([]Object{{"name": Object{"formatted_name": "Card"}}}, max(1, in.Contacts))
	case "reaction":
		return Object{"emoji": in.Text, "message_id": cmp.Or(in.Of, "wamid.earlier")}
	case "image", "video", "audio", "document", "sticker":
		return Object{"id": "media-" + in.ID, "caption": cmp.Or(in.Caption, in.Text)}
	}
	return nil
}

// Ingest is a desk's state before: conversations of the sender of the first event, the last
// of which has the status; whether another worker has the events in its hands.
type Ingest struct {
	Conversations int
	LastStatus    string `json:"last_status"`
	Single        *bool  `json:"single_conversation"` // a message to what is solved reopens it
	LockHeld      bool   `json:"lock_held"`
	Concurrent    bool
}

// SeenMessage is a message of the cases about repeats. Where a channel gives no ids, the
// sender, the second and the text make one.
type SeenMessage struct{ Channel, From, ID, Text string }

// PeerStatus returns our word for a peer's status of a conversation.
func PeerStatus(word string) string {
	if word == "snoozed" {
		return "hold"
	}
	return word
}

// Dedup are the messages that were seen before, and whether the desk answered since.
type Dedup struct {
	Seen          []SeenMessage
	OutboundAfter bool `json:"outbound_after"`
}

// DedupLock is how several workers come by a message. A desk needs no lock for that.
type DedupLock struct {
	Concurrent bool
	Seconds    float64 `json:"lock_seconds"` // of the peer's lock
}
