package messenger

import (
	"cmp"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// attach adds an attachment to m, whose type is that of the first one. What the
// platform shares and this module has no word for keeps the platform's: "share",
// "story_mention", "ig_reel", "fallback". Source: Meta, Messenger Platform,
// messages; Instagram Platform, webhooks, read 2026-11.
func attach(m *channel.Message, v loosejson.Value) {
	word, payload := v.Get("type").Str(), v.Get("payload")
	t := typeOf(word)
	if payload.Get("sticker_id").Kind() != 0 {
		t = channel.Sticker
	}
	m.Type = cmp.Or(m.Type, t)
	switch t {
	case channel.Location:
		m.Place = channel.Place{
			Latitude: payload.Get("coordinates", "lat").Num(), Longitude: payload.Get("coordinates", "long").Num(),
			Name: cmp.Or(payload.Get("title").Str(), v.Get("title").Str()),
			URL:  cmp.Or(payload.Get("url").Str(), v.Get("url").Str()),
		}
		return
	case channel.Interactive:
		template(m, payload)
		return
	case channel.Unsupported:
		m.Subtype = word
	}
	a := channel.Attachment{
		Type: t, ID: id(payload), URL: cmp.Or(payload.Get("url").Str(), v.Get("url").Str(), v.Get("URL").Str()),
		MIME: payload.Get("mime_type").Str(), Name: cmp.Or(payload.Get("title").Str(), payload.Get("name").Str(), v.Get("title").Str()),
		Size: max(0, payload.Get("size").Whole()),
	}
	if a.ID == "" && a.URL == "" && payload.Kind() == '{' {
		m.Payload = string(payload.Text())
	}
	m.Attachments = append(m.Attachments, a)
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

// listed reports whether t stands for content that goes before its caption.
func listed(t channel.MessageType) bool {
	switch t {
	case channel.Image, channel.Video, channel.Audio, channel.Document, channel.Sticker, channel.Location,
		channel.Interactive, channel.Unsupported:
		return true
	}
	return false
}

// id returns the first of the ids of a payload: a sticker's, a reel's, a post's.
func id(payload loosejson.Value) string {
	for name, member := range payload.Members() {
		if name == "id" || strings.HasSuffix(name, "_id") {
			if s := member.Str(); s != "" {
				return s
			}
		}
	}
	return ""
}

// template reads a structured message: the payload is the whole of it as JSON, the
// text its own or its first title, the items its products.
func template(m *channel.Message, payload loosejson.Value) {
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
