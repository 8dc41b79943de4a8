package whatsapp

import (
	"github.com/socialticket/socialticket/channel"
)

// fileBody refers to a file by the id of an upload or by an address.
type fileBody struct {
	ID       string `json:"id,omitzero"`
	Link     string `json:"link,omitzero"`
	Caption  string `json:"caption,omitzero"`
	Filename string `json:"filename,omitzero"`
	Voice    bool   `json:"voice,omitzero"`
}

// writeMedia writes a message that is one file. Audio that was recorded goes as a voice
// message. Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/audio-messages
// (read 2026-11).
func (w *writer) writeMedia(kind channel.MessageType, o channel.Outbound) {
	if len(o.Attachments) != 1 {
		w.refuse("attachments: a message of type %s has one", kind)
		return
	}
	out := w.file("attachments[0]", kind, o.Attachments[0])
	out.Caption = o.Text
	switch kind {
	case channel.Image:
		w.body.Image = out
	case channel.Video:
		w.body.Video = out
	case channel.Audio:
		out.Voice = o.Attachments[0].Voice
		w.body.Audio = out
	case channel.Document:
		w.body.Document = out
	default:
		w.body.Sticker = out
	}
}

// file returns a reference to a file.
func (w *writer) file(part string, kind channel.MessageType, a channel.Attachment) *fileBody {
	out := &fileBody{ID: a.ID}
	switch {
	case a.ID == "" && a.URL == "":
		w.refuse("%s: neither the id of an upload nor an address", part)
	case a.ID == "":
		out.Link = a.URL
	}
	if kind == channel.Document {
		out.Filename = a.Name
	}
	return out
}

// headed puts a file where its type wants it, or a text.
type headed struct {
	Type     string    `json:"type"`
	Text     string    `json:"text,omitzero"`
	Image    *fileBody `json:"image,omitzero"`
	Video    *fileBody `json:"video,omitzero"`
	Document *fileBody `json:"document,omitzero"`
}

func (w *writer) headed(part string, a channel.Attachment) headed {
	h := headed{Type: string(a.Type)}
	switch out := w.file(part, a.Type, a); a.Type {
	case channel.Image:
		h.Image = out
	case channel.Video:
		h.Video = out
	case channel.Document:
		h.Document = out
	default:
		w.refuse("%s: %q is no image, video or document", part, a.Type)
	}
	return h
}

type placeBody struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Name      string  `json:"name,omitzero"`
	Address   string  `json:"address,omitzero"`
}

func (w *writer) place(part string, p channel.Place) *placeBody {
	if !(-90 <= p.Latitude && p.Latitude <= 90 && -180 <= p.Longitude && p.Longitude <= 180) {
		w.refuse("%s: %v, %v is not on the map", part, p.Latitude, p.Longitude)
	}
	return &placeBody{p.Latitude, p.Longitude, p.Name, p.Address}
}

type personBody struct {
	Name   nameBody    `json:"name"`
	Phones []phoneBody `json:"phones,omitzero"`
	Emails []emailBody `json:"emails,omitzero"`
}

type nameBody struct {
	Formatted string `json:"formatted_name"`
	First     string `json:"first_name"` // one more part of the name is demanded
}

type phoneBody struct {
	Phone string `json:"phone"`
}

type emailBody struct {
	Email string `json:"email"`
}

func (w *writer) writePeople(list []channel.Person) {
	for _, p := range list {
		out := personBody{Name: nameBody{p.Name, p.Name}}
		for _, phone := range p.Phones {
			out.Phones = append(out.Phones, phoneBody{phone})
		}
		for _, email := range p.Emails {
			out.Emails = append(out.Emails, emailBody{email})
		}
		w.body.Contacts = append(w.body.Contacts, out)
	}
}
