package wechat

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
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

// read returns the events in a push to an account of a kind. Only a body that is neither
// XML nor JSON, or still encrypted, is refused: what cannot be read, or is of a kind that
// this version does not know, becomes an event of type [channel.EventUnknown] with its
// Raw, the kind in Notice.Field and what is wrong in Notice.Detail. A message of an
// unknown type is still the user's message.
func read(kind channel.Kind, body []byte, received time.Time) ([]channel.Event, error) {
	if kind == channel.WeCom {
		if v, err := loosejson.Object(body); err == nil && v.Get("msg_list").Kind() == '[' {
			return readMessages(v.Get("msg_list"), received), nil
		}
	}
	root, err := decode(body)
	if err != nil {
		return nil, fmt.Errorf("wechat: %w: %w", platform.ErrBody, err)
	}
	if root.str("MsgType") == "" && root.str("Encrypt") != "" {
		return nil, fmt.Errorf("wechat: %w: it is encrypted, and the EncodingAESKey is missing", platform.ErrBody)
	}
	r := reader{body: body, base: channel.Event{
		Account:  channel.Account{Kind: kind, ID: root.str("ToUserName")},
		From:     root.str("FromUserName"),
		Sent:     cmp.Or(root.moment("CreateTime"), received.UTC()),
		Received: received.UTC(),
	}}
	r.user = short(r.base.From)
	r.read(root)
	r.identify()
	return r.events, nil
}

// reader holds what has been read, and what all events of the push have.
type reader struct {
	body   []byte
	base   channel.Event
	user   string // the user, in ids
	events []channel.Event
}

// short returns a text for ids, of which a body may hold thousands: a digest of one that
// is longer than any of WeChat's.
func short(s string) string {
	const most = 128
	if len(s) <= most {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:16])
}

// identify names the events that have no id, by the first of them and a number.
func (r *reader) identify() {
	first := ""
	for i := range r.events {
		switch e := &r.events[i]; {
		case e.ID != "":
		case first == "":
			*e = e.Identified()
			first = e.ID
		default:
			e.ID = first + "/" + strconv.Itoa(i)
		}
	}
}

// add appends an event for the whole push.
func (r *reader) add(t channel.EventType, id string) *channel.Event {
	return r.addPart(t, id, asJSON(r.body))
}

// addPart appends an event for a part of the push.
func (r *reader) addPart(t channel.EventType, id string, raw json.RawMessage) *channel.Event {
	r.events = append(r.events, r.base)
	e := &r.events[len(r.events)-1]
	e.Type, e.ID, e.Raw = t, id, raw
	return e
}

// each hands the items of a push to a function that adds an event for each.
func (r *reader) each(v node, field string, add func(i int, v node)) {
	items := v.all(item)
	r.events = slices.Grow(r.events, min(len(items), platform.MaxEvents)+1) // events are large: append would copy them often
	for i, v := range items[:min(len(items), platform.MaxEvents)] {
		add(i, v)
	}
	switch {
	case v.cut:
		r.unknown(node{}, field, fmt.Sprintf("more than %d elements: those after them are not read", maxNodes))
	case len(items) > platform.MaxEvents:
		r.addPart(channel.EventUnknown, "", rest(items[platform.MaxEvents:])).Notice = channel.Notice{Field: field, Detail: tooMany(len(items))}
	case len(items) == 0:
		r.unknown(v, field, "a list of nothing")
	}
}

// rest returns items that are not read as one text.
func rest(items []node) json.RawMessage {
	parts := make([][]byte, len(items))
	for i, v := range items {
		parts[i] = v.raw
	}
	if bytes.HasPrefix(parts[0], []byte("<")) {
		return loosejson.Quote(bytes.Join(parts, nil))
	}
	return asJSON([]byte("[" + string(bytes.Join(parts, []byte(","))) + "]"))
}

func tooMany(n int) string {
	return fmt.Sprintf("%d events in one body, %d are read", n, platform.MaxEvents)
}

// unknown keeps the push as it is.
func (r *reader) unknown(v node, name, why string) {
	e := r.add(channel.EventUnknown, "")
	e.Notice = channel.Notice{Field: name, Detail: why}
	e.Message.Text = v.words()
}

func (r *reader) read(root node) {
	switch kind := root.str("MsgType"); {
	case kind == "":
		r.unknown(root, "", "a push without a type")
	case kind == "event" && root.str("Event") == newsEvent:
		r.readNews(root)
	case r.base.From == "":
		r.unknown(root, kind, "a push about nobody")
	case kind == "event":
		r.readEvent(root)
	case strings.HasPrefix(kind, "device_"):
		r.readDevice(kind, root)
	default:
		r.readMessage(kind, root)
	}
}

// own returns the id of what is counted for each user, "" if there is none.
func (r *reader) own(id string) string {
	if id == "" {
		return ""
	}
	return r.user + "/" + id
}

// id returns the id of an event, "" for one without an instant.
func (r *reader) id(v node, kind string) string {
	at := v.str("CreateTime")
	if at == "" {
		return ""
	}
	return r.user + "/" + short(at) + "/" + kind
}
