package viber

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// read returns the event of a callback. Only a body that is no JSON object is refused:
// what cannot be read, or is of a kind that this version does not know, becomes an event
// of type [channel.EventUnknown] with its Raw, the kind in Notice.Field and what is wrong
// in Notice.Detail.
func read(bot string, body []byte, received time.Time) ([]channel.Event, error) {
	root, err := loosejson.Object(body)
	if err != nil {
		return nil, fmt.Errorf("viber: %w: %w", platform.ErrBody, err)
	}
	e := channel.Event{
		Account:  channel.Account{Kind: channel.Viber, ID: bot},
		Sent:     cmp.Or(root.Get("timestamp").Moment(), received.UTC()),
		Received: received.UTC(),
		Raw:      root.Raw(),
	}
	readCallback(&e, root)
	return []channel.Event{e.Identified()}, nil
}

// readCallback fills e by the kind of callback. Source:
// https://creators.viber.com/docs/bots-api/events/conversation-started and the pages
// beside it (read 2026-11-27).
func readCallback(e *channel.Event, v loosejson.Value) {
	kind, token := v.Get("event").Str(), v.Get("message_token").Str()
	e.From = v.Get("user_id").Str()
	switch kind {
	case "message":
		e.Type, e.Opens, e.ID = channel.EventMessage, channel.OpenMessage, token
		readUser(e, v.Get("sender"))
		e.Message.ID = token
		readContent(&e.Message, v)
	case "subscribed":
		e.Type, e.Opens = channel.EventOpen, channel.OpenFollow
		readUser(e, v.Get("user"))
	case "unsubscribed":
		e.Type = channel.EventLeave
	case "conversation_started":
		readStart(e, v)
		e.ID = token
	case "delivered", "seen", "failed":
		readReport(e, kind, token, v.Get("desc").Str())
	case "webhook":
		e.Type, e.Notice = channel.EventAccount, channel.Notice{Field: kind, Subject: token}
		return
	default:
		e.Type = channel.EventUnknown
		e.Notice = channel.Notice{Field: kind, Detail: "a kind of callback that this version does not know"}
		readUser(e, cmp.Or(v.Get("sender"), v.Get("user")))
		e.Message.Text = words(v)
		return
	}
	if e.From == "" {
		e.Type, e.Opens = channel.EventUnknown, ""
		e.Notice = channel.Notice{Field: kind, Detail: "a callback about nobody"}
	}
}

// readStart reads that a user opened the chat.
func readStart(e *channel.Event, v loosejson.Value) {
	e.Type, e.Opens = channel.EventOpen, channel.OpenWelcome
	if v.Get("subscribed").Yes() {
		e.Opens = channel.OpenFollow
	}
	readUser(e, v.Get("user"))
	e.Message.Subtype = v.Get("type").Str()
	if context := v.Get("context").Str(); context != "" {
		e.Message.Referral = channel.Referral{Source: "link", Payload: context}
	}
}

// readReport reads what became of a message of the business.
func readReport(e *channel.Event, kind, token, why string) {
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

// readUser names the user of e.
func readUser(e *channel.Event, v loosejson.Value) {
	e.From = cmp.Or(v.Get("id").Str(), e.From)
	e.Profile = channel.Profile{Name: v.Get("name").Str(), Locale: v.Get("language").Str(), Picture: v.Get("avatar").Str()}
}
