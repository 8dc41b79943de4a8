package telegram

import (
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// content reads one member of the message v. It reports whether the member is
// content of a known type.
func content(m *channel.Message, name string, body, v loosejson.Value) bool {
	switch name {
	case "text":
		m.Type, m.Text = channel.Text, linked(body.Str(), v.Get("entities"))
	case "caption":
		m.Text = linked(body.Str(), v.Get("caption_entities"))
	case "photo":
		media(m, channel.Image, largest(body))
	case "video", "video_note", "animation", "live_photo":
		media(m, channel.Video, body)
	case "audio", "voice":
		media(m, channel.Audio, body)
	case "document":
		if v.Get("animation").Kind() == 0 { // else both are one file
			media(m, channel.Document, body)
		}
	case "sticker":
		media(m, channel.Sticker, body)
		m.Text = body.Get("emoji").Str()
		m.Attachments[0].Name = body.Get("set_name").Str()
	case "location", "venue":
		m.Type, m.Place = channel.Location, place(v)
	case "contact":
		m.Type = channel.Contacts
		m.People = []channel.Person{{
			Name:   strings.TrimSpace(body.Get("first_name").Str() + " " + body.Get("last_name").Str()),
			Phones: []string{body.Get("phone_number").Str()},
		}}
	case "web_app_data":
		m.Type = channel.Interactive
		m.Text, m.Payload = body.Get("button_text").Str(), body.Get("data").Str()
	default:
		return false
	}
	switch name {
	case "video_note", "animation", "live_photo", "voice", "web_app_data":
		m.Subtype = name
	}
	return true
}

func media(m *channel.Message, t channel.MessageType, v loosejson.Value) {
	m.Type = t
	m.Attachments = []channel.Attachment{{
		Type: t, ID: v.Get("file_id").Str(), MIME: v.Get("mime_type").Str(), Name: v.Get("file_name").Str(),
		Size: v.Get("file_size").Whole(), Millis: int64(v.Get("duration").Num() * 1000),
	}}
}

// largest returns the largest form of a photo, the first of equal ones.
func largest(photo loosejson.Value) (best loosejson.Value) {
	most := -1.0
	for size := range photo.Items() {
		if area := size.Get("width").Num() * size.Get("height").Num(); area > most {
			best, most = size, area
		}
	}
	return best
}

// place reads where a message is about: a point, or a place with a name, which
// comes beside its point.
func place(v loosejson.Value) channel.Place {
	venue := v.Get("venue")
	point := either(v, "location")
	if point.Kind() == 0 {
		point = venue.Get("location")
	}
	return channel.Place{
		Latitude: point.Get("latitude").Num(), Longitude: point.Get("longitude").Num(),
		Name: venue.Get("title").Str(), Address: venue.Get("address").Str(),
	}
}
