package telegram

import (
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/socialticket/socialticket/channel"
)

// Request is a call of the Bot API. Send Body as application/json by POST to
// https://api.telegram.org/bot<token>/<Method>, and the answer to [Answer].
type Request struct {
	Method string // "sendMessage"
	Body   json.RawMessage
}

// The limits of a message. Texts are counted in characters. Files are counted as
// Telegram fetches them from an address; one that it has already, which goes by its
// ID, has none. Source: Bot API, sendMessage, sending files, sendMediaGroup,
// InlineKeyboardButton, read 2026-11.
const (
	MaxText     = 4096
	MaxCaption  = 1024
	MaxPhoto    = 5 << 20
	MaxFile     = 20 << 20
	MaxAlbum    = 10
	maxCallback = 64 // bytes
)

// Build returns the call that sends o: a text with or without buttons, up to ten
// attachments with the text as their caption, a place, a card, or a reaction. To a
// user of a business connection it goes in the name of the business. Media go by
// the ID of an attachment, else by its URL.
//
// The error is a *[channel.SendError] of the class never: it says what Telegram
// cannot send, or which limit o breaks.
func Build(o channel.Outbound) (Request, error) {
	w := writer{fields: map[string]any{"chat_id": number(o.To.Handle)}}
	if o.To.Handle == "" {
		w.refuse("no chat to send to")
	}
	if o.To.Account.Kind == channel.TelegramBusiness {
		w.fields["business_connection_id"] = o.To.Account.ID
	}
	if o.ReplyTo != "" {
		w.fields["reply_parameters"] = map[string]any{"message_id": number(o.ReplyTo), "allow_sending_without_reply": true}
	}
	w.write(o)
	if w.err != nil {
		return Request{}, w.err
	}
	body, err := json.Marshal(w.fields)
	if err != nil {
		return Request{}, fmt.Errorf("telegram: build: %w", err)
	}
	return Request{w.method, body}, nil
}

// writer fills a call. The first refusal stays.
type writer struct {
	method string
	fields map[string]any
	err    error
}

func (w *writer) refuse(format string, args ...any) {
	if w.err == nil {
		w.err = channel.Unsendable(channel.Telegram, fmt.Sprintf(format, args...))
	}
}

func (w *writer) write(o channel.Outbound) {
	n := len(o.Attachments)
	switch {
	case o.Type == channel.Template || o.Via == channel.RouteTemplate:
		w.refuse("no templates here")
	case o.Type == channel.Reaction:
		w.reaction(o)
	case o.Type == channel.Location:
		w.place(o.Place)
	case o.Type == channel.Contacts:
		w.card(o.People)
	case n > MaxAlbum:
		w.refuse("%d attachments: at most %d", n, MaxAlbum)
	case n > 1:
		w.album(o)
	case n == 1:
		w.media(o)
	default:
		w.method, w.fields["text"] = "sendMessage", w.text(o, MaxText)
		if w.fields["text"] == "" {
			w.refuse("the text is empty")
		}
	}
	w.question(o.Question)
}

// text returns the words of o, with what stands around a question.
func (w *writer) text(o channel.Outbound, most int) string {
	text := o.Question.Around(o.Text)
	if n := utf8.RuneCountInString(text); n > most {
		w.refuse("text of %d characters: at most %d", n, most)
	}
	return text
}

func (w *writer) reaction(o channel.Outbound) {
	reactions := []map[string]string{}
	if o.Text != "" {
		reactions = append(reactions, map[string]string{"type": "emoji", "emoji": o.Text})
	}
	delete(w.fields, "reply_parameters")
	w.method, w.fields["message_id"], w.fields["reaction"] = "setMessageReaction", number(o.Target), reactions
}

func (w *writer) place(p channel.Place) {
	w.method = "sendLocation"
	w.fields["latitude"], w.fields["longitude"] = p.Latitude, p.Longitude
	if p.Name != "" || p.Address != "" {
		w.method = "sendVenue"
		w.fields["title"], w.fields["address"] = p.Name, p.Address
	}
}

func (w *writer) card(people []channel.Person) {
	if len(people) != 1 || len(people[0].Phones) == 0 {
		w.refuse("%d contact cards: one with a number is wanted", len(people))
		return
	}
	w.method = "sendContact"
	w.fields["first_name"], w.fields["phone_number"] = people[0].Name, people[0].Phones[0]
}

func (w *writer) media(o channel.Outbound) {
	a := o.Attachments[0]
	method, field := calls(a.Type)
	if method == "" {
		w.refuse("no attachments of type %q", a.Type)
		return
	}
	w.method, w.fields[field] = method, w.file(a)
	switch text := w.text(o, MaxCaption); {
	case text == "":
	case a.Type == channel.Sticker:
		w.refuse("a sticker has no caption")
	default:
		w.fields["caption"] = text
	}
}

// calls returns the method that sends an attachment and the name of its field.
func calls(t channel.MessageType) (method, field string) {
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

// album writes several attachments; documents and audio only among themselves.
func (w *writer) album(o channel.Outbound) {
	var list []map[string]any
	for _, a := range o.Attachments {
		_, field := calls(a.Type)
		if field == "" || a.Type == channel.Sticker || group(a.Type) != group(o.Attachments[0].Type) {
			w.refuse("%s and %s in one album", o.Attachments[0].Type, a.Type)
		}
		list = append(list, map[string]any{"type": field, "media": w.file(a)})
	}
	if text := w.text(o, MaxCaption); text != "" {
		list[0]["caption"] = text
	}
	w.method, w.fields["media"] = "sendMediaGroup", list
}

// group returns what types of an album are of one kind.
func group(t channel.MessageType) channel.MessageType {
	if t == channel.Video {
		return channel.Image
	}
	return t
}

// question puts buttons below the message, one in each row.
func (w *writer) question(q channel.Question) {
	var rows [][]map[string]string
	for _, c := range q.Answers() {
		if n := len(c.ID); n == 0 || n > maxCallback {
			w.refuse("button %q: an id of %d bytes: 1 to %d", c.Title, n, maxCallback)
		}
		rows = append(rows, []map[string]string{{"text": c.Title, "callback_data": c.ID}})
	}
	if q.Link.URL != "" {
		rows = append(rows, []map[string]string{{"text": q.Link.Label, "url": q.Link.URL}})
	}
	switch {
	case q.AskPlace, q.Media != channel.Attachment{}:
		w.refuse("a question that asks for a place or holds media")
	case rows == nil:
	case w.method == "sendMediaGroup":
		w.refuse("an album with buttons")
	default:
		w.fields["reply_markup"] = map[string]any{"inline_keyboard": rows}
	}
}

// number returns a whole number as one, and every other text as it is: a chat may
// also be named "@channel".
func number(s string) any {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n
	}
	return s
}
