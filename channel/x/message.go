package x

import (
	"cmp"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// message reads a direct message, in the form of API v1.1 or of v2. X has no
// window, so that opening tells only that the user wrote. The app that wrote an
// echo is Notice.Subject.
func (p *parser) message(v loosejson.Value) {
	create := v.Get("message_create")
	if create.Kind() != '{' {
		p.plain(v)
		return
	}
	e := p.talk(v, create.Get("sender_id").Str(), create.Get("target", "recipient_id").Str())
	e.Message = content(create.Get("message_data"))
	e.Notice.Subject = create.Get("source_app_id").Str()
	e.ID, e.Message.ID = v.Get("id").Str(), v.Get("id").Str()
	via := v.Get("initiated_via")
	switch post, welcome := via.Get("tweet_id").Str(), via.Get("welcome_message_id").Str(); {
	case post != "":
		e.Message.Referral = channel.Referral{Source: "post", ID: post, Payload: welcome}
	case welcome != "":
		e.Message.Referral = channel.Referral{Source: "welcome_message", ID: welcome}
	}
	p.keep(e)
}

// talk begins the event of what one user wrote to another.
func (p *parser) talk(v loosejson.Value, from, to string) channel.Event {
	e := p.event(channel.EventMessage, v)
	e.Opens = channel.OpenMessage
	if from == p.account && from != "" {
		e.Type, e.Opens = channel.EventEcho, ""
		from = to
	}
	p.person(&e, from, loosejson.Value{})
	return e
}

// plain reads a direct message in the form of API v2. One of a group is of a
// conversation whose id names no two users.
func (p *parser) plain(v loosejson.Value) {
	if kind := v.Get("event_type").Str(); v.Get("sender_id").Str() == "" || kind != "" && kind != "MessageCreate" {
		p.unknown(v, "a kind of message that this version does not know")
		return
	}
	conversation := v.Get("dm_conversation_id").Str()
	e := p.talk(v, v.Get("sender_id").Str(), p.partner(conversation))
	e.ID = v.Get("id").Str()
	e.Message = channel.Message{ID: e.ID, Type: channel.Text, Text: v.Get("text").Str()}
	for key := range v.Get("attachments", "media_keys").Items() {
		e.Message.Attachments = append(e.Message.Attachments, channel.Attachment{Type: channel.Unsupported, ID: key.Str()})
	}
	if e.Message.Text == "" {
		e.Message.Type = channel.Unsupported
	}
	if p.partner(conversation) == "" {
		e.Message.Group = conversation
	}
	p.keep(e)
}

// partner returns with whom the account talks in a conversation of two, as in
// "12-34" and "12:34".
func (p *parser) partner(conversation string) string {
	ids := strings.FieldsFunc(conversation, func(r rune) bool { return r == '-' || r == ':' })
	if len(ids) != 2 {
		return ""
	}
	if ids[0] == p.account {
		return ids[1]
	}
	return ids[0]
}

// sealed reads an encrypted message. Only who is in the conversation can read it,
// so that a placeholder is all that there is.
func (p *parser) sealed(v loosejson.Value) {
	e := p.talk(v, v.Get("sender_id").Str(), p.partner(v.Get("conversation_id").Str()))
	e.ID = v.Get("id").Str()
	e.Message = channel.Message{ID: e.ID, Type: channel.Unsupported, Subtype: "encrypted"}
	if p.partner(v.Get("conversation_id").Str()) == "" {
		e.Message.Group = v.Get("conversation_id").Str()
	}
	p.keep(e)
}

// read reads that the other side has read everything until now; Status.MessageID
// names the newest of it.
func (p *parser) read(v loosejson.Value) {
	e := p.talk(v, v.Get("sender_id").Str(), v.Get("target", "recipient_id").Str())
	if e.Type == channel.EventEcho { // somebody of the business opened the chat
		e.Notice = channel.Notice{Field: p.feed, Name: "read"}
		e.Type = channel.EventAccount
	} else {
		e.Type, e.Opens = channel.EventRead, ""
	}
	if id := v.Get("last_read_event_id").Str(); id != "" {
		e.Status = channel.Status{MessageID: id, State: channel.StateRead}
	}
	p.keep(e)
}

// content reads what a message of API v1.1 says.
func content(data loosejson.Value) channel.Message {
	m := channel.Message{Text: data.Get("text").Str()}
	attach(&m, data.Get("attachment"))
	if answer := data.Get("quick_reply_response"); answer.Kind() == '{' {
		m.Type, m.Subtype = channel.Interactive, "quick_reply"
		m.Payload = cmp.Or(answer.Get("metadata").Str(), string(answer.Text()))
	}
	switch {
	case m.Type == "" && m.Text == "":
		m.Type = channel.Unsupported
	case m.Type == "":
		m.Type = channel.Text
	}
	return m
}

func attach(m *channel.Message, v loosejson.Value) {
	switch kind := v.Get("type").Str(); kind {
	case "":
	case "media":
		a := media(v.Get("media"))
		m.Type, m.Attachments = a.Type, append(m.Attachments, a)
	case "location":
		m.Type, m.Place = channel.Location, place(v.Get("location"))
	default:
		m.Payload = string(v.Text())
	}
}

// media reads a photo, video or animation. Of a video the sharpest file counts; it
// takes the account's own access to fetch it.
func media(v loosejson.Value) channel.Attachment {
	a := channel.Attachment{Type: channel.Image, ID: v.First("id_str", "id"), URL: v.First("media_url_https", "media_url")}
	if kind := v.Get("type").Str(); kind != "" && kind != "photo" {
		a.Type = channel.Video
	}
	best := int64(-1)
	for file := range v.Get("video_info", "variants").Items() {
		if rate := file.Get("bitrate").Whole(); rate > best && file.Get("content_type").Str() == "video/mp4" {
			best, a.URL, a.MIME = rate, file.Get("url").Str(), "video/mp4"
		}
	}
	return a
}

// place reads a shared point, or a place of X with the middle of its bounds.
func place(v loosejson.Value) channel.Place {
	shared := v.Get("shared_place", "place")
	p := channel.Place{Name: shared.First("full_name", "name"), Address: shared.Get("country").Str(), URL: shared.Get("url").Str()}
	point := v.Get("shared_coordinate", "coordinates", "coordinates")
	if point.Kind() != '[' {
		point = shared.Get("centroid")
	}
	n := 0
	for number := range point.Items() { // longitude first
		switch n {
		case 0:
			p.Longitude = number.Num()
		case 1:
			p.Latitude = number.Num()
		}
		n++
	}
	return p
}
