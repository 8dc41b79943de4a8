package viber

import (
	"strconv"
	"unicode/utf8"

	"github.com/socialticket/socialticket/channel"
)

// maxFileName is how long the name of a file may be, in characters. Source:
// https://developers.viber.com/docs/api/rest-bot-api/ (read 2026-11).
const maxFileName = 256

// writeFile writes one attachment. A text stands beside a picture only.
func (w *writer) writeFile(a channel.Attachment, text string) {
	if a.Type == channel.Sticker {
		w.writeSticker(a.ID)
		return
	}
	kind := map[channel.MessageType]string{
		channel.Image: "picture", channel.Video: "video", channel.Document: "file", channel.Audio: "file",
	}[a.Type]
	switch {
	case kind == "":
		w.refuse("an attachment of type %q", a.Type)
	case a.URL == "":
		w.refuse("an attachment without an address")
	case a.Size <= 0 && kind != "picture":
		w.refuse("%s needs its size", a.Type)
	}
	w.fields["type"], w.fields["media"] = kind, a.URL
	if a.Preview != "" {
		w.fields["thumbnail"] = a.Preview
	}
	switch kind {
	case "picture":
		w.fields["text"] = text
	case "video":
		w.fields["size"], w.fields["duration"] = a.Size, a.Millis/1000
	case "file":
		w.fields["size"], w.fields["file_name"] = a.Size, a.Name
		if n := utf8.RuneCountInString(a.Name); n == 0 || n > maxFileName {
			w.refuse("a file name of %d characters: 1 to %d are wanted", n, maxFileName)
		}
	}
}

func (w *writer) writeSticker(id string) {
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		w.refuse("sticker %q: a number is wanted", id)
	}
	w.fields["type"], w.fields["sticker_id"] = "sticker", number
}
