package telegram

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
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
	MaxAlbum    = 10 // attachments in one call
	maxCallback = 64 // bytes
)

// Build returns the calls that send o, in their order: a text with or without
// buttons, attachments, a place, a card, or a reaction. Attachments that fit one
// album go as one, others each by itself; the text is the caption of a single call,
// else a message behind. Make the next call when one was taken.
//
// To a user of a business connection o goes in the name of the business, and to the
// handle of a topic, [channel.Message.Group] of what was written there, into that
// topic. A message of another chat is not quoted, for Telegram would refuse the whole.
// Media go by the ID of an attachment, else by its URL. The error is a *[channel.SendError] of
// the class never: it says what Telegram cannot send, or which limit o breaks.
func Build(o channel.Outbound) ([]Request, error) {
	w := writer{o: o}
	if o.To.Handle == "" {
		w.refuse("no chat to send to")
	}
	w.write()
	w.question(o.Question)
	if w.err != nil {
		return nil, w.err
	}
	requests := make([]Request, len(w.calls))
	for i, c := range w.calls {
		body, err := json.Marshal(c.fields)
		if err != nil {
			return nil, fmt.Errorf("telegram: build: %w", err)
		}
		requests[i] = Request{c.method, body}
	}
	return requests, nil
}

// writer makes calls. The first refusal stays.
type writer struct {
	o     channel.Outbound
	calls []call
	err   error
}

type call struct {
	method string
	fields map[string]any
}

func (w *writer) refuse(format string, args ...any) {
	if w.err == nil {
		w.err = channel.Unsendable(channel.Telegram, fmt.Sprintf(format, args...))
	}
}

// call adds a call with what all have; the first one quotes.
func (w *writer) call(method string, fields map[string]any) {
	chat, field, topic := cutHandle(w.o.To.Handle)
	fields["chat_id"] = number(chat)
	if topic != "" && w.o.Type != channel.Reaction {
		fields[field] = number(topic)
	}
	if w.o.To.Account.Kind == channel.TelegramBusiness {
		fields["business_connection_id"] = w.o.To.Account.ID
	}
	of, message := cutMessageID(w.o.ReplyTo)
	here := of == "" || of == chat || strings.HasPrefix(chat, "@") // a name tells no id
	if message != "" && here && len(w.calls) == 0 && w.o.Type != channel.Reaction {
		fields["reply_parameters"] = map[string]any{"message_id": number(message), "allow_sending_without_reply": true}
	}
	w.calls = append(w.calls, call{method, fields})
}

func (w *writer) write() {
	switch o := w.o; {
	case o.Type == channel.Template || o.Via == channel.RouteTemplate:
		w.refuse("no templates here")
	case o.Type == channel.Reaction:
		w.reaction()
	case o.Type == channel.Location:
		w.place(o.Place)
	case o.Type == channel.Contacts:
		w.card(o.People)
	default:
		for part := range slices.Chunk(o.Attachments, MaxAlbum) {
			w.files(part)
		}
		w.text(o.Question.Around(o.Text))
	}
}

// text writes the words: as a caption where they fit, else by themselves.
func (w *writer) text(text string) {
	switch n := utf8.RuneCountInString(text); {
	case n == 0 && len(w.calls) == 0:
		w.refuse("the text is empty")
	case n == 0 || n <= MaxCaption && w.caption(text):
	case n > MaxText:
		w.refuse("text of %d characters: at most %d", n, MaxText)
	default:
		w.call("sendMessage", map[string]any{"text": text})
	}
}

// caption puts a text below what the only call so far sends, if it may have one. An
// album has no buttons, so that the text of a question stands behind it.
func (w *writer) caption(text string) bool {
	if len(w.calls) != 1 || w.calls[0].method == "sendSticker" {
		return false
	}
	if album, ok := w.calls[0].fields["media"].([]map[string]any); ok {
		if w.o.Question.Answers() != nil || w.o.Question.Link.URL != "" {
			return false
		}
		album[0]["caption"] = text
		return true
	}
	w.calls[0].fields["caption"] = text
	return true
}

func (w *writer) reaction() {
	reactions := []map[string]string{}
	if w.o.Text != "" {
		reactions = append(reactions, map[string]string{"type": "emoji", "emoji": w.o.Text})
	}
	_, message := cutMessageID(w.o.Target)
	w.call("setMessageReaction", map[string]any{"message_id": number(message), "reaction": reactions})
}

func (w *writer) place(p channel.Place) {
	fields := map[string]any{"latitude": p.Latitude, "longitude": p.Longitude}
	if p.Name == "" && p.Address == "" {
		w.call("sendLocation", fields)
		return
	}
	fields["title"], fields["address"] = p.Name, p.Address
	w.call("sendVenue", fields)
}

func (w *writer) card(people []channel.Person) {
	for _, p := range people {
		if len(p.Phones) == 0 {
			w.refuse("a contact card without a number")
			continue
		}
		w.call("sendContact", map[string]any{"first_name": p.Name, "phone_number": p.Phones[0]})
	}
	if len(people) == 0 {
		w.refuse("no contact card")
	}
}

// question puts buttons below the last message, one in each row.
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
	switch last := len(w.calls) - 1; {
	case q.AskPlace, q.Media != channel.Attachment{}:
		w.refuse("a question that asks for a place or holds media")
	case rows == nil || last < 0:
	case w.calls[last].method == "sendMediaGroup":
		w.refuse("buttons without a text")
	default:
		w.calls[last].fields["reply_markup"] = map[string]any{"inline_keyboard": rows}
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
