package line

import (
	"cmp"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readMessage reads what a user wrote. Notice.Subject is the token that tells the user that
// it was read.
func (r *reader) readMessage(v loosejson.Value) {
	e := r.add(channel.EventMessage, v)
	e.Opens = channel.OpenMessage
	readContent(&e.Message, v.Get("message"))
	e.Notice.Subject = v.Get("message", "markAsReadToken").Str()
	if e.ID == "" && e.Message.ID != "" {
		e.ID = "message/" + e.Message.ID
	}
	if e.From == "" {
		e.Type, e.Opens = channel.EventUnknown, ""
		e.Notice = channel.Notice{Field: "message", Detail: "a message without a sender"}
	}
}

// readEdit reads that a user changed a message, with what it says now.
func (r *reader) readEdit(v loosejson.Value) {
	e := r.add(channel.EventEdit, v)
	readContent(&e.Message, v.Get("message"))
	e.Message.Target = e.Message.ID
}

// readPostback reads that a user tapped a button that carries data. What the user
// picked there, a date or another menu, is the text.
func (r *reader) readPostback(v loosejson.Value) {
	e := r.add(channel.EventMessage, v)
	e.Opens = channel.OpenMessage
	body := v.Get("postback")
	params := body.Get("params")
	m := &e.Message
	m.Type, m.Payload, m.Subtype = channel.Button, body.Get("data").Str(), params.Get("status").Str()
	var words []string
	for name, picked := range params.Members() {
		if name != "status" && picked.Str() != "" {
			words = append(words, picked.Str())
		}
	}
	m.Text = strings.Join(words, " ")
}

// readContent reads a message object. The payload of a text is who is mentioned in it, that
// of a picture the set that it was sent in, as JSON. Media that LINE keeps go by the id of the message;
// what stands at an address of the sender's goes by that.
func readContent(m *channel.Message, v loosejson.Value) {
	m.ID, m.ReplyTo, m.Quote = v.Get("id").Str(), v.Get("quotedMessageId").Str(), v.Get("quoteToken").Str()
	m.Text = v.Get("text").Str()
	switch kind := v.Get("type").Str(); kind {
	case "text":
		if v.Get("text").Kind() != '"' {
			m.Type, m.Subtype, m.Payload = channel.Unsupported, kind, string(v.Text())
			return
		}
		m.Type = channel.Text
		m.Attachments, m.Payload = readEmojis(v.Get("emojis")), string(v.Get("mention").Text())
	case "image", "video", "audio", "file":
		readMedia(m, v)
	case "sticker":
		readSticker(m, v)
	case "location":
		m.Type = channel.Location
		m.Place = channel.Place{
			Latitude: v.Get("latitude").Num(), Longitude: v.Get("longitude").Num(),
			Name: v.Get("title").Str(), Address: v.Get("address").Str(),
		}
	default:
		m.Type, m.Subtype, m.Payload = channel.Unsupported, kind, string(v.Text())
	}
}

func readMedia(m *channel.Message, v loosejson.Value) {
	m.Type = channel.MessageType(v.Get("type").Str())
	if m.Type == "file" {
		m.Type = channel.Document
	}
	m.Payload = string(v.Get("imageSet").Text())
	provider := v.Get("contentProvider")
	m.Attachments = []channel.Attachment{{
		Type: m.Type, ID: m.ID, Name: v.Get("fileName").Str(), Size: v.Get("fileSize").Whole(), Millis: v.Get("duration").Whole(),
		URL: provider.Get("originalContentUrl").Str(), Preview: provider.Get("previewImageUrl").Str(),
	}}
}

// readSticker reads a sticker, which goes by "package/sticker". Its name is what it
// shows, in words.
func readSticker(m *channel.Message, v loosejson.Value) {
	var words []string
	for word := range v.Get("keywords").Items() {
		words = append(words, word.Str())
	}
	m.Type, m.Subtype = channel.Sticker, v.Get("stickerResourceType").Str()
	m.Attachments = []channel.Attachment{{
		Type: channel.Sticker, ID: v.Get("packageId").Str() + "/" + v.Get("stickerId").Str(), Name: strings.Join(words, ", "),
	}}
}

// readEmojis returns LINE's own emojis in a text, each once, in their order: the text
// has only words in their places.
func readEmojis(v loosejson.Value) []channel.Attachment {
	var list []channel.Attachment
	seen := map[string]bool{}
	for emoji := range v.Items() {
		id := emoji.Get("productId").Str() + "/" + emoji.Get("emojiId").Str()
		if !seen[id] {
			list = append(list, channel.Attachment{Type: channel.Sticker, ID: id})
		}
		seen[id] = true
	}
	return list
}

// readSignal reads what a user did without writing: came near a beacon, linked an
// account, saw a video to its end, used a device, joined a membership.
func (r *reader) readSignal(kind string, v loosejson.Value) {
	e := r.add(channel.EventOpen, v)
	body := v.Get(kind)
	if kind == "accountLink" {
		body = v.Get("link")
	}
	e.Notice = channel.Notice{
		Field:   kind,
		Name:    body.First("type", "result"),
		Subject: body.First("hwid", "nonce", "trackingId", "deviceId", "membershipId"),
		Detail:  body.Get("dm").Str(),
	}
	if result := body.Get("result"); result.Kind() == '{' { // of a device
		e.Message.Payload = string(result.Text())
	}
}

// readMembers reads who came into a group or went, one event each.
func (r *reader) readMembers(kind string, v, body loosejson.Value) {
	each := *r.add(channel.EventAccount, v)
	each.Notice = channel.Notice{Field: kind, Subject: each.Message.Group}
	r.events = r.events[:len(r.events)-1]
	id, before := each.Identified().ID, len(r.events)
	for member := range body.Get("members").Items() {
		if r.full() {
			return
		}
		each.From = ident(member.Get("userId"))
		each.ID = id + "/" + each.From
		r.events = append(r.events, each)
		each.ReplyToken, each.Opens = "", "" // a token works once
	}
	if len(r.events) == before {
		r.unknown(v, "nobody came or went")
	}
}

// readNews reads what happened to the account itself, and that a chat came to this module
// or left it. Source:
// https://developers.line.biz/en/docs/partner-docs/module-technical-chat-control/,
// https://github.com/line/line-openapi (read 2026-11-27).
func (r *reader) readNews(kind string, v loosejson.Value) {
	e := r.add(channel.EventAccount, v)
	body := v.Get(kind)
	e.Notice = channel.Notice{
		Field: kind, Name: cmp.Or(body.Get("type").Str(), kind), Subject: body.Get("botId").Str(), Detail: string(body.Get("scopes").Text()),
		Until: cmp.Or(v.Get("chatControl", "expireAt").Moment(), body.Get("chatControl", "expireAt").Moment()),
	}
	switch kind {
	case "activated":
		e.Control = channel.ControlOurs
	case "deactivated":
		e.Control = channel.ControlElsewhere
	default:
		return
	}
	if e.From != "" { // else it names no chat
		e.Type = channel.EventControl
	}
}
