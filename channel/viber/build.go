package viber

import (
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/socialticket/socialticket/channel"
)

// Request is a call of the bot API. Send Body as application/json by POST to
// https://chatapi.viber.com<Path> with the bot's token in the header
// X-Viber-Auth-Token, and the answer to [Answer].
type Request struct {
	Path string
	Body json.RawMessage
}

// The limits of a message. Texts are counted in characters, sizes in bytes.
// Source: Viber, REST bot API, message types, read 2026-11.
const (
	MaxText     = 7000
	MaxCaption  = 768 // of a picture
	MaxPicture  = 1 << 20
	MaxVideo    = 26 << 20
	MaxFile     = 50 << 20
	MaxFileName = 256
	MaxName     = 28 // of the sender
	MaxBody     = 30 << 10
)

// Sender is who messages are from, as the user sees it. The zero Sender can send
// nothing, for Viber wants a name.
type Sender struct {
	Name   string
	Avatar string // the address of a picture; empty: the bot's own
}

// Build returns the request that sends o: a text with or without buttons, one
// attachment, which goes by its URL, a place or a card. Only a picture has a text
// beside it.
//
// [channel.Outbound.ID] goes along as tracking data, which comes back with the
// user's next message. The error is a *[channel.SendError]: it says what Viber
// cannot send, or which limit o breaks.
func (s Sender) Build(o channel.Outbound) (Request, error) {
	sender := map[string]string{"name": s.Name}
	if s.Avatar != "" {
		sender["avatar"] = s.Avatar
	}
	w := writer{fields: map[string]any{
		"receiver": o.To.Handle, "sender": sender, "min_api_version": 1, "tracking_data": o.ID,
	}}
	switch n := utf8.RuneCountInString(s.Name); {
	case n == 0 || n > MaxName:
		w.refuse("a sender's name of %d characters: 1 to %d", n, MaxName)
	case o.To.Handle == "":
		w.refuse("nobody to send to")
	}
	w.write(o)
	w.question(o.Question)
	body, err := json.Marshal(w.fields)
	switch {
	case err != nil:
		return Request{}, fmt.Errorf("viber: build: %w", err)
	case len(body) > MaxBody:
		w.refuse("a request of %d bytes: at most %d", len(body), MaxBody)
	}
	if w.err != nil {
		return Request{}, w.err
	}
	return Request{"/pa/send_message", body}, nil
}

// writer fills a call. The first refusal stays.
type writer struct {
	fields map[string]any
	err    error
}

func (w *writer) refuse(format string, args ...any) {
	if w.err == nil {
		w.err = channel.Unsendable(channel.Viber, fmt.Sprintf(format, args...))
	}
}

func (w *writer) write(o channel.Outbound) {
	switch n := len(o.Attachments); {
	case o.Type == channel.Template || o.Via == channel.RouteTemplate || o.Type == channel.Reaction:
		w.refuse("no message of type %q", o.Type)
	case o.Type == channel.Location:
		w.fields["type"] = "location"
		w.fields["location"] = map[string]float64{"lat": o.Place.Latitude, "lon": o.Place.Longitude}
	case o.Type == channel.Contacts:
		w.card(o.People)
	case n > 1:
		w.refuse("%d attachments: at most 1", n)
	case n == 1:
		w.attachment(o.Attachments[0], o.Question.Around(o.Text))
	default:
		w.fields["type"] = "text"
		w.text(o.Question.Around(o.Text), MaxText)
		if w.fields["text"] == "" {
			w.refuse("the text is empty")
		}
	}
}

func (w *writer) text(text string, most int) {
	if n := utf8.RuneCountInString(text); n > most {
		w.refuse("text of %d characters: at most %d", n, most)
	}
	w.fields["text"] = text
}

func (w *writer) card(people []channel.Person) {
	if len(people) != 1 || len(people[0].Phones) == 0 {
		w.refuse("%d contact cards: one with a number is wanted", len(people))
		return
	}
	w.fields["type"] = "contact"
	w.fields["contact"] = map[string]string{"name": people[0].Name, "phone_number": people[0].Phones[0]}
}

func (w *writer) attachment(a channel.Attachment, text string) {
	most := int64(MaxFile)
	w.fields["media"] = a.URL
	switch a.Type {
	case channel.Image:
		most, w.fields["type"] = MaxPicture, "picture"
		w.text(text, MaxCaption)
	case channel.Video:
		most, w.fields["type"], w.fields["size"] = MaxVideo, "video", a.Size
		w.fields["duration"] = a.Millis / 1000
	case channel.Document, channel.Audio:
		w.fields["type"], w.fields["size"], w.fields["file_name"] = "file", a.Size, a.Name
		if n := utf8.RuneCountInString(a.Name); n == 0 || n > MaxFileName {
			w.refuse("a file name of %d characters: 1 to %d", n, MaxFileName)
		}
	case channel.Sticker:
		delete(w.fields, "media")
		number, err := strconv.ParseInt(a.ID, 10, 64)
		if err != nil {
			w.refuse("sticker %q: a number is wanted", a.ID)
		}
		w.fields["type"], w.fields["sticker_id"] = "sticker", number
	default:
		w.refuse("no attachments of type %q", a.Type)
	}
	if a.Preview != "" {
		w.fields["thumbnail"] = a.Preview
	}
	switch {
	case text != "" && a.Type != channel.Image:
		w.refuse("a text beside %s: send it on its own", a.Type)
	case a.URL == "" && a.Type != channel.Sticker:
		w.refuse("an attachment without an address")
	case a.Size > most:
		w.refuse("%s of %d bytes: at most %d", a.Type, a.Size, most)
	case a.Size <= 0 && w.fields["size"] != nil:
		w.refuse("%s needs its size", a.Type)
	}
}

// question puts a keyboard below the message. What the user taps comes back as a
// text: the button's ID.
func (w *writer) question(q channel.Question) {
	var buttons []map[string]string
	for _, c := range q.Answers() {
		if c.ID == "" || c.Title == "" {
			w.refuse("button %q: an id and a title are wanted", c.Title+c.ID)
		}
		buttons = append(buttons, map[string]string{"ActionType": "reply", "ActionBody": c.ID, "Text": c.Title})
	}
	if q.Link.URL != "" {
		buttons = append(buttons, map[string]string{"ActionType": "open-url", "ActionBody": q.Link.URL, "Text": q.Link.Label})
	}
	switch {
	case q.AskPlace, q.Media != channel.Attachment{}:
		w.refuse("a question that asks for a place or holds media")
	case buttons != nil:
		w.fields["keyboard"] = map[string]any{"Type": "keyboard", "Buttons": buttons}
	}
}
