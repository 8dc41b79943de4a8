package whatsapp

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/identity/phone"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// read returns the events in a webhook, in their order. Only a body that is not a JSON
// object is refused: an item that cannot be read becomes an event of type [channel.EventUnknown]
// with its Raw and, in Notice.Detail, what is wrong and where; so does every kind of item
// that this version does not know. Time and memory stay in proportion to the body.
func read(body []byte, received time.Time, provider Provider) ([]channel.Event, error) {
	root, err := loosejson.Object(body)
	if err != nil {
		return nil, fmt.Errorf("whatsapp: %w: %w", platform.ErrBody, err)
	}
	r := reader{provider: provider, received: received.UTC()}
	r.readBody(root)
	r.readRest(root)
	return r.events, nil
}

// reader holds what has been read and where it is.
type reader struct {
	provider Provider
	received time.Time
	events   []channel.Event
	feed     feed
	where    path

	// What there is beyond platform.MaxEvents is read into spare, and counted.
	spare channel.Event
	over  int
}

// feed is what the items of one change have in common.
type feed struct {
	account  channel.Account
	field    string
	at       time.Time // of the entry
	number   string    // the digits of the business number
	contacts contacts
	seed     []byte // of digests; nil: not made yet
}

// path names the item at hand, for people. A negative number is not known.
type path struct {
	entry, change int
	list          string
	item          int
}

func (w path) String() string {
	if w.entry < 0 {
		return "body"
	}
	s := "entry[" + strconv.Itoa(w.entry) + "]"
	if w.change >= 0 {
		s += ".changes[" + strconv.Itoa(w.change) + "].value"
	}
	if w.list != "" {
		s += "." + w.list
	}
	if w.item >= 0 {
		s += "[" + strconv.Itoa(w.item) + "]"
	}
	return s
}

func (r *reader) readBody(root loosejson.Value) {
	entries := root.Get("entry")
	switch {
	case entries.Kind() == '[':
		for entry := range entries.Items() {
			r.readEntry(entry)
			r.where.entry++
		}
		r.readBeside(root)
	case root.Get("value").Kind() == '{': // as the platform's console sends a test
		r.feed = feed{account: channel.Account{Kind: channel.WhatsApp}}
		r.readChange(root)
	default:
		r.where = path{entry: -1}
		r.unknown(root, "no list of entries")
	}
}

// readBeside keeps what a body holds beside its entries.
func (r *reader) readBeside(root loosejson.Value) {
	r.feed, r.where = feed{account: channel.Account{Kind: channel.WhatsApp}}, path{entry: -1}
	for name, member := range root.Members() {
		if name != "entry" && (member.Kind() == '{' || member.Kind() == '[') {
			r.unknown(member, "a member that this version does not know")
		}
	}
}

func (r *reader) readEntry(entry loosejson.Value) {
	r.feed = feed{
		account: channel.Account{Kind: channel.WhatsApp, ID: entry.Get("id").Str()},
		at:      entry.Get("time").Moment(),
	}
	r.where.change, r.where.list, r.where.item = -1, "", -1
	changes := entry.Get("changes")
	if changes.Kind() != '[' {
		r.unknown(entry, "an entry without a list of changes")
		return
	}
	common := r.feed
	r.where.change = 0
	for change := range changes.Items() {
		r.feed = common
		r.readChange(change)
		r.where.change++
	}
}

// readChange reads one change: lists of items, or news in one piece.
func (r *reader) readChange(change loosejson.Value) {
	v := change.Get("value")
	r.feed.field = change.Get("field").Str()
	r.feed.number = phone.Digits(v.Get("metadata", "display_phone_number").Str())
	if id := v.Get("metadata", "phone_number_id").Str(); id != "" {
		r.feed.account.ID = id
	}
	r.feed.contacts = readContacts(v.Get("contacts"))
	found, rest := false, []loosejson.Value(nil)
	if !newsField(r.feed.field) { // whose errors are its own
		found, rest = r.readLists(v)
	}
	r.where.list, r.where.item = "", -1
	switch {
	case v.Kind() != '{':
		r.unknown(change, "a change without an object as value")
	case !found:
		r.readNews(change, v)
	default:
		for _, member := range rest {
			r.unknown(member, "a member that this version does not know")
		}
	}
}

// readLists reads all lists of items in v. It reports whether there was one, and returns
// the members that it does not know.
func (r *reader) readLists(v loosejson.Value) (found bool, rest []loosejson.Value) {
	for name, list := range v.Members() {
		read := r.of(name)
		switch {
		case list.Len() == 0 || name == "metadata" || name == "contacts":
		case read != nil:
			r.each(name, list, read)
			found = true
		default:
			rest = append(rest, list)
		}
	}
	return found, rest
}

// of returns what reads the items of the list of that name, nil if nothing.
func (r *reader) of(list string) func(loosejson.Value) {
	switch list {
	case "messages":
		if r.feed.field == "history" { // files of old messages come by themselves
			return r.readOldFile
		}
		return r.readMessage
	case "message_echoes":
		return r.readEcho
	case "statuses":
		return r.readStatus
	case "calls":
		return r.readCall
	case "history":
		return r.readHistory
	case "user_preferences":
		return r.readPreference
	case "user_id_update":
		return r.readHandle
	case "groups":
		return r.readGroup
	case "state_sync":
		return r.readBookEntry
	case "errors":
		return r.readFailure
	}
	return nil
}

func (r *reader) each(name string, list loosejson.Value, read func(loosejson.Value)) {
	r.where.list, r.where.item = name, -1
	if list.Kind() != '[' {
		r.unknown(list, "not a list")
		return
	}
	r.events = slices.Grow(r.events, min(list.Len(), platform.MaxEvents-len(r.events)))
	for item := range list.Items() {
		r.where.item++
		if item.Kind() != '{' {
			r.unknown(item, "not an object")
			continue
		}
		read(item)
	}
}
