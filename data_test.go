package socialticket_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/whatsapp"
)

// TestDataIngestion asks what a desk makes of what platforms deliver, once, twice and at
// the same time.
func TestDataIngestion(t *testing.T) {
	datatest.Cases(t, "ingestion", datatest.Ops{"ingest": ingest, "dedup": dedup, "dedup_lock": dedupLock})
}

// object is an object of JSON.
type object map[string]any

// stamp writes an instant as WhatsApp does.
func stamp(at time.Time) string { return strconv.FormatInt(at.Unix(), 10) }

// read puts a value into a webhook of WhatsApp and returns the events that its package
// reads from it.
func read(t *testing.T, a channel.Account, received time.Time, field string, value object) []channel.Event {
	t.Helper()
	value["metadata"] = object{"phone_number_id": a.ID, "display_phone_number": "15550000000"}
	change := object{"field": field, "value": value}
	body, err := json.Marshal(object{"entry": []object{{"id": "1", "changes": []object{change}}}})
	require.NoError(t, err)
	p, err := whatsapp.New(whatsapp.Config{Unsigned: true})
	require.NoError(t, err)
	events, err := p.Events(platform.Request{Body: body, Received: received})
	require.NoError(t, err)
	require.NotEmpty(t, events)
	return events
}

// incoming is an event of the cases.
type incoming struct {
	ID, From, Type string
	By             string    // of a message_sent: "desk" or "staff"
	Of             string    // the message that a status or reaction is about
	Inbox          string    // the account; empty: the only one
	SentAt         time.Time `json:"sent_at"`
	Name           string    // of the user; of a location, that of the place
	Text, Caption  string
	Title          string // of a button or row
	Address        string
	Lat, Lng       float64
	Contacts       int // cards
	Status         string
}

func (in incoming) account() channel.Account {
	return channel.Account{Kind: channel.WhatsApp, ID: cmp.Or(in.Inbox, business().ID)}
}

func (in incoming) user() string { return cmp.Or(in.From, "15550100") }

// webhook returns what WhatsApp sends of the event, and by which field.
func (in incoming) webhook(at time.Time) (field string, value object) {
	item := object{"id": in.ID, "timestamp": stamp(at)}
	switch in.Type {
	case "status":
		item["id"], item["status"], item["recipient_id"] = in.Of, deliveryWord(in.Status), in.user()
		return "messages", object{"statuses": []object{item}}
	case "message_sent":
		item["from"], item["to"], item["type"], item["text"] = "15550000000", in.user(), "text", object{"body": in.Text}
		return "smb_message_echoes", object{"message_echoes": []object{item}}
	}
	kind := cmp.Or(map[string]string{"voice": "audio", "file": "document"}[in.Type], in.Type)
	item["from"], item["type"], item[kind] = in.user(), kind, in.content(kind)
	if in.Type == "unsupported" {
		item["errors"] = []object{{"code": 131051, "title": "Message type unknown"}}
	}
	value = object{"messages": []object{item}}
	if in.Name != "" && in.Type != "location" {
		value["contacts"] = []object{{"wa_id": in.user(), "profile": object{"name": in.Name}}}
	}
	return "messages", value
}

// content returns what stands under the kind of the message.
func (in incoming) content(kind string) any {
	switch kind {
	case "text":
		return object{"body": in.Text}
	case "button":
		return object{"text": cmp.Or(in.Text, in.Title), "payload": "b1"}
	case "interactive":
		return object{"type": "button_reply", "button_reply": object{"id": "b1", "title": cmp.Or(in.Title, in.Text)}}
	case "location":
		return object{"latitude": in.Lat, "longitude": in.Lng, "name": in.Name, "address": in.Address}
	case "contacts":
		return slices.Repeat([]object{{"name": object{"formatted_name": "Card"}}}, max(1, in.Contacts))
	case "reaction":
		return object{"emoji": in.Text, "message_id": cmp.Or(in.Of, "wamid.earlier")}
	case "image", "video", "audio", "document", "sticker":
		return object{"id": "media-" + in.ID, "caption": cmp.Or(in.Caption, in.Text)}
	}
	return nil
}

// peerStatus returns our word for a peer's status of a conversation.
func peerStatus(word string) string {
	if word == "snoozed" {
		return string(ticket.Hold)
	}
	return word
}

// intake is a desk that the events of a case come to.
type intake struct {
	*office
	t      *testing.T
	events []incoming
	handed []string // ids of the events that were handed in
}

// tally counts what a desk has.
type tally struct{ users, people, tickets, comments int }

func (a tally) less(b tally) tally {
	return tally{a.users - b.users, a.people - b.people, a.tickets - b.tickets, a.comments - b.comments}
}

// ingestGiven is a desk's state before: conversations of the sender of the first event,
// the last of which has the status; whether another worker has the events in its hands.
type ingestGiven struct {
	Conversations int
	LastStatus    string `json:"last_status"`
	Single        *bool  `json:"single_conversation"` // a message to what is solved reopens it
	LockHeld      bool   `json:"lock_held"`
	Concurrent    bool
}

