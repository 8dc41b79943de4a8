package telegram

import (
	"cmp"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// tap reads that a user tapped a button under a message. Message.ID is that of the
// tap, which answerCallbackQuery wants.
func (p *parser) tap(v loosejson.Value) {
	e := p.add(channel.EventMessage, v)
	e.Opens = channel.OpenMessage
	person(e, v.Get("from"))
	under := v.Get("message")
	e.Message = channel.Message{
		ID: v.Get("id").Str(), Type: channel.Button,
		Payload: either(v, "data", "game_short_name").Str(),
		ReplyTo: cmp.Or(messageID(under.Get("chat", "id").Str(), under.Get("message_id").Str()), v.Get("inline_message_id").Str()),
		Group:   group(under),
	}
	e.Message.Text = label(under, e.Message.Payload)
}

// label returns what stands on the button of a message that has the data.
func label(message loosejson.Value, data string) string {
	for row := range message.Get("reply_markup", "inline_keyboard").Items() {
		for button := range row.Items() {
			if button.Get("callback_data").Str() == data {
				return button.Get("text").Str()
			}
		}
	}
	return ""
}

// reaction reads which reactions a user now has on a message; none if the user
// took the last one back. One that is not an emoji stands in the payload by its id.
// The platform does not tell the topic: the message reacted to is in it. One of the
// group itself is that of an anonymous administrator, and an echo.
func (p *parser) reaction(v loosejson.Value) {
	e := p.add(channel.EventMessage, v)
	e.Opens = channel.OpenReaction
	person(e, either(v, "user", "actor_chat"))
	m := &e.Message
	chat := v.Get("chat", "id").Str()
	m.Type, m.Target, m.Group = channel.Reaction, messageID(chat, v.Get("message_id").Str()), group(v)
	var other []string
	for r := range v.Get("new_reaction").Items() {
		m.Text += r.Get("emoji").Str()
		if emoji := r.Get("emoji").Str(); emoji == "" {
			other = append(other, cmp.Or(r.Get("custom_emoji_id").Str(), r.Get("type").Str()))
		}
	}
	m.Payload = strings.Join(other, " ")
	if chat != "" && v.Get("actor_chat", "id").Str() == chat {
		e.Profile = channel.Profile{}
		echo(e, m.Group)
	}
}

// vote reads a user's answer to a poll that the bot sent. The payload is the
// answer as JSON.
func (p *parser) vote(v loosejson.Value) {
	e := p.add(channel.EventMessage, v)
	e.Opens = channel.OpenMessage
	person(e, either(v, "voter_chat", "user"))
	e.Message = channel.Message{Type: channel.Interactive, Subtype: "poll_answer", Payload: string(v.Text())}
}

// deleted reads that messages of a business chat were taken back, one event each.
// The platform does not tell by which side.
func (p *parser) deleted(v loosejson.Value) {
	each := *p.add(channel.EventRevoke, v)
	each.Account.Kind = channel.TelegramBusiness
	person(&each, v.Get("chat"))
	p.events = p.events[:len(p.events)-1]
	for id := range v.Get("message_ids").Items() {
		each.Message.Target = messageID(each.From, id.Str())
		p.events = append(p.events, each)
	}
}

// membership reads what the bot may do in a chat: whether a user blocked it or
// started it again, or a group took it in or put it out. Source: Bot API,
// ChatMemberUpdated, read 2026-11.
func (p *parser) membership(v loosejson.Value) {
	const kind = "my_chat_member"
	status := v.Get("new_chat_member", "status").Str()
	private := v.Get("chat", "type").Str() == "private"
	p.notice(kind, v)
	e := &p.events[len(p.events)-1]
	switch {
	case private && status == "kicked":
		e.Type = channel.EventLeave
	case private && status == "member":
		e.Type, e.Opens = channel.EventOpen, channel.OpenFollow
	}
}

// connection reads that a business connected the bot to its account, changed what
// the bot may do there, or parted from it.
func (p *parser) connection(v loosejson.Value) {
	e := p.add(channel.EventAccount, v)
	e.Account = channel.Account{Kind: channel.TelegramBusiness, ID: v.Get("id").Str()}
	e.Notice = channel.Notice{
		Field: "business_connection", Name: "disabled",
		Subject: v.Get("user", "id").Str(), Detail: string(v.Get("rights").Text()),
	}
	if v.Get("is_enabled").Yes() {
		e.Notice.Name = "enabled"
	}
}

// notice reads what is no part of a conversation: the name of what happened, the
// chat or object that it happened to, and a detail for people.
func (p *parser) notice(kind string, v loosejson.Value) {
	e := p.add(channel.EventAccount, v)
	person(e, either(v, "from", "user"))
	chat := v.Get("chat", "id").Str()
	e.Message.Group = chat
	if e.Message.Group == e.From || v.Get("chat", "type").Str() == "private" {
		e.Message.Group = ""
	}
	e.Notice = channel.Notice{
		Field:   kind,
		Name:    v.Get("new_chat_member", "status").Str(),
		Subject: cmp.Or(either(v, "id", "result_id").Str(), messageID(chat, v.Get("message_id").Str()), chat),
		Detail:  either(v, "query", "question", "bio", "invoice_payload", "paid_media_payload").Str(),
	}
}
