package line

import (
	"cmp"
	"fmt"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// Parse reads the body of a webhook, received at the given instant, into the
// events in it, in their order. Check its signature first: see [Verifier].
//
// The only errors are bodies that are no JSON object. An item that cannot be read,
// or of a type that this version does not know, becomes an event of type
// [channel.EventUnknown] with its Raw, the type in Notice.Field and what is wrong
// in Notice.Detail.
//
// The id of an event is its webhookEventId, for older webhooks that of the message
// or one made from the content. Account.ID is the destination. From is the user's
// id, and Message.Group the group or room; where LINE hides the user, the group
// stands for its members. Where another module answers, Control says so and
// Notice.Name of a message is "standby"; an event of type [channel.EventControl] says
// that the chat came to this module, or left it.
//
// Every event with a reply token opens the way to use it once, within a minute.
func Parse(body []byte, received time.Time) ([]channel.Event, error) {
	root, err := loosejson.Object(body)
	if err != nil {
		return nil, fmt.Errorf("line: body: %w", err)
	}
	p := parser{
		account:  channel.Account{Kind: channel.LINE, ID: root.Get("destination").Str()},
		received: received.UTC(),
	}
	events := root.Get("events")
	if events.Kind() != '[' {
		p.unknown(root, "the body has no list of events")
	}
	for v := range events.Items() {
		p.item(v)
	}
	for i := range p.events {
		p.events[i] = p.events[i].Identified()
	}
	return p.events, nil
}

// parser holds what has been read.
type parser struct {
	account  channel.Account
	received time.Time
	events   []channel.Event
}

// add appends an event for v with what all events have.
func (p *parser) add(t channel.EventType, v loosejson.Value) *channel.Event {
	source := v.Get("source")
	group := cmp.Or(source.Get("groupId").Str(), source.Get("roomId").Str())
	p.events = append(p.events, channel.Event{
		ID: v.Get("webhookEventId").Str(), Type: t, Account: p.account,
		From: cmp.Or(source.Get("userId").Str(), group),
		Sent: cmp.Or(v.Get("timestamp").Moment(), p.received), Received: p.received,
		ReplyToken: v.Get("replyToken").Str(),
		Message:    channel.Message{Group: group},
		Raw:        v.Raw(),
	})
	e := &p.events[len(p.events)-1]
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

// unknown keeps v as it is; its reply token still works.
func (p *parser) unknown(v loosejson.Value, why string) {
	e := p.add(channel.EventUnknown, v)
	e.Notice.Field, e.Notice.Detail = v.Get("type").Str(), why
}

// item reads one event by its type. What opens the way to answer beside a reply
// token counts as what it is. Source: LINE, webhook event objects, read 2026-11.
func (p *parser) item(v loosejson.Value) {
	switch kind := v.Get("type").Str(); kind {
	case "message":
		p.message(v)
	case "messageEdited":
		p.edit(v)
	case "unsend":
		e := p.add(channel.EventRevoke, v)
		e.Message.Target = v.Get("unsend", "messageId").Str()
	case "postback":
		p.postback(v)
	case "follow", "join":
		e := p.add(channel.EventOpen, v)
		e.Opens = channel.OpenFollow
	case "unfollow", "leave":
		p.add(channel.EventLeave, v)
	case "beacon", "accountLink", "videoPlayComplete", "things", "membership":
		p.signal(kind, v)
	case "memberJoined":
		p.members(kind, v, v.Get("joined"))
	case "memberLeft":
		p.members(kind, v, v.Get("left"))
	case "delivery":
		e := p.add(channel.EventStatus, v)
		e.Status = channel.Status{Reference: v.Get("delivery", "data").Str(), State: channel.StateDelivered}
	case "module", "activated", "deactivated", "botSuspended", "botResumed":
		p.news(kind, v)
	default:
		p.unknown(v, "a type of event that this version does not know")
	}
}