func ingest(c *datatest.Case) {
	var given ingestGiven
	var when struct{ Events []incoming }
	c.Given(&given)
	c.When(&when)
	require.NotEmpty(c.T, when.Events)
	w := &intake{t: c.T, events: when.Events, office: newOffice(c.T, func(_ *socialticket.Config, s *socialticket.Settings) {
		s.SolvedIsOver = given.Single != nil && !*given.Single
	})}
	last := w.begin(given)
	before := w.count()
	if given.LockHeld {
		w.hand(false)
	}
	others := w.count().less(before) // another worker made these
	w.hand(given.Concurrent)
	all := w.count().less(others)
	w.compare(c, all, all.less(before), last)
}

// begin makes the conversations that a case gives, an hour before its events, and returns
// the ticket of the last.
func (w *intake) begin(given ingestGiven) (last ticket.ID) {
	first := w.events[0]
	if !first.SentAt.IsZero() {
		w.clock.Set(first.SentAt.Add(-time.Hour))
	}
	for i := range given.Conversations {
		e := says(first.user(), fmt.Sprint("earlier ", i), "earlier", w.clock.Now())
		e.Account = first.account()
		last = w.receive(w.t, e).Ticket.ID
		status := ticket.Status(peerStatus(given.LastStatus))
		if i < given.Conversations-1 {
			status = ticket.Closed
		}
		by := agent()
		if status == ticket.Closed {
			by = ticket.Actor{Kind: ticket.Automation, ID: "close"}
		}
		if status != "" {
			w.set(w.t, last, ticket.FieldStatus, string(status), by)
		}
	}
	return last
}

// hand hands the events in as their webhooks come, or all at once.
func (w *intake) hand(atOnce bool) {
	w.t.Helper()
	var events []channel.Event
	for _, in := range w.events {
		at := cmp.Or(in.SentAt, w.clock.Now())
		w.clock.Set(slices.MaxFunc([]time.Time{w.clock.Now(), at.Add(time.Second)}, time.Time.Compare))
		if in.Type == "message_sent" && in.By != "staff" {
			require.Contains(w.t, []string{"", "desk", "agent", "bot"}, in.By)
			require.False(w.t, atOnce)
			w.sends(in, at)
			continue
		}
		field, value := in.webhook(at)
		parsed := read(w.t, in.account(), w.clock.Now(), field, value)
		if !atOnce {
			handIn(w.t, w.office, false, parsed...)
		}
		events = append(events, parsed...)
	}
	if atOnce {
		handIn(w.t, w.office, true, events...)
	}
	for _, e := range events {
		w.handed = append(w.handed, e.ID)
	}
}

// sends lets the desk write, and the platform take the message under its id.
func (w *intake) sends(in incoming, at time.Time) {
	w.t.Helper()
	reply := socialticket.Reply{By: agent(), Text: cmp.Or(in.Text, "an answer"), IdempotencyKey: in.ID}
	if w.load(in).Ticket.IsZero() { // to begin with, only what was approved may go out
		reply.Text, reply.Template = "", channel.TemplateCall{Name: "hello", Language: "en"}
	}
	to := channel.Address{Account: in.account(), Handle: in.user()}
	r, err := w.Open(context.Background(), socialticket.Open{To: to, Name: in.Name, Reply: reply})
	require.NoError(w.t, err)
	if r.Outcome == socialticket.Duplicate {
		return
	}
	require.Len(w.t, messages(r), 1, "the desk may not write: %v", r.Decision)
	w.receive(w.t, channel.Accepted{MessageID: in.ID, At: at}.Event(messages(r)[0]))
}

// handIn hands events in, in their order or all at once, and returns the receipts in the
// order of the events.
func handIn(t *testing.T, o *office, atOnce bool, events ...channel.Event) []socialticket.Receipt {
	t.Helper()
	receipts, errs := make([]socialticket.Receipt, len(events)), make([]error, len(events))
	var calls sync.WaitGroup
	for i := range events {
		calls.Go(func() { receipts[i], errs[i] = o.Receive(context.Background(), events[i]) })
		if !atOnce {
			calls.Wait()
		}
	}
	calls.Wait()
	require.NoError(t, errors.Join(errs...))
	return receipts
}

// load returns what the desk has of the user of an event.
func (w *intake) load(in incoming) socialticket.Head {
	w.t.Helper()
	from := channel.Event{Type: channel.EventMessage, Account: in.account(), From: in.user()}
	head, err := w.store.Load(context.Background(), socialticket.Ref{Account: in.account(), Addresses: identity.Phones{}.Candidates(from)})
	require.NoError(w.t, err)
	return head
}

