package line

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

// retryHeader is the HTTP header with which LINE takes the same push only once.
const retryHeader = "X-Line-Retry-Key"

// Call implements [platform.Platform]: with [channel.RouteReplyToken] the answer that
// uses up o.Token, else a push to a user, group or room, which counts against the plan.
// Each attachment is a message before the text, five in all. Media go by address; a
// sticker by its ID, "package/sticker". A message is quoted by its
// [channel.Message.Quote].
func (p *Platform) Call(o channel.Outbound) (platform.Call, error) {
	if err := platform.Fit(&p.ability, o); err != nil {
		return platform.Call{}, err
	}
	w := writer{}
	w.write(o)
	path, to, header := "/v2/bot/message/push", "to", []string{"Authorization", platform.Bearer, retryHeader, retryKey(o.ID)}
	whom := o.To.Handle
	if o.Via == channel.RouteReplyToken {
		path, to, header, whom = "/v2/bot/message/reply", "replyToken", header[:2], o.Token // a reply may not have a key
	}
	if whom == "" {
		w.refuse("%s is missing", to)
	}
	if w.err != nil {
		return platform.Call{}, w.err
	}
	body, err := json.Marshal(map[string]any{"messages": w.messages, to: whom})
	if err != nil {
		return platform.Call{}, fmt.Errorf("line: call: %w", err)
	}
	return platform.JSON(p.cfg.BaseURL+path, body, header...), nil
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
	if o.Type == channel.Location {
		w.writePlace(o.Place)
	}
	for _, a := range o.Attachments {
		w.writeFile(a)
	}
	w.writeText(o)
	if n := len(w.messages); n > 0 {
		w.writeQuestion(w.messages[n-1], o.Question)
	}
}

func (w *writer) writeText(o channel.Outbound) {
	text := o.Question.Around(o.Text)
	if text == "" {
		return
	}
	message := map[string]any{"type": "text", "text": text}
	if o.ReplyTo != "" {
		message["quoteToken"] = o.ReplyTo
	}
	w.messages = append(w.messages, message)
}

// writePlace writes a point, which LINE wants a title and an address for.
func (w *writer) writePlace(p channel.Place) {
	w.messages = append(w.messages, map[string]any{
		"type": "location", "title": p.Name, "address": p.Address, "latitude": p.Latitude, "longitude": p.Longitude,
	})
}

func (w *writer) writeFile(a channel.Attachment) {
	if a.Type == channel.Sticker {
		w.writeSticker(a.ID)
		return
	}
	message := map[string]any{"type": string(a.Type), "originalContentUrl": a.URL}
	switch {
	case a.URL == "":
		w.refuse("an attachment without an address")
	case a.Type == channel.Image:
		message["previewImageUrl"] = cmp.Or(a.Preview, a.URL)
	case a.Type == channel.Video && a.Preview == "":
		w.refuse("a video needs a picture: its Preview")
	case a.Type == channel.Video:
		message["previewImageUrl"] = a.Preview
	case a.Millis <= 0:
		w.refuse("audio needs its playing time: its Millis")
	default:
		message["duration"] = a.Millis
	}
	w.messages = append(w.messages, message)
}

// writeSticker writes a sticker, by "package/sticker".
func (w *writer) writeSticker(id string) {
	pack, sticker, ok := strings.Cut(id, "/")
	if !ok {
		w.refuse("sticker %q: package/sticker is wanted", id)
	}
	w.messages = append(w.messages, map[string]any{"type": "sticker", "packageId": pack, "stickerId": sticker})
}

// writeQuestion puts quick replies below a message. They go once the user writes
// something. Source: LINE, quick reply, read 2026-11.
func (w *writer) writeQuestion(message map[string]any, q channel.Question) {
	var items []map[string]any
	for _, c := range q.Answers() {
		items = append(items, map[string]any{
			"type":   "action",
			"action": map[string]any{"type": "postback", "label": c.Title, "data": c.ID, "displayText": c.Title},
		})
	}
	if items != nil {
		message["quickReply"] = map[string]any{"items": items}
	}
}
