package x

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// Parse reads the body of a webhook, received at the given instant, into the
// events in it, in their order. Check its signature first: see [Verifier].
//
// The only errors are bodies that are no JSON object. What is in it cannot make
// Parse fail: an item that it cannot read, or of a kind that this version does not
// know, becomes an event of type [channel.EventUnknown] with its Raw, the kind in
// Notice.Field and what is wrong in Notice.Detail.
//
// An event has the id of its message or post; all else has the platform's for the
// delivery, or one made from its content, so that it is the same whenever a webhook
// is repeated. What has no instant of its own counts as sent when received.
//
// Account.ID is the user id of the subscribed account, From that of the other side.
// What the account wrote is an echo, also what this system sent: it has the id that
// [Answer] returned.
//
// Source: X, Account Activity API, introduction; X Activity API, event payloads,
// read 2026-11.
func Parse(body []byte, received time.Time) ([]channel.Event, error) {
	root, err := loosejson.Object(body)
	if err != nil {
		return nil, fmt.Errorf("x: body: %w", err)
	}
	p := parser{received: received.UTC()}
	switch data := root.Get("data"); {
	case data.Kind() == '[':
		for each := range data.Items() {
			p.activity(each)
		}
	case data.Kind() == '{':
		p.activity(data)
	case root.Get("event_type").Kind() == '"': // as in a stream
		p.activity(root)
	default:
		p.account = root.Get("for_user_id").Str()
		p.feeds(root)
	}
	if len(p.events) == 0 {
		p.unknown(root, "a body that holds nothing")
	}
	return p.events, nil
}

// parser holds what has been read and where the reader is.
type parser struct {
	received time.Time
	events   []channel.Event
	account  string          // whose events they are
	users    loosejson.Value // what the body tells of users
	feed     string          // the list or the type of event at hand
	item     int             // its place in the list
	whole    loosejson.Value // what holds the item and is kept in its place
}

// feeds reads lists of events by their names.
func (p *parser) feeds(v loosejson.Value) {
	p.users = v.Get("users")
	for name, member := range v.Members() {
		p.feed, p.item = name, 0
		switch name {
		case "for_user_id", "users", "apps", "is_blocked_by", "user_has_blocked":
			continue
		}
		if member.Kind() != '[' {
			p.news(member)
			continue
		}
		read := p.reader(name)
		for item := range member.Items() {
			if item.Kind() == '{' {
				read(item)
			} else {
				p.unknown(item, "not an object")
			}
			p.item++
		}
	}
}

// reader returns what reads the items of a list.
func (p *parser) reader(list string) func(loosejson.Value) {
	switch list {
	case "direct_message_events":
		return p.message
	case "direct_message_mark_read_events":
		return p.read
	case "follow_events", "unfollow_events", "block_events", "unblock_events", "mute_events", "unmute_events":
		return p.relation
	case "tweet_create_events":
		return p.post
	case "tweet_delete_events":
		return p.deletion
	case "favorite_events":
		return p.like
	}
	return p.news
}

// activity reads an event of the X Activity API. Its payload may be in the form of
// the older API.
func (p *parser) activity(data loosejson.Value) {
	if data.Kind() != '{' {
		p.unknown(data, "not an object")
		return
	}
	payload := data.Get("payload")
	p.account, p.feed, p.item = data.Get("filter", "user_id").Str(), data.Get("event_type").Str(), 0
	for name, member := range payload.Members() {
		if strings.HasSuffix(name, "_events") && member.Kind() == '[' {
			p.feeds(payload)
			return
		}
	}
	p.whole, p.users = data, payload.Get("users")
	if p.users.Kind() == 0 {
		p.users = data.Get("includes", "users")
	}
	p.activityReader()(payload)
	p.whole = loosejson.Value{}
}

func (p *parser) activityReader() func(loosejson.Value) {
	family, what, _ := strings.Cut(p.feed, ".")
	switch {
	case p.feed == "dm.received" || p.feed == "dm.sent":
		return p.message
	case p.feed == "dm.read":
		return p.read
	case p.feed == "chat.received" || p.feed == "chat.sent":
		return p.sealed
	case family == "follow" || family == "block" || family == "mute":
		return p.relation
	case p.feed == "post.delete":
		return p.deletion
	case family == "post" && strings.HasSuffix(what, "create"):
		return p.post
	}
	return p.news
}

// event begins an event for v.
func (p *parser) event(t channel.EventType, v loosejson.Value) channel.Event {
	e := channel.Event{
		Type: t, Account: channel.Account{Kind: channel.X, ID: p.account},
		Sent: sentAt(v), Received: p.received, Raw: v.Raw(),
	}
	if p.whole.Kind() != 0 {
		e.Raw = p.whole.Raw()
	}
	return e
}

// keep adds an event that is complete but for what all have. What a user did needs
// a user.
func (p *parser) keep(e channel.Event) {
	switch e.Type {
	case channel.EventMessage, channel.EventEcho, channel.EventOpen, channel.EventLeave, channel.EventRead:
		if e.From == "" {
			e.Type, e.Opens = channel.EventUnknown, ""
			e.Notice.Field, e.Notice.Detail = p.feed, p.where("of nobody")
		}
	}
	e.Echo = e.Type == channel.EventEcho
	e.ID = cmp.Or(e.ID, p.whole.Get("event_uuid").Str())
	e = e.Identified()
	e.Sent = cmp.Or(e.Sent, p.received)
	p.events = append(p.events, e)
}

func (p *parser) where(why string) string {
	return p.feed + "[" + strconv.Itoa(p.item) + "]: " + why
}

// unknown keeps v as it is.
func (p *parser) unknown(v loosejson.Value, why string) {
	e := p.event(channel.EventUnknown, v)
	e.Notice = channel.Notice{Field: p.feed, Detail: p.where(why)}
	p.keep(e)
}

// person names the user of e, by what v or the rest of the body tells.
func (p *parser) person(e *channel.Event, id string, v loosejson.Value) {
	e.From = id
	if v.Kind() != '{' {
		v = p.users.Get(id)
	}
	for each := range p.users.Items() {
		if each = inner(each); v.Kind() == 0 && each.Get("id").Str() == id {
			v = each
		}
	}
	v = inner(v)
	e.Profile = channel.Profile{
		Name: v.Get("name").Str(), Username: v.First("screen_name", "username"),
		Picture: v.First("profile_image_url_https", "profile_image_url"),
	}
}

// inner returns the user in a member called data, which the newer API puts around
// it, else v.
func inner(v loosejson.Value) loosejson.Value {
	if data := v.Get("data"); data.Kind() == '{' {
		return data
	}
	return v
}

// sentAt returns when an item happened, which each kind writes in its own way:
// milliseconds, RFC 3339 or words. Zero: it does not say.
func sentAt(v loosejson.Value) time.Time {
	for _, name := range []string{"created_timestamp", "created_at_msec", "timestamp_ms", "created_at", "date_time"} {
		member := v.Get(name)
		if at := member.Moment(); !at.IsZero() {
			return at
		}
		for _, layout := range []string{time.RFC3339, time.RubyDate} {
			at, err := time.Parse(layout, member.Str())
			if at = at.UTC(); err == nil && at.Year() > 1969 && at.Year() < 10000 {
				return at
			}
		}
	}
	return time.Time{}
}
