package messenger

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// maxID is how long the id of an account may be, in bytes. A longer one is left out, for
// each event repeats it.
const maxID = 255

// read returns the events in a webhook. Only a body that is no JSON object is refused: an
// item that cannot be read, or of a kind that this version does not know, becomes an event
// of type [channel.EventUnknown] with its Raw, the kind in Notice.Field and what is wrong,
// and where, in Notice.Detail. One such event with the whole body as Raw stands for what
// is more than platform.MaxEvents.
func read(body []byte, received time.Time) ([]channel.Event, error) {
	root, err := loosejson.Object(body)
	if err != nil {
		return nil, fmt.Errorf("messenger: %w: %w", platform.ErrBody, err)
	}
	r := reader{received: received.UTC(), kind: channel.Messenger}
	r.readBody(root)
	if r.cut {
		r.readRest(root)
	}
	return r.events, nil
}

// reader holds what has been read and where the reader is.
type reader struct {
	received time.Time
	events   []channel.Event
	cut      bool // not everything was read
	kind     channel.Kind
	page     string    // the id of the entry at hand
	at       time.Time // when that entry was sent
	feed     string    // "messaging", "standby", or the field of a change
	where    place
}

// place names the item at hand, for people.
type place struct {
	entry int
	list  string
	item  int
}

func (w place) String() string {
	s := "entry[" + strconv.Itoa(w.entry) + "]"
	if w.list != "" {
		s += "." + w.list + "[" + strconv.Itoa(w.item) + "]"
	}
	return s
}

// full reports that what follows is not read, and notes that something does.
func (r *reader) full() bool {
	r.cut = r.cut || len(r.events) >= platform.MaxEvents
	return r.cut
}

func (r *reader) readBody(root loosejson.Value) {
	switch object := root.Get("object").Str(); object {
	case "instagram":
		r.kind = channel.Instagram
	case "page", "":
	default:
		r.unknown(root, object, "an object that is neither page nor instagram")
		return
	}
	switch entries := root.Get("entry"); {
	case entries.Kind() == '[':
		for entry := range entries.Items() {
			r.readEntry(entry)
			r.where.entry++
		}
	case root.Get("field").Kind() == '"': // as the platform's console sends a test
		r.readChange(root)
	default:
		r.unknown(root, "", "the body has no list of entries")
	}
}

// readEntry reads the news of one page or account. A change may stand in it without a
// list. Source: https://developers.facebook.com/documentation/instagram-platform/webhooks/examples
// (read 2026-11).
func (r *reader) readEntry(entry loosejson.Value) {
	if r.full() {
		return
	}
	r.page, r.at = entry.Get("id").Str(), moment(entry.Get("time"))
	if len(r.page) > maxID {
		r.page = ""
	}
	r.where, r.feed = place{entry: r.where.entry}, ""
	found := false
	var rest []loosejson.Value
	for name, list := range entry.Members() {
		switch name {
		case "messaging", feedStandby:
			r.feed = name
			r.readEach(name, list, r.readItem)
		case "changes":
			r.readEach(name, list, r.readChange)
		default:
			if name != "value" && (list.Kind() == '[' || list.Kind() == '{') {
				rest = append(rest, list)
			}
			continue
		}
		found = true
	}
	switch {
	case entry.Get("field").Kind() == '"':
		r.readChange(entry)
	case !found:
		r.unknown(entry, "", "an entry without messaging, standby or changes")
	default:
		for _, list := range rest {
			r.unknown(list, "", "a list that this version does not know")
		}
	}
}

// readEach reads the items of a list of an entry.
func (r *reader) readEach(name string, list loosejson.Value, read func(loosejson.Value)) {
	r.where.list, r.where.item = name, 0
	if list.Kind() != '[' {
		r.unknown(list, name, "not a list")
	}
	for item := range list.Items() {
		if r.full() {
			break
		}
		read(item)
		r.where.item++
	}
	r.where.list = ""
}

// keep adds an event that is complete but for what all have, and returns it. What the
// user did needs a user.
func (r *reader) keep(e channel.Event) channel.Event {
	switch e.Type {
	case channel.EventMessage, channel.EventEcho, channel.EventOpen, channel.EventRead:
		if e.From == "" {
			e.Type, e.Opens = channel.EventUnknown, ""
			e.Notice.Detail = r.where.String() + ": it names no user"
		}
	}
	e.Echo = e.Echo || e.Type == channel.EventEcho
	e = e.Identified()
	if e.Sent.IsZero() {
		e.Sent = r.received
	}
	if !r.full() {
		if len(r.events) == cap(r.events) { // events are large: append would copy them more often
			r.events = slices.Grow(r.events, len(r.events)+1)
		}
		r.events = append(r.events, e)
	}
	return e
}

// unknown keeps v as it is.
func (r *reader) unknown(v loosejson.Value, field, why string) {
	e, _ := r.event(channel.EventUnknown, v)
	e.Notice = channel.Notice{Field: field, Detail: r.where.String() + ": " + why}
	e.Message.Text = v.Words()
	r.keep(e)
}

// readRest keeps a webhook of which not everything was read.
func (r *reader) readRest(root loosejson.Value) {
	e := channel.Event{
		Type: channel.EventUnknown, Account: channel.Account{Kind: r.kind}, Sent: r.received, Received: r.received,
		Notice: channel.Notice{Detail: "more than " + strconv.Itoa(platform.MaxEvents) + " events: the rest was not read"}, Raw: root.Raw(),
	}
	r.events = append(r.events, e.Identified())
}

// moment returns an instant: Unix seconds or milliseconds, or a text as the platform
// writes it in answers; the zero time if v is none.
func moment(v loosejson.Value) time.Time {
	if at := v.Moment(); !at.IsZero() {
		return at
	}
	at, err := time.Parse("2006-01-02T15:04:05Z0700", v.Str())
	if err != nil {
		at, err = time.Parse(time.RFC3339, v.Str())
	}
	if at = at.UTC(); err != nil || at.Year() < 1970 || at.Year() > 9999 {
		return time.Time{}
	}
	return at
}
