package line

import (
	"cmp"
	"fmt"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// read returns the events in a webhook. Only a body that is no JSON object is refused: an
// item that cannot be read, or of a type that this version does not know, becomes an
// event of type [channel.EventUnknown] with its Raw, the type in Notice.Field and what is
// wrong in Notice.Detail.
func read(body []byte, received time.Time) ([]channel.Event, error) {
	root, err := loosejson.Object(body)
	if err != nil {
		return nil, fmt.Errorf("line: %w: %w", platform.ErrBody, err)
	}
	r := reader{
		account:  channel.Account{Kind: channel.LINE, ID: ident(root.Get("destination"))},
		received: received.UTC(),
	}
	events := root.Get("events")
	if events.Kind() != '[' {
		r.unknown(root, "the body has no list of events")
	}
	for v := range events.Items() {
		if r.full() {
			break
		}
		r.readItem(v)
	}
	if r.cut {
		r.unknown(root, fmt.Sprintf("more than %d events: the rest was not read", platform.MaxEvents))
	}
	for i := range r.events {
		r.events[i] = r.events[i].Identified()
	}
	return r.events, nil
}

// reader holds what has been read.
type reader struct {
	account  channel.Account
	received time.Time
	events   []channel.Event
	cut      bool // not everything was read
}

// full reports that what follows is not read, and notes that something does.
func (r *reader) full() bool {
	r.cut = r.cut || len(r.events) >= platform.MaxEvents
	return r.cut
}

// maxID is how long an id may be, in bytes, that several events repeat. A longer one is
// left out.
const maxID = 255

func ident(v loosejson.Value) string {
	if id := v.Str(); len(id) <= maxID {
		return id
	}
	return ""
}

// add appends an event for v with what all events have.
func (r *reader) add(t channel.EventType, v loosejson.Value) *channel.Event {
	source := v.Get("source")
	group := cmp.Or(ident(source.Get("groupId")), ident(source.Get("roomId")))
	r.events = append(r.events, channel.Event{
		ID: ident(v.Get("webhookEventId")), Type: t, Account: r.account,
		From: cmp.Or(ident(source.Get("userId")), group),
		Sent: cmp.Or(v.Get("timestamp").Moment(), r.received), Received: r.received,
		ReplyToken: v.Get("replyToken").Str(),
		Message:    channel.Message{Group: group},
		Raw:        v.Raw(),
	})
	e := &r.events[len(r.events)-1]
	if e.ReplyToken != "" {
		e.Opens = channel.OpenToken
	}
	if mode := v.Get("mode").Str(); mode != "active" {
		e.Notice.Name = mode
	}
	if v.Get("mode").Str() == "standby" {
		e.Control = channel.ControlElsewhere
	}
	return e
}

// unknown keeps v as it is, with the words in it; its reply token still works.
func (r *reader) unknown(v loosejson.Value, why string) {
	e := r.add(channel.EventUnknown, v)
	e.Notice.Field, e.Notice.Detail = v.Get("type").Str(), why
	e.Message.Text = v.Words()
}

// readItem reads one event by its type. What opens the way to answer beside a reply
// token counts as what it is. Source: LINE, webhook event objects, read 2026-11.
func (r *reader) readItem(v loosejson.Value) {
	switch kind := v.Get("type").Str(); kind {
	case "message":
		r.readMessage(v)
	case "messageEdited":
		r.readEdit(v)
	case "unsend":
		e := r.add(channel.EventRevoke, v)
		e.Message.Target = v.Get("unsend", "messageId").Str()
	case "postback":
		r.readPostback(v)
	case "follow", "join":
		e := r.add(channel.EventOpen, v)
		e.Opens = channel.OpenFollow
	case "unfollow", "leave":
		r.add(channel.EventLeave, v)
	case "beacon", "accountLink", "videoPlayComplete", "things", "membership":
		r.readSignal(kind, v)
	case "memberJoined":
		r.readMembers(kind, v, v.Get("joined"))
	case "memberLeft":
		r.readMembers(kind, v, v.Get("left"))
	case "delivery":
		e := r.add(channel.EventStatus, v)
		e.Status = channel.Status{Reference: v.Get("delivery", "data").Str(), State: channel.StateDelivered}
	case "module", "activated", "deactivated", "botSuspended", "botResumed":
		r.readNews(kind, v)
	default:
		r.unknown(v, "a type of event that this version does not know")
	}
}
