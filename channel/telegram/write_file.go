package telegram

import (
	"cmp"

	"github.com/socialticket/socialticket/channel"
)

// writeFile writes one attachment with the text below it.
func (w *writer) writeFile(a channel.Attachment, text string) {
	field := w.fieldOf(a)
	switch field {
	case "photo":
		w.method = "sendPhoto"
	case "video":
		w.method = "sendVideo"
	case "video_note":
		w.method = "sendVideoNote"
	case "audio":
		w.method = "sendAudio"
	case "voice":
		w.method = "sendVoice"
	case "document":
		w.method = "sendDocument"
	case "sticker":
		w.method = "sendSticker"
	default:
		w.refuse("no attachments of type %q", field)
	}
	w.fields[field] = w.media(a)
	if text != "" {
		w.fields["caption"] = text
	}
}

// writeAlbum writes attachments that go together, with the text below the first.
func (w *writer) writeAlbum(list []channel.Attachment, text string) {
	var album []map[string]any
	for _, a := range list {
		album = append(album, map[string]any{"type": w.fieldOf(a), "media": w.media(a)})
	}
	if text != "" {
		album[0]["caption"] = text
	}
	w.method, w.fields["media"] = "sendMediaGroup", album
}

// fieldOf returns the name of an attachment's field. One without a type has that of the
// message.
func (w *writer) fieldOf(a channel.Attachment) string {
	switch t := cmp.Or(a.Type, w.o.Type); {
	case t == channel.Image:
		return "photo"
	case t == channel.Video && a.Voice:
		return "video_note"
	case t == channel.Audio && a.Voice:
		return "voice"
	default:
		return string(t)
	}
}

// media returns how an attachment is named in a call. Source:
// https://core.telegram.org/bots/api#sendvideonote (read 2026-11-27).
func (w *writer) media(a channel.Attachment) string {
	switch {
	case a.ID != "":
		return a.ID
	case a.URL == "":
		w.refuse("an attachment without an id and an address")
	case w.fieldOf(a) == "video_note":
		w.refuse("a video note goes by the id of one that Telegram has, not by an address")
	}
	return a.URL
}
