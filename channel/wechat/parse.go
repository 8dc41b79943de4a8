package wechat

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// ErrEncrypted says that a body is to be given to [Cipher.Open] first.
var ErrEncrypted = errors.New("wechat: body: encrypted")

// Parse reads the body of a push, received at the given instant, into its events:
// XML, or JSON as mini programs may choose. A push does not tell which product it
// is for: kind says it, [channel.WeChat] if empty. Check the signature first: see
// [Verifier].
//
// The only errors are bodies that are neither, and [ErrEncrypted]. What cannot be
// read, or is of a kind that this version does not know, becomes an event of type
// [channel.EventUnknown] with its Raw, the kind in Notice.Field and what is wrong
// in Notice.Detail. A message of an unknown type is still the user's message.
//
// The id of a message is "user/MsgId", for a MsgId is unique for a user only, that of
// an event "user/second/event", as WeChat itself tells servers to know repetitions by.
// The report on a notice names the notice by its own id, as [Answer] does.
// Account.ID is the ToUserName.
func Parse(kind channel.Kind, body []byte, received time.Time) ([]channel.Event, error) {
	root, err := decode(body)
	if err != nil {
		return nil, fmt.Errorf("wechat: body: %w", err)
	}
	if root.str("MsgType") == "" && root.str("Encrypt") != "" {
		return nil, ErrEncrypted
	}
	p := parser{base: channel.Event{
		Account:  channel.Account{Kind: cmp.Or(kind, channel.WeChat), ID: root.str("ToUserName")},
		From:     root.str("FromUserName"),
		Sent:     cmp.Or(root.moment("CreateTime"), received.UTC()),
		Received: received.UTC(),
		Raw:      rawOf(body),
	}}
	p.read(root)
	p.identify()
	return p.events, nil
}

// parser holds what has been read, and what all events of the push have.
type parser struct {
	base   channel.Event
	events []channel.Event
}

// identify names the events that have no id, by the first of them and a number.
func (p *parser) identify() {
	first := ""
	for i := range p.events {
		switch e := &p.events[i]; {
		case e.ID != "":
		case first == "":
			*e = e.Identified()
			first = e.ID
		default:
			e.ID = first + "/" + strconv.Itoa(i)
		}
	}
}

// rawOf returns a copy of a body as JSON.
func rawOf(body []byte) json.RawMessage {
	if v, err := loosejson.Object(body); err == nil {
		return v.Raw()
	}
	return loosejson.Quote(body)
}

// add appends an event.
func (p *parser) add(t channel.EventType, id string) *channel.Event {
	p.events = append(p.events, p.base)
	e := &p.events[len(p.events)-1]
	e.Type, e.ID = t, id
	return e
}

// unknown keeps the push as it is.
func (p *parser) unknown(name, why string) {
	p.add(channel.EventUnknown, "").Notice = channel.Notice{Field: name, Detail: why}
}

func (p *parser) read(root node) {
	switch kind := root.str("MsgType"); {
	case kind == "":
		p.unknown("", "a push without a type")
	case p.base.From == "":
		p.unknown(kind, "a push about nobody")
	case kind == "event":
		p.event(root)
	default:
		p.message(kind, root)
	}
}

// own returns the id of what is counted for each user, "" if there is none.
func (p *parser) own(id string) string {
	if id == "" {
		return ""
	}
	return p.base.From + "/" + id
}

// message reads what a user wrote. A text that comes of a tap on a menu in a message
// counts as a tap. Source: WeChat, receiving standard messages; customer-service
// messages, read 2026-11.
func (p *parser) message(kind string, v node) {
	id := p.own(v.first("MsgId", "MsgID"))
	e := p.add(channel.EventMessage, id)
	e.Opens = channel.OpenMessage
	m := &e.Message
	m.ID = id
	switch kind {
	case "text":
		m.Type, m.Text = channel.Text, v.str("Content")
		if choice := v.str("bizmsgmenuid"); choice != "" {
			m.Type, m.Payload, e.Opens = channel.Interactive, choice, channel.OpenMenu
		}
	case "image":
		m.Type = channel.Image
	case "voice":
		m.Type, m.Text = channel.Audio, v.str("Recognition")
	case "video", "shortvideo":
		m.Type = channel.Video
	case "file":
		m.Type, m.Text = channel.Document, v.str("Description")
	case "location":
		m.Type = channel.Location
		m.Place = channel.Place{Latitude: v.num("Location_X"), Longitude: v.num("Location_Y"), Name: v.str("Poiname"), Address: v.str("Label")}
	case "link":
		m.Type = channel.Text
		m.Text = join(v.str("Title"), v.str("Description"), v.str("Url"))
	case "miniprogrampage":
		m.Type, m.Text, m.Payload = channel.Interactive, v.str("Title"), v.str("PagePath")
		m.Referral = channel.Referral{Source: "mini_program", ID: v.str("AppId"), URL: v.str("ThumbUrl")}
	default:
		m.Type, m.Payload = channel.Unsupported, string(e.Raw)
	}
	if kind != string(m.Type) {
		m.Subtype = kind
	}
	m.Attachments = attachments(m.Type, v)
}

// attachments reads the media of a message.
func attachments(t channel.MessageType, v node) []channel.Attachment {
	a := channel.Attachment{
		ID: v.first("MediaId", "FileKey", "ThumbMediaId"), URL: v.str("PicUrl"), MIME: v.str("Format"), Size: v.whole("FileTotalLen"),
		Preview: v.str("ThumbUrl"),
	}
	switch t {
	case channel.Document:
		a.Name = v.str("Title")
	case channel.Image, channel.Audio, channel.Video:
	case channel.Interactive: // the picture of a mini program's card
		t = channel.Image
	default:
		return nil
	}
	if a == (channel.Attachment{}) {
		return nil
	}
	a.Type = t
	return []channel.Attachment{a}
}

// join puts the parts that are there, each once, on lines of their own.
func join(parts ...string) string {
	var lines []string
	for i, part := range parts {
		if part != "" && (i == 0 || part != parts[i-1]) {
			lines = append(lines, part)
		}
	}
	return strings.Join(lines, "\n")
}
