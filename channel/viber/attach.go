package viber

import (
	"strconv"
	"unicode/utf8"

	"github.com/socialticket/socialticket/channel"
)

// attachment writes one attachment.
func (w *writer) attachment(a channel.Attachment) {
	kind, most := kindOf(a.Type)
	switch {
	case kind == "":
		w.refuse("no attachments of type %q", a.Type)
		return
	case kind == "sticker":
		w.sticker(a.ID)
		return
	case a.URL == "":
		w.refuse("an attachment without an address")
	case a.Size > most:
		w.refuse("%s of %d bytes: at most %d", a.Type, a.Size, most)
	case a.Size <= 0 && kind != "picture":
		w.refuse("%s needs its size", a.Type)
	}
	fields := w.call(kind)
	fields["media"] = a.URL
	if a.Preview != "" {
		fields["thumbnail"] = a.Preview
	}
	switch kind {
	case "picture":
		fields["text"] = ""
	case "video":
		fields["size"], fields["duration"] = a.Size, a.Millis/1000
	case "file":
		fields["size"], fields["file_name"] = a.Size, a.Name
		if n := utf8.RuneCountInString(a.Name); n == 0 || n > MaxFileName {
			w.refuse("a file name of %d characters: 1 to %d", n, MaxFileName)
		}
	}
}

func (w *writer) sticker(id string) {
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		w.refuse("sticker %q: a number is wanted", id)
	}
	w.call("sticker")["sticker_id"] = number
}

// kindOf returns what Viber calls a type of attachment, and its greatest size.
func kindOf(t channel.MessageType) (kind string, most int64) {
	switch t {
	case channel.Image:
		return "picture", MaxPicture
	case channel.Video:
		return "video", MaxVideo
	case channel.Document, channel.Audio:
		return "file", MaxFile
	case channel.Sticker:
		return "sticker", 0
	}
	return "", 0
}