// count counts what the desk has by now.
func (w *intake) count() (n tally) {
	w.t.Helper()
	for tk, err := range w.store.Tickets(context.Background()) {
		require.NoError(w.t, err)
		n.tickets++
		n.comments += len(w.thread(w.t, tk.ID))
	}
	users, people := map[string]bool{}, map[string]bool{}
	for _, in := range w.events {
		if head := w.load(in); head.Conversation.Key != "" {
			users[head.Conversation.User.ID], people[head.Person.ID] = true, true
		}
	}
	n.users, n.people = len(users), len(people)
	return n
}

// compare compares everything that a case may expect. The newest comment counts, if the
// events made one.
func (w *intake) compare(c *datatest.Case, all, added tally, last ticket.ID) {
	head := w.load(w.events[len(w.events)-1])
	var newest ticket.Comment
	if added.comments > 0 && !head.Ticket.IsZero() {
		newest = w.thread(w.t, head.Ticket.ID)[0]
	}
	c.Want("contacts", all.users)
	c.Want("people", all.people)
	c.Want("conversations", all.tickets)
	c.Want("messages", added.comments)
	c.Want("contact_name", head.Conversation.User.Name)
	c.Mean("last_status", peerStatus)
	c.Want("last_status", string(head.Ticket.Status))
	c.Want("appended_to", map[bool]string{true: "last", false: "new"}[head.Ticket.ID == last])
	c.Want("window_opened", slices.ContainsFunc(head.Conversation.Window.Openings, func(o channel.Opening) bool {
		return slices.Contains(w.handed, o.Event)
	}))
	w.compareMessage(c, newest)
	w.compareStatus(c, head.Ticket)
}

// compareMessage compares what became of a message's content. A place and a card are
// attachments elsewhere.
func (w *intake) compareMessage(c *datatest.Case, m ticket.Comment) {
	place, attachments := m.Content.Place, len(m.Content.Attachments)+len(m.Content.People)
	if place != (channel.Place{}) {
		attachments++
	}
	title := slices.DeleteFunc([]string{place.Name, place.Address}, func(s string) bool { return s == "" })
	c.Want("message_sent_at", m.SentAt)
	c.Want("text", m.Content.Text)
	c.Want("placeholder", m.Content.Type == channel.Unsupported)
	c.Want("attachments", attachments)
	c.Want("attachment_title", strings.Join(title, ", "))
}

// compareStatus compares a status: that of the message which the events are about, else
// that of the ticket.
func (w *intake) compareStatus(c *datatest.Case, tk ticket.Ticket) {
	about := ""
	for _, in := range w.events {
		switch in.Type {
		case "status":
			about = in.Of
		case "message_sent":
			about = in.ID
		}
	}
	if about == "" {
		c.Mean("status", peerStatus)
		c.Want("status", string(tk.Status))
		return
	}
	head, err := w.store.Load(context.Background(), socialticket.Ref{Account: w.events[0].account(), Message: about})
	require.NoError(w.t, err)
	c.Mean("status", deliveryWord)
	c.Want("status", string(head.Comment.Delivery.State))
}

// seenMessage is a message of the cases about repeats. Where a channel gives no ids, the
// sender, the second and the text make one.
type seenMessage struct{ Channel, From, ID, Text string }

func (m seenMessage) event(sent time.Time) channel.Event {
	e := says(m.From, m.ID, m.Text, sent)
	e.Account = channel.Account{Kind: channel.Kind(m.Channel), ID: m.Channel}
	return e
}

// dedup asks whether a message is one that was seen. A desk answers after it has read: what
// comes after its answer was sent later.
func dedup(c *datatest.Case) {
	var given struct {
		Seen          []seenMessage
		OutboundAfter bool `json:"outbound_after"`
	}
	var when struct{ Message seenMessage }
	c.Given(&given)
	c.When(&when)
	o := newOffice(c.T)
	for _, m := range given.Seen {
		seen := o.receive(c.T, m.event(o.clock.Now()))
		if given.OutboundAfter {
			o.reply(c.T, seen.Ticket.ID, "an answer")
			o.clock.Add(time.Second)
		}
	}
	c.Want("duplicate", o.receive(c.T, when.Message.event(o.clock.Now())).Outcome == socialticket.Duplicate)
}

// dedupLock asks which of several workers that have a message gets it in. The desk needs
// no lock for that.
func dedupLock(c *datatest.Case) {
	var given struct {
		Concurrent bool
		Seconds    float64 `json:"lock_seconds"` // of the peer's lock
	}
	var when struct{ Acquire []string }
	c.Given(&given)
	c.When(&when)
	var events []channel.Event
	for _, id := range when.Acquire {
		events = append(events, says("15550100", id, "hello", start()))
	}
	var granted []bool
	for _, r := range handIn(c.T, newOffice(c.T), given.Concurrent, events...) {
		granted = append(granted, r.Outcome == socialticket.Applied)
	}
	c.Want("granted", granted)
	c.Want("granted_count", len(slices.DeleteFunc(granted, func(yes bool) bool { return !yes })))
}
