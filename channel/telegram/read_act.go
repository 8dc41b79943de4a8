package telegram

import (
	"cmp"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readTap reads that a user tapped a button under a message. Message.ID is that of the
// tap, which answerCallbackQuery wants.
func (r *reader) readTap(v loosejson.Value) {
	e := r.add(channel.EventMessage, v)
	e.Opens = channel.OpenMessage
	person(e, v.Get("from"))
	under := v.Get("message")
	e.Message = channel.Message{
		ID: v.Get("id").Str(), Type: channel.Button,
		Payload: either(v, "data", "game_short_name").Str(),
		ReplyTo: cmp.Or(messageOf(under), v.Get("inline_message_id").Str()),
		Group:   group(under),
	}
	e.Message.Text = label(under, e.Message.Payload)
	readTopic(e, under)
	needUser(e, "callback_query")
}

// needUser makes of e an unknown event if it names no user.
func needUser(e *channel.Event, kind string) {
	if e.From == "" {
		e.Type, e.Opens = channel.EventUnknown, ""
		e.Notice = channel.Notice{Field: kind, Detail: "what a user did, without the user"}
	}
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

// readReaction reads which reactions a user now has on a message; none if the user
// took the last one back. One that is not an emoji stands in the payload by its id.
// The platform does not tell the topic: the message reacted to is in it. One of the
// group itself is that of an anonymous administrator, and an echo.
func (r *reader) readReaction(v loosejson.Value) {
	e := r.add(channel.EventMessage, v)
	e.Opens = channel.OpenReaction
	person(e, either(v, "user", "actor_chat"))
	m := &e.Message
	m.Type, m.Target, m.Group = channel.Reaction, messageOf(v), group(v)
	var emojis, others []string
	for reaction := range v.Get("new_reaction").Items() {
		if emoji := reaction.Get("emoji").Str(); emoji != "" {
			emojis = append(emojis, emoji)
		} else {
			others = append(others, reaction.First("custom_emoji_id", "type"))
		}
	}
	m.Text, m.Payload = strings.Join(emojis, ""), strings.Join(others, " ")
	if chat := ident(v.Get("chat", "id")); chat != "" && ident(v.Get("actor_chat", "id")) == chat {
		e.Profile = channel.Profile{}
		echo(e, m.Group)
	}
	needUser(e, "message_reaction")
}

// readVote reads a user's answer to a poll that the bot sent. The payload is the
// answer as JSON.
func (r *reader) readVote(v loosejson.Value) {
	e := r.add(channel.EventMessage, v)
	e.Opens = channel.OpenMessage
	person(e, either(v, "voter_chat", "user"))
	e.Message = channel.Message{Type: channel.Interactive, Subtype: "poll_answer", Payload: string(v.Text())}
	needUser(e, "poll_answer")
}

// readDeleted reads that messages of a business chat were taken back, one event each.
// The platform does not tell by which side.
func (r *reader) readDeleted(v loosejson.Value) {
	each := *r.add(channel.EventRevoke, v)
	each.Account.Kind = channel.TelegramBusiness
	person(&each, v.Get("chat"))
	r.events = r.events[:len(r.events)-1]
	before := len(r.events)
	r.grow(v.Get("message_ids").Len())
	for id := range v.Get("message_ids").Items() {
		if r.full(id) {
			continue
		}
		each.Message.Target = messageID(each.From, ident(id))
		r.events = append(r.events, each)
		each.Raw = id.Raw() // of the next one: the whole stands in the first
	}
	if len(r.events) == before {
		r.unknown("deleted_business_messages", v, "it names no messages")
	}
}

// readMembership reads what the bot may do in a chat: whether a user blocked it or
// started it again, or a group took it in or put it out. Source:
// https://core.telegram.org/bots/api#chatmemberupdated (read 2026-11-27).
func (r *reader) readMembership(v loosejson.Value) {
	const kind = "my_chat_member"
	status := v.Get("new_chat_member", "status").Str()
	private := isPrivate(v)
	r.readNotice(kind, v)
	e := &r.events[len(r.events)-1]
	switch {
	case private && status == "kicked":
		e.Type = channel.EventLeave
	case private && status == "member":
		e.Type, e.Opens = channel.EventOpen, channel.OpenFollow
	}
}

// readConnection reads that a business connected the bot to its account, changed what
// the bot may do there, or parted from it.
func (r *reader) readConnection(v loosejson.Value) {
	e := r.add(channel.EventAccount, v)
	e.Account = channel.Account{Kind: channel.TelegramBusiness, ID: ident(v.Get("id"))}
	e.Notice = channel.Notice{
		Field: "business_connection", Name: "disabled",
		Subject: v.Get("user", "id").Str(), Detail: string(v.Get("rights").Text()),
	}
	e.Message.Payload = string(v.Text())
	if v.Get("is_enabled").Yes() {
		e.Notice.Name = "enabled"
	}
}

// readNotice reads what is not part of a conversation: the name of what happened, the
// chat or object that it happened to, and a detail for people. The payload has all of it
// as JSON, for each kind has parts of its own.
func (r *reader) readNotice(kind string, v loosejson.Value) {
	e := r.add(channel.EventAccount, v)
	person(e, either(v, "from", "user"))
	chat := ident(v.Get("chat", "id"))
	if chat != e.From && !isPrivate(v) {
		e.Message.Group = chat
	}
	e.Notice = channel.Notice{
		Field:   kind,
		Name:    v.Get("new_chat_member", "status").Str(),
		Subject: cmp.Or(either(v, "id", "result_id").Str(), messageOf(v), chat),
		Detail:  either(v, "query", "question", "bio", "invoice_payload", "paid_media_payload").Str(),
	}
	e.Message.Payload = string(v.Text())
}
