package x

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// read returns the events in a webhook. Only a body that is no JSON object is refused: an
// item that cannot be read, or of a kind that this version does not know, becomes an
// event of type [channel.EventUnknown] with its Raw, the kind in Notice.Field and what is
// wrong in Notice.Detail.
func read(body []byte, received time.Time) ([]channel.Event, error) {
	root, err := loosejson.Object(body)
	if err != nil {
		return nil, fmt.Errorf("x: %w: %w", platform.ErrBody, err)
	}
	r := reader{received: received.UTC()}
	switch data := root.Get("data"); {
	case data.Kind() == '[':
		for each := range data.Items() {
			r.readActivity(each)
		}
	case data.Kind() == '{':
		r.readActivity(data)
	case root.Get("event_type").Kind() == '"': // as in a stream
		r.readActivity(root)
	default:
		r.account = short(root.Get("for_user_id").Str())
		r.readFeeds(root)
	}
	r.keepRest()
	if len(r.events) == 0 {
		r.unknown(root, "a body that holds nothing")
	}
	return r.events, nil
}

// reader holds what has been read and where the reader is.
type reader struct {
	received time.Time
	events   []channel.Event
	rest     []byte          // the items behind the last one that has an event of its own
	left     int             // how many those are
	account  string          // whose events they are
	beside   includes        // what is told beside the items
	feed     string          // the list or the type of event at hand
	item     int             // its place in the list
	whole    loosejson.Value // what holds the item and is kept in its place
}

// readFeeds reads lists of events by their names.
func (r *reader) readFeeds(v loosejson.Value) {
	r.beside.people = readPeople(v.Get("users"))
	for name, member := range v.Members() {
		r.feed, r.item = short(name), 0
		switch name {
		case "for_user_id", "users", "apps", "is_blocked_by", "user_has_blocked":
			continue
		}
		readItem := r.feedReader(name)
		switch member.Kind() {
		case '{': // one item without its list
			readItem(member)
		case '[':
			r.events = slices.Grow(r.events, min(member.Len(), platform.MaxEvents))
			for item := range member.Items() {
				if item.Kind() == '{' {
					readItem(item)
				} else {
					r.unknown(item, "not an object")
				}
				r.item++
			}
		default:
			r.readNews(member)
		}
	}
}

// feedReader returns what reads the items of a list.
func (r *reader) feedReader(list string) func(loosejson.Value) {
	switch list {
	case "direct_message_events":
		return r.readDirect
	case "direct_message_mark_read_events":
		return r.readRead
	case "direct_message_indicate_typing_events":
		return r.readTyping
	case "follow_events", "unfollow_events", "block_events", "unblock_events", "mute_events", "unmute_events":
		return r.readRelation
	case "tweet_create_events":
		return r.readPost
	case "tweet_delete_events":
		return r.readDeletion
	case "favorite_events":
		return r.readLike
	}
	return r.readNews
}

// readActivity reads an event of the X Activity API. Its payload may be in the form of
// the older API. Source: https://docs.x.com/x-api/activity/event-payloads (read
// 2026-11-27).
func (r *reader) readActivity(data loosejson.Value) {
	r.account, r.feed, r.item = "", "", 0
	if data.Kind() != '{' {
		r.unknown(data, "not an object")
		return
	}
	payload := data.Get("payload")
	r.account, r.feed = short(data.Get("filter", "user_id").Str()), short(data.Get("event_type").Str())
	for name, member := range payload.Members() {
		if strings.HasSuffix(name, "_events") && (member.Kind() == '[' || member.Kind() == '{') {
			r.readFeeds(payload)
			return
		}
	}
	r.whole, r.beside = data, readIncludes(data.Get("includes"))
	if people := readPeople(payload.Get("users")); people != nil {
		r.beside.people = people
	}
	r.activityReader()(payload)
	r.whole, r.beside = loosejson.Value{}, includes{}
}

func (r *reader) activityReader() func(loosejson.Value) {
	family, what, _ := strings.Cut(r.feed, ".")
	switch {
	case r.feed == "dm.read":
		return r.readRead
	case r.feed == "dm.indicate_typing":
		return r.readTyping
	case family == "dm":
		return r.readDirect
	case r.feed == "chat.received" || r.feed == "chat.sent":
		return r.readSealed
	case family == "follow" || family == "block" || family == "mute":
		return r.readRelation
	case r.feed == "post.delete":
		return r.readDeletion
	case family == "post" && strings.HasSuffix(what, "create"):
		return r.readPost
	case family == "like":
		return r.readLike
	}
	return r.readNews
}
