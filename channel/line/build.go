package line

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"unicode/utf16"

	"github.com/socialticket/socialticket/channel"
)

// Request is a call of the Messaging API. Send Body as application/json by POST to
// https://api.line.me<Path> with the channel's access token, and the answer to
// [Answer].
type Request struct {
	Path string
	// RetryKey goes into the header [RetryHeader]: with it, LINE takes the same
	// push only once. Empty: a reply, which may not have one.
	RetryKey string
	Body     json.RawMessage
}

// RetryHeader is the HTTP header of a request's RetryKey.
const RetryHeader = "X-Line-Retry-Key"

// The limits of a call. Text is counted in UTF-16 units, sizes in bytes. Source:
// LINE, message objects; character counting in a text, read 2026-11.
const (
	MaxMessages = 5
	MaxText     = 5000
	MaxImage    = 10 << 20
	MaxMedia    = 200 << 20 // video and audio

	maxChoices = 13
	maxLabel   = 20
	maxData    = 300
)

// Build returns the one call that sends o: with [channel.RouteReplyToken] as the
// answer that uses up o.Token, else as a push to a user, group or room, which
// counts against the plan. Each attachment is a message before the text, five in
// all. Media go by address; a sticker by its ID, "package/sticker". A message is
// quoted by its [channel.Message.Quote].
//
// The error is a *[channel.SendError] of the class never: it says what LINE cannot
// send, or which limit o breaks.
func Build(o channel.Outbound) ([]Request, error) {
	w := writer{}
	w.write(o)
	call := map[string]any{"messages": w.messages}
	r := Request{Path: "/v2/bot/message/push", RetryKey: retryKey(o.ID)}
	switch {
	case o.Via == channel.RouteReplyToken && o.Token == "":
		w.refuse("a reply without its token")
	case o.Via == channel.RouteReplyToken:
		r.Path, r.RetryKey = "/v2/bot/message/reply", ""
		call["replyToken"] = o.Token
	case o.To.Handle == "":
		w.refuse("nobody to send to")
	default:
		call["to"] = o.To.Handle
	}
	if w.err != nil {
		return nil, w.err
	}
	body, err := json.Marshal(call)
	if err != nil {
		return nil, fmt.Errorf("line: build: %w", err)
	}
	r.Body = body
	return []Request{r}, nil
}

// retryKey returns a UUID that is always the same for a message, of version 8,
// which is for such uses. Source: RFC 9562.
func retryKey(id string) string {
	h := sha256.Sum256([]byte(id))
	h[6], h[8] = h[6]&0x0f|0x80, h[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

// writer makes message objects. The first refusal stays.
type writer struct {
	messages []map[string]any
	err      error
}

func (w *writer) refuse(format string, args ...any) {
	if w.err == nil {
		w.err = channel.Unsendable(channel.LINE, fmt.Sprintf(format, args...))
	}
}

func (w *writer) write(o channel.Outbound) {
	switch o.Type {
	case channel.Template, channel.Reaction, channel.Contacts:
		w.refuse("no message of type %q", o.Type)
	case channel.Location:
		w.place(o.Place)
	}
	for _, a := range o.Attachments {
		w.attachment(a)
	}
	w.text(o)
	switch n := len(w.messages); {
	case n == 0:
		w.refuse("a message without content")
	case n > MaxMessages:
		w.refuse("%d messages in one call: at most %d", n, MaxMessages)
	default:
		w.question(w.messages[n-1], o.Question)
	}
}

func (w *writer) text(o channel.Outbound) {
	text := o.Question.Around(o.Text)
	if text == "" {
		return
	}
	if n := units(text); n > MaxText {
		w.refuse("text of %d UTF-16 units: at most %d", n, MaxText)
	}
	message := map[string]any{"type": "text", "text": text}
	if o.ReplyTo != "" {
		message["quoteToken"] = o.ReplyTo
	}
	w.messages = append(w.messages, message)
}

// units returns the length of a text in UTF-16 units.
func units(text string) int { return len(utf16.Encode([]rune(text))) }

// place writes a point, which LINE wants a title and an address for.
func (w *writer) place(p channel.Place) {
	if p.Name == "" || p.Address == "" {
		w.refuse("a place needs a name and an address")
	}
	w.messages = append(w.messages, map[string]any{
		"type": "location", "title": p.Name, "address": p.Address, "latitude": p.Latitude, "longitude": p.Longitude,
	})
}

func (w *writer) attachment(a channel.Attachment) {
	message := map[string]any{"type": string(a.Type), "originalContentUrl": a.URL}
	most := int64(MaxMedia)
	switch a.Type {
	case channel.Image:
		most = MaxImage
		message["previewImageUrl"] = a.Preview
		if a.Preview == "" {
			message["previewImageUrl"] = a.URL
		}
	case channel.Video:
		message["previewImageUrl"] = a.Preview
		if a.Preview == "" {
			w.refuse("a video needs a picture: its Preview")
		}
	case channel.Audio:
		message["duration"] = a.Millis
		if a.Millis <= 0 {
			w.refuse("audio needs its playing time: its Millis")
		}
	case channel.Sticker:
		w.sticker(a.ID)
		return
	default:
		w.refuse("no attachments of type %q: send a link", a.Type)
	}
	switch {
	case a.URL == "":
		w.refuse("an attachment without an address")
	case a.Size > most:
		w.refuse("%s of %d bytes: at most %d", a.Type, a.Size, most)
	}
	w.messages = append(w.messages, message)
}
