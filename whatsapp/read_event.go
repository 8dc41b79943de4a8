package whatsapp

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/identity/phone"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// add appends an event for v, sent when v says.
func (r *reader) add(t channel.EventType, v loosejson.Value) *channel.Event {
	e := channel.Event{
		Type: t, Account: r.feed.account, Echo: t == channel.EventEcho,
		Sent: cmp.Or(v.Get("timestamp").Moment(), r.received), Received: r.received,
	}
	if len(r.events) < platform.MaxEvents {
		e.Raw = v.Raw()
	}
	return r.put(e)
}

// put appends an event, and returns its place. Beyond platform.MaxEvents it is counted only.
func (r *reader) put(e channel.Event) *channel.Event {
	if len(r.events) == platform.MaxEvents {
		r.over++
		r.spare = e
		return &r.spare
	}
	r.events = append(r.events, e)
	return &r.events[len(r.events)-1]
}

// readRest keeps what there is beyond platform.MaxEvents: the whole body in one event.
func (r *reader) readRest(root loosejson.Value) {
	if r.over == 0 {
		return
	}
	r.feed = feed{account: channel.Account{Kind: channel.WhatsApp}}
	r.events = append(r.events, channel.Event{
		ID: r.digest(root), Type: channel.EventUnknown, Account: r.feed.account, Sent: r.received, Received: r.received, Raw: root.Raw(),
		Notice: channel.Notice{Detail: fmt.Sprintf("body: %d events more than the %d that one webhook makes", r.over, platform.MaxEvents)},
	})
}

// unknown keeps v as it is.
func (r *reader) unknown(v loosejson.Value, why string) {
	if len(r.events) == platform.MaxEvents {
		r.over++
		return
	}
	e := r.add(channel.EventUnknown, v)
	e.ID = r.digest(v)
	e.Message.Text = v.Words()
	r.bad(e, why)
}

// bad turns e into an event that could not be read.
func (r *reader) bad(e *channel.Event, why string) {
	e.Type, e.Opens = channel.EventUnknown, ""
	e.Notice.Field = r.feed.field
	e.Notice.Detail = r.where.String() + ": " + why
}

// digest makes an id from what v says and where.
func (r *reader) digest(v loosejson.Value) string {
	if r.feed.seed == nil { // once a change: an account's id may be long
		sum := sha256.Sum256([]byte(r.feed.account.ID + "\x00" + r.feed.field + "\x00" + r.feed.at.String()))
		r.feed.seed = sum[:]
	}
	h := sha256.New()
	h.Write(r.feed.seed)
	h.Write(v.Text())
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// user names the user of e: by the number if it can be seen, else by the user
// id; the other names are further handles. It takes in what the contacts of the
// change tell of that user.
func (r *reader) user(e *channel.Event, n names) {
	c := r.feed.contacts.find(n)
	e.Profile.Name, e.Profile.Username, e.Profile.Phone = c.name, c.username, cmp.Or(c.tel, phoneOf(n.phone))
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
func (f *feed) business(s string) bool { return f.number != "" && phone.Digits(s) == f.number }
