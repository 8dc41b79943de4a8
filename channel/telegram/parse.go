package telegram

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// Parse reads the body of a webhook, received at the given instant, into the
// events in it: one update, or the answer of getUpdates with several. Telegram
// does not name the bot: bot is its user id. Check the secret first: see
// [Verifier].
//
// The only errors are bodies that are no JSON object. An update that cannot be
// read, or of a kind that this version does not know, becomes an event of type
// [channel.EventUnknown] with its Raw, the kind in Notice.Field and what is wrong
// in Notice.Detail.
//
// The id of an event is that of its update; further events of one update have a
// number behind it. What has no instant of its own, such as a tap on a button,
// counts as sent when received.
//
// From is the user's id, Message.Group the chat's id where that is not the user's
// own, with "#" and the topic behind it in a topic of a forum. The id of a message is
// "chat:message", for Telegram counts messages within a chat; the id of a tap on a
// button is the platform's. The address of a link in a text stands behind its words
// in brackets.
//
// Messages of a business connection belong to the account of kind
// [channel.TelegramBusiness] with the connection's id; what the owner of the
// business wrote there is an echo, and so is what a group's anonymous administrator
// wrote. A channel's posts, and their copies in a group, are of type
// [channel.EventHistory].
func Parse(bot string, body []byte, received time.Time) ([]channel.Event, error) {
	root, err := loosejson.Object(body)
	if err != nil {
		return nil, fmt.Errorf("telegram: body: %w", err)
	}
	p := parser{bot: bot, received: received.UTC()}
	if list := root.Get("result"); list.Kind() == '[' {
		for update := range list.Items() {
			p.read(update)
		}
	} else {
		p.read(root)
	}
	return p.events, nil
}

// parser holds what has been read.
type parser struct {
	bot      string
	received time.Time
	events   []channel.Event
	raw      json.RawMessage // of the update; its events share it
}

// read reads one update and names its events.
func (p *parser) read(update loosejson.Value) {
	p.raw = update.Raw()
	first := len(p.events)
	for kind, item := range update.Members() {
		if kind != "update_id" && item.Kind() != 0 {
			p.item(kind, item)
		}
	}
	if len(p.events) == first {
		p.unknown("", update, "an update that holds nothing")
	}
	id := cmp.Or(update.Get("update_id").Str(), p.events[first].Identified().ID)
	p.events[first].ID = id
	for i := first + 1; i < len(p.events); i++ {
		p.events[i].ID = id + "/" + strconv.Itoa(i-first)
	}
}

// item reads what an update holds, by its kind. Source: Bot API, Update, read
// 2026-11.
func (p *parser) item(kind string, v loosejson.Value) {
	switch kind {
	case "message", "business_message", "edited_message", "edited_business_message", "channel_post", "edited_channel_post":
		p.message(kind, v)
	case "callback_query":
		p.tap(v)
	case "message_reaction":
		p.reaction(v)
	case "poll_answer":
		p.vote(v)
	case "deleted_business_messages":
		p.deleted(v)
	case "my_chat_member":
		p.membership(v)
	case "business_connection":
		p.connection(v)
	case "message_reaction_count", "inline_query", "chosen_inline_result", "shipping_query", "pre_checkout_query",
		"purchased_paid_media", "poll", "chat_member", "chat_join_request", "chat_boost", "removed_chat_boost":
		p.notice(kind, v)
	default:
		p.unknown(kind, v, "a kind of update that this version does not know")
	}
}

// add appends an event for v.
func (p *parser) add(t channel.EventType, v loosejson.Value) *channel.Event {
	p.events = append(p.events, channel.Event{
		Type: t, Account: p.account(v), Received: p.received,
		Sent: cmp.Or(v.Get("date").Moment(), p.received),
		Raw:  p.raw,
	})
	return &p.events[len(p.events)-1]
}

// account returns whom v was sent to: the bot, or a business that it works for.
func (p *parser) account(v loosejson.Value) channel.Account {
	const id = "business_connection_id"
	connection := cmp.Or(v.Get(id).Str(), v.Get("message", id).Str())
	if connection != "" {
		return channel.Account{Kind: channel.TelegramBusiness, ID: connection}
	}
	return channel.Account{Kind: channel.Telegram, ID: p.bot}
}

// unknown keeps v as it is.
func (p *parser) unknown(kind string, v loosejson.Value, why string) {
	e := p.add(channel.EventUnknown, v)
	person(e, v.Get("from"))
	e.Notice = channel.Notice{Field: kind, Detail: why}
}

// person names the user of e: a user, or a chat that speaks for itself.
func person(e *channel.Event, v loosejson.Value) {
	e.From = v.Get("id").Str()
	name := strings.TrimSpace(v.Get("first_name").Str() + " " + v.Get("last_name").Str())
	e.Profile = channel.Profile{
		Name:     cmp.Or(name, v.Get("title").Str()),
		Username: v.Get("username").Str(),
		Locale:   v.Get("language_code").Str(),
	}
}

// either returns the first of the members that is there.
func either(v loosejson.Value, names ...string) loosejson.Value {
	for _, name := range names {
		if member := v.Get(name); member.Kind() != 0 {
			return member
		}
	}
	return loosejson.Value{}
}
