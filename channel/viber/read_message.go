package viber

import (
	"cmp"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readContent reads the message in a callback. One that cannot be read is still the
// user's.
func readContent(m *channel.Message, callback loosejson.Value) {
	v := callback.Get("message")
	kind := v.Get("type").Str()
	m.Text, m.Payload = v.Get("text").Str(), v.Get("tracking_data").Str()
	readable := false
	switch kind {
	case "text":
		m.Type, readable = channel.Text, m.Text != ""
	case "picture":
		readable = readMedia(m, channel.Image, v)
	case "video":
		readable = readMedia(m, channel.Video, v)
	case "file":
		readable = readMedia(m, channel.Document, v)
	case "sticker":
		readable = readMedia(m, channel.Sticker, v)
	case "url":
		readable = readLink(m, v)
	case "location":
		readable = readPlace(m, v.Get("location"))
	case "contact":
		readable = readCard(m, v.Get("contact"))
	}
	if !readable {
		whole := v
		if v.Kind() == 0 { // the callback has none
			whole = callback
		}
		*m = channel.Message{ID: m.ID, Type: channel.Unsupported, Subtype: kind, Text: words(v), Payload: string(whole.Text())}
	}
}

func readMedia(m *channel.Message, t channel.MessageType, v loosejson.Value) bool {
	m.Type = t
	m.Attachments = []channel.Attachment{{
		Type: t, ID: v.Get("sticker_id").Str(), URL: v.Get("media").Str(), Preview: v.Get("thumbnail").Str(),
		Name: v.Get("file_name").Str(), Size: v.Get("size").Whole(), Millis: v.Get("duration").Whole() * 1000,
	}}
	return m.Attachments[0].URL != "" || m.Attachments[0].ID != ""
}

// readLink reads an address, with or without words, as a text of both.
func readLink(m *channel.Message, v loosejson.Value) bool {
	m.Type, m.Subtype, m.Detail = channel.Text, "url", v.Get("title").Str()
	if picture := v.Get("thumbnail").Str(); picture != "" {
		m.Attachments = []channel.Attachment{{Type: channel.Image, URL: picture}}
	}
	link := v.Get("media").Str()
	if m.Text = cmp.Or(m.Text, link); m.Text != link && link != "" {
		m.Text += "\n" + link
	}
	return m.Text != ""
}

func readPlace(m *channel.Message, place loosejson.Value) bool {
	m.Type = channel.Location
	m.Place = channel.Place{Latitude: place.Get("lat").Num(), Longitude: place.Get("lon").Num(), Address: place.Get("address").Str()}
	return place.Get("lat").Str() != "" && place.Get("lon").Str() != ""
}

func readCard(m *channel.Message, card loosejson.Value) bool {
	person := channel.Person{Name: card.Get("name").Str()}
	if phone := card.Get("phone_number").Str(); phone != "" {
		person.Phones = []string{phone}
	}
	m.Type, m.People = channel.Contacts, []channel.Person{person}
	if picture := card.Get("avatar").Str(); picture != "" {
		m.Attachments = []channel.Attachment{{Type: channel.Image, URL: picture}}
	}
	return person.Name != "" || person.Phones != nil
}

// maxDepth is how deep words are looked for.
const maxDepth = 16

// words returns what a person can read in a value of an unknown form, on lines.
func words(v loosejson.Value) string {
	var lines []string
	var look func(name string, v loosejson.Value, depth int)
	look = func(name string, v loosejson.Value, depth int) {
		switch name {
		case "text", "caption", "title", "description", "question", "body", "message":
			if v.Kind() == '"' && v.Str() != "" {
				lines = append(lines, v.Str())
			}
		}
		if depth == maxDepth {
			return
		}
		for name, member := range v.Members() {
			look(name, member, depth+1)
		}
		for item := range v.Items() {
			look(name, item, depth+1)
		}
	}
	look("text", v, 0)
	return strings.Join(lines, "\n")
}
