package line

import (
	"strings"

	"github.com/socialticket/socialticket/channel"
)

func (w *writer) sticker(id string) {
	pack, sticker, ok := strings.Cut(id, "/")
	if !ok {
		w.refuse("sticker %q: package/sticker is wanted", id)
	}
	w.messages = append(w.messages, map[string]any{"type": "sticker", "packageId": pack, "stickerId": sticker})
}

// question puts quick replies below a message. They go once the user writes
// something. Source: LINE, quick reply, read 2026-11.
func (w *writer) question(message map[string]any, q channel.Question) {
	var items []map[string]any
	for _, c := range q.Answers() {
		label, data := units(c.Title), units(c.ID)
		switch {
		case label == 0 || label > maxLabel:
			w.refuse("button %q of %d UTF-16 units: 1 to %d", c.Title, label, maxLabel)
		case data == 0 || data > maxData:
			w.refuse("button %q: an id of %d UTF-16 units: 1 to %d", c.Title, data, maxData)
		}
		items = append(items, map[string]any{
			"type":   "action",
			"action": map[string]any{"type": "postback", "label": c.Title, "data": c.ID, "displayText": c.Title},
		})
	}
	switch {
	case q.Link != channel.Link{}, q.AskPlace, q.Media != channel.Attachment{}:
		w.refuse("a question that holds a link or media, or asks for a place")
	case len(items) > maxChoices:
		w.refuse("%d buttons: at most %d", len(items), maxChoices)
	case items != nil:
		message["quickReply"] = map[string]any{"items": items}
	}
}
