package whatsapp

import (
	"fmt"
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// mediaOut refers to a file by the id of an upload or by an address.
type mediaOut struct {
	ID       string `json:"id,omitzero"`
	Link     string `json:"link,omitzero"`
	Caption  string `json:"caption,omitzero"`
	Filename string `json:"filename,omitzero"`
}

// MediaLimit says what the platform takes of one type of file.
type MediaLimit struct {
	Size    int64    // bytes
	MIME    []string // without parameters
	Caption int      // characters; 0: none allowed
}

// MediaLimits returns the limits for a type of message, and whether it is a file
// at all. Source: Meta, media, read 2026-09.
func MediaLimits(t channel.MessageType) (MediaLimit, bool) {
	const kilo, mega, caption = 1 << 10, 1 << 20, 1024
	switch t {
	case channel.Image:
		return MediaLimit{5 * mega, []string{"image/jpeg", "image/png"}, caption}, true
	case channel.Video:
		return MediaLimit{16 * mega, []string{"video/mp4", "video/3gpp", "video/3gp"}, caption}, true
	case channel.Audio:
		return MediaLimit{16 * mega, []string{"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}, 0}, true
	case channel.Document:
		return MediaLimit{100 * mega, documentTypes(), caption}, true
	case channel.Sticker:
		return MediaLimit{500 * kilo, []string{"image/webp"}, 0}, true // 100 KB unless it moves, which nobody can see here
	case channel.Text, channel.Location, channel.Contacts, channel.Interactive, channel.Button, channel.Reaction,
		channel.Order, channel.Template, channel.Call, channel.System, channel.Unsupported:
	}
	return MediaLimit{}, false
}

func documentTypes() []string {
	const office = "application/vnd.openxmlformats-officedocument."
	return []string{
		"text/plain", "application/pdf", "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
		office + "wordprocessingml.document", office + "spreadsheetml.sheet", office + "presentationml.presentation",
	}
}

// media writes a message that is one file.
func (b *builder) media(t channel.MessageType, o channel.Outbound) {
	if len(o.Attachments) != 1 {
		b.add("attachments", "a message of type %s has one, %d are given", t, len(o.Attachments))
		return
	}
	file := o.Attachments[0]
	limit, _ := MediaLimits(t)
	part := string(t)
	b.file(part, file, limit)
	b.length(part+".caption", o.Text, 0, limit.Caption)
	out := &mediaOut{ID: file.ID, Caption: o.Text}
	if file.ID == "" {
		out.Link = file.URL
	}
	switch {
	case t == channel.Image:
		b.m.Image = out
	case t == channel.Video:
		b.m.Video = out
	case t == channel.Audio:
		b.m.Audio = out
	case t == channel.Document:
		out.Filename = file.Name
		b.m.Document = out
	default:
		b.m.Sticker = out
	}
}

// file checks a reference to a file. What is not told is not checked.
func (b *builder) file(part string, file channel.Attachment, limit MediaLimit) {
	mime, _, _ := strings.Cut(strings.ToLower(file.MIME), ";")
	switch mime = strings.TrimSpace(mime); {
	case file.ID == "" && file.URL == "":
		b.add(part, "neither the id of an upload nor an address")
	case file.Size > limit.Size:
		b.add(part, "%d bytes, %d are allowed", file.Size, limit.Size)
	case mime != "" && !slices.Contains(limit.MIME, mime):
		b.add(part, "the type %s is not allowed, only %s", mime, strings.Join(limit.MIME, ", "))
	}
}

// fileOf writes a reference inside a header.
func (b *builder) fileOf(part string, file channel.Attachment) *mediaOut {
	limit, ok := MediaLimits(file.Type)
	if !ok || file.Type == channel.Audio || file.Type == channel.Sticker {
		b.add(part, "%q is no image, video or document", file.Type)
		return nil
	}
	b.file(part, file, limit)
	out := &mediaOut{ID: file.ID}
	if file.ID == "" {
		out.Link = file.URL
	}
	if file.Type == channel.Document {
		out.Filename = file.Name
	}
	return out
}

// headed puts a file where its type wants it.
type headed struct {
	Type     string    `json:"type"`
	Text     string    `json:"text,omitzero"`
	Image    *mediaOut `json:"image,omitzero"`
	Video    *mediaOut `json:"video,omitzero"`
	Document *mediaOut `json:"document,omitzero"`
}

func (b *builder) headedFile(part string, file channel.Attachment) headed {
	h := headed{Type: string(file.Type)}
	switch out := b.fileOf(part, file); {
	case file.Type == channel.Image:
		h.Image = out
	case file.Type == channel.Video:
		h.Video = out
	default:
		h.Document = out
	}
	return h
}

func index(part string, i int) string { return fmt.Sprintf("%s[%d]", part, i) }
