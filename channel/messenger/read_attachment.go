package messenger

import (
	"cmp"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readAttachments adds attachments to m, whose type is that of the first one that can be
// shown. If several have a payload that nothing else holds, the list is the payload.
func readAttachments(m *channel.Message, list loosejson.Value) {
	payloads := 0
	for v := range list.Items() {
		m.Payload = ""
		t := readAttachment(m, v)
		if m.Type == "" || m.Type == channel.Unsupported {
			m.Type = t
		}
		if m.Payload != "" {
			payloads++
		}
	}
	if payloads > 0 && list.Len() > 1 {
		m.Payload = string(list.Text())
	}
}

// readAttachment adds an attachment to m and returns its type. What the platform shares
// and this module has no word for keeps the platform's: "share", "story_mention",
// "ig_reel", "fallback". Source:
// https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messages,
// https://developers.facebook.com/documentation/instagram-platform/webhooks/examples
// (read 2026-11).
func readAttachment(m *channel.Message, v loosejson.Value) channel.MessageType {
	word, payload := v.Get("type").Str(), v.Get("payload")
	t := typeOf(word)
	if payload.Get("sticker_id").Kind() != 0 {
		t = channel.Sticker
	}
	switch t {
	case channel.Location:
		m.Place = channel.Place{
			Latitude: payload.Get("coordinates", "lat").Num(), Longitude: payload.Get("coordinates", "long").Num(),
			Name: cmp.Or(payload.Get("title").Str(), v.Get("title").Str()),
			URL:  cmp.Or(payload.Get("url").Str(), v.Get("url").Str()),
		}
		return t
	case channel.Interactive:
		readTemplate(m, payload)
		return t
	}
	a := channel.Attachment{
		ID: readID(payload), URL: cmp.Or(payload.Get("url").Str(), v.Get("url").Str(), v.Get("URL").Str()),
		MIME: payload.Get("mime_type").Str(), Name: cmp.Or(payload.Get("title").Str(), payload.Get("name").Str(), v.Get("title").Str()),
		Size: max(0, payload.Get("size").Whole()),
	}
	if a.ID == "" && a.URL == "" {
		if payload.Kind() == '{' {
			m.Payload = string(payload.Text())
		}
		if isFile(t) { // nothing to fetch
			t = channel.Unsupported
		}
	}
	if a.Type = t; t == channel.Unsupported {
		m.Subtype = word
	}
	m.Attachments = append(m.Attachments, a)
	return t
}

// typeOf returns the type of an attachment by the platform's word.
func typeOf(word string) channel.MessageType {
	switch word {
	case "file":
		return channel.Document
	case "animated_image":
		return channel.Image
	case "template":
		return channel.Interactive
	case "unsupported_type", "":
		return channel.Unsupported
	}
	return channel.MessageType(word)
}

func isFile(t channel.MessageType) bool {
	return t == channel.Image || t == channel.Video || t == channel.Audio || t == channel.Document
}

// listed reports whether t stands for content that goes before its caption.
func listed(t channel.MessageType) bool {
	switch t {
	case channel.Sticker, channel.Location, channel.Interactive, channel.Unsupported:
		return true
	}
	return isFile(t)
}

// readID returns the first of the ids of a payload: a sticker's, a reel's, a post's.
func readID(payload loosejson.Value) string {
	for name, member := range payload.Members() {
		if name == "id" || strings.HasSuffix(name, "_id") {
			if s := member.Str(); s != "" {
				return s
			}
		}
	}
	return ""
}

// readTemplate reads a structured message: the payload is the whole of it as JSON, the
// text its own or its first title, the items its products.
func readTemplate(m *channel.Message, payload loosejson.Value) {
	m.Subtype, m.Payload = payload.Get("template_type").Str(), string(payload.Text())
	m.Text = cmp.Or(m.Text, payload.Get("text").Str())
	for card := range payload.Get("elements").Items() {
		m.Text = cmp.Or(m.Text, card.Get("title").Str())
	}
	for product := range payload.Get("product", "elements").Items() {
		m.Text = cmp.Or(m.Text, product.Get("title").Str())
		m.Items = append(m.Items, channel.Item{
			Product: cmp.Or(product.Get("retailer_id").Str(), product.Get("id").Str()),
		})
	}
}
