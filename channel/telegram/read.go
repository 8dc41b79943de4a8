package telegram

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// read returns the events in a webhook to a bot. Only a body that is not a JSON object
// is refused: an update that cannot be read, or of a kind that this version does not
// know, becomes an event of type [channel.EventUnknown] with its Raw, the kind in
// Notice.Field and what is wrong in Notice.Detail. An update of an unknown kind that a
// person wrote is a message.
func read(body []byte, bot string, received time.Time) ([]channel.Event, error) {
	root, err := loosejson.Object(body)
	if err != nil {
		return nil, fmt.Errorf("telegram: %w: %w", platform.ErrBody, err)
	}
	r := reader{bot: bot, received: received.UTC()}
	if list := root.Get("result"); list.Kind() == '[' {
		r.grow(list.Len())
		for update := range list.Items() {
			if !r.full(update) {
				r.readUpdate(update)
			}
		}
	} else {
		r.readUpdate(root)
	}
	r.readRest()
	return r.events, nil
}

// reader holds what has been read.
type reader struct {
	bot      string
	received time.Time
	events   []channel.Event
	raw      json.RawMessage // of the next event
	rest     []byte          // what is beyond platform.MaxEvents, each after a comma
}

// full reports whether the webhook has as many events as are read; v then goes to the
// rest.
func (r *reader) full(v loosejson.Value) bool {
	if len(r.events) < platform.MaxEvents {
		return false
	}
	r.rest = append(append(r.rest, ','), v.Raw()...)
	return true
}

// grow makes room for n events.
func (r *reader) grow(n int) {
	r.events = slices.Grow(r.events, min(n, platform.MaxEvents-len(r.events)))
}

// readRest adds the event that keeps what was not read.
func (r *reader) readRest() {
	if r.rest == nil {
		return
	}
	r.rest[0] = '['
	r.raw = append(r.rest, ']')
	e := r.add(channel.EventUnknown, loosejson.Value{})
	e.Notice.Detail = fmt.Sprintf("what is beyond the first %d events of a webhook, unread", platform.MaxEvents)
	*e = e.Identified()
}

// readUpdate reads one update and names its events. The first has the whole update as
// its Raw, others what they were read from.
func (r *reader) readUpdate(update loosejson.Value) {
	r.raw = update.Raw()
	first := len(r.events)
	for kind, item := range update.Members() {
		if kind == "update_id" || item.Kind() == 0 || r.full(item) {
			continue
		}
		if len(r.events) > first {
			r.raw = item.Raw()
		}
		r.readItem(kind, item)
	}
	if len(r.events) == first {
		r.unknown("", update, "an update that holds nothing")
	}
	id := cmp.Or(ident(update.Get("update_id")), r.events[first].Identified().ID)
	r.events[first].ID = id
	for i := first + 1; i < len(r.events); i++ {
		r.events[i].ID = id + "/" + strconv.Itoa(i-first)
	}
}

// readItem reads what an update holds, by its kind. Source:
// https://core.telegram.org/bots/api#update (read 2026-11-27).
func (r *reader) readItem(kind string, v loosejson.Value) {
	switch kind {
	case "message", "business_message", "guest_message", "edited_message", "edited_business_message", "channel_post", "edited_channel_post":
		r.readMessage(kind, v)
	case "callback_query":
		r.readTap(v)
	case "message_reaction":
		r.readReaction(v)
	case "poll_answer":
		r.readVote(v)
	case "deleted_business_messages":
		r.readDeleted(v)
	case "my_chat_member":
		r.readMembership(v)
	case "business_connection":
		r.readConnection(v)
	case "message_reaction_count", "inline_query", "chosen_inline_result", "shipping_query", "pre_checkout_query",
		"purchased_paid_media", "poll", "chat_member", "chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot":
		r.readNotice(kind, v)
	default:
		if written(kind, v) {
			r.readMessage(kind, v)
			return
		}
		r.unknown(kind, v, "a kind of update that this version does not know")
	}
}

// written reports whether an update of an unknown kind is something that a person wrote.
func written(kind string, v loosejson.Value) bool {
	if strings.HasPrefix(kind, "deleted_") || ident(either(v, "from", "sender_chat").Get("id")) == "" {
		return false
	}
	return v.Get("message_id").Kind() != 0 && v.Get("chat").Kind() == '{' || v.First("text", "caption") != ""
}

// add appends an event for v.
func (r *reader) add(t channel.EventType, v loosejson.Value) *channel.Event {
	r.events = append(r.events, channel.Event{
		Type: t, Account: r.account(v), Received: r.received,
		Sent: cmp.Or(v.Get("date").Moment(), r.received),
		Raw:  r.raw,
	})
	return &r.events[len(r.events)-1]
}

// account returns whom v was sent to: the bot, or a business that it works for.
func (r *reader) account(v loosejson.Value) channel.Account {
	const id = "business_connection_id"
	connection := cmp.Or(ident(v.Get(id)), ident(v.Get("message", id)))
	if connection != "" {
		return channel.Account{Kind: channel.TelegramBusiness, ID: connection}
	}
	return channel.Account{Kind: channel.Telegram, ID: r.bot}
}

// unknown keeps v as it is, with the words in it.
func (r *reader) unknown(kind string, v loosejson.Value, why string) {
	e := r.add(channel.EventUnknown, v)
	person(e, either(v, "from", "user"))
	e.Message.Text = words(v)
	e.Notice = channel.Notice{Field: kind, Detail: why}
}

// person names the user of e: a user, or a chat that speaks for itself.
func person(e *channel.Event, v loosejson.Value) {
	e.From = ident(v.Get("id"))
	e.Profile = channel.Profile{
		Name:     cmp.Or(fullName(v), v.Get("title").Str()),
		Username: v.Get("username").Str(),
		Locale:   v.Get("language_code").Str(),
	}
}

// fullName returns the first and the last name of a user.
func fullName(v loosejson.Value) string {
	return strings.TrimSpace(v.Get("first_name").Str() + " " + v.Get("last_name").Str())
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
