package telegram

import (
	"slices"

	"github.com/socialticket/socialticket/channel"
)

// files writes attachments: as an album, if they are of one kind.
func (w *writer) files(list []channel.Attachment) {
	kind := albumOf(list[0].Type)
	together := len(list) > 1 && !slices.ContainsFunc(list, func(a channel.Attachment) bool {
		return a.Type == channel.Sticker || albumOf(a.Type) != kind
	})
	var album []map[string]any
	for _, a := range list {
		method, field := methodOf(a.Type)
		switch {
		case method == "":
			w.refuse("no attachments of type %q", a.Type)
		case together:
			album = append(album, map[string]any{"type": field, "media": w.file(a)})
		default:
			w.call(method, map[string]any{field: w.file(a)})
		}
	}
	if together {
		w.call("sendMediaGroup", map[string]any{"media": album})
	}
}

// methodOf returns the method that sends an attachment and the name of its field.
func methodOf(t channel.MessageType) (method, field string) {
	switch t {
	case channel.Image:
		return "sendPhoto", "photo"
	case channel.Video:
		return "sendVideo", "video"
	case channel.Audio:
		return "sendAudio", "audio"
	case channel.Document:
		return "sendDocument", "document"
	case channel.Sticker:
		return "sendSticker", "sticker"
	}
	return "", ""
}

// file returns how an attachment is named in a call.
func (w *writer) file(a channel.Attachment) string {
	most := int64(MaxFile)
	if a.Type == channel.Image {
		most = MaxPhoto
	}
	switch {
	case a.ID != "":
		return a.ID
	case a.URL == "":
		w.refuse("an attachment without an id and an address")
	case a.Size > most:
		w.refuse("%s of %d bytes: at most %d by address", a.Type, a.Size, most)
	}
	return a.URL
}

// albumOf returns the kind of album that an attachment may be in: pictures and films
// are one.
func albumOf(t channel.MessageType) channel.MessageType {
	if t == channel.Video {
		return channel.Image
	}
	return t
}
