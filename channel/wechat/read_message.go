package wechat

import (
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// readMessage reads what a user wrote. A text that comes of a tap on a menu in a message
// counts as a tap. One that cannot be read is still the user's. Source:
// https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_standard_messages.html
// and https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Customer_Service_Messages.html
// (read 2026-11).
func (r *reader) readMessage(kind string, v node) {
	id := r.own(v.first("MsgId", "MsgID"))
	e := r.add(channel.EventMessage, id)
	e.Opens = channel.OpenMessage
	m := &e.Message
	m.ID = id
	readable := false
	switch kind {
	case "text":
		m.Type, m.Text = channel.Text, v.str("Content")
		if choice := v.str("bizmsgmenuid"); choice != "" {
			m.Type, m.Payload, e.Opens = channel.Interactive, choice, channel.OpenMenu
		}
		readable = m.Text != ""
	case "link":
		m.Type, m.Text = channel.Text, join(v.str("Title"), v.str("Description"), v.str("Url"))
		readable = m.Text != ""
	case "location":
		m.Type = channel.Location
		m.Place = channel.Place{Latitude: v.num("Location_X"), Longitude: v.num("Location_Y"), Name: v.str("Poiname"), Address: v.str("Label")}
		readable = v.str("Location_X") != "" && v.str("Location_Y") != ""
	default:
		readable = readMedia(m, kind, v)
	}
	if kind != string(m.Type) {
		m.Subtype = kind
	}
	if !readable {
		*m = channel.Message{ID: id, Type: channel.Unsupported, Subtype: kind, Text: v.words(), Payload: string(r.body)}
	}
}

// readMedia reads a message with a file, and reports whether it has one. The payload is the
// media id of its small picture.
func readMedia(m *channel.Message, kind string, v node) bool {
	a := channel.Attachment{
		ID: v.first("MediaId", "FileKey", "ThumbMediaId"), URL: v.str("PicUrl"), MIME: v.str("Format"), Size: v.whole("FileTotalLen"),
		Preview: v.str("ThumbUrl"),
	}
	if thumb := v.str("ThumbMediaId"); thumb != a.ID {
		m.Payload = thumb
	}
	switch kind {
	case "image":
		m.Type = channel.Image
	case "voice":
		m.Type, m.Text = channel.Audio, v.str("Recognition")
	case "video", "shortvideo":
		m.Type = channel.Video
	case "file":
		m.Type, m.Text, a.Name = channel.Document, v.str("Description"), v.str("Title")
	case "miniprogrampage":
		m.Type, m.Text, m.Payload = channel.Interactive, v.str("Title"), v.str("PagePath")
		m.Referral = channel.Referral{Source: "mini_program", ID: v.str("AppId"), URL: v.str("ThumbUrl")}
		a = channel.Attachment{Type: channel.Image, ID: v.str("ThumbMediaId"), Preview: v.str("ThumbUrl")} // of the card
		if a.ID+a.Preview != "" {
			m.Attachments = []channel.Attachment{a}
		}
		return m.Text+m.Payload != ""
	default:
		return false
	}
	if a.ID+a.URL+a.Name == "" {
		return false
	}
	a.Type = m.Type
	m.Attachments = []channel.Attachment{a}
	return true
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
