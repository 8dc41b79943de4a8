package telegram

import (
	"cmp"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readOrigin reads what a message took from others: the words that it quotes, who wrote
// what is forwarded, and the album that a picture was sent in, which is the payload. Source:
// https://core.telegram.org/bots/api#messageorigin, #textquote (read 2026-11-27).
func readOrigin(m *channel.Message, v loosejson.Value) {
	m.Detail = strings.TrimSpace(v.Get("quote", "text").Str() + "\n" + m.Detail)
	m.Payload = cmp.Or(m.Payload, v.Get("media_group_id").Str())
	if from := forwarded(v); from.ID+from.Title != "" {
		m.Referral = from
	}
}

// forwarded returns who wrote what is forwarded, and the message where it can be seen; also
// in the form that versions before 7.0 have.
func forwarded(v loosejson.Value) channel.Referral {
	origin := v.Get("forward_origin")
	by, number := either(origin, "sender_user", "sender_chat", "chat"), origin.Get("message_id")
	if origin.Kind() == 0 {
		by, number = either(v, "forward_from", "forward_from_chat"), v.Get("forward_from_message_id")
	}
	r := channel.Referral{
		Source: "forward", ID: ident(by.Get("id")),
		Title: cmp.Or(fullName(by), by.Get("title").Str(), origin.Get("sender_user_name").Str(), v.Get("forward_sender_name").Str()),
		Text:  cmp.Or(origin.Get("author_signature").Str(), v.Get("forward_signature").Str()),
	}
	if id := ident(number); id != "" {
		r.ID = messageID(r.ID, id)
	}
	return r
}
