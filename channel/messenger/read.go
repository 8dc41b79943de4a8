package messenger

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
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
// Notice.Field and what is wrong, and where, in Notice.Detail.
//
// An event has the id of its message or comment, with "/edit/2", "/revoke" or
// "/delivered" behind it where it only concerns that message; all else has one
// made from its content, so that it is the same whenever a webhook is repeated. An
// item without an instant counts as sent when the webhook was, else when received.
//
// Account.ID is the page's or the professional account's id, From the user's id
// scoped to it, or the user_ref that a plugin made up for somebody unknown.
//
// Notice.Field says by which feed an event came where that matters: "standby" for
// what another app answers, "comments" or "feed" for what was said in public. In
// standby, Control says that another app holds the thread; an event of type
// [channel.EventControl] says that the thread was passed to this app, or taken from
// it.
//
// Echo marks what the account did by another way: its messages and reactions, and
// the changes and withdrawals of what it wrote.
func Parse(body []byte, received time.Time) ([]channel.Event, error) {
	root, err := loosejson.Object(body)
	if err != nil {
		return nil, fmt.Errorf("messenger: body: %w", err)
	}
	p := parser{received: received.UTC(), kind: channel.Messenger}
	p.body(root)
	return p.events, nil
}

// parser holds what has been read and where the reader is.
type parser struct {
	received time.Time
	events   []channel.Event
	kind     channel.Kind
	page     string    // the id of the entry at hand
	at       time.Time // when that entry was sent
	feed     string    // "messaging", "standby", or the field of a change
	where    path
}

// path names the item at hand, for people.
type path struct {
	entry int
	list  string
	item  int
}

func (w path) String() string {
	s := "entry[" + strconv.Itoa(w.entry) + "]"
	if w.list != "" {
		s += "." + w.list + "[" + strconv.Itoa(w.item) + "]"
	}
	return s
}

func (p *parser) body(root loosejson.Value) {
	switch object := root.Get("object").Str(); object {
	case "instagram":
		p.kind = channel.Instagram
	case "page", "":
	default:
		p.unknown(root, object, "an object that is neither page nor instagram")
		return
	}
	switch entries := root.Get("entry"); {
	case entries.Kind() == '[':
		for entry := range entries.Items() {
			p.entry(entry)
			p.where.entry++
		}
	case root.Get("field").Kind() == '"': // as the platform's console sends a test
		p.change(root)
	default:
		p.unknown(root, "", "the body has no list of entries")
	}
}

// entry reads the news of one page or account. A change may stand in it without a
// list. Source: Meta, Instagram Platform, webhook examples, read 2026-11.
func (p *parser) entry(entry loosejson.Value) {
	p.page, p.at = entry.Get("id").Str(), moment(entry.Get("time"))
	p.where, p.feed = path{entry: p.where.entry}, ""
	found := false
	for name, list := range entry.Members() {
		switch name {
		case "messaging", feedStandby:
			p.feed = name
			p.each(name, list, p.item)
		case "changes":
			p.each(name, list, p.change)
		case "field":
			p.change(entry)
		default:
			continue
		}
		found = true
	}
	if !found {
		p.unknown(entry, "", "an entry without messaging, standby or changes")
	}
}

func (p *parser) each(name string, list loosejson.Value, read func(loosejson.Value)) {
	p.where.list, p.where.item = name, 0
	if list.Kind() != '[' {
		p.unknown(list, name, "not a list")
	}
	for item := range list.Items() {
		read(item)
		p.where.item++
	}
	p.where.list = ""
}

// item reads what happened between a user and an account. The member that says
// what happened also says its kind.
func (p *parser) item(v loosejson.Value) {
	kind, rest := "", ""
	for name, part := range v.Members() {
		if read := p.reader(name); read != nil && part.Kind() == '{' {
			read(v, part)
			kind = name
		} else if !slices.Contains([]string{"sender", "recipient", "timestamp", "prior_message", "hop_context"}, name) {
			rest = cmp.Or(rest, name)
		}
	}
	if kind == "" {
		p.news(v, rest)
	}
}

// reader returns what reads the member of that name, nil if nothing does.
func (p *parser) reader(member string) func(v, part loosejson.Value) {
	switch member {
	case "message":
		return p.message
	case "message_edit":
		return p.edit
	case "postback":
		return p.postback
	case "messaging_feedback":
		return p.feedback
	case "reaction":
		return p.reaction
	case "referral":
		return p.referral
	case "optin":
		return p.optin
	case "read":
		return p.read
	case "delivery":
		return p.delivery
	}
	return nil
}

// feedStandby is the feed of what happens in threads that another app holds.
// Source: https://developers.facebook.com/docs/messenger-platform/handover-protocol
// (read 2026-11-27).
const feedStandby = "standby"

// event begins an event for v, between those whom v names. It tells whether the
// account is who acted.
func (p *parser) event(t channel.EventType, v loosejson.Value) (e channel.Event, own bool) {
	account, user, own := p.parties(v)
	e = channel.Event{
		Type: t, Account: channel.Account{Kind: p.kind, ID: account}, From: user, Received: p.received,
		Sent: cmp.Or(moment(v.Get("timestamp")), p.at), Raw: v.Raw(),
	}
	if p.feed != "messaging" {
		e.Notice.Field = p.feed
	}
	if p.feed == feedStandby {
		e.Control = channel.ControlElsewhere
	}
	return e, own
}

// parties tells the account from the user. The entry's id is the account's; where
// it names neither of the two, what is written to belongs to the account, unless
// it is an echo.
func (p *parser) parties(v loosejson.Value) (account, user string, own bool) {
	from, to := party(v.Get("sender")), party(v.Get("recipient"))
	own = v.Get("message", "is_echo").Yes()
	switch {
	case from != "" && from == p.page:
		return from, to, true
	case to != "" && to == p.page:
		return to, from, own
	case own:
		return cmp.Or(from, p.page), to, true
	}
	return cmp.Or(to, p.page), from, false
}

// party returns the id of a sender or recipient.
func party(v loosejson.Value) string { return cmp.Or(v.Get("id").Str(), v.Get("user_ref").Str()) }

// keep adds an event that is complete but for what all have, and returns it. What
// the user did needs a user.
func (p *parser) keep(e channel.Event) channel.Event {
	switch e.Type {
	case channel.EventMessage, channel.EventEcho, channel.EventOpen, channel.EventRead:
		if e.From == "" {
			e.Type, e.Opens = channel.EventUnknown, ""
			e.Notice.Detail = p.where.String() + ": of nobody"
		}
	}
	e.Echo = e.Echo || e.Type == channel.EventEcho
	e = e.Identified()
	e.Sent = cmp.Or(e.Sent, p.received)
	p.events = append(p.events, e)
	return e
}

// unknown keeps v as it is.
func (p *parser) unknown(v loosejson.Value, field, why string) {
	e, _ := p.event(channel.EventUnknown, v)
	e.Notice = channel.Notice{Field: field, Detail: p.where.String() + ": " + why}
	p.keep(e)
}

// moment returns an instant: Unix seconds or milliseconds, or a text as the
// platform writes it in answers; the zero time if v is none.
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
