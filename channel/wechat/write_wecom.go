package wechat

import (
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// writeWeCom writes a message of WeCom's customer service. Source:
// https://github.com/silenceper/wechat, whose package kf quotes the official pages
// (read 2026-11-27).
func (w *writer) writeWeCom(o channel.Outbound) {
	w.fields["msgid"] = messageID(o.ID)
	welcome := o.Via == channel.RouteReplyToken
	switch {
	case welcome && o.Token == "":
		w.refuse("code is missing")
	case welcome && (len(o.Attachments) > 0 || o.Type == channel.Location):
		w.refuse("a welcome is a text or a question")
	case welcome:
		w.path, w.fields["code"] = "/cgi-bin/kf/send_msg_on_event", o.Token
	default:
		w.path, w.fields["touser"], w.fields["open_kfid"] = "/cgi-bin/kf/send_msg", o.To.Handle, o.To.Account.ID
	}
	list := choices(o.Question)
	switch {
	case o.Type == channel.Location:
		w.say("location", map[string]any{
			"latitude": o.Place.Latitude, "longitude": o.Place.Longitude, "name": o.Place.Name, "address": o.Place.Address,
		})
	case len(list) > 0 && len(o.Attachments) == 0:
		w.writeMenu(o, list)
	default:
		w.write(o)
	}
}

// choices returns the items of a menu in a message.
func choices(q channel.Question) []any {
	var list []any
	for _, c := range q.Answers() {
		list = append(list, map[string]any{"type": "click", "click": map[string]string{"id": c.ID, "content": c.Title}})
	}
	if q.Link.URL != "" {
		list = append(list, map[string]any{"type": "view", "view": map[string]string{"url": q.Link.URL, "content": q.Link.Label}})
	}
	return list
}

// messageID returns the id under which WeCom takes a message: ours if it has at most 32
// letters, digits, lines and dashes, else a digest of it.
func messageID(id string) string {
	odd := func(r rune) bool {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
		return !letter && r != '_' && r != '-'
	}
	if id == "" || len(id) > 32 || strings.ContainsFunc(id, odd) {
		return digest(id)
	}
	return id
}
