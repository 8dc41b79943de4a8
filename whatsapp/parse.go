package whatsapp

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity/phone"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// Parse reads the body of a webhook, received at the given instant, into the
// events in it, in their order. Check its signature first: see [Verifier].
//
// The only errors are bodies that are no JSON object. What is in it cannot make
// Parse fail: an item that it cannot read becomes an event of type
// [channel.EventUnknown] with its Raw and, in Notice.Detail, what is wrong and
// where; so does every kind of item that this version does not know. A message
// of an unknown type is still the user's message: its Type is the platform's
// word and its Payload the content as JSON.
//
// Ids of events are the same however often the platform repeats a webhook: a
// message has its own id, a status "id/state" and a call "id/event" (with the
// reason behind it if it failed, and the participant in a group, where each one
// reads by himself), and all else a digest of its content. An item without an
// instant counts as sent when received.
//
// Account.ID is the phone_number_id, for news of a whole business account the
// account's id. From is the user's number, or the user id where the platform
// hides the number; Profile.Handles has the other names. They are those of the item,
// and of the contact beside it that has one of them; a contact of another user says
// nothing about this one.
//
// Echo marks what staff did on the phone app: their messages and reactions, and the
// changes and withdrawals of what they wrote.
//
// Memory stays in proportion to the body. The platform sends up to 3 MB; it is
// the host that limits what it reads. Source: Meta, webhooks overview, read
// 2026-09.
func Parse(body []byte, received time.Time) ([]channel.Event, error) {
	root, err := loosejson.Object(body)
	if err != nil {
		return nil, fmt.Errorf("whatsapp: body: an object is wanted: %w", err)
	}
	p := parser{received: received.UTC()}
	p.body(root)
	return p.events, nil
}

// parser holds what has been read and where the reader is.
type parser struct {
	received time.Time
	events   []channel.Event
	feed     feed
	where    path
}

// feed is what the items of one change have in common.
type feed struct {
	account  channel.Account
	field    string
	at       time.Time // of the entry
	number   string    // the business number, as written
	contacts contacts
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

func (p *parser) body(root loosejson.Value) {
	entries := root.Get("entry")
	switch {
	case entries.Kind() == '[':
		for entry := range entries.Items() {
			p.entry(entry)
			p.where.entry++
		}
	case root.Get("value").Kind() == '{': // as the platform's console sends a test
		p.feed = feed{account: channel.Account{Kind: channel.WhatsApp}}
		p.change(root)
	default:
		p.where = path{entry: -1}
		p.unknown(root, "no list of entries")
	}
}

func (p *parser) entry(entry loosejson.Value) {
	p.feed = feed{
		account: channel.Account{Kind: channel.WhatsApp, ID: entry.Get("id").Str()},
		at:      entry.Get("time").Moment(),
	}
	p.where.change, p.where.list, p.where.item = -1, "", -1
	changes := entry.Get("changes")
	if changes.Kind() != '[' {
		p.unknown(entry, "an entry without a list of changes")
		return
	}
	common := p.feed
	p.where.change = 0
	for change := range changes.Items() {
		p.feed = common
		p.change(change)
		p.where.change++
	}
}

// change reads one change: lists of items, or news in one piece.
func (p *parser) change(change loosejson.Value) {
	v := change.Get("value")
	p.feed.field = change.Get("field").Str()
	p.feed.number = v.Get("metadata", "display_phone_number").Str()
	if id := v.Get("metadata", "phone_number_id").Str(); id != "" {
		p.feed.account.ID = id
	}
	p.feed.contacts = readContacts(v.Get("contacts"))
	found, rest := p.lists(v)
	p.where.list, p.where.item = "", -1
	switch {
	case v.Kind() != '{':
		p.unknown(change, "a change without an object as value")
	case !found:
		p.news(change, v)
	default:
		for _, r := range rest {
			p.unknown(r, "a member that this version does not know")
		}
	}
}

// lists reads all lists of items in v. It reports whether there was one, and
// returns the members that it does not know.
func (p *parser) lists(v loosejson.Value) (found bool, rest []loosejson.Value) {
	for name, list := range v.Members() {
		read := p.reader(name)
		switch {
		case list.Len() == 0 || name == "metadata" || name == "contacts":
		case read != nil:
			p.each(name, list, read)
			found = true
		default:
			rest = append(rest, list)
		}
	}
	return found, rest
}

// reader returns what reads the items of the list of that name, nil if nothing.
func (p *parser) reader(list string) func(loosejson.Value) {
	switch list {
	case "messages":
		return p.message
	case "message_echoes":
		return p.echo
	case "statuses":
		return p.status
	case "calls":
		return p.call
	case "history":
		return p.history
	case "user_preferences":
		return p.preference
	case "user_id_update":
		return p.handleChange
	case "groups":
		return p.group
	case "state_sync":
		return p.bookEntry
	case "errors":
		return p.failure
	}
	return nil
}

func (p *parser) each(name string, list loosejson.Value, read func(loosejson.Value)) {
	p.where.list, p.where.item = name, -1
	if list.Kind() != '[' {
		p.unknown(list, "not a list")
		return
	}
	p.events = slices.Grow(p.events, list.Len())
	for item := range list.Items() {
		p.where.item++
		if item.Kind() != '{' {
			p.unknown(item, "not an object")
			continue
		}
		read(item)
	}
}

// add appends an event for v, sent when v says.
func (p *parser) add(t channel.EventType, v loosejson.Value) *channel.Event {
	p.events = append(p.events, channel.Event{})
	e := &p.events[len(p.events)-1]
	e.Type, e.Account, e.Echo = t, p.feed.account, t == channel.EventEcho
	e.Sent, e.Received = v.Get("timestamp").Moment(), p.received
	e.Raw = v.Raw()
	if e.Sent.IsZero() {
		e.Sent = p.received
	}
	return e
}

// unknown keeps v as it is.
func (p *parser) unknown(v loosejson.Value, why string) {
	e := p.add(channel.EventUnknown, v)
	e.ID = p.digest(v)
	p.bad(e, why)
}

// bad turns e into an event that could not be read.
func (p *parser) bad(e *channel.Event, why string) {
	e.Type, e.Opens = channel.EventUnknown, ""
	e.Notice.Field = p.feed.field
	e.Notice.Detail = p.where.String() + ": " + why
}

// digest makes an id from what v says and where.
func (p *parser) digest(v loosejson.Value) string {
	h := sha256.New()
	for _, s := range []string{p.feed.account.ID, p.feed.field, p.feed.at.String()} {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	h.Write(v.Text())
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// user names the user of e: by the number if it can be seen, else by the user
// id; the other names are further handles. It takes in what the contacts of the
// change tell of that user.
func (p *parser) user(e *channel.Event, n names) {
	c := p.feed.contacts.find(n)
	e.Profile.Name, e.Profile.Username, e.Profile.Phone = c.name, c.username, cmp.Or(phoneOf(c.phone), phoneOf(n.phone))
	for _, name := range []string{n.phone, c.phone, n.id, c.id, n.parent, c.parent} {
		switch {
		case name == "" || name == e.From:
		case e.From == "":
			e.From = name
		default:
			e.Profile.Handles = appendNew(e.Profile.Handles, name)
		}
	}
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// business reports whether s is the business's own number.
func (f feed) business(s string) bool {
	return f.number != "" && phone.Digits(s) == phone.Digits(f.number)
}
