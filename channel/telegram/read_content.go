package telegram

import (
	"cmp"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readContent reads one member of the message v by its name: see isContent. A member that
// has another form than its kind is kept as it is.
func readContent(m *channel.Message, name string, v loosejson.Value) {
	body := v.Get(name)
	var read bool
	switch name {
	case "text":
		m.Text = linked(body.Str(), v.Get("entities"))
		m.Type, read = channel.Text, body.Kind() == '"'
	case "caption":
		m.Text = linked(body.Str(), v.Get("caption_entities"))
		return // what it stands below tells the type
	case "rich_message":
		read = readRich(m, body)
	case "sticker":
		read = readSticker(m, body)
	case "location", "venue":
		read = readPlace(m, v)
	case "contact":
		read = readCard(m, body)
	case "user_shared":
		if v.Get("users_shared").Kind() != 0 {
			return // the older form of the same
		}
		read = readShared(m, body)
	case "users_shared", "chat_shared":
		read = readShared(m, body)
	case "web_app_data":
		m.Type, m.Text, m.Payload = channel.Interactive, body.Get("button_text").Str(), body.Get("data").Str()
		read = body.Kind() == '{'
	case "document":
		if v.Get("animation").Kind() != 0 {
			return // both are one file
		}
		read = readMedia(m, name, body)
	default:
		read = readMedia(m, name, body)
		if body.Get("file_name").Kind() != 0 {
			m.Detail = track(body)
		}
	}
	switch {
	case !read:
		unreadable(m, name, body)
	case isSubtype(name):
		m.Subtype = name
	}
}

// isSubtype reports whether a content of that name is a special form of its type.
func isSubtype(name string) bool {
	switch name {
	case "rich_message", "video_note", "animation", "live_photo", "voice", "web_app_data", "users_shared", "user_shared", "chat_shared":
		return true
	}
	return false
}

// readMedia reads a file by the name of its kind.
func readMedia(m *channel.Message, name string, body loosejson.Value) bool {
	a := file(name, body)
	if a.ID == "" {
		return false
	}
	m.Type = a.Type
	m.Attachments = append(m.Attachments, a)
	return true
}

// file returns a file by the name of its kind; without an id it cannot be read.
func file(name string, v loosejson.Value) channel.Attachment {
	a := channel.Attachment{Type: channel.Document}
	switch name {
	case "photo":
		a.Type, v = channel.Image, largest(v)
	case "video", "video_note", "animation", "live_photo":
		a.Type = channel.Video
	case "audio", "voice", "voice_note":
		a.Type = channel.Audio
	}
	a.ID, a.MIME, a.Size = v.Get("file_id").Str(), v.Get("mime_type").Str(), v.Get("file_size").Whole()
	a.Name = cmp.Or(v.Get("file_name").Str(), track(v))
	a.Millis = int64(v.Get("duration").Num() * 1000)
	a.Voice = name == "voice" || name == "voice_note" || name == "video_note"
	return a
}

// track names a piece of audio by who plays it and what it is: "Lena – Noise".
func track(v loosejson.Value) string {
	by, title := v.Get("performer").Str(), v.Get("title").Str()
	if by == "" || title == "" {
		return by + title
	}
	return by + " – " + title
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

// readSticker reads a sticker, whose text is the emoji that it stands for and whose name
// that of its set.
func readSticker(m *channel.Message, body loosejson.Value) bool {
	a := file("sticker", body)
	a.Type, a.Name = channel.Sticker, body.Get("set_name").Str()
	if a.ID == "" {
		return false
	}
	m.Type, m.Text = channel.Sticker, body.Get("emoji").Str()
	m.Attachments = append(m.Attachments, a)
	return true
}

// readPlace reads where a message is about: a point, or a place with a name, which
// comes beside its point.
func readPlace(m *channel.Message, v loosejson.Value) bool {
	venue := v.Get("venue")
	point := v.Get("location")
	if point.Kind() == 0 {
		point = venue.Get("location")
	}
	m.Type, m.Place = channel.Location, channel.Place{
		Latitude: point.Get("latitude").Num(), Longitude: point.Get("longitude").Num(),
		Name: venue.Get("title").Str(), Address: venue.Get("address").Str(),
	}
	return point.Get("latitude").Kind() != 0 && point.Get("longitude").Kind() != 0
}
