package viber

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// Parse reads the body of a callback, received at the given instant, into its
// event. Viber does not name the bot: the argument is its id, of the host's choice.
// Check the signature first: see [Verifier].
//
// The only errors are bodies that are no JSON object. What cannot be read, or is of
// a kind that this version does not know, becomes an event of type
// [channel.EventUnknown] with its Raw, the kind in Notice.Field and what is wrong
// in Notice.Detail.
//
// The id of a message's event is its token, that of a report on a message
// "token/kind", with a digest of the reason behind it if there is one; events without
// a token get an id from their content.
func Parse(bot string, body []byte, received time.Time) ([]channel.Event, error) {
	root, err := loosejson.Object(body)
	if err != nil {
		return nil, fmt.Errorf("viber: body: %w", err)
	}
	e := channel.Event{
		Account:  channel.Account{Kind: channel.Viber, ID: bot},
		Sent:     cmp.Or(root.Get("timestamp").Moment(), received.UTC()),
		Received: received.UTC(),
		Raw:      root.Raw(),
	}
	read(&e, root)
	return []channel.Event{e.Identified()}, nil
}

// read fills e by the kind of callback.
//
// A message opens the way to answer and so does subscribing. Opening the chat
// allows one welcome message, unless the user has subscribed before. Source: Viber,
// REST bot API, callbacks, read 2026-11.
func read(e *channel.Event, v loosejson.Value) {
	kind, token := v.Get("event").Str(), v.Get("message_token").Str()
	e.From = v.Get("user_id").Str()
	switch kind {
	case "message":
		e.Type, e.Opens, e.ID = channel.EventMessage, channel.OpenMessage, token
		person(e, v.Get("sender"))
		e.Message.ID = token
		content(&e.Message, v.Get("message"))
	case "subscribed":
		e.Type, e.Opens = channel.EventOpen, channel.OpenFollow
		person(e, v.Get("user"))
	case "unsubscribed":
		e.Type = channel.EventLeave
	case "conversation_started":
		e.Type, e.Opens, e.ID = channel.EventOpen, channel.OpenWelcome, token
		if v.Get("subscribed").Yes() {
			e.Opens = channel.OpenFollow
		}
		person(e, v.Get("user"))
		e.Message.Subtype = v.Get("type").Str()
		if context := v.Get("context").Str(); context != "" {
			e.Message.Referral = channel.Referral{Source: "link", Payload: context}
		}
	case "delivered", "seen", "failed":
		report(e, kind, token, v.Get("desc").Str())
	case "webhook":
		e.Type, e.Notice = channel.EventAccount, channel.Notice{Field: kind, Subject: token}
		return
	default:
		e.Type = channel.EventUnknown
		e.Notice = channel.Notice{Field: kind, Detail: "a kind of callback that this version does not know"}
		return
	}
	if e.From == "" {
		e.Type, e.Opens = channel.EventUnknown, ""
		e.Notice = channel.Notice{Field: kind, Detail: "a callback about nobody"}
	}
}

// report reads what became of a message of the business.
func report(e *channel.Event, kind, token, why string) {
	e.Type = channel.EventStatus
	e.Status = channel.Status{MessageID: token, State: channel.DeliveryState(kind)}
	if kind == "seen" {
		e.Status.State = channel.StateRead
	}
	if token != "" {
		e.ID = token + "/" + kind
	}
	if kind == "failed" && why != "" {
		e.Status.Errors = []channel.Error{{Code: kind, Title: why}}
		if token != "" { // Viber may tell first that it failed, and then why
			sum := sha256.Sum256([]byte(why))
			e.ID += "/" + hex.EncodeToString(sum[:4])
		}
	}
}

// person names the user of e.
func person(e *channel.Event, v loosejson.Value) {
	e.From = cmp.Or(v.Get("id").Str(), e.From)
	e.Profile = channel.Profile{Name: v.Get("name").Str(), Locale: v.Get("language").Str(), Picture: v.Get("avatar").Str()}
}

// content reads a message. The payload is the tracking data of the business's last
// message, which Viber hands back.
func content(m *channel.Message, v loosejson.Value) {
	m.Text, m.Payload = v.Get("text").Str(), v.Get("tracking_data").Str()
	switch kind := v.Get("type").Str(); kind {
	case "text":
		m.Type = channel.Text
	case "picture":
		media(m, channel.Image, v)
	case "video":
		media(m, channel.Video, v)
	case "file":
		media(m, channel.Document, v)
	case "sticker":
		media(m, channel.Sticker, v)
	case "url":
		m.Type, m.Subtype = channel.Text, kind
		link := v.Get("media").Str()
		if m.Text = cmp.Or(m.Text, link); m.Text != link {
			m.Text += "\n" + link
		}
	case "location":
		place := v.Get("location")
		m.Type = channel.Location
		m.Place = channel.Place{Latitude: place.Get("lat").Num(), Longitude: place.Get("lon").Num(), Address: place.Get("address").Str()}
	case "contact":
		card := v.Get("contact")
		m.Type = channel.Contacts
		m.People = []channel.Person{{Name: card.Get("name").Str(), Phones: []string{card.Get("phone_number").Str()}}}
	default:
		m.Type, m.Subtype, m.Payload = channel.Unsupported, kind, string(v.Text())
	}
}

func media(m *channel.Message, t channel.MessageType, v loosejson.Value) {
	m.Type = t
	m.Attachments = []channel.Attachment{{
		Type: t, ID: v.Get("sticker_id").Str(), URL: v.Get("media").Str(), Preview: v.Get("thumbnail").Str(),
		Name: v.Get("file_name").Str(), Size: v.Get("size").Whole(), Millis: v.Get("duration").Whole() * 1000,
	}}
}
